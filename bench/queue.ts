/**
 * The queue of one department with 100,000 matters in it: the page itself, drawn on the server as an official of the
 * department asks for it, narrowed and ordered in every way, beside the bare read of the same rows in the same run.
 */
import type { Actor } from '#kernel/action'
import { sql } from '#kernel/db'
import { anOrganisation, aStation } from '#support/councils'
import { anOfficialOf } from '#support/people'
import { siteOf } from '#support/site'
import { modules } from '../src/modules/index.ts'
import { bounded, type Figure, type Measure, percentile } from './figure.ts'
import { type BenchHouse, benchHouse } from './house.part.ts'

const matters = 100_000
const rounds = 15

export const measure: Measure = async () => {
  const house = await benchHouse({ connections: 6 })
  try {
    const { app, council } = house
    const lamps = (await anOrganisation(app, council, { name_zh: '云山市照明中心' })).organisationId
    const officials = await Promise.all(
      ['魏红', '丁强', '薛立'].map((name) => anOfficialOf(app, council, lamps, { name })),
    )
    const stations = await Promise.all([1, 2, 3, 4].map((n) => aStation(app, council, { name_zh: `第${n}联络站` })))
    await fill(
      house,
      lamps,
      officials,
      stations.map(({ placeId }) => placeId),
    )
    const [official] = officials as [Actor]
    const site = siteOf({ app, council, actor: official, modules })
    const asked = [
      '',
      '?page=2',
      '?page=40',
      '?show=all',
      '?due=late',
      '?due=week',
      '?step=accepted',
      '?show=all&step=settled',
      '?role=assist',
      `?place=${stations[1]?.placeId}`,
      '?topic=lamp',
      '?grade=hard',
      `?holder=${officials[1]?.personId}`,
      '?holder=nobody',
      '?sort=newest',
      '?sort=oldest&topic=road&grade=simple',
      '?find=路灯',
      '?find=没有这样的字',
      '?find=77777',
    ]
    const times: number[] = []
    const slowest = new Map<string, number>()
    for (let round = 0; round <= rounds; round += 1) {
      for (const query of asked) {
        const from = performance.now()
        const response = await site.get(`/contact/department${query}`)
        const html = await response.text()
        const ms = performance.now() - from
        if (response.status !== 200 || !html.includes('代表联系函')) throw new Error(`${query}: ${response.status}`)
        // The first round warms the caches up.
        if (round === 0) continue
        times.push(ms)
        slowest.set(query, Math.max(slowest.get(query) ?? 0, ms))
      }
    }
    if (process.env.BENCH_DETAIL)
      console.error([...slowest].map(([query, ms]) => `${ms.toFixed(0)} ms ${query}`).join('\n'))
    const ceiling = await bareRead(house, lamps)
    const value = percentile(times, 0.95)
    const page: Figure = {
      ...bounded("a department's queue of 100,000 matters, page p95", value, 'ms', 100),
      ceiling,
      ratio: value / ceiling,
    }
    return [page, bounded('the same, median', percentile(times, 0.5), 'ms', 50)]
  } finally {
    await house.close()
  }
}

/** The first fifty rows of the queue by their key, nothing else: what the database alone takes. */
async function bareRead({ app, council }: BenchHouse, organisationId: string): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < 100; round += 1) {
    const from = performance.now()
    await sql`
      select * from cases.queued
       where council_id = ${council.id} and organisation_id = ${organisationId} and kind = 'contact' and waiting
       order by counts_on, case_id limit 50`.execute(app.database.db)
    times.push(performance.now() - from)
  }
  return percentile(times, 0.95)
}

const titles = ['路灯坏了', '井盖响', '公交太少', '小区积水', '夜里施工', '垃圾没人收', '电梯老停', '学校门口堵车']

