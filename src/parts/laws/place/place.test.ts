import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { dataFolder } from '#support/data'
import { comparableArticles, squeeze } from '../compare/articles.ts'
import { lawOf } from '../compare/sample.ts'
import { compareTexts } from '../compare.ts'
import { parseLegalText } from '../parse.ts'
import type { LegalText } from '../tree.ts'
import { type Anchor, anchorOn, toWebAnnotation } from './anchor.ts'
import { layoutOf } from './layout.ts'
import { type Placing, placeAnchor } from './place.ts'

const anchorAtWords = (text: LegalText, provisionId: string, quote: string): Anchor => {
  const words = wordsAt(text, provisionId)
  const start = words.indexOf(quote)
  return anchorAt(provisionId, words, start, start + quote.length)
}

function anchorAt(provisionId: string, words: string, start: number, end: number): Anchor {
  const [prefix, suffix] = [words.slice(Math.max(0, start - 10), start), words.slice(end, end + 10)]
  return { provisionId, quote: words.slice(start, end), prefix, suffix, start }
}

function wordsAt(text: LegalText, provisionId: string): string {
  for (const { provision } of comparableArticles(text)) {
    const layout = layoutOf(provision)
    const span = layout.spans.find(({ id }) => id === provisionId)
    if (span) return layout.words.slice(span.from, span.to)
  }
  throw new Error(`no provision ${provisionId}`)
}

const place = (anchor: Anchor, old: LegalText, fresh: LegalText) =>
  placeAnchor(anchor, old, fresh, compareTexts(old, fresh))

const fees = '物业服务人应当每半年公布一次公共收益的收支情况，接受业主监督。'
const lifts = '老旧小区加装电梯的，费用分摊方案由业主协商确定。'
const pets = '携犬只出户的，应当由成年人牵领，并主动避让行人。'

