import './tables.ts'
import { randomUUID } from 'node:crypto'
import type { App } from '#kernel/app'
import { sql } from '#kernel/db'

/** Somebody's open page, as long as its line lasts. */
export interface Line {
  /** Tells the page that something of hers has changed. @param at when this process found out, in ms */
  changed(at: number): void
  close(): void
}

export interface Listener {
  readonly councilId: string
  readonly personId: string
}

/** How often those who are here are written down: once for all of them. */
const beatMs = 15_000
/** How often this process asks what has changed, for all lines together; sooner after a change of its own. */
const lookMs = 1000
const soonMs = 150
/** Processes' clocks differ a little: told twice is harmless, told never is not. */
const slackMs = 3000
/** A line that broke is not yet somebody who left: browsers come back within a second or two. */
const graceMs = 5000
/** What committed late carries an earlier time: so far back each look reaches. */
const reachMs = 10_000
/** What changed while a browser was coming back is still known. */
const keepMs = 90_000
/** A person may have the page open on two devices, and a third; the oldest line ends. */
const mostLines = 3

/**
 * Deputies whose inbox is open at this process. A deputy is a row as long as one of her lines is open; a process that
 * dies leaves rows that nobody renews. What is new is asked for once for all lines, not once for each.
 */
export class Presence {
  readonly #app: App
  readonly #processId = randomUUID()
  readonly #lines = new Map<string, Set<Line>>()
  readonly #leaving = new Map<string, NodeJS.Timeout>()
  readonly #seen = new Map<string, number>()
  readonly #changedAt = new Map<string, number>()
  #timers: NodeJS.Timeout[] = []
  #looking: Promise<void> | null = null
  #again = false
  #reach = keepMs
  #soon: NodeJS.Timeout | undefined

