import type { z } from 'zod'
import type { App } from './app.ts'
import { applicationRole } from './db/migrate.ts'
import { send, sql, type Tx } from './db.ts'
import { setDue, withdrawDue } from './due.ts'
import { type Draft, type EventDetails, writeEvents } from './events.ts'
import type { CouncilId } from './ids.ts'
import { claimOnce, keepResult } from './once.ts'
import { conflict, done, forbidden, invalid, missing, type Outcome, type Refusal, Refused } from './outcome.ts'
import { runTogether } from './together.ts'

/** A role somebody holds in one council, perhaps only at one place or in one organisation. */
export interface Grant {
  readonly role: string
  /** Id of the place or organisation the role is bound to; null for the whole council. */
  readonly scopeId: string | null
}

/** Who acts. A guest has no account; the system is the worker. */
export interface Actor {
  readonly kind: 'person' | 'guest' | 'system'
  readonly councilId: CouncilId
  readonly accountId: string | null
  readonly personId: string | null
  readonly grants: readonly Grant[]
  /** Random id of the guest's device, from a cookie; null when there is none. */
  readonly deviceId: string | null
  /** Digest of the network the request came from, to limit floods; absent where nothing came over a network. */
  readonly network?: string
}

export function systemActor(councilId: CouncilId): Actor {
  return { kind: 'system', councilId, accountId: null, personId: null, grants: [], deviceId: null }
}

export function hasRole(actor: Actor, ...roles: readonly string[]): boolean {
  return actor.grants.some((grant) => roles.includes(grant.role))
}

/** Whether the actor holds one of the roles for the whole council or for this very place or organisation. */
export function hasRoleAt(actor: Actor, scopeId: string | null, ...roles: readonly string[]): boolean {
  return actor.grants.some(
    (grant) => roles.includes(grant.role) && (grant.scopeId === null || grant.scopeId === scopeId),
  )
}

/** What `subject` and `run` are given. `tx` is never stored. */
export interface Call<Input> {
  readonly tx: Tx
  readonly input: Input
  readonly actor: Actor
  readonly councilId: CouncilId
  readonly now: Date
  readonly app: App
}

export interface Run<Input, Subject> extends Call<Input> {
  readonly subject: Subject
  /** Writes what happened, and one delivery for each reaction that listens. At least one in every `run`. */
  emit(name: string, data?: Readonly<Record<string, unknown>>, details?: EventDetails): void
  /** Has the worker perform an action as the system at `at`; a later call for the same subject replaces it. */
  due(action: string, subjectId: string, at: Date, input: Readonly<Record<string, unknown>>): Promise<void>
  /** Withdraws a due date that was set. */
  notDue(action: string, subjectId: string): Promise<void>
}

export interface ActionDeclaration<Schema extends z.ZodType, Subject, Result> {
  /** `noun.verb`, present tense. */
  readonly name: string
  readonly input: Schema
  /** Set where the input holds what only the edge may say (a session token, a network address): no API offers it. */
  readonly edgeOnly?: true
  /** Reads and locks what is acted upon; null answers "missing". */
  readonly subject: (call: Call<z.output<Schema>>) => Promise<Subject | null>
  /** Who may, under the lock. 'hidden' refuses as if the subject did not exist. */
  readonly allow: (actor: Actor, subject: Subject, input: z.output<Schema>) => boolean | 'hidden'
  /** From which stage: null when it may, else the code of the conflict. */
  readonly from?: (subject: Subject, now: Date) => string | null
  readonly run: (context: Run<z.output<Schema>, Subject>) => Promise<Result>
  /** For what thousands do in the same minute: calls that arrive while others run are run together. */
  readonly together?: Together<z.output<Schema>, Subject, Result>
}

/**
 * How calls of one action in one council are run in one transaction. Each keeps its own input, actor, permission,
 * stage, events, once-key and outcome, as if it had run alone, and in the order of arrival.
 */
export interface Together<Input, Subject, Result> {
  /** Most calls in one transaction; 64 unless given. */
  readonly most?: number
  /** Reads and locks the subjects of all calls, in their order; null answers "missing". */
  readonly subjects: (calls: readonly Call<Input>[]) => Promise<readonly (Subject | null)[]>
  /**
   * Runs them all and answers each, in their order. A refused one must have changed nothing. A throw undoes the
   * transaction, and each call is then run by itself with `run`.
   */
  readonly run: (contexts: readonly Run<Input, Subject>[]) => Promise<readonly (Result | Refused)[]>
}

export interface Action<Schema extends z.ZodType = z.ZodType, Subject = unknown, Result = unknown>
  extends ActionDeclaration<Schema, Subject, Result> {
  readonly isAction: true
}

/** An action of any input, subject and result: what a manifest lists. */
// biome-ignore lint/suspicious/noExplicitAny: an action is contravariant in its input, so a list of them has no other type
export type AnyAction = Action<any, any, any>

/** Declares the one way a thing changes. */
export function action<Schema extends z.ZodType, Subject, Result>(
  declaration: ActionDeclaration<Schema, Subject, Result>,
): Action<Schema, Subject, Result> {
  return { ...declaration, isAction: true }
}

export interface PerformOptions {
  /** A key made by whoever asks (a form's hidden field, a phone's queue): the second time answers as the first did. */
  readonly once?: string
}

