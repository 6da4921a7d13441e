import { enterCouncil, perform, systemActor } from './action.ts'
import type { App } from './app.ts'
import { sql } from './db.ts'
import type { CouncilId } from './ids.ts'

const attemptsBeforeDead = 8
const batch = 20

export interface Worker {
  stop(): Promise<void>
}

/** Runs deliveries, due dates and sweeps until stopped. Any number of workers may run beside each other. */
export function startWorker(app: App, { pollMs = 1000 }: { readonly pollMs?: number } = {}): Worker {
  let stopped = false
  let wake: () => void = () => {}
  const timers = app.sweeps.map((sweep) =>
    setInterval(() => void guarded(app, sweep.name, () => sweep.run(app)), sweep.everyMs),
  )
  app.onCommit(() => wake())
  const running = (async () => {
    while (!stopped) {
      const worked = await guarded(app, 'worker', () => workOnce(app))
      if (worked) continue
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pollMs)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  })()
  return {
    async stop() {
      stopped = true
      for (const timer of timers) clearInterval(timer)
      wake()
      await running
    },
  }
}

/** Does everything that is waiting now, of one council or of all: for tests, seeding and the command line. */
export async function drain(app: App, councilId?: CouncilId): Promise<void> {
  for (let round = 0; round < 10_000; round += 1) {
    if (!(await workOnce(app, councilId))) return
  }
  throw new Error('the worker found no end: a reaction keeps causing itself')
}

async function workOnce(app: App, councilId?: CouncilId): Promise<boolean> {
  const delivered = await deliver(app, councilId)
  const fell = await performDue(app, councilId)
  return delivered + fell > 0
}

/** Takes up to a batch of deliveries, each in a transaction of its own that also holds its row. */
async function deliver(app: App, councilId?: CouncilId): Promise<number> {
  let count = 0
  while (count < batch && (await deliverOne(app, councilId))) count += 1
  return count
}

interface Waiting {
  readonly council_id: string
  readonly event_id: string
  readonly reaction: string
  readonly attempts: number
}

async function deliverOne(app: App, councilId?: CouncilId): Promise<boolean> {
  const now = app.clock.now()
  let taken: Waiting | undefined
  try {
    await app.database.db.transaction().execute(async (tx) => {
      let waiting = tx
        .selectFrom('kernel.delivery')
        .select(['council_id', 'event_id', 'reaction', 'attempts'])
        .where('state', '=', 'waiting')
        .where('not_before', '<=', now)
        .orderBy('not_before')
        .orderBy('event_id')
        .limit(1)
        .forUpdate()
        .skipLocked()
      if (councilId) waiting = waiting.where('council_id', '=', councilId)
      taken = await waiting.executeTakeFirst()
      if (!taken) return
      await react(app, tx, taken, now)
      await tx
        .updateTable('kernel.delivery')
        .set({ state: 'done', attempts: taken.attempts + 1, last_error: null })
        .where('council_id', '=', taken.council_id)
        .where('event_id', '=', taken.event_id)
        .where('reaction', '=', taken.reaction)
        .execute()
    })
  } catch (error) {
    if (!taken) throw error
    await postpone(app, taken, error as Error, now)
  }
  return taken !== undefined
}

async function react(app: App, tx: Parameters<typeof enterCouncil>[0], taken: Waiting, now: Date): Promise<void> {
  const declared = app.reactionNamed(taken.reaction)
  // A reaction that a newer version of the house no longer has: nothing is left to do.
  if (!declared) return
  await enterCouncil(tx, taken.council_id)
  const row = await tx
    .selectFrom('kernel.event')
    .selectAll()
    .where('council_id', '=', taken.council_id)
    .where('id', '=', taken.event_id)
    .executeTakeFirstOrThrow()
  await declared.run({
    tx,
    app,
    now,
    event: {
      id: row.id,
      councilId: row.council_id,
      name: row.name,
      subjectId: row.subject_id,
      actorKind: row.actor_kind,
      accountId: row.account_id,
      personId: row.person_id,
      at: row.at,
      data: row.data,
    },
  })
}

async function postpone(app: App, taken: Waiting, error: Error, now: Date): Promise<void> {
  const attempts = taken.attempts + 1
  const dead = attempts >= attemptsBeforeDead
  app.log.error({ reaction: taken.reaction, event: taken.event_id, attempts, dead, err: error }, 'a reaction failed')
  await app.database.db
    .updateTable('kernel.delivery')
    .set({
      attempts,
      state: dead ? 'dead' : 'waiting',
      last_error: error.message.slice(0, 500),
      not_before: new Date(now.getTime() + 1000 * 2 ** attempts),
    })
    .where('council_id', '=', taken.council_id)
    .where('event_id', '=', taken.event_id)
    .where('reaction', '=', taken.reaction)
    .execute()
}

/** Performs the actions whose time has come, as the system. Performing one twice is harmless: its stage refuses. */
async function performDue(app: App, councilId?: CouncilId): Promise<number> {
  const now = app.clock.now()
  let waiting = app.database.db
    .selectFrom('kernel.due')
    .select(['council_id', 'id', 'action', 'input', 'attempts'])
    .where('state', '=', 'waiting')
    .where('not_before', '<=', now)
    .orderBy('at')
    .limit(batch)
  if (councilId) waiting = waiting.where('council_id', '=', councilId)
  const rows = await waiting.execute()
  for (const row of rows) await performOneDue(app, row, now)
  return rows.length
}

interface DueRow {
  readonly council_id: string
  readonly id: string
  readonly action: string
  readonly input: Record<string, unknown>
  readonly attempts: number
}

async function performOneDue(app: App, row: DueRow, now: Date): Promise<void> {
  const declared = app.actionNamed(row.action)
  const attempts = row.attempts + 1
  let error: string | null = declared ? null : 'no such action'
  if (declared) {
    try {
      const outcome = await perform(app, declared, systemActor(row.council_id), row.input)
      // A refusal is the end of it: the thing has moved on since the date was set.
      if (!outcome.ok) app.log.info({ action: row.action, due: row.id, outcome }, 'a due action was refused')
    } catch (thrown) {
      error = (thrown as Error).message
      app.log.error({ action: row.action, due: row.id, attempts, err: thrown }, 'a due action failed')
    }
  }
  const dead = error !== null && attempts >= attemptsBeforeDead
  await app.database.db
    .updateTable('kernel.due')
    .set({
      attempts,
      state: error === null ? 'done' : dead ? 'dead' : 'waiting',
      last_error: error?.slice(0, 500) ?? null,
      not_before: new Date(now.getTime() + 1000 * 2 ** attempts),
    })
    .where('council_id', '=', row.council_id)
    .where('id', '=', row.id)
    .where('state', '=', 'waiting')
    .execute()
}

async function guarded(app: App, name: string, work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work()
  } catch (error) {
    app.log.error({ work: name, err: error }, 'the worker failed and will try again')
    return false
  }
}

/** How much waits and how much was given up: for the operator's page and for monitoring. */
export async function backlog(app: App): Promise<{ waiting: number; dead: number }> {
  const { rows } = await sql<{ waiting: number; dead: number }>`
    select count(*) filter (where state = 'waiting') as waiting, count(*) filter (where state = 'dead') as dead
      from kernel.delivery where state <> 'done'`.execute(app.database.db)
  return rows[0] ?? { waiting: 0, dead: 0 }
}
