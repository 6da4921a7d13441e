import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lawOf } from './compare/sample.ts'
import { compareTexts } from './compare.ts'

const subjects = [
  '业主大会',
  '物业服务人',
  '业主委员会',
  '街道办事处',
  '居民委员会',
  '建设单位',
  '专项维修资金',
  '公共收益',
]
const duties = [
  '应当每半年公布一次收支情况',
  '可以查阅会议记录和财务账目',
  '不得擅自占用消防通道和绿地',
  '负责协调老旧小区加装电梯',
]
const ends = ['接受全体业主监督', '逾期不改的处以罚款', '具体办法由市人民政府规定', '费用由双方协商分担']

/** Articles that are told apart by their words, as those of a real rule are. */
const article = (i: number) =>
  `${subjects[i % 8]}${duties[(i >> 3) % 4]}，${ends[(i >> 5) % 4]}，保存期限不少于${i + 3}年，联系人数为${i * 7 + 2}人。`
const law = (order: readonly number[]) => lawOf(order.map((i, at) => [String(at + 1), article(i)]))
const range = (count: number) => Array.from({ length: count }, (_, i) => i)

describe('comparing two versions', () => {
  test('a text compared with itself is the same article by article', () => {
    const same = compareTexts(law(range(40)), law(range(40)))
    expect(same.links).toHaveLength(40)
    expect(same.links.every(({ kind, score, from, to }) => kind === 'same' && score === 1 && from[0] === to[0])).toBe(
      true,
    )
    expect([same.added, same.deleted]).toEqual([[], []])
  })

  test('articles that only got other numbers are the same, not moved', () => {
    const { links, added } = compareTexts(law(range(20)), law([99, ...range(20)]))
    expect(links.map(({ kind }) => kind)).toEqual(range(20).map(() => 'same'))
    expect(links[4]).toMatchObject({ from: ['5'], to: ['6'] })
    expect(added).toEqual(['1'])
  })

  test('an article taken to another place is moved, its neighbours are not', () => {
    const order = [...range(20).filter((i) => i !== 3), 3]
    const moved = compareTexts(law(range(20)), law(order)).links.filter(({ kind }) => kind === 'moved')
    expect(moved).toEqual([{ from: ['4'], to: ['20'], kind: 'moved', score: 1 }])
  })

  test('white space never counts as a change', () => {
    const spaced = lawOf([['1', '业主 可以提出　意见。\n  并获得答复。']])
    expect(compareTexts(spaced, lawOf([['1', '业主可以提出意见。\n并获得答复。']])).links[0]?.kind).toBe('same')
  })

  test('a rewritten sentence makes an article changed', () => {
    const [old, fresh] = [
      law(range(9)),
      lawOf(range(9).map((i) => [String(i + 1), i === 4 ? `${article(i).slice(0, -8)}五百人。` : article(i)])),
    ]
    expect(compareTexts(old, fresh).links[4]).toMatchObject({ from: ['5'], to: ['5'], kind: 'changed' })
  })

  test('an article cut in two is split, and joined again it is merged', () => {
    const halves = ['物业服务人应当每季度公布公共收益的收支情况。', '业主有权查阅账目，物业服务人不得拒绝。']
    const whole = lawOf([
      ['1', article(1)],
      ['2', halves.join('\n')],
      ['3', article(2)],
    ])
    const cut = lawOf([
      ['1', article(1)],
      ['2', halves[0]!],
      ['3', halves[1]!],
      ['4', article(2)],
    ])
    const split = compareTexts(whole, cut)
    expect(split.links[1]).toMatchObject({ from: ['2'], to: ['2', '3'], kind: 'split' })
    expect(split.added).toEqual([])
    const merged = compareTexts(cut, whole)
    expect(merged.links[1]).toMatchObject({ from: ['2', '3'], to: ['2'], kind: 'merged' })
    expect(merged.deleted).toEqual([])
  })

  test('an article about something else is added and deleted, not changed', () => {
    const old = lawOf([
      ['1', article(1)],
      ['2', '鼓励志愿者参与垃圾分类宣传。'],
      ['3', article(2)],
    ])
    const fresh = lawOf([
      ['1', article(1)],
      ['2', '电梯困人时，救援人员三十分钟内到场。'],
      ['3', article(2)],
    ])
    const { added, deleted } = compareTexts(old, fresh)
    expect([added, deleted]).toEqual([['2'], ['2']])
  })

  test('articles with identical words go with their neighbours', () => {
    const gone = '（删去）'
    const old = lawOf([
      ['1', article(1)],
      ['2', gone],
      ['3', article(2)],
      ['4', gone],
    ])
    const fresh = lawOf([
      ['1', gone],
      ['2', article(1)],
      ['3', gone],
      ['4', article(2)],
      ['5', gone],
    ])
    const { links, added } = compareTexts(old, fresh)
    expect(links.filter(({ from }) => ['2', '4'].includes(from[0]!)).map(({ to }) => to[0])).toEqual(['3', '5'])
    expect(added).toEqual(['1'])
  })

  test('an empty text has nothing to link', () => {
    expect(compareTexts(lawOf([]), law(range(2)))).toEqual({ links: [], added: ['1', '2'], deleted: [] })
    expect(compareTexts(law(range(2)), lawOf([]))).toEqual({ links: [], added: [], deleted: ['1', '2'] })
  })

  test('whatever the order, every article is linked, added or deleted exactly once', () => {
    const orders = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 30 })
    fc.assert(
      fc.property(orders, orders, (a, b) => {
        const { links, added, deleted } = compareTexts(law(a), law(b))
        const keys = (count: number) => range(count).map((i) => String(i + 1))
        expect([...links.flatMap(({ from }) => from), ...deleted].toSorted()).toEqual(keys(a.length).toSorted())
        expect([...links.flatMap(({ to }) => to), ...added].toSorted()).toEqual(keys(b.length).toSorted())
      }),
      { numRuns: 300 },
    )
  })

  test('a shuffled text loses no article and every identical one is found', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(range(50), { minLength: 50 }), (order) => {
        const { links } = compareTexts(law(range(50)), law(order))
        for (const { from, to } of links) expect(order[Number(to[0]) - 1]).toBe(Number(from[0]) - 1)
        expect(links).toHaveLength(50)
      }),
      { numRuns: 50 },
    )
  })
})
