/**
 * Searching 240,000 Chinese opinions for words of one to fourteen characters, rare and common: the whole question as
 * the page asks it, matches and the first fifty opinions with what belongs to them. Checked against a full scan.
 */
import { sql } from '#kernel/db'
import { searchOpinions } from '#parts/opinions'
import { anOpenConsultation } from '#support/consultations'
import { fillOpinions } from './corpus.part.ts'
import { bounded, type Figure, type Measure, percentile } from './figure.ts'
import { benchHouse } from './house.part.ts'
import { planted } from './opinions.part.ts'

const opinions = 240_000
const rounds = 12
const terms = [
  '楼',
  '采光',
  '坡道',
  '调解',
  '物业费',
  '充电桩',
  '加装电梯',
  '公共收益',
  '业主委员会',
  '无障碍坡道',
  '免得大家扯皮',
  '照顾一楼住户的采光',
  '写清楚谁来负责',
  planted,
  '（77777）',
  '第1260条',
  '三年 补贴',
  '飞机场',
]

export const measure: Measure = async () => {
  const house = await benchHouse({ connections: 4 })
  try {
    const { app, council } = house
    const { db } = app.database
    const consultation = await anOpenConsultation(app, council)
    await fillOpinions(house, consultation, opinions, (index) => `art_${1 + (index % 4)}`)
    const ask = (typed: string) =>
      searchOpinions(db, {
        councilId: council.id,
        subjectId: consultation.id,
        typed,
        page: 1,
        pageSize: 50,
      })
    const all: number[] = []
    const short: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      for (const term of terms) {
        const from = performance.now()
        await ask(term)
        const ms = performance.now() - from
        // The first round warms the caches up.
        if (round === 0) continue
        all.push(ms)
        if ([...term].length <= 2) short.push(ms)
      }
    }
    return [
      bounded('search in 240,000 opinions, p95', percentile(all, 0.95), 'ms', 50),
      bounded('the same, words of one and two characters, p95', percentile(short, 0.95), 'ms', 50),
      await recall(db, ask),
    ]
  } finally {
    await house.close()
  }
}

/** The share of what a full scan finds that the search finds, over all terms; counts only as far as the search counts. */
async function recall(
  db: Parameters<typeof searchOpinions>[0],
  ask: (typed: string) => ReturnType<typeof searchOpinions>,
): Promise<Figure> {
  let found = 0
  let there = 0
  for (const term of terms) {
    const words = term.split(' ').map((word) => `%${word.replace(/[（）？]/g, '')}%`)
    const { total, more } = await ask(term)
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from (
        select from opinions.opinion where body like all(${words}) limit ${more ? total : 1_000_000}
      ) matched`.execute(db)
    found += Math.min(total, rows[0]?.count ?? 0)
    there += rows[0]?.count ?? 0
  }
  const value = found / there
  return {
    name: 'search recall against a full scan',
    value,
    unit: '',
    ceiling: 1,
    ratio: value,
    goal: '= 1',
    holds: value === 1,
  }
}
