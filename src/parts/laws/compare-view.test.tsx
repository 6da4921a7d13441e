import { renderToString } from 'preact-render-to-string'
import { describe, expect, test } from 'vitest'
import { comparisonRows } from './compare/rows.ts'
import { lawOf } from './compare/sample.ts'
import { compareTexts } from './compare.ts'
import { CompareView } from './compare-view.tsx'

const lift = '物业服务人应当每半年公布一次公共收益的收支情况。'
const old = lawOf([
  ['1', '业主大会由全体业主组成。'],
  ['2', lift],
  ['3', '携犬只出户的，应当由成年人牵领。'],
  ['4', '本条例自公布之日起施行。'],
])
const fresh = lawOf([
  ['1', '业主大会由全体业主组成。'],
  ['2', '建设单位应当配建充电设施。'],
  ['3', lift.replace('半年', '季度')],
  ['4', '本条例自公布之日起施行。'],
])
const rows = comparisonRows(old, fresh, compareTexts(old, fresh))
const names = { old: '一审稿', fresh: '二审稿' }
const html = (mode: 'side' | 'unified', changesOnly = false) =>
  renderToString(<CompareView rows={rows} mode={mode} names={names} changesOnly={changesOnly} />)

describe('the view of a comparison', () => {
  test('side by side the old words stand left, the new ones right', () => {
    expect(html('side')).toContain('<th scope="col">一审稿</th><th scope="col">二审稿</th>')
    expect(html('side')).toMatch(
      /<td[^>]*>(?:(?!<\/td>).)*<del>(?:(?!<\/td>).)*半年(?:(?!<\/td>).)*<\/td><td[^>]*>(?:(?!<\/td>).)*<ins>(?:(?!<\/td>).)*季度/u,
    )
  })

  test('in one text both stand together, with words for ears', () => {
    expect(html('unified')).toMatch(
      /<del><span class="sr">[^<]+<\/span>半年<\/del><ins><span class="sr">[^<]+<\/span>季度<\/ins>/u,
    )
  })

  test('what is new and what is gone is said in words', () => {
    for (const mode of ['side', 'unified'] as const) {
      expect(html(mode)).toContain('新增')
      expect(html(mode)).toContain('删去')
    }
  })

  test('unchanged articles can be folded into one line', () => {
    expect(html('unified', true)).toContain('第1条没有变化')
    expect(html('unified', true)).not.toContain('业主大会由全体业主组成')
  })

  test('two texts without articles say so', () => {
    expect(renderToString(<CompareView rows={[]} mode="side" names={names} />)).toContain('没有可以对照的条文')
  })
})
