import '../tables.ts'
import { z } from 'zod'
import { action, perform, systemActor } from '#kernel/action'
import type { App } from '#kernel/app'
import { type Db, sql } from '#kernel/db'
import { runConfined } from '#kernel/documents'
import type { Sweep } from '#kernel/module'
import { caseKind } from '../rules.ts'
import type { HandledMatter } from './learn.ts'
import type { Learned } from './learn-confined.ts'

/** Handled matters below which nothing is learned: of a handful nothing can be. */
const leastHandled = 10
const mostHandled = 2000
/** A share of new matters from which it is worth learning again. */
const newShare = 0.1

const KeepRouter = z.strictObject({
  matters: z.int().min(1),
  labels: z.int().min(1),
  macroF1: z.number().min(0).max(1).nullable(),
  topThree: z.number().min(0).max(1).nullable(),
  places: z.record(z.string(), z.record(z.string(), z.number())),
  model: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
})

/** Keeps what was learned as the next version; from now on it proposes. */
export const keepRouter = action({
  name: 'contact.keep-router',
  input: KeepRouter,
  edgeOnly: true,
  subject: async ({ councilId }) => ({ id: councilId }),
  allow: () => false,
  async run({ tx, councilId, input, now, emit }) {
    const { last } = await tx
      .selectFrom('contact.router')
      .select(({ fn }) => fn.max('version').as('last'))
      .where('council_id', '=', councilId)
      .executeTakeFirstOrThrow()
    const version = Number(last ?? 0) + 1
    const { matters, labels, macroF1, topThree } = input
    await tx
      .insertInto('contact.router')
      .values({
        council_id: councilId,
        version,
        learned_at: now,
        matters,
        labels,
        macro_f1: macroF1,
        top_three: topThree,
        places: JSON.stringify(input.places),
        model: Buffer.from(input.model),
      })
      .execute()
    emit('contact.router-learned', { version, matters, labels, macroF1, topThree })
    return { version }
  },
})

interface Handled extends HandledMatter {
  readonly placeId: string | null
}

/** What this council's departments accepted and answered. Who wrote is never read. */
async function handledIn(db: Db, councilId: string): Promise<readonly Handled[]> {
  const { rows } = await sql<Handled>`
    select m.title, o.body as text, a.organisation_id as label, x.place_id as "placeId"
      from cases.matter m
      join contact.matter x on x.council_id = m.council_id and x.case_id = m.id
      join cases.assignment a on a.council_id = m.council_id and a.case_id = m.id and a.role = 'lead'
       and a.state = 'accepted'
      join opinions.opinion o on o.council_id = x.council_id and o.id = x.opinion_id and o.stage <> 'withdrawn'
     where m.council_id = ${councilId} and m.kind = ${caseKind} and m.stage in ('answered', 'settled')
     order by m.opened_at desc, m.id limit ${mostHandled}`.execute(db)
  return rows
}

/** Learns anew for each council that has handled enough since the last time. @returns how many learned */
export async function learnAll(app: App): Promise<number> {
  const { db } = app.database
  const { rows } = await sql<{ id: string }>`
    select m.council_id as id from cases.matter m
      left join lateral (select matters from contact.router r where r.council_id = m.council_id
                          order by version desc limit 1) r on true
     where m.kind = ${caseKind} and m.stage in ('answered', 'settled')
     group by m.council_id, r.matters
    having least(count(*), ${mostHandled}) >= greatest(${leastHandled}, coalesce(r.matters, 0) * ${1 + newShare}::float8)
     limit 1000`.execute(db)
  let learned = 0
  for (const { id } of rows) if (await learnFor(app, id)) learned += 1
  return learned
}

async function learnFor(app: App, councilId: string): Promise<boolean> {
  const handled = await handledIn(app.database.db, councilId)
  const labels = new Set(handled.map(({ label }) => label))
  if (handled.length < leastHandled || labels.size < 2) return false
  const confined = await runConfined<Learned>(
    new URL('./learn-confined.ts', import.meta.url),
    handled.map(({ title, text, label }) => ({ title, text, label })),
    { memoryMb: 1024, workMs: 300_000 },
  )
  if (!confined.ok) {
    app.log.error({ council: councilId, reason: confined.reason }, 'nothing was learned from handled matters')
    return false
  }
  const { model, macroF1, topThree } = confined.answer
  const input = {
    matters: handled.length,
    labels: labels.size,
    macroF1,
    topThree,
    places: placesIn(handled),
    model: new Uint8Array(model),
  }
  return (await perform(app, keepRouter, systemActor(councilId), input)).ok
}

function placesIn(handled: readonly Handled[]): Record<string, Record<string, number>> {
  const counts: Record<string, Record<string, number>> = {}
  for (const { placeId, label } of handled) {
    if (placeId === null) continue
    const of = counts[placeId] ?? {}
    of[label] = (of[label] ?? 0) + 1
    counts[placeId] = of
  }
  return counts
}

export const learnSweep: Sweep = {
  name: 'contact.learn',
  everyMs: 3_600_000,
  run: async (app) => {
    await learnAll(app)
  },
}
