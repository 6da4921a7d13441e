import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import {
  Button,
  Checkboxes,
  Csrf,
  DateField,
  ErrorSummary,
  Field,
  FileField,
  Form,
  FrameContext,
  Layout,
  Line,
  lookHref,
  type PageFrame,
  Pager,
  ProgressBar,
  pagesToShow,
  Radios,
  readDay,
  Secondary,
  Select,
  Shown,
  Stat,
  sizeWords,
  Table,
  TextArea,
} from '#ui'
import { essentialOf } from './shell.tsx'

const frame: PageFrame = {
  locale: 'zh-CN',
  elder: false,
  path: '/consultations/42?page=2',
  demo: false,
  csrf: 'a-token',
  menu: [],
  styles: '/assets/public.css',
  deskStyles: '/assets/desk.css',
  islands: (name) => `/assets/${name}.js`,
}

function html(node: VNode, changes: Partial<PageFrame> = {}): string {
  return renderToString(<FrameContext.Provider value={{ ...frame, ...changes }}>{node}</FrameContext.Provider>)
}

test('a field names its hint and its error as its description, in the order they are read', () => {
  const field = html(<Field name="owner.phone" label="电话" hint="11 位" error="少了一位。" />)
  expect(field).toContain('<label for="f-owner-phone">')
  expect(field).toContain('aria-describedby="f-owner-phone-hint f-owner-phone-error"')
  expect(field).toContain('aria-invalid="true"')
  expect(field.indexOf('id="f-owner-phone-hint"')).toBeLessThan(field.indexOf('id="f-owner-phone-error"'))
})

test('only what may be left out is marked, and only what may not is required', () => {
  expect(html(<Field name="a" label="姓名" />)).toMatch(/required/)
  expect(html(<Field name="a" label="姓名" />)).not.toContain('选填')
  const optional = html(<Field name="a" label="姓名" optional />)
  expect(optional).toContain('（选填）')
  expect(optional).not.toMatch(/<input[^>]*required/)
})

test('what a person typed comes back as typed, harmless in the page', () => {
  expect(html(<TextArea name="body" label="意见" value={'<b>"&\n二'} />)).toContain('&lt;b>&quot;&amp;\n二</textarea>')
  expect(html(<Field name="a" label="姓名" value={'"><script>'} />)).not.toContain('"><script>')
})

test('a text that begins with an empty line keeps it: a browser swallows the first line break', () => {
  expect(html(<TextArea name="body" label="意见" value={'\n二'} />)).toContain('>\n\n二</textarea>')
})

test('a select and choices show what was chosen', () => {
  const options = [
    { value: 'a', label: '甲' },
    { value: 'b', label: '乙' },
  ]
  expect(html(<Select name="s" label="选" options={options} value="b" />)).toMatch(/<option value="b" selected/)
  expect(html(<Radios name="r" label="选" options={options} value="b" />)).toMatch(/value="b" checked/)
  expect(html(<Checkboxes name="c" label="选" options={options} values={['a', 'b']} />).match(/checked/g)).toHaveLength(
    2,
  )
})

test('the first choice carries the id that the error summary leads to', () => {
  const radios = html(<Radios name="who" label="您是" options={[{ value: 'a', label: '业主' }]} />)
  const summary = html(<ErrorSummary errors={{ who: '请选一项。' }} />)
  expect(summary).toContain('href="#f-who"')
  expect(radios).toContain('id="f-who"')
})

test('no errors, no summary; an error of no field is said without a link', () => {
  expect(html(<ErrorSummary errors={{}} />)).toBe('')
  const summary = html(<ErrorSummary errors={{ '': '名额已满。', a: '请写。' }} />)
  expect(summary).toContain('<li>名额已满。</li>')
  expect(summary).toContain('有 2 处需要更正')
})

test('a form proves where it comes from and can be told from its double', () => {
  const form = html(<Form action="/send">x</Form>, { once: () => '0199-once' })
  expect(form).toContain('method="post"')
  expect(form).toContain('name="csrf" value="a-token"')
  expect(form).toContain('name="once" value="0199-once"')
})

test('a form apart from any page and without a token is a bug, not a form without protection', () => {
  expect(() => renderToString(<Csrf />)).toThrow('without a csrf token')
  expect(renderToString(<Csrf token="given" />)).toContain('value="given"')
})

test('what needs a script brings it along; what does not, does not', () => {
  const form = (guard?: string) =>
    html(<Form action="/send" {...(guard && { guard })} children={<Button>好</Button>} />)
  expect(form('opinion')).toContain('src="/assets/form-guard.js"')
  expect(form()).not.toContain('<script')
  expect(html(<FileField name="f" label="文件" accept=".pdf" acceptWords="PDF" maxBytes={1e6} />)).not.toContain(
    '<script',
  )
})

test('a line says in words where it is, for those who do not see its colours', () => {
  const line = html(
    <Line
      label="进度"
      stations={[
        { state: 'passed', label: '收到' },
        { state: 'here', label: '上报' },
        { state: 'to-come', label: '回音' },
      ]}
    />,
  )
  expect(line.replace(/<[^>]+>/g, '|').replace(/\|+/g, '|')).toBe('|收到| 已完成|上报| 现在到这里|回音| 还没到|')
  expect(line.match(/aria-current="step"/g)).toHaveLength(1)
})

