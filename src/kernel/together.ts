import type { z } from 'zod'
import type { Call, Invocation, Run, Together } from './action.ts'
import { contextOf, enterCouncil, refusalOf, toldNobody } from './action.ts'
import type { App } from './app.ts'
import type { Tx } from './db.ts'
import { type Draft, writeEvents } from './events.ts'
import { claimManyOnce, keepResults, releaseOnce } from './once.ts'
import { done, type Outcome, Refused } from './outcome.ts'

/** Transactions of one action and council at a time: while the database works on one, the next is made ready. */
const lanes = 2
const mostUnlessGiven = 64
const leastShared = 8

/** A call that waits for its turn. */
interface Waiting<Schema extends z.ZodType, Subject, Result> {
  readonly invocation: Invocation<Schema, Subject, Result>
  readonly resolve: (outcome: Outcome<Result>) => void
  readonly reject: (error: unknown) => void
}

interface Gathering {
  // biome-ignore lint/suspicious/noExplicitAny: one gathering holds the calls of one action, whose types its key stands for
  readonly waiting: Waiting<any, any, any>[]
  /** Lanes that were started. */
  running: number
  /** Lanes that have calls in their hands. */
  busy: number
}

type Alone<Schema extends z.ZodType, Subject, Result> = (
  invocation: Invocation<Schema, Subject, Result>,
) => Promise<Outcome<Result>>

const gatherings = new WeakMap<App, Map<string, Gathering>>()

/**
 * Runs a call with those of the same action and council that wait at the same moment. Where nobody waits it runs
 * alone, at once. When their transaction fails, each is run alone, so that one cannot spoil another's.
 */
export function runTogether<Schema extends z.ZodType, Subject, Result>(
  invocation: Invocation<Schema, Subject, Result>,
  alone: Alone<Schema, Subject, Result>,
): Promise<Outcome<Result>> {
  const gathering = gatheringOf(invocation.app, `${invocation.declared.name} ${invocation.actor.councilId}`)
  return new Promise((resolve, reject) => {
    gathering.waiting.push({ invocation, resolve, reject })
    if (gathering.running < lanes) void work(gathering, alone)
  })
}

function gatheringOf(app: App, key: string): Gathering {
  const ofApp = gatherings.get(app) ?? new Map<string, Gathering>()
  gatherings.set(app, ofApp)
  const gathering = ofApp.get(key) ?? { waiting: [], running: 0, busy: 0 }
  ofApp.set(key, gathering)
  return gathering
}

async function work<Schema extends z.ZodType, Subject, Result>(
  gathering: Gathering,
  alone: Alone<Schema, Subject, Result>,
): Promise<void> {
  gathering.running += 1
  // Calls of the same moment come in the same turn of the event loop: let them all arrive.
  await new Promise(setImmediate)
  while (gathering.waiting.length > 0) {
    // Shared among the lanes, so that each has something to do while another waits for the database; a few are not
    // worth two transactions.
    const share = Math.max(leastShared, Math.ceil(gathering.waiting.length / (lanes - gathering.busy)))
    const group: Waiting<Schema, Subject, Result>[] = takeGroup(gathering.waiting, share)
    gathering.busy += 1
    const settled = group.length > 1 && (await runGroup(group))
    if (!settled) await Promise.all(group.map((member) => alone(member.invocation).then(member.resolve, member.reject)))
    gathering.busy -= 1
  }
  gathering.running -= 1
}

/** The first of those that wait, never two with one once-key: the second must see what the first left. */
function takeGroup<W extends Waiting<z.ZodType, unknown, unknown>>(waiting: W[], share: number): W[] {
  const most = Math.min(share, waiting[0]?.invocation.declared.together?.most ?? mostUnlessGiven)
  const keys = new Set<string>()
  const group: W[] = []
  while (group.length < most) {
    const next = waiting[0]
    const key = next?.invocation.options.once
    if (!next || (key && keys.has(key))) break
    if (key) keys.add(key)
    group.push(next)
    waiting.shift()
  }
  return group
}

