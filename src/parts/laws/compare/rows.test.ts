import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { dataFolder } from '#support/data'
import { compareTexts } from '../compare.ts'
import { parseLegalText } from '../parse.ts'
import type { LegalText } from '../tree.ts'
import { wordsOf } from './articles.ts'
import { type ArticleRow, type ComparisonRow, comparisonRows } from './rows.ts'
import { lawOf } from './sample.ts'

const rowsOf = (old: LegalText, fresh: LegalText) => comparisonRows(old, fresh, compareTexts(old, fresh))
const isArticle = (row: ComparisonRow): row is ArticleRow => 'lines' in row

/** 5>6 changed */
const brief = (row: ComparisonRow) => {
  if (row.kind === 'heading') return row.words
  if (row.kind === 'see') return `${row.article.key} see ${row.others.map(({ key }) => key)}`
  return `${row.old.map(({ key }) => key)}>${row.fresh.map(({ key }) => key)} ${row.kind}`
}

const words = [
  '业主大会由物业管理区域内全体业主组成。',
  '电梯困人时，救援人员应当在三十分钟内到场。',
  '携犬只出户的，应当由成年人牵领。',
  '专项维修资金属于业主共有，用于共有部分的维修。',
  '建设单位应当按照规划配建充电设施。',
]

describe('rows of a comparison', () => {
  test('a deleted article stands where it stood, a moved one leaves a pointer there', () => {
    const old = lawOf(words.map((w, i) => [String(i + 1), w]))
    const fresh = lawOf(
      [words[0]!, words[3]!, '鼓励志愿者参与垃圾分类。', words[4]!, words[1]!].map((w, i) => [String(i + 1), w]),
    )
    expect(rowsOf(old, fresh).map(brief)).toEqual([
      '1>1 same',
      '2 see 5',
      '3> deleted',
      '4>2 same',
      '>3 added',
      '5>4 same',
      '2>5 moved',
    ])
  })

  test('paragraphs are aligned inside an article', () => {
    const old = lawOf([['1', `${words[0]}\n${words[1]}\n${words[3]}`]])
    const fresh = lawOf([['1', `${words[0]}\n${words[2]}\n${words[1]!.replace('三十', '二十')}\n${words[3]}`]])
    const [row] = rowsOf(old, fresh).filter(isArticle)
    expect(row!.lines.map(({ old: was, fresh: is }) => [was?.id, is?.id])).toEqual([
      ['art_1__para_1', 'art_1__para_1'],
      [undefined, 'art_1__para_2'],
      ['art_1__para_2', 'art_1__para_3'],
      ['art_1__para_3', 'art_1__para_4'],
    ])
    expect(row!.lines[2]!.marks).toContainEqual({ kind: 'del', text: '三十' })
  })

  test('headings of the new version come before their first article', () => {
    const text = (chapter: string) =>
      parseLegalText(`# 样本条例\n\n第一章 ${chapter}\n\n第一条 ${words[0]}\n\n第二章 附则\n\n第二条 ${words[1]}`).text
    expect(rowsOf(text('总则'), text('一般规定')).map(brief)).toEqual([
      '第一章　一般规定',
      '1>1 same',
      '第二章　附则',
      '2>2 same',
    ])
  })

  test('a split article is one row with the lines of all its parts', () => {
    const old = lawOf([
      ['1', words[2]!],
      ['2', `${words[0]}\n${words[1]}`],
    ])
    const fresh = lawOf([
      ['1', words[2]!],
      ['2', words[0]!],
      ['3', words[1]!],
    ])
    const row = rowsOf(old, fresh).filter(isArticle)[1]!
    expect(brief(row)).toBe('2>2,3 split')
    expect(row.lines.map(({ old: was, fresh: is }) => [was?.article, is?.article])).toEqual([
      ['2', '2'],
      ['2', '3'],
    ])
  })

  test('two texts without articles have no rows', () => {
    expect(rowsOf(lawOf([]), lawOf([]))).toEqual([])
  })
})

const pairs = dataFolder('laws/pairs')

describe.skipIf(!pairs)('rows of real pairs', () => {
  test('every article of both versions stands in exactly one row, and its lines hold all its words', () => {
    for (const name of readdirSync(pairs!).filter((entry) => existsSync(`${pairs}/${entry}/old.md`))) {
      const [old, fresh] = ['old', 'new'].map(
        (side) => parseLegalText(readFileSync(`${pairs}/${name}/${side}.md`, 'utf8')).text,
      )
      const rows = rowsOf(old!, fresh!).filter(isArticle)
      expect(rows.flatMap((row) => row.fresh.map(({ id }) => id)).toSorted()).toEqual(articleIds(fresh!).toSorted())
      expect(rows.flatMap((row) => row.old.map(({ id }) => id)).toSorted()).toEqual(articleIds(old!).toSorted())
      expect(lettersOf(rows, 'ins')).toBe(letters(articles(fresh!).map(wordsOf).join('')))
      expect(lettersOf(rows, 'del')).toBe(letters(articles(old!).map(wordsOf).join('')))
    }
  })
})

function articles(text: LegalText) {
  const visit = (provisions: LegalText['provisions']): LegalText['provisions'] =>
    provisions.flatMap((provision) => (provision.kind === 'article' ? [provision] : visit(provision.children)))
  return visit(text.provisions)
}

const articleIds = (text: LegalText) => articles(text).map(({ id }) => id)

/** All characters of one side, sorted: which stands where does not matter here. */
function lettersOf(rows: readonly ArticleRow[], kind: 'ins' | 'del'): string {
  const side = kind === 'ins' ? 'fresh' : 'old'
  const lines = rows.flatMap((row) => row.lines)
  return letters(
    lines
      .map(
        (line) =>
          (line[side]?.label ?? '') +
          line.marks
            .filter((mark) => mark.kind !== (kind === 'ins' ? 'del' : 'ins'))
            .map(({ text }) => text)
            .join(''),
      )
      .join(''),
  )
}

function letters(text: string): string {
  return [...text.replace(/[\s【】]/gu, '')].toSorted().join('')
}