describe('placing an opinion on the next version', () => {
  test('in an unchanged article it stays on its words, under whatever number', () => {
    const [old, fresh] = [
      lawOf([
        ['1', fees],
        ['2', lifts],
      ]),
      lawOf([
        ['1', pets],
        ['2', fees],
        ['3', lifts],
      ]),
    ]
    expect(place(anchorAtWords(old, 'art_2__para_1', '费用分摊方案'), old, fresh)).toEqual({
      state: 'placed',
      how: 'same',
      provisionId: 'art_3__para_1',
      start: 10,
      end: 16,
    })
  })

  test('in a moved article it moves along', () => {
    const old = lawOf([
      ['1', pets],
      ['2', fees],
      ['3', lifts],
    ])
    const fresh = lawOf([
      ['1', fees],
      ['2', lifts],
      ['3', pets],
    ])
    expect(place(anchorAtWords(old, 'art_1__para_1', '主动避让'), old, fresh)).toMatchObject({
      how: 'moved',
      provisionId: 'art_3__para_1',
    })
  })

  test('where only other words of the article changed it keeps its words', () => {
    const old = lawOf([
      ['1', pets],
      ['2', fees],
    ])
    const fresh = lawOf([
      ['1', pets],
      ['2', `${fees.replace('半年', '季度')}\n逾期不公布的，由街道办事处责令改正。`],
    ])
    expect(place(anchorAtWords(old, 'art_2__para_1', '公共收益的收支情况'), old, fresh)).toMatchObject({
      how: 'changed-around',
      provisionId: 'art_2__para_1',
    })
  })

  test('where its own words changed a person must look, and is shown the article', () => {
    const [old, fresh] = [
      lawOf([
        ['1', pets],
        ['2', fees],
      ]),
      lawOf([
        ['1', pets],
        ['2', fees.replace('半年', '季度')],
      ]),
    ]
    expect(place(anchorAtWords(old, 'art_2__para_1', '每半年公布一次'), old, fresh)).toMatchObject({
      state: 'needs-a-person',
      why: 'words-changed',
      candidates: [{ provisionId: 'art_2' }],
    })
  })

  test('when the article is gone a person must look, also where the words stand elsewhere', () => {
    const old = lawOf([
      ['1', fees],
      ['2', lifts],
    ])
    const fresh = lawOf([
      ['1', fees],
      ['2', '电动自行车充电设施的费用由业主协商确定，禁止在楼道内停放。'],
    ])
    expect(place(anchorAtWords(old, 'art_2__para_1', '由业主协商确定'), old, fresh)).toMatchObject({
      state: 'needs-a-person',
      why: 'article-deleted',
      candidates: [{ provisionId: 'art_2__para_1' }],
    })
  })

  test('a position that does not fit the quote is found by its surroundings or refused', () => {
    const text = lawOf([
      ['1', fees],
      ['2', lifts],
    ])
    const anchor = anchorAtWords(text, 'art_1__para_1', '公共收益')
    expect(place({ ...anchor, start: 3 }, text, text)).toMatchObject({ state: 'placed', start: anchor.start })
    expect(place({ ...anchor, start: 3, prefix: '别处' }, text, text)).toMatchObject({ why: 'anchor-does-not-fit' })
    expect(place({ ...anchor, provisionId: 'art_9' }, text, text)).toMatchObject({ why: 'anchor-does-not-fit' })
    expect(place({ ...anchor, quote: '' }, text, text)).toMatchObject({ why: 'anchor-does-not-fit' })
  })

  test('in a split article it goes to the part that holds its words', () => {
    const old = lawOf([
      ['1', pets],
      ['2', `${fees}\n${lifts}`],
    ])
    const fresh = lawOf([
      ['1', pets],
      ['2', fees],
      ['3', lifts],
    ])
    expect(place(anchorAtWords(old, 'art_2__para_2', '费用分摊方案'), old, fresh)).toMatchObject({
      state: 'placed',
      provisionId: 'art_3__para_1',
      start: 10,
    })
  })

  test('an anchor made on a provision keeps ten characters to each side, and never reaches past the words', () => {
    const { provision } = comparableArticles(lawOf([['1', fees]]))[0]!
    expect(anchorOn(provision, 14, 18)).toEqual(anchorAtWords(lawOf([['1', fees]]), 'art_1', '公共收益'))
    expect(anchorOn(provision, 25, 99)).toMatchObject({ start: 25, quote: fees.slice(25), suffix: '' })
  })

  test('an anchor becomes a web annotation with quote and position', () => {
    const text = lawOf([['1', fees]])
    const annotation = toWebAnnotation(anchorAtWords(text, 'art_1__para_1', '公共收益'), {
      id: 'https://yunshan.example/opinions/7',
      source: 'https://yunshan.example/laws/3/versions/1',
      body: { text: '请写明公布在哪里。', language: 'zh-CN' },
    })
    expect(annotation.target.selector).toEqual({
      type: 'FragmentSelector',
      value: 'art_1__para_1',
      refinedBy: [
        {
          type: 'TextQuoteSelector',
          exact: '公共收益',
          prefix: '人应当每半年公布一次',
          suffix: '的收支情况，接受业主',
        },
        { type: 'TextPositionSelector', start: 14, end: 18 },
      ],
    })
  })
})

const pairs = dataFolder('laws/pairs')