/** @returns false when the transaction failed and nothing of it stands */
async function runGroup<Schema extends z.ZodType, Subject, Result>(
  group: readonly Waiting<Schema, Subject, Result>[],
): Promise<boolean> {
  const [first] = group
  const together = first?.invocation.declared.together
  if (!first || !together) return false
  const { app } = first.invocation
  let outcomes: readonly Outcome<Result>[]
  try {
    outcomes = await app.database.db.transaction().execute((tx) => outcomesIn(tx, group, together))
  } catch (error) {
    app.log.info({ action: first.invocation.declared.name, err: error }, 'calls that ran together run alone')
    return false
  }
  app.afterCommit()
  for (const [index, member] of group.entries()) member.resolve(outcomes[index]!)
  return true
}

async function outcomesIn<Schema extends z.ZodType, Subject, Result>(
  tx: Tx,
  group: readonly Waiting<Schema, Subject, Result>[],
  together: Together<z.output<Schema>, Subject, Result>,
): Promise<readonly Outcome<Result>[]> {
  const { app, declared, actor } = group[0]!.invocation
  const { councilId } = actor
  const now = app.clock.now()
  await enterCouncil(tx, councilId)
  const keys = group.flatMap(({ invocation }) => invocation.options.once ?? [])
  const before = await claimManyOnce(tx, councilId, keys, declared.name, now)
  const outcomes = new Map<number, Outcome<Result>>()
  for (const [index, { invocation }] of group.entries()) {
    const kept = before.get(invocation.options.once ?? '')
    if (kept) outcomes.set(index, kept instanceof Refused ? kept.refusal : done(kept.result as Result))
  }

  const open = [...group.keys()].filter((index) => !outcomes.has(index))
  const calls: Call<z.output<Schema>>[] = open.map((index) => {
    const { invocation } = group[index]!
    return { tx, input: invocation.input, actor: invocation.actor, councilId, now, app }
  })
  const subjects = calls.length > 0 ? await together.subjects(calls) : []
  const ready: { index: number; drafts: Draft[]; context: Run<z.output<Schema>, Subject> }[] = []
  for (const [place, index] of open.entries()) {
    const [call, subject] = [calls[place]!, subjects[place] ?? null]
    const refusal = refusalOf(declared, call, subject)
    if (refusal || subject === null) outcomes.set(index, refusal ?? { ok: false, kind: 'missing' })
    else {
      const drafts: Draft[] = []
      ready.push({ index, drafts, context: contextOf(call, subject, drafts) })
    }
  }
  const answers = ready.length > 0 ? await together.run(ready.map(({ context }) => context)) : []
  if (answers.length !== ready.length) throw new Error(`${declared.name} answered ${answers.length} of ${ready.length}`)
  const ran: typeof ready = []
  for (const [place, member] of ready.entries()) {
    const answer = answers[place]!
    if (answer instanceof Refused) outcomes.set(member.index, answer.refusal)
    else {
      if (member.drafts.length === 0) throw new Error(toldNobody(declared.name))
      outcomes.set(member.index, done(answer))
      ran.push(member)
    }
  }
  await record(tx, group, { ran, outcomes, open, councilId, now })
  return [...group.keys()].map((index) => outcomes.get(index)!)
}

interface Ran<Result> {
  readonly ran: readonly { readonly index: number; readonly drafts: readonly Draft[] }[]
  readonly outcomes: ReadonlyMap<number, Outcome<Result>>
  readonly open: readonly number[]
  readonly councilId: string
  readonly now: Date
}

/** Events of those that ran; their answers under their keys; the keys of the refused given back. */
async function record<Schema extends z.ZodType, Subject, Result>(
  tx: Tx,
  group: readonly Waiting<Schema, Subject, Result>[],
  { ran, outcomes, open, councilId, now }: Ran<Result>,
): Promise<void> {
  const { app } = group[0]!.invocation
  const written = ran.map(({ index, drafts }) => ({ actor: group[index]!.invocation.actor, councilId, now, drafts }))
  if (written.length > 0) await writeEvents(tx, app, written)
  const keyed = open.flatMap((index) => {
    const key = group[index]!.invocation.options.once
    return key ? [{ key, outcome: outcomes.get(index)! }] : []
  })
  await keepResults(
    tx,
    councilId,
    keyed.flatMap(({ key, outcome }) => (outcome.ok ? [{ key, result: outcome.result }] : [])),
  )
  await releaseOnce(
    tx,
    councilId,
    keyed.flatMap(({ key, outcome }) => (outcome.ok ? [] : [key])),
  )
}
