import assert from 'node:assert/strict'
import fc from 'fast-check'
import { describe, test } from 'vitest'
import { chineseOf } from './numerals.ts'
import { articleName } from './parse/build.ts'
import { parseLegalText } from './parse.ts'
import type { Provision } from './tree.ts'

/** A law before it is written down. */
interface Plan {
  readonly parts: boolean
  readonly chapters: readonly { readonly sections: boolean; readonly articles: readonly ArticlePlan[] }[]
}
interface ArticlePlan {
  /** Carries the number before it with 之一, 之二 … */
  readonly inserted: boolean
  readonly paragraphs: readonly { readonly words: string; readonly items: readonly ItemPlan[] }[]
}
interface ItemPlan {
  readonly words: string
  readonly subitems: readonly string[]
}

const words = fc
  .array(fc.constantFrom('国家', '机关', '应当', '依法', '代表', '保障', '公开', '听取', '意见', '监督', '，', '、'), {
    minLength: 2,
    maxLength: 30,
  })
  .map((pieces) => `任何${pieces.join('')}事项`)
const item: fc.Arbitrary<ItemPlan> = fc.record({
  words,
  subitems: fc.oneof(
    { weight: 5, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(words, { minLength: 1, maxLength: 3 }) },
  ),
})
const paragraph = fc.record({
  words,
  items: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(item, { minLength: 2, maxLength: 14 }) },
  ),
})
const article: fc.Arbitrary<ArticlePlan> = fc.record({
  inserted: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  paragraphs: fc.array(paragraph, { minLength: 1, maxLength: 4 }),
})
const planOf = (articles: number, chapters: { readonly minLength: number; readonly maxLength: number }) =>
  fc.record({
    parts: fc.boolean(),
    chapters: fc.array(
      fc.record({
        sections: fc.boolean(),
        articles: fc.array(article, { minLength: articles >= 100 ? articles : 2, maxLength: articles, size: 'max' }),
      }),
      { ...chapters, size: 'max' },
    ),
  })
const plan = planOf(12, { minLength: 1, maxLength: 6 })

type Row = { readonly id: string; readonly line: string }

/** The law as rows: each line of the source with the id its provision must get; rows of one article stay together. */
function rowsOf({ parts, chapters }: Plan): { readonly head: Row[]; readonly blocks: Block[] } {
  const blocks: Block[] = []
  let number = 0
  let suffix = 0
  chapters.forEach((chapter, index) => {
    const headings: Row[] = []
    const part = parts ? `part_${Math.floor(index / 2) + 1}__` : ''
    if (parts && index % 2 === 0) {
      headings.push({ id: part.slice(0, -2), line: `## 第${chineseOf(index / 2 + 1)}编　分则` })
    }
    const chapterNumber = parts ? (index % 2) + 1 : index + 1
    const chapterId = `${part}chp_${chapterNumber}`
    headings.push({ id: chapterId, line: `## 第${chineseOf(chapterNumber)}章 一般规定` })
    chapter.articles.forEach((entry, position) => {
      if (chapter.sections && position % 5 === 0) {
        const section = position / 5 + 1
        headings.push({ id: `${chapterId}__sec_${section}`, line: `### 第${chineseOf(section)}节 程序` })
      }
      suffix = entry.inserted && number > 0 ? suffix + 1 : 0
      if (suffix === 0) number += 1
      blocks.push({ headings: headings.splice(0), number, suffix, rows: articleRows(entry, number, suffix) })
    })
  })
  return {
    head: [
      { id: '', line: '# 云山市人民代表大会议事规则' },
      { id: '', line: '2026年1月9日 云山市第五届人民代表大会第六次会议通过' },
    ],
    blocks,
  }
}

interface Block {
  readonly headings: readonly Row[]
  readonly number: number
  readonly suffix: number
  readonly rows: readonly Row[]
}

function articleRows(plan: ArticlePlan, number: number, suffix: number): Row[] {
  const id = `art_${number}${suffix > 0 ? `-${suffix}` : ''}`
  const rows: Row[] = []
  plan.paragraphs.forEach((entry, index) => {
    const label = index === 0 ? `${articleName(number, suffix)} ` : ''
    const paragraphId = `${id}__para_${index + 1}`
    rows.push({ id: paragraphId, line: `${label}${entry.words}${entry.items.length > 0 ? '：' : '。'}` })
    entry.items.forEach((one, at) => {
      const isLast = at === entry.items.length - 1
      const end = isLast ? '。' : '；'
      const itemId = `${paragraphId}__item_${at + 1}`
      rows.push({ id: itemId, line: `（${chineseOf(at + 1)}）${one.words}${one.subitems.length > 0 ? '：' : end}` })
      one.subitems.forEach((sub, place) => {
        const last = place === one.subitems.length - 1
        rows.push({ id: `${itemId}__sub_${place + 1}`, line: `${place + 1}．${sub}${last ? end : '；'}` })
      })
    })
  })
  return rows
}

const linesOf = (head: readonly Row[], blocks: readonly Block[]): Row[] => [
  ...head,
  ...blocks.flatMap(({ headings, rows }) => [...headings, ...rows]),
]
const sourceOf = (rows: readonly Row[]) => rows.map((row) => row.line).join('\n\n')
/** Rows stand on every other line. */
const lineAt = (rows: readonly Row[], row: Row) => rows.indexOf(row) * 2 + 1