describe.skipIf(!pairs)('placing on eighty real pairs of versions', () => {
  const folders = pairs ? readdirSync(pairs).filter((name) => existsSync(`${pairs}/${name}/truth.json`)) : []

  test('a quote from an unchanged article is always placed, on the very same words of the right article', () => {
    const seen = { asked: 0, placed: 0 }
    for (const folder of folders) {
      const { old, fresh, comparison } = readPair(`${pairs}/${folder}`)
      const truth: { gold_exact: [string, string][] } = JSON.parse(
        readFileSync(`${pairs}/${folder}/truth.json`, 'utf8'),
      )
      const exact = new Map(truth.gold_exact)
      for (const anchor of quotesOf(old)) {
        const article = /^art_([\d-]+)/.exec(anchor.provisionId)?.[1] ?? ''
        if (!exact.has(article)) continue
        const placing = placeAnchor(anchor, old, fresh, comparison)
        seen.asked++
        if (placing.state !== 'placed') continue
        seen.placed++
        expect(placing.provisionId.split('__')[0]).toBe(`art_${exact.get(article)}`)
        expectSamePlace(anchor, placing, old, fresh)
      }
    }
    console.info(`${seen.placed} of ${seen.asked} quotes from unchanged articles placed`)
    expect(seen.asked).toBeGreaterThan(3_000)
    expect(seen.placed / seen.asked).toBeGreaterThan(0.99)
  })

  test('what is placed in a changed article has the same words in the same surroundings', () => {
    let found = 0
    for (const folder of folders) {
      const { old, fresh, comparison } = readPair(`${pairs}/${folder}`)
      for (const anchor of quotesOf(old)) {
        const placing = placeAnchor(anchor, old, fresh, comparison)
        if (placing.state !== 'placed' || placing.how !== 'changed-around') continue
        found++
        expectSameSurroundings(anchor, placing, old, fresh)
      }
    }
    expect(found).toBeGreaterThan(1_000)
  })

  test('the check itself fails on a place beside the right one', () => {
    const { old } = readPair(`${pairs}/${folders[0]}`)
    const anchor = quotesOf(old)[0]!
    const beside = {
      state: 'placed',
      how: 'same',
      provisionId: anchor.provisionId,
      start: anchor.start + 1,
      end: anchor.start + 1 + anchor.quote.length,
    } as const
    expect(() => expectSamePlace(anchor, beside, old, old)).toThrow()
    expect(() => expectSameSurroundings(anchor, beside, old, old)).toThrow()
  })
})

function readPair(folder: string) {
  const [old, fresh] = [`${folder}/old.md`, `${folder}/new.md`].map(
    (file) => parseLegalText(readFileSync(file, 'utf8')).text,
  )
  return { old: old!, fresh: fresh!, comparison: compareTexts(old!, fresh!) }
}

/** Three quotes of each article, of changing length, anchored on the innermost provision or on the article. */
function quotesOf(text: LegalText): readonly Anchor[] {
  return comparableArticles(text).flatMap(({ provision }, i) => {
    const layout = layoutOf(provision)
    return [0, 1, 2].flatMap((k) => {
      const span = layout.spans[(i * 7 + k * 3) % layout.spans.length]!
      const words = layout.words.slice(span.from, span.to)
      const length = 3 + ((i * 5 + k * 11) % 22)
      if (words.length < length) return []
      const start = (i * 13 + k * 29) % (words.length - length + 1)
      return [anchorAt(span.id, words, start, start + length)]
    })
  })
}

/** White space aside, the quote stands at the very same place of the article. */
function expectSamePlace(anchor: Anchor, placing: Placing, old: LegalText, fresh: LegalText) {
  const [was, is] = [around(old, anchor), around(fresh, placed(placing))]
  expect(is.quote).toBe(was.quote)
  expect(squeeze(is.before)).toBe(squeeze(was.before))
  expect(squeeze(is.after)).toBe(squeeze(was.after))
}

/** The same words, and at least six of the characters that touch them are the same too, unless they are many. */
function expectSameSurroundings(anchor: Anchor, placing: Placing, old: LegalText, fresh: LegalText) {
  const [was, is] = [around(old, anchor), around(fresh, placed(placing))]
  expect(is.quote).toBe(was.quote)
  const before = common(was.before.split('').reverse(), is.before.split('').reverse())
  const after = common(was.after.split(''), is.after.split(''))
  expect(before + after + (was.quote.length >= 16 ? 6 : 0)).toBeGreaterThanOrEqual(6)
}

function placed(placing: Placing) {
  if (placing.state !== 'placed') throw new Error('not placed')
  return { provisionId: placing.provisionId, start: placing.start, quote: { length: placing.end - placing.start } }
}

/** The whole article around some words of one of its provisions. */
function around(text: LegalText, at: { provisionId: string; start: number; quote: { length: number } }) {
  for (const { provision } of comparableArticles(text)) {
    const { words, spans } = layoutOf(provision)
    const span = spans.find(({ id }) => id === at.provisionId)
    if (!span) continue
    const [from, to] = [span.from + at.start, span.from + at.start + at.quote.length]
    return { before: words.slice(0, from), quote: words.slice(from, to), after: words.slice(to) }
  }
  throw new Error(`no provision ${at.provisionId}`)
}

function common(a: readonly string[], b: readonly string[]): number {
  let length = 0
  while (length < Math.min(a.length, b.length) && a[length] === b[length]) length++
  return length
}