/** Matters, letters and clocks as the actions leave them, and their queue; a part of it is then made anew by the house itself. */
async function fill(
  { app, council }: BenchHouse,
  organisationId: string,
  officials: readonly Actor[],
  places: readonly string[],
): Promise<void> {
  const { db } = app.database
  const holders = officials.map(({ personId }) => personId)
  await db.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx)
    await sql`
      create temporary table seed on commit drop as
      select n, gen_random_uuid() as case_id, gen_random_uuid() as matter_id, gen_random_uuid() as assignment_id,
             case when n % 20 = 0 then 'settled' when n % 10 = 1 then 'answered' else 'open' end as stage,
             case when n % 9 = 0 then 'assist' else 'lead' end as role,
             case when n % 4 = 0 then 'assigned' else 'accepted' end as state,
             now() - (n % 400) * interval '1 day' as at
        from generate_series(1, ${matters}::int) n`.execute(tx)
    await sql`
      insert into cases.matter (council_id, id, kind, about_type, about_id, title, stage, kept_since, scope_id, outcome,
             opened_at, ledger_subject, topic, grade)
      select ${council.id}, case_id, 'contact', 'contact', matter_id,
             (${[...titles]}::text[])[1 + n % ${titles.length}::int] || '，第' || n || '件', stage, at,
             (${[...places]}::uuid[])[1 + n % ${places.length}::int], case when stage = 'settled' then 'solved' end,
             at, gen_random_uuid(), (array['lamp', 'road', 'water', 'noise'])[1 + n % 4],
             (array['simple', 'ordinary', 'hard'])[1 + n % 3]
        from seed`.execute(tx)
    await sql`
      insert into contact.matter (council_id, id, number, opinion_id, case_id, spot, raised_at)
      select ${council.id}, matter_id, n, gen_random_uuid(), case_id, '', at from seed`.execute(tx)
    await sql`
      insert into cases.assignment (council_id, id, case_id, role, organisation_id, state, assigned_at, since,
             accepted_at, holder_id)
      select ${council.id}, assignment_id, case_id, role, ${organisationId}, state, at, at,
             case when state = 'accepted' then at end,
             case when state = 'accepted' then (${[...holders]}::uuid[])[1 + n % ${holders.length}::int] end
        from seed`.execute(tx)
    await sql`
      insert into cases.clock (council_id, id, case_id, kind, assignment_id, round, rule, received_on, due_on,
             provisional, steps, paused_on, met_on)
      select ${council.id}, gen_random_uuid(), case_id, case role when 'lead' then 'reply' else 'assist' end,
             case role when 'assist' then assignment_id end, 1, '{}', at::date, at::date + 200, false, '[]',
             case when n % 30 = 7 then current_date end, case when stage <> 'open' then at::date + 20 end
        from seed`.execute(tx)
    await sql`
      insert into cases.queued (council_id, case_id, organisation_id, assignment_id, kind, about_id, title, pairs, role,
             step, waiting, due_on, counts_on, assigned_at, since, holder_id, helper_ids, scope_id, topic, grade, round)
      select m.council_id, m.id, a.organisation_id, a.id, m.kind, m.about_id, m.title, cases.pairs_of(m.title), a.role,
             case when m.stage <> 'open' then m.stage else a.state end, m.stage = 'open', c.due_on,
             case when c.paused_on is null then c.due_on end, a.assigned_at, a.since, a.holder_id, a.helper_ids,
             m.scope_id, m.topic, m.grade, m.round
        from cases.matter m
        join cases.assignment a on a.council_id = m.council_id and a.case_id = m.id
        left join cases.clock c on c.council_id = m.council_id and c.case_id = m.id and c.met_on is null`.execute(tx)
  })
  for (const table of ['matter', 'assignment', 'clock', 'queued'])
    await sql`vacuum analyze ${sql.table(`cases.${table}`)}`.execute(db)
  const digest = async () => {
    const { rows } = await sql<{ count: number; digest: string }>`
      select count(*) as count, md5(string_agg(q::text, '|' order by case_id)) as digest from cases.queued q`.execute(
      db,
    )
    return rows[0]
  }
  const made = await digest()
  await sql`select count(cases.queue_again(council_id, id)) from (select * from cases.matter limit 1000) thousand`.execute(
    db,
  )
  const again = await digest()
  if (Number(made?.count) !== matters) throw new Error(`${made?.count} in the queue instead of ${matters}`)
  if (made?.digest !== again?.digest) throw new Error('the queue is not what the house makes of it')
}