test('a table has a caption, headings with a scope, and cells that know their column on a phone', () => {
  const table = html(
    <Table
      caption="各社区"
      rows={[{ name: '临江', said: 3 }]}
      keyOf={(row) => row.name}
      columns={[
        { label: '社区', cell: (row) => row.name, names: true },
        { label: '意见', cell: (row) => row.said, numeric: true, sort: { href: '?s', now: 'descending' } },
      ]}
    />,
  )
  expect(table).toContain('<caption>各社区</caption>')
  expect(table).toContain('<th scope="row" data-label="社区">临江</th>')
  expect(table).toContain('aria-sort="descending"')
  expect(table).toContain('<td data-label="意见" class="num">3</td>')
})

test('the pager shows the first, the last and the near pages, and is silent with one page', () => {
  expect(pagesToShow(10, 25)).toEqual([1, 9, 10, 11, 25])
  expect(pagesToShow(1, 3)).toEqual([1, 2, 3])
  expect(pagesToShow(25, 25)).toEqual([1, 24, 25])
  expect(html(<Pager page={1} pages={1} hrefOf={String} />)).toBe('')
})

test.each([
  [{ page: 1, pageSize: 20, total: 482 }, '第 1–20 条，共 482 条'],
  [{ page: 25, pageSize: 20, total: 482 }, '第 481–482 条，共 482 条'],
  [{ page: 1, pageSize: 20, total: 0 }, '没有找到内容'],
])('of %j it says %s', (props, words) => {
  expect(html(<Shown {...props} />)).toContain(words)
})

test('a number leads to what it counts, written as the language writes it', () => {
  expect(html(<Stat value={12482} label="条意见" href="/o" />)).toContain('<a href="/o"><b class="num">12,482</b>')
})

test('progress says its figures, and nothing of nothing is no division by zero', () => {
  expect(html(<ProgressBar label="提炼" done={0} total={0} />)).toContain('width="0%"')
  const english = html(<ProgressBar label="Refined" done={44} total={61} />, { locale: 'en' })
  expect(english).toContain('44 of 61')
  expect(english).toContain('width="72.1%"')
})

test('secondary things stand in the open, and are folded but not gone in large print', () => {
  const part = <Secondary label="其他">次要的内容</Secondary>
  expect(html(part)).toBe('次要的内容')
  expect(html(part, { elder: true })).toMatch(/<details.*次要的内容/)
})

test('the menu of large print keeps what is essential and the place one is at', () => {
  const menu = ['a', 'b', 'c', 'd', 'e', 'f'].map((label) => ({ href: `/${label}`, label, current: label === 'f' }))
  expect(essentialOf(menu).map((item) => item.label)).toEqual(['a', 'b', 'c', 'd', 'f'])
  const marked = menu.map((item) => ({ ...item, essential: item.label === 'b' }))
  expect(essentialOf(marked).map((item) => item.label)).toEqual(['b', 'f'])
})

test('a page says its language, its manner, its title with errors first, and its one address', () => {
  const page = html(
    <Layout frame={{ ...frame, elder: true }} title="写意见" invalid>
      <h1>写意见</h1>
    </Layout>,
  )
  expect(page).toContain('<html lang="zh-CN" data-elder')
  expect(page).toContain('<title>请更正 · 写意见 · 直通</title>')
  expect(page).toContain('<link rel="canonical" href="/consultations/42"/>')
  expect(page).not.toContain('desk.css')
  expect(page).not.toContain('演示网站')
  expect(page).not.toContain('<script')
})

test('a demonstration says so on every page', () => {
  const page = html(
    <Layout frame={{ ...frame, demo: true }} title="首页">
      <h1>首页</h1>
    </Layout>,
  )
  expect(page).toContain('演示网站')
})

test('a switch comes back to the very page it stands on', () => {
  const href = lookHref('/consultations/42?page=2&q=电梯', { lang: 'en' })
  expect(new URL(href, 'http://x').searchParams.get('back')).toBe('/consultations/42?page=2&q=电梯')
})

test.each([
  ['2026-3-8', '2026-03-08'],
  ['20260308', '2026-03-08'],
  ['2026年3月8日', '2026-03-08'],
  ['２０２６．３．８', '2026-03-08'],
  [' 1951 / 12 / 31 ', '1951-12-31'],
  ['2026-2-30', null],
  ['2026-13-01', null],
  ['38年3月8日', null],
  ['', null],
])('the typed day %j is read as %j', (typed, day) => {
  expect(readDay(typed)).toBe(day)
})

test('a day known by heart is typed, a near one picked', () => {
  expect(html(<DateField name="d" label="生日" kind="type" />)).toContain('type="text"')
  expect(html(<DateField name="d" label="来访" />)).toContain('type="date"')
})

test.each([
  [900, '900 byte'],
  [2_500_000, '2.5 MB'],
  [10_000_000, '10 MB'],
  [0, '0 byte'],
])('%d bytes are said as %s', (bytes, words) => {
  expect(sizeWords(bytes, 'en')).toBe(words)
})
