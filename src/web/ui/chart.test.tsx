import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { BarChart, FrameContext, type PageFrame, roundCeiling, TimeChart } from '#ui'

const frame: PageFrame = {
  locale: 'zh-CN',
  elder: false,
  path: '/insight',
  demo: false,
  csrf: 'a-token',
  menu: [],
  styles: '/assets/public.css',
  deskStyles: '/assets/desk.css',
  islands: (name) => `/assets/${name}.js`,
}

function html(node: VNode): string {
  return renderToString(<FrameContext.Provider value={frame}>{node}</FrameContext.Provider>)
}

const months = (count: number) => Array.from({ length: count }, (_, index) => ({ label: `m${index}`, value: index }))

test('a bar chart says to ears what it is, what is most in it, and where all numbers stand', () => {
  const points = [
    { label: '现场', value: 1200 },
    { label: '网上', value: 300 },
  ]
  const chart = html(<BarChart title="按渠道" unit="条意见" points={points} />)
  expect(chart).toContain('aria-label="按渠道：图。最多的是现场，1,200 条意见。下面的表有全部数字。"')
  expect([...chart.matchAll(/<rect width="([\d.]+)%"/g)].map((match) => match[1])).toEqual(['100', '25'])
})

test('a chart of nothing is not drawn, and one of noughts has bars of no length', () => {
  expect(html(<BarChart title="按渠道" unit="条" points={[]} />)).toBe('')
  expect(html(<TimeChart title="按月" unit="条" points={[]} />)).toBe('')
  expect(html(<BarChart title="按渠道" unit="条" points={[{ label: '现场', value: 0 }]} />)).toContain('width="0%"')
  expect(html(<TimeChart title="按月" unit="条" points={[{ label: '1月', value: 0 }]} />)).toContain('height="0%"')
})

test('a few months are columns, many are a line through as many points', () => {
  const few = html(<TimeChart title="按月" unit="条" points={months(6)} />)
  expect(few.match(/<rect /g)).toHaveLength(6)
  expect(few).not.toContain('<circle')
  const many = html(<TimeChart title="按月" unit="条" points={months(24)} />)
  expect(many.match(/<circle /g)).toHaveLength(24)
  expect(many.match(/class="way"/g)).toHaveLength(23)
})

test('under the axis stand the first and the last and at most two between', () => {
  const many = html(<TimeChart title="按月" unit="条" points={months(24)} />)
  const labels = [...many.matchAll(/<span(?: class="(?:first|last)")?>(m\d+)<\/span>/g)].map((match) => match[1])
  expect(labels).toEqual(['m0', 'm8', 'm15', 'm23'])
  expect(html(<TimeChart title="按月" unit="条" points={months(1)} />)).toContain('>m0<')
})

test('a column ends where its number stands on the axis', () => {
  const chart = html(<TimeChart title="按月" unit="条" points={[{ label: '1月', value: 30 }]} />)
  expect(chart).toContain('y="25%" height="75%"')
  expect([...chart.matchAll(/<span class="num">(\d+)</g)].map((match) => match[1])).toEqual(['40', '20', '0'])
})

test('the axis ends at a round number that no value passes', () => {
  expect([0, 1, 2, 3, 7, 41, 99, 100, 101, 240_000].map(roundCeiling)).toEqual([
    1, 1, 2, 4, 10, 60, 100, 100, 200, 400_000,
  ])
})