/**
 * Runs an action: parse, begin, lock the subject, `allow`, `from`, `run`, events and deliveries, commit.
 * @returns the result, or the refusal as a value; a bug is thrown
 */
export async function perform<Schema extends z.ZodType, Subject, Result>(
  app: App,
  declared: Action<Schema, Subject, Result>,
  actor: Actor,
  rawInput: z.input<Schema>,
  options: PerformOptions = {},
): Promise<Outcome<Result>> {
  const parsed = declared.input.safeParse(rawInput)
  if (!parsed.success) return invalid(...parsed.error.issues.map(issueOf))
  const invocation = { app, declared, actor, input: parsed.data, options }
  return declared.together ? runTogether(invocation, runAlone) : runAlone(invocation)
}

async function runAlone<Schema extends z.ZodType, Subject, Result>(
  invocation: Invocation<Schema, Subject, Result>,
): Promise<Outcome<Result>> {
  const { app } = invocation
  for (let attempt = 1; ; attempt += 1) {
    try {
      const outcome = await app.database.db.transaction().execute((tx) => runIn(tx, invocation))
      app.afterCommit()
      return outcome
    } catch (error) {
      if (error instanceof Refused) return error.refusal
      if (attempt < 4 && mayTryAgain(error)) continue
      throw error
    }
  }
}

/** One call of an action, its input understood. */
export interface Invocation<Schema extends z.ZodType, Subject, Result> {
  readonly app: App
  readonly declared: Action<Schema, Subject, Result>
  readonly actor: Actor
  readonly input: z.output<Schema>
  readonly options: PerformOptions
}

async function runIn<Schema extends z.ZodType, Subject, Result>(
  tx: Tx,
  { app, declared, actor, input, options }: Invocation<Schema, Subject, Result>,
): Promise<Outcome<Result>> {
  const { councilId } = actor
  const now = app.clock.now()
  await enterCouncil(tx, councilId)
  if (options.once) {
    const before = await claimOnce(tx, councilId, options.once, declared.name, now)
    if (before) return done(before.result as Result)
  }
  const call: Call<z.output<Schema>> = { tx, input, actor, councilId, now, app }
  // Locked before the permission check: whoever lost the right between page load and click must not slip through.
  const subject = await declared.subject(call)
  const refusal = refusalOf(declared, call, subject)
  if (subject === null || refusal) throw new Refused(refusal ?? missing())
  const drafts: Draft[] = []
  const result = await declared.run(contextOf(call, subject, drafts))
  if (drafts.length === 0) throw new Error(toldNobody(declared.name))
  await writeEvents(tx, app, [{ actor, councilId, now, drafts }])
  if (options.once) await keepResult(tx, councilId, options.once, result)
  return done(result)
}

/** Why a call may not go on, under the lock; null when it may. */
export function refusalOf<Schema extends z.ZodType, Subject>(
  declared: Pick<ActionDeclaration<Schema, Subject, unknown>, 'allow' | 'from'>,
  { actor, input, now }: Call<z.output<Schema>>,
  subject: Subject | null,
): Refusal | null {
  if (subject === null) return missing()
  const allowed = actor.kind === 'system' ? true : declared.allow(actor, subject, input)
  if (allowed !== true) return forbidden(allowed === 'hidden')
  const obstacle = declared.from?.(subject, now) ?? null
  return obstacle ? conflict(obstacle) : null
}

/** What `run` is given; events it tells of are gathered in `drafts`. */
export function contextOf<Input, Subject>(call: Call<Input>, subject: Subject, drafts: Draft[]): Run<Input, Subject> {
  const { tx, councilId } = call
  return {
    ...call,
    subject,
    emit: (name, data = {}, details = {}) => void drafts.push({ name, data, details }),
    due: (name, subjectId, at, input) => setDue(tx, { councilId, name, subjectId, at, input }),
    notDue: (name, subjectId) => withdrawDue(tx, councilId, name, subjectId),
  }
}

export function toldNobody(name: string): string {
  return `${name} changed something and told nobody: emit an event`
}

/** Takes the application's role and the council's rows for this transaction only. */
export async function enterCouncil(tx: Tx, councilId: CouncilId): Promise<void> {
  const entering = sql`select set_config('role', ${applicationRole}, true), set_config('app.council', ${councilId}, true)`
  await send(tx, entering, { prepared: true })
}

function issueOf(issue: z.core.$ZodIssue) {
  const values: Record<string, string | number> = {}
  if ('minimum' in issue) values.minimum = Number(issue.minimum)
  if ('maximum' in issue) values.maximum = Number(issue.maximum)
  // A schema's own message is a code that the page's texts know; zod's own wording never reaches a person.
  const code = issue.code === 'custom' ? issue.message : issue.code
  return { path: issue.path.map(String).join('.'), code: emptyText(issue) ? 'empty' : code, values }
}

function emptyText(issue: z.core.$ZodIssue): boolean {
  if (issue.code === 'invalid_type') return issue.input === undefined || issue.input === null
  return issue.code === 'too_small' && issue.origin === 'string' && Number(issue.minimum) === 1
}

/** Serialization failures and deadlocks: the database asks for the transaction to be run again. */
function mayTryAgain(error: unknown): boolean {
  const code = (error as { code?: string }).code
  return code === '40001' || code === '40P01'
}

export type { Refusal }