function idsOf(provisions: readonly Provision[]): string[] {
  return provisions.flatMap((entry) => [...(entry.kind === 'article' ? [] : [entry.id]), ...idsOf(entry.children)])
}

function wordsOf(provisions: readonly Provision[]): string[] {
  return provisions.flatMap((entry) => [...(entry.text === '' ? [] : [entry.text]), ...wordsOf(entry.children)])
}

function checkRoundTrip(law: Plan): void {
  const { head, blocks } = rowsOf(law)
  const rows = linesOf(head, blocks)
  const { text, problems, counts } = parseLegalText(sourceOf(rows))
  assert.deepEqual(problems, [])
  assert.deepEqual(
    idsOf(text.provisions),
    rows.flatMap((row) => (row.id === '' ? [] : [row.id])),
  )
  assert.equal(counts.articles, blocks.length)
  const printed = rows
    .filter((row) => row.id.includes('para'))
    .map((row) => row.line.replace(/^(?:第\S+条\S* |（.+?）|\d+．)/, ''))
  assert.deepEqual(wordsOf(text.provisions), printed)
}

test('a generated law is read back as the tree it was written from, with no problem', () => {
  fc.assert(fc.property(plan, checkRoundTrip), { numRuns: 120, endOnFailure: true })
})

test('a law of 1,300 articles is read back as the tree it was written from', () => {
  const large = planOf(100, { minLength: 13, maxLength: 13 })
  fc.assert(fc.property(large, checkRoundTrip), { numRuns: 2, endOnFailure: true })
})

describe('a defect put into a generated law', () => {
  const seeded = fc.tuple(plan, fc.nat(), fc.boolean())

  test('an article taken out is a gap at the article after it', () => {
    fc.assert(
      fc.property(seeded, ([law, seed]) => {
        const { head, blocks } = rowsOf({ ...law, parts: false })
        const candidates = blocks.flatMap((block, index) =>
          block.suffix === 0 && blocks[index + 1] && block.headings.length === 0 ? [index] : [],
        )
        fc.pre(candidates.length > 0)
        const at = candidates[seed % candidates.length]!
        const left = blocks.toSpliced(at, 1)
        const rows = linesOf(head, left)
        const { problems } = parseLegalText(sourceOf(rows))
        assert.deepEqual(
          problems.map(({ kind, line }) => [kind, line]),
          [['gap', lineAt(rows, left[at]!.rows[0]!)]],
        )
      }),
      { numRuns: 150, endOnFailure: true },
    )
  })

  test('an article written twice is a duplicate at its second place', () => {
    fc.assert(
      fc.property(seeded, ([law, seed]) => {
        const { head, blocks } = rowsOf(law)
        const at = seed % blocks.length
        const again = { ...blocks[at]!, headings: [], rows: blocks[at]!.rows.map((row) => ({ ...row })) }
        const left = blocks.toSpliced(at + 1, 0, again)
        const rows = linesOf(head, left)
        const { problems } = parseLegalText(sourceOf(rows))
        assert.deepEqual(
          problems.map(({ kind, line }) => [kind, line]),
          [['duplicate', lineAt(rows, again.rows[0]!)]],
        )
      }),
      { numRuns: 150, endOnFailure: true },
    )
  })

  test('two articles that changed places are out of order at the second', () => {
    fc.assert(
      fc.property(seeded, ([law, seed]) => {
        const { head, blocks } = rowsOf(law)
        const at = seed % (blocks.length - 1)
        const [first, second] = [blocks[at]!, blocks[at + 1]!]
        const left = blocks.toSpliced(
          at,
          2,
          { ...second, headings: first.headings },
          { ...first, headings: second.headings },
        )
        const rows = linesOf(head, left)
        const { problems } = parseLegalText(sourceOf(rows))
        assert.deepEqual(
          problems.map(({ kind, line }) => [kind, line]),
          [['out-of-order', lineAt(rows, first.rows[0]!)]],
        )
      }),
      { numRuns: 150, endOnFailure: true },
    )
  })

  test('an entry taken out of a list, written twice, or moved is told at its line', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 60 }),
        fc.nat(),
        fc.constantFrom('drop', 'double', 'swap'),
        (count, seed, defect) => {
          const entries = Array.from(
            { length: count },
            (_, at) => `（${chineseOf(at + 1)}）事项${at === count - 1 ? '。' : '；'}`,
          )
          const at = 1 + (seed % (count - 3))
          const [kind, changed, line] = damaged(entries, at, defect)
          const source = ['# 规则', '第一条 有下列事项：', ...changed, '第二条 本规则自公布之日起施行。'].join('\n')
          assert.deepEqual(
            parseLegalText(source).problems.map((problem) => [problem.kind, problem.line]),
            [[kind, line + 3]],
          )
        },
      ),
      { numRuns: 200, endOnFailure: true },
    )
  })
})

function damaged(entries: readonly string[], at: number, defect: string): [string, readonly string[], number] {
  if (defect === 'drop') return ['gap', entries.toSpliced(at, 1), at]
  if (defect === 'double') return ['duplicate', entries.toSpliced(at + 1, 0, entries[at]!), at + 1]
  return ['out-of-order', entries.toSpliced(at, 2, entries[at + 1]!, entries[at]!), at + 1]
}
