import type { App } from '#kernel/app'
import { type Db, sql } from '#kernel/db'
import type { CouncilId } from '#kernel/ids'
import { type ChannelKind, Undeliverable } from './channel.ts'
import { channelsOf } from './channels.ts'
import { forgetDevice } from './devices.ts'

const batch = 20
const leaseMs = 60_000
const attemptsBeforeDead = 8

interface Taken {
  readonly council_id: string
  readonly id: string
  readonly key: string
  readonly channel: ChannelKind
  readonly address: string
  readonly title: string
  readonly body: string
  readonly href: string | null
  readonly attempts: number
  readonly expires_at: Date | null
}

/**
 * Sends what waits. A message is leased, sent outside any transaction, then marked: whoever dies between sending and
 * marking sends it again under the same key.
 */
export async function sendWaiting(app: App, councilId?: CouncilId): Promise<number> {
  const taken = await take(app, councilId)
  for (const message of taken) await sendOne(app, message)
  return taken.length
}

async function take(app: App, councilId?: CouncilId): Promise<readonly Taken[]> {
  const now = app.clock.now()
  const lockedUntil = new Date(now.getTime() + leaseMs)
  const { rows } = await sql<Taken>`
    update notices.outgoing o
       set locked_until = ${lockedUntil}, attempts = attempts + 1
      from (select council_id, id from notices.outgoing
             where state = 'waiting' and not_before <= ${now} and (locked_until is null or locked_until <= ${now})
               and (${councilId ?? null}::uuid is null or council_id = ${councilId ?? null}::uuid)
             order by not_before, id limit ${batch} for update skip locked) due
     where o.council_id = due.council_id and o.id = due.id
    returning o.council_id, o.id, o.key, o.channel, o.address, o.title, o.body, o.href, o.attempts, o.expires_at`.execute(
    app.database.db,
  )
  return rows
}

async function sendOne(app: App, message: Taken): Promise<void> {
  const now = app.clock.now()
  if (message.expires_at && message.expires_at <= now) return finish(app, message, 'dead', 'expired')
  const channel = channelsOf(app)[message.channel]
  // A demonstration shows its messages in the local outbox instead of sending them.
  if (!channel) return app.demo ? finish(app, message, 'sent', null) : finish(app, message, 'dead', 'no-channel')
  const { key, address, title, body, href } = message
  try {
    await channel.send({ key, address, title, body, link: href && `${app.baseUrl}${href}` })
  } catch (error) {
    if (error instanceof Undeliverable) return giveUp(app, message, error)
    return postpone(app, message, error as Error)
  }
  return finish(app, message, 'sent', null)
}

/** Done with it, one way or the other; outside a demonstration neither words nor address are kept. */
async function finish(app: App, { council_id, id }: Taken, state: 'sent' | 'dead', why: string | null): Promise<void> {
  await app.database.db
    .updateTable('notices.outgoing')
    .set({
      state,
      last_error: why,
      locked_until: null,
      sent_at: state === 'sent' ? app.clock.now() : null,
      ...(!app.demo && { body: null, address: null }),
    })
    .where('council_id', '=', council_id)
    .where('id', '=', id)
    .execute()
}

/** Trying again cannot help: the message ends here, and so does the address where the fault is its own. */
async function giveUp(app: App, message: Taken, error: Undeliverable): Promise<void> {
  const level = error.keepAddress ? 'error' : 'info'
  app.log[level]({ outgoing: message.id, channel: message.channel, err: error }, 'a message cannot be delivered')
  const { channel } = message
  if (!error.keepAddress && (channel === 'push' || channel === 'wechat')) {
    await forgetDevice(app.database.db, message.council_id, { kind: channel, address: message.address })
  }
  return finish(app, message, 'dead', error.message.slice(0, 500))
}

async function postpone(app: App, message: Taken, error: Error): Promise<void> {
  const dead = message.attempts >= attemptsBeforeDead
  const level = dead ? 'error' : 'warn'
  app.log[level](
    { outgoing: message.id, channel: message.channel, attempts: message.attempts, err: error },
    'a message was not taken',
  )
  await app.database.db
    .updateTable('notices.outgoing')
    .set({
      state: dead ? 'dead' : 'waiting',
      last_error: error.message.slice(0, 500),
      locked_until: null,
      not_before: new Date(app.clock.now().getTime() + 5000 * 2 ** message.attempts),
    })
    .where('council_id', '=', message.council_id)
    .where('id', '=', message.id)
    .execute()
}

export interface ShownMessage {
  readonly id: string
  readonly channel: ChannelKind
  readonly address: string | null
  readonly title: string
  readonly body: string | null
  readonly href: string | null
  readonly created_at: Date
}

/** What a demonstration would have sent, the newest first. */
export function localOutbox(db: Db, councilId: CouncilId, limit = 50): Promise<ShownMessage[]> {
  return db
    .selectFrom('notices.outgoing')
    .select(['id', 'channel', 'address', 'title', 'body', 'href', 'created_at'])
    .where('council_id', '=', councilId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}
