import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from '#kernel/app'
import { type Database, openDatabase } from '#kernel/db'
import { defaultCouncil } from '#parts/councils'
import { demoAccounts, roles } from '#parts/people'
import { manifests } from '../house.ts'
import { consultationStages } from '../modules/consultations/rules.ts'
import { prepareDemo } from '../start.ts'

/** The demonstration as it was seeded by its own actions: a refusal of one of them would have thrown. */
let database: Database
beforeAll(async () => {
  database = await openDatabase({ snapshot: await prepareDemo() })
})
afterAll(() => database?.close())

async function rowsOf<Row extends object>(query: string): Promise<Row[]> {
  return (await database.pool.query<Row>(query)).rows
}

test('has one consultation in each stage', async () => {
  const rows = await rowsOf<{ stage: string }>('select stage from consultations.consultation')
  expect(rows.map(({ stage }) => stage).toSorted()).toEqual([...consultationStages.names].toSorted())
})

test('holds three consultations on one project, each in another phase', async () => {
  const rows = await rowsOf<{ phases: number }>(
    'select count(distinct phase) as phases from consultations.consultation group by project_id order by 1 desc',
  )
  expect(rows[0]?.phases).toBe(3)
})

test('has some hundred opinions, from every channel that people use', async () => {
  const rows = await rowsOf<{ channel: string; count: number }>(
    'select channel, count(*) from opinions.opinion group by channel order by channel',
  )
  expect(rows.map(({ channel }) => channel)).toEqual(['desk', 'field', 'online', 'paper', 'session'])
  expect(rows.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(100)
})

test('has adopted, partly adopted, refused and put off, each with its reason and its changed words', async () => {
  const rows = await rowsOf<{ decision: string; linked: boolean }>(
    'select decision, bool_and(jsonb_array_length(changes) > 0) as linked from opinions.outcome group by decision order by decision',
  )
  expect(rows).toEqual([
    { decision: 'adopted', linked: true },
    { decision: 'later', linked: false },
    { decision: 'not-adopted', linked: false },
    { decision: 'partly', linked: true },
  ])
})

test('has plans that come, talks that were held with how many came, and one that was called off with its reason', async () => {
  const rows = await rowsOf<{ plans: number; late: number; reported: number; withdrawn: number; corrected: number }>(`
    select count(*) filter (where starts_at > now() and stage = 'published') as plans,
           count(*) filter (where days_ahead < days_required) as late,
           count(*) filter (where attended > 0) as reported,
           count(*) filter (where stage = 'withdrawn' and withdrawn_because <> '') as withdrawn,
           (select count(*) from publicity.correction) as corrected
      from publicity.post`)
  expect(rows).toEqual([{ plans: 3, late: 1, reported: 2, withdrawn: 1, corrected: 1 }])
})

test('shows figures that were counted from its opinions', async () => {
  const [row] = await rowsOf<{ counted: number; given: number }>(`
    select (select sum(collected + hidden) from insight.tally)::int as counted,
           (select count(*) from opinions.opinion where stage <> 'withdrawn' and subject_type = 'consultation')::int as given`)
  expect(row?.counted).toBe(row?.given)
  expect(row?.given).toBeGreaterThan(50)
})

test('has a contact letter that ended with a kept promise, one half way, and a department’s queue of them', async () => {
  const rows = await rowsOf<{ stage: string; outcome: string | null; reopened: number }>(
    `select stage, outcome, reopened from cases.matter m
      where exists (select from contact.letter l where l.council_id = m.council_id and l.matter_id = m.about_id)
        and not exists (select from stations.reception r where r.council_id = m.council_id and r.matter_id = m.about_id)
      order by opened_at`,
  )
  expect(rows[0]).toEqual({ stage: 'settled', outcome: 'solved', reopened: 1 })
  expect(rows[1]).toEqual({ stage: 'open', outcome: null, reopened: 0 })
  expect(rows).toHaveLength(18)
  expect(new Set(rows.map(({ stage }) => stage))).toEqual(new Set(['open', 'answered', 'settled']))
})

test('has snapped matters with positions and neighbours who joined, one of them private', async () => {
  const rows = await rowsOf<{ public: boolean; photos: number; voices: number }>(
    `select o.public, count(distinct a.file_id) as photos, (select count(*) from opinions.opinion v
        where v.council_id = m.council_id and v.subject_id = m.id) as voices
       from contact.matter m
       join opinions.opinion o on o.council_id = m.council_id and o.id = m.opinion_id
       left join opinions.attachment a on a.council_id = o.council_id and a.opinion_id = o.id
      where m.latitude is not null group by m.council_id, m.id, o.public, m.number order by m.number`,
  )
  expect(rows).toEqual([
    { public: true, photos: 1, voices: 3 },
    { public: true, photos: 0, voices: 2 },
    { public: true, photos: 0, voices: 1 },
    { public: false, photos: 0, voices: 1 },
  ])
})

test('has a month of receptions, some handed over, and what was solved with the aid it took', async () => {
  const rows = await rowsOf<{ received: number; raised: number; taken: number; solved: number; hidden: number }>(`
    select count(*) as received, count(matter_id) as raised,
           (select count(*) from contact.matter m join stations.reception r on r.council_id = m.council_id
               and r.matter_id = m.id) as taken,
           (select count(*) from stations.deed) as solved,
           (select count(*) from stations.deed where not public) as hidden
      from stations.reception`)
  expect(rows).toEqual([{ received: 9, raised: 2, taken: 2, solved: 5, hidden: 1 }])
})

test('has visits in every state', async () => {
  const rows = await rowsOf<{ stage: string }>('select distinct stage from stations.visit order by stage')
  expect(rows.map(({ stage }) => stage)).toEqual(['asked', 'confirmed', 'held', 'missed', 'refused', 'withdrawn'])
})

test('has a fund with an entry that was wrong, taken back and entered anew, and a bill that waits', async () => {
  const rows = await rowsOf<{ kind: string; amount: number; approved: boolean | null }>(`
    select e.kind, e.amount_fen as amount, d.approved from stations.fund_entry e
      left join stations.fund_decision d on d.council_id = e.council_id and d.entry_id = e.id order by e.ordinal`)
  expect(rows.map(({ kind, amount, approved }) => [kind, amount, approved])).toEqual([
    ['budget', 6_000_000, true],
    ['spending', 386_050, true],
    ['spending', 1_200_000, true],
    ['counter', -1_200_000, true],
    ['spending', 120_000, true],
    ['spending', 89_900, null],
  ])
})

test('leaves nothing undone that was due, and nothing that failed', async () => {
  expect(
    await rowsOf("select action from kernel.due where state = 'dead' or (state = 'waiting' and not_before < now())"),
  ).toEqual([])
  expect(await rowsOf("select reaction, last_error from kernel.delivery where state <> 'done'")).toEqual([])
})

test('offers an account of every role, and one of a resident, for one click', async () => {
  const app = createApp({
    database,
    clock: { now: () => new Date() },
    manifests,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    secret: 'x'.repeat(32),
    baseUrl: 'http://localhost:3000',
    demo: true,
  })
  const council = await defaultCouncil(app.database.db)
  const accounts = await demoAccounts(app.database.db, council!.id, app.clock.now())
  expect(new Set(accounts.flatMap((account) => account.roles))).toEqual(new Set(roles))
  expect(accounts.some((account) => account.roles.length === 0)).toBe(true)
  const [{ people } = { people: 0 }] = await rowsOf<{ people: number }>('select count(*) as people from people.person')
  expect(people).toBe(62)
})
