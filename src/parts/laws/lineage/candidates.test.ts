import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { dataFolder } from '#support/data'
import { lawOf } from '../compare/sample.ts'
import { compareTexts } from '../compare.ts'
import { parseLegalText } from '../parse.ts'
import { candidateChanges } from './candidates.ts'

const old = lawOf([
  ['1', '业主大会由物业管理区域内全体业主组成。'],
  ['2', '物业服务人应当每半年公布一次公共收益的收支情况。'],
  ['3', '携犬只出户的，应当由成年人牵领。'],
])
const fresh = lawOf([
  ['1', '业主大会由物业管理区域内全体业主组成。'],
  ['2', '物业服务人应当每季度公布一次公共收益的收支情况。'],
  ['3', '建设单位应当配建电动自行车充电设施。'],
  ['4', '携犬只出户的，应当由成年人牵领，并主动避让老年人。'],
])
const comparison = compareTexts(old, fresh)
const first = (opinion: string, clause: string | null = null) =>
  candidateChanges(opinion, clause, old, fresh, comparison)[0]

describe('changes that may answer an opinion', () => {
  test('the change that speaks of the same thing comes first, with its words', () => {
    expect(first('公共收益半年才公布一次太久了')).toMatchObject({
      article: '2',
      from: ['2'],
      deleted: ['半年'],
      inserted: ['季度'],
    })
    expect(first('电动自行车没有地方充电')).toMatchObject({ article: '3', from: [] })
  })

  test('an unchanged article is never offered', () => {
    const offered = candidateChanges('业主大会由全体业主组成', '1', old, fresh, comparison)
    expect(offered.map(({ article }) => article)).not.toContain('1')
  })

  test('the clause a person names weighs more than a likeness of words', () => {
    expect(first('这一条应当改一改', '3')).toMatchObject({ article: '4' })
  })

  test('an empty opinion still lists the changes', () => {
    expect(candidateChanges('', null, old, fresh, comparison)).toHaveLength(3)
  })
})

interface Opinion {
  readonly text: string
  readonly clause: string | null
  readonly gold: { readonly outcome: string; readonly provisions: readonly string[]; readonly also?: readonly string[] }
}

const lineage = dataFolder('lineage/立法法.jsonl')
const pair = dataFolder('laws/pairs/立法法__2015-03-15__2023-03-13')

describe.skipIf(!lineage || !pair)('opinions written for testing', () => {
  test('an answering provision is among the first three for at least four opinions in five', () => {
    const [before, after] = ['old', 'new'].map(
      (side) => parseLegalText(readFileSync(`${pair}/${side}.md`, 'utf8')).text,
    )
    const links = compareTexts(before!, after!)
    const lines = readFileSync(lineage!, 'utf8').trim().split('\n')
    const answered = lines.map((line): Opinion => JSON.parse(line)).filter(({ gold }) => gold.outcome !== 'not')
    const ranks = answered.map(({ text, clause, gold }) => {
      const right = [...gold.provisions, ...(gold.also ?? [])]
      const offered = candidateChanges(text, clause, before!, after!, links)
      return offered.findIndex(({ article }) => right.includes(article))
    })
    const within = (most: number) => ranks.filter((rank) => rank >= 0 && rank < most).length / ranks.length
    console.info(`top-1 ${within(1).toFixed(3)}, top-3 ${within(3).toFixed(3)} of ${ranks.length} opinions`)
    expect(within(3)).toBeGreaterThanOrEqual(0.8)
    expect(within(1)).toBeGreaterThanOrEqual(0.65)
  })
})
