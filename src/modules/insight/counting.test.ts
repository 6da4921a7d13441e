import assert from 'node:assert/strict'
import { test } from 'vitest'
import type { App } from '#kernel/app'
import { sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { ledgerKeys } from '#kernel/ledger'
import { decideAll, ledgerOf } from '#parts/opinions'
import { anOpenConsultation, anOpinion } from '#support/consultations'
import { aCouncil } from '#support/councils'
import { house } from '#support/house'
import { anArgument } from '#support/upward'
import { countAll, countCouncil } from './count.ts'
import { suggestionsIn, waitsIn } from './queries.ts'
import { medianDays } from './rules.ts'

const channels = ['online', 'field', 'paper', 'session', 'desk', 'package'] as const
const stages = ['received', 'received', 'received', 'held', 'hidden', 'withdrawn'] as const
const decisions = ['adopted', 'partly', 'later', 'not-adopted'] as const

/** Numbers that are the same in every run. */
function dice(seed: number) {
  let state = seed
  return <Item>(items: readonly Item[]): Item => {
    state = (state * 48271) % 2147483647
    return items[state % items.length] as Item
  }
}

/** Opinions in every state they can be in, some in two arguments, against them, or not belonging there. */
async function muchHappened(app: App, councilId: string, consultationId: string, seed: number): Promise<void> {
  const pick = dice(seed)
  const places = [null, newId(), newId(), newId()]
  const doors = [null, null, newId()]
  // The last hours of the old year in Greenwich are the new year in Shanghai.
  const days = ['2025-11-03T02:00:00Z', '2025-12-31T15:59:59Z', '2025-12-31T16:00:00Z', '2026-02-28T12:00:00Z']
  const contributorId = newId()
  const opinions = Array.from({ length: 90 }, () => ({
    council_id: councilId,
    id: newId(),
    subject_type: 'consultation',
    subject_id: consultationId,
    receipt: newId().replaceAll('-', '').slice(-12).toUpperCase(),
    client_key: newId(),
    contributor_id: contributorId,
    body: '意见',
    channel: pick(channels),
    place_id: pick(places),
    door_id: pick(doors),
    stage: pick(stages),
    same_text: 'x',
    given_at: pick(days),
    received_at: pick(days),
  }))
  const args = Array.from({ length: 9 }, (_, index) => ({
    council_id: councilId,
    id: newId(),
    subject_type: 'consultation',
    subject_id: consultationId,
    number: index + 1,
    title: '论点',
    stage: pick(['open', 'refined', 'submitted', 'answered', 'dissolved'] as const),
    made_at: pick(days),
  }))
  const members = opinions.flatMap(({ id }) =>
    [...new Set([pick([null, ...args]), pick([null, null, ...args])])].flatMap((argument) =>
      argument
        ? [
            {
              council_id: councilId,
              argument_id: argument.id,
              opinion_id: id,
              dissent: pick([false, false, true]),
              objection: pick([null, null, null, '不是这个意思']),
              at: '2026-03-01T00:00:00Z',
            },
          ]
        : [],
    ),
  )
  const refinements = args.flatMap(({ id }) =>
    pick([true, true, false])
      ? [
          {
            council_id: councilId,
            id: newId(),
            argument_id: id,
            ordinal: 1,
            intent: 'principle',
            sentences: [],
            reason: '',
            stage: pick(['final', 'final', 'draft'] as const),
            made_at: '2026-03-01T00:00:00Z',
          },
        ]
      : [],
  )
  const outcome = (on: { argument_id: string | null; opinion_id: string | null }) => ({
    council_id: councilId,
    id: newId(),
    subject_type: 'consultation',
    subject_id: consultationId,
    ...on,
    decision: pick(decisions),
    reason: '理由',
    changes: [{}],
    decided_at: '2026-04-01T00:00:00Z',
    replaced_at: null,
  })
  const outcomes = [
    ...args.flatMap(({ id }) => (pick([true, true, false]) ? [outcome({ argument_id: id, opinion_id: null })] : [])),
    ...opinions.flatMap(({ id }) =>
      pick([true, false, false, false]) ? [outcome({ argument_id: null, opinion_id: id })] : [],
    ),
  ]
  const { db } = app.database
  await sql`insert into opinions.contributor (council_id, id) values (${councilId}, ${contributorId})`.execute(db)
  await sql`
    insert into opinions.opinion (council_id, id, subject_type, subject_id, receipt, client_key, contributor_id, body,
           channel, place_id, door_id, stage, same_text, given_at, received_at)
    select council_id, id, subject_type, subject_id, receipt, client_key, contributor_id, body, channel, place_id,
           door_id, stage, same_text, given_at, received_at
      from json_populate_recordset(null::opinions.opinion, ${JSON.stringify(opinions)})`.execute(db)
  await sql`
    insert into opinions.argument (council_id, id, subject_type, subject_id, number, title, stage, made_at)
    select council_id, id, subject_type, subject_id, number, title, stage, made_at
      from json_populate_recordset(null::opinions.argument, ${JSON.stringify(args)})`.execute(db)
  await sql`
    insert into opinions.argument_member (council_id, argument_id, opinion_id, dissent, objection, at)
    select council_id, argument_id, opinion_id, dissent, objection, at
      from json_populate_recordset(null::opinions.argument_member, ${JSON.stringify(members)})`.execute(db)
  await sql`
    insert into opinions.refinement (council_id, id, argument_id, ordinal, intent, sentences, reason, stage, made_at)
    select council_id, id, argument_id, ordinal, intent, sentences, reason, stage, made_at
      from json_populate_recordset(null::opinions.refinement, ${JSON.stringify(refinements)})`.execute(db)
  await sql`
    insert into opinions.outcome
    select * from json_populate_recordset(null::opinions.outcome, ${JSON.stringify(outcomes)})`.execute(db)
}

/** The sums as the ledger of one matter counts them, opinion by opinion. */
async function countedOneByOne(app: App, councilId: string, consultationId: string) {
  const rows = await ledgerOf(app.database.db, councilId, { type: 'consultation', id: consultationId })
  return rows.map((row) => ({ ...row })).toSorted(byKey)
}

async function countedTogether(app: App, councilId: string, consultationId: string) {
  const { rows } = await sql<Awaited<ReturnType<typeof ledgerOf>>[number]>`
    select place_id as "placeId", channel = 'package' as "fromBelow", extract(year from month)::int as year,
           sum(collected)::bigint as collected, sum(refined)::bigint as refined, sum(submitted)::bigint as submitted,
           sum(adopted)::bigint as adopted, sum(partly)::bigint as partly, sum(later)::bigint as later,
           sum(not_adopted)::bigint as "notAdopted", sum(unanswered)::bigint as unanswered, sum(hidden)::bigint as hidden
      from insight.tally where council_id = ${councilId} and subject_id = ${consultationId}
     group by 1, 2, 3`.execute(app.database.db)
  return rows.toSorted(byKey)
}

function byKey(a: { placeId: string | null; fromBelow: boolean; year: number }, b: typeof a): number {
  const key = (row: typeof a) => `${row.year} ${row.fromBelow} ${row.placeId}`
  return key(a) < key(b) ? -1 : 1
}

test('the sums are those of the ledgers, which ask every opinion by itself, in whatever state opinions are', async () => {
  const { app } = await house()
  for (const seed of [11, 222, 3333]) {
    const council = await aCouncil(app)
    const first = await anOpenConsultation(app, council)
    const second = await anOpenConsultation(app, council)
    await muchHappened(app, council.id, first.id, seed)
    await muchHappened(app, council.id, second.id, seed + 7)
    await countCouncil(app, council)
    for (const { id } of [first, second]) {
      const together = await countedTogether(app, council.id, id)
      assert.deepEqual(together, await countedOneByOne(app, council.id, id))
      assert.ok(together.some(({ adopted }) => adopted > 0) && together.some(({ hidden }) => hidden > 0))
    }
  }
})

test('suggestions are counted as what became of the arguments', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const { id } = await anOpenConsultation(app, council)
  await muchHappened(app, council.id, id, 5)
  await countCouncil(app, council)
  const { db } = app.database
  const counted = await suggestionsIn(db, { councilId: council.id, matterIds: [id], year: null, place: null })
  const sum = (of: typeof counted) => of.reduce((total, { suggestions }) => total + suggestions, 0)
  const args = await db.selectFrom('opinions.argument').selectAll().where('council_id', '=', council.id).execute()
  const outcomes = await db.selectFrom('opinions.outcome').selectAll().where('council_id', '=', council.id).execute()
  const standing = args.filter(({ stage }) => stage !== 'dissolved')
  assert.equal(sum(counted), standing.length)
  for (const decision of decisions) {
    const given = outcomes.filter((each) => each.decision === decision).map(({ argument_id }) => argument_id)
    assert.equal(
      sum(counted.filter((each) => each.decision === decision)),
      standing.filter((argument) => given.includes(argument.id)).length,
    )
  }
})