  constructor(app: App) {
    this.#app = app
    app.onCommit(() => {
      if (this.#lines.size === 0 || this.#soon) return
      this.#soon = setTimeout(() => {
        this.#soon = undefined
        void this.look()
      }, soonMs).unref()
    })
  }

  /** How many lines are open at this process. */
  get open(): number {
    let count = 0
    for (const lines of this.#lines.values()) count += lines.size
    return count
  }

  /**
   * Opens a line. @param since when the page heard last, in ms: what has changed after that is told at once
   * @returns the time of now, and how to leave
   */
  async join(who: Listener, line: Line, since: number | null): Promise<{ readonly at: number; leave(): void }> {
    const key = keyOf(who)
    const waiting = this.#leaving.get(key)
    if (waiting) clearTimeout(waiting)
    this.#leaving.delete(key)
    const isNew = !this.#lines.has(key)
    const lines = this.#lines.get(key) ?? new Set()
    this.#lines.set(key, lines)
    lines.add(line)
    if (lines.size > mostLines) [...lines][0]?.close()
    if (this.#timers.length === 0) this.#begin()
    if (isNew && !waiting) await this.#write([who])
    await this.look()
    const at = this.#app.clock.now().getTime()
    const changedAt = this.#changedAt.get(key)
    if (since !== null && changedAt !== undefined && changedAt > since - slackMs) line.changed(at)
    return { at, leave: () => this.#leave(key, line) }
  }

  /** Writes down again who is here, in one statement; ends the lines of those who are deputies no more. */
  async beat(): Promise<void> {
    const here = [...this.#lines.keys()].map(listenerOf)
    const stay = new Set((await this.#write(here)).map(keyOf))
    for (const who of here) {
      const key = keyOf(who)
      if (stay.has(key)) continue
      for (const line of this.#lines.get(key) ?? []) line.close()
    }
  }

  /** Asks what has changed since, for everybody here, in one statement. */
  look(): Promise<void> {
    if (this.#looking) {
      this.#again = true
      return this.#looking
    }
    this.#looking = this.#lookOnce()
      .catch((error: unknown) => this.#app.log.error({ err: error }, 'what is new in open inboxes was not found out'))
      .finally(() => {
        this.#looking = null
        if (this.#again && this.#lines.size > 0) {
          this.#again = false
          void this.look()
        }
      })
    return this.#looking
  }

  /** Ends every line and takes down every row of this process. */
  async stop(): Promise<void> {
    clearTimeout(this.#soon)
    for (const timer of this.#timers) clearInterval(timer)
    for (const timer of this.#leaving.values()) clearTimeout(timer)
    this.#timers = []
    this.#leaving.clear()
    for (const lines of [...this.#lines.values()]) for (const line of [...lines]) line.close()
    this.#lines.clear()
    await this.#app.database.db.deleteFrom('contact.presence').where('process_id', '=', this.#processId).execute()
  }

  #begin(): void {
    this.#reach = keepMs
    const every = (ms: number, work: () => Promise<void>) =>
      setInterval(() => {
        work().catch((error: unknown) => this.#app.log.error({ err: error }, 'presence was not written down'))
      }, ms).unref()
    this.#timers = [every(beatMs, () => this.beat()), every(lookMs, () => this.look())]
  }

  #leave(key: string, line: Line): void {
    const lines = this.#lines.get(key)
    if (!lines?.delete(line) || lines.size > 0) return
    this.#lines.delete(key)
    const timer = setTimeout(() => {
      this.#leaving.delete(key)
      if (this.#lines.has(key)) return
      this.#takeDown(key).catch((error: unknown) =>
        this.#app.log.error({ err: error }, 'presence was not taken down; it ends by itself'),
      )
    }, graceMs)
    this.#leaving.set(key, timer.unref())
    if (this.#lines.size > 0) return
    for (const each of this.#timers) clearInterval(each)
    this.#timers = []
  }

  async #takeDown(key: string): Promise<void> {
    const { councilId, personId } = listenerOf(key)
    await this.#app.database.db
      .deleteFrom('contact.presence')
      .where('council_id', '=', councilId)
      .where('person_id', '=', personId)
      .where('process_id', '=', this.#processId)
      .execute()
  }

  /** @returns those who are deputies at this moment: only they are written down */
  async #write(who: readonly Listener[]): Promise<readonly Listener[]> {
    if (who.length === 0) return []
    const now = this.#app.clock.now()
    const { rows } = await sql<Listener>`
      insert into contact.presence as kept (council_id, person_id, process_id, seen_at)
      select distinct p.council_id, p.id, ${this.#processId}::uuid, ${now}::timestamptz
        from unnest(${who.map(({ councilId }) => councilId)}::uuid[], ${who.map(({ personId }) => personId)}::uuid[])
             as here (council_id, person_id)
        join people.person p on p.council_id = here.council_id and p.id = here.person_id and p.suspended_at is null
        join people.membership m on m.council_id = p.council_id and m.person_id = p.id and m.role = 'deputy'
             and m.since <= ${now} and (m.until is null or m.until > ${now})
      on conflict (council_id, person_id, process_id) do update set seen_at = excluded.seen_at
      returning council_id as "councilId", person_id as "personId"`.execute(this.#app.database.db)
    return rows
  }

  async #lookOnce(): Promise<void> {
    const now = this.#app.clock.now().getTime()
    const councils = [...new Set([...this.#lines.keys()].map((key) => listenerOf(key).councilId))]
    if (councils.length === 0) return
    const { rows } = await sql<{ id: string; councilId: string; personId: string | null }>`
      select e.id, e.council_id as "councilId", coalesce(m.keeper_id::text, e.data->>'personId') as "personId"
        from kernel.event e
        left join cases.matter m on m.council_id = e.council_id and e.data->>'kind' = 'contact'
             and m.id::text = e.data->>'caseId'
       where e.council_id = any(${councils}::uuid[]) and e.at > ${new Date(now - this.#reach)}
         and (e.name like 'contact.%' or e.name like 'cases.%')`.execute(this.#app.database.db)
    this.#reach = reachMs
    const news = new Set<string>()
    for (const { id, councilId, personId } of rows) {
      if (this.#seen.has(id)) continue
      this.#seen.set(id, now)
      if (personId !== null) news.add(keyOf({ councilId, personId }))
    }
    for (const key of news) {
      this.#changedAt.set(key, now)
      for (const line of this.#lines.get(key) ?? []) line.changed(now)
    }
    this.#forget(now - keepMs - reachMs)
  }

  #forget(before: number): void {
    for (const [id, at] of this.#seen) if (at < before) this.#seen.delete(id)
    for (const [key, at] of this.#changedAt) if (at < before) this.#changedAt.delete(key)
  }
}

function keyOf({ councilId, personId }: Listener): string {
  return `${councilId} ${personId}`
}

function listenerOf(key: string): Listener {
  const [councilId = '', personId = ''] = key.split(' ')
  return { councilId, personId }
}

const ofApps = new WeakMap<App, Presence>()

/** The presence of a running house: one for each process. */
export function presenceOf(app: App): Presence {
  const known = ofApps.get(app) ?? new Presence(app)
  ofApps.set(app, known)
  return known
}