test('an opinion waits from the day it came to the day of its first answer, whatever answer came after', async () => {
  const { app, clock } = await house('2026-03-01T02:00:00Z')
  const council = await aCouncil(app)
  const consultation = await anOpenConsultation(app, council)
  const first = await anOpinion(app, council, consultation)
  clock.set('2026-03-05T17:00:00Z')
  // The sixth of March in Shanghai.
  const second = await anOpinion(app, council, consultation)
  await anOpinion(app, council, consultation)
  const decide = (opinionId: string) =>
    app.database.db.transaction().execute((tx) =>
      decideAll(
        tx,
        [
          {
            subject: { type: 'consultation', id: consultation.id },
            on: { opinionId },
            decision: 'later',
            reason: '留作以后研究。',
            changes: [],
            by: null,
          },
        ],
        { councilId: council.id, now: clock.now(), keys: ledgerKeys(app) },
      ),
    )
  clock.set('2026-03-11T02:00:00Z')
  await decide(first.opinionId)
  await decide(second.opinionId)
  clock.set('2026-04-01T02:00:00Z')
  await decide(first.opinionId)
  await countCouncil(app, council)
  const scope = { councilId: council.id, matterIds: [consultation.id], year: null, place: null }
  const waits = await waitsIn(app.database.db, scope)
  assert.deepEqual(waits, [
    { year: 2026, days: 5, answers: 1 },
    { year: 2026, days: 10, answers: 1 },
  ])
  assert.equal(medianDays(waits), 7.5)
})

test('a council is counted anew when something happened in it, and only then', async () => {
  const { app, clock } = await house()
  const council = await aCouncil(app)
  const consultation = await anOpenConsultation(app, council)
  assert.equal(await countCouncil(app, council), true)
  clock.advance(3_600_000)
  assert.equal(await countCouncil(app, council), false)
  const counted = await app.database.db
    .selectFrom('insight.counted')
    .select('counted_at')
    .where('council_id', '=', council.id)
    .executeTakeFirstOrThrow()
  assert.deepEqual(counted.counted_at, clock.now())
  const { opinionId } = await anOpinion(app, council, consultation)
  await anArgument(app, council, consultation, { opinionIds: [opinionId] })
  await sql`insert into kernel.event (council_id, id, name, actor_kind, at, data)
            values (${council.id}, ${newId()}, 'consultations.commented', 'guest', ${clock.now()}, '{}')`.execute(
    app.database.db,
  )
  clock.advance(3_600_000)
  await countAll(app)
  const [row] = await countedTogether(app, council.id, consultation.id)
  assert.deepEqual([row?.collected, row?.refined], [1, 1])
})
