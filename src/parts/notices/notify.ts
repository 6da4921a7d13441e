import type { Tx } from '#kernel/db'
import { type CouncilId, newId } from '#kernel/ids'
import type { Locale } from '#kernel/text'
import { type Contact, reachOf } from '#parts/people'
import type { ChannelKind } from './channel.ts'
import { devicesOf } from './devices.ts'
import type { DeviceKind, NoticeText } from './tables.ts'

/** Whose notice it is. A contact gets the message itself and has no inbox. */
export type Receiver =
  | { readonly accountId: string }
  | { readonly personId: string }
  | { readonly deviceId: string }
  | { readonly contact: Contact; readonly locale?: Locale }

export interface NewNotice {
  readonly councilId: CouncilId
  readonly now: Date
  readonly to: Receiver
  /** What kind of news it is, `noun.past` like the event it follows: `consultations.published`. */
  readonly kind: string
  /** What it is about: notices of one subject are grouped, and muted together. */
  readonly subject: { readonly type: string; readonly id: string }
  readonly text: NoticeText
  /** Path of the page to go to. */
  readonly href: string
  /** The same key is told once. */
  readonly key?: string
  /**
   * Contacts somebody left for this very matter: they get the message too, unless her account is told at the same
   * contact anyway or she has muted the matter. Each has a key of its own: the same key goes out once.
   */
  readonly alsoAt?: readonly { readonly contact: Contact; readonly locale: Locale; readonly key: string }[]
}

/** Tells somebody something: into their inbox, and out by the channels they chose. Inside the caller's transaction. */
export async function notify(tx: Tx, notice: NewNotice): Promise<void> {
  const { to } = notice
  if ('contact' in to) return post(tx, messageTo(notice, to.contact, { locale: to.locale ?? 'zh-CN', accountId: null }))
  const owner = await ownerOf(tx, notice.councilId, to)
  const { ways, later, muted } = owner.accountId === null ? nowhere : await waysTo(tx, notice, owner.accountId)
  const added = await tx
    .insertInto('notices.notice')
    .values({
      council_id: notice.councilId,
      id: newId(),
      account_id: owner.accountId,
      person_id: owner.personId,
      device_id: owner.deviceId,
      kind: notice.kind,
      subject_type: notice.subject.type,
      subject_id: notice.subject.id,
      href: notice.href,
      text: JSON.stringify(notice.text),
      key: notice.key ?? null,
      created_at: notice.now,
      told_at: later ? null : notice.now,
    })
    .onConflict((clash) => clash.columns(['council_id', 'key']).where('key', 'is not', null).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added || muted) return
  const { accountId } = owner
  for (const { contact, locale, name } of later ? [] : ways) {
    await post(tx, messageTo(notice, contact, { locale, accountId, key: `${added.id}-${name}` }))
  }
  for (const { contact, locale, key } of notice.alsoAt ?? []) {
    if (ways.some((way) => way.contact.kind === contact.kind && way.contact.value === contact.value)) continue
    await post(tx, messageTo(notice, contact, { locale, accountId, key }))
  }
}

interface Owner {
  readonly accountId: string | null
  readonly personId: string | null
  readonly deviceId: string | null
}

async function ownerOf(tx: Tx, councilId: CouncilId, to: Exclude<Receiver, { contact: Contact }>): Promise<Owner> {
  const nobody: Owner = { accountId: null, personId: null, deviceId: null }
  if ('accountId' in to) return { ...nobody, accountId: to.accountId }
  if ('deviceId' in to) return { ...nobody, deviceId: to.deviceId }
  const person = await tx
    .selectFrom('people.person')
    .select('account_id')
    .where('council_id', '=', councilId)
    .where('id', '=', to.personId)
    .executeTakeFirst()
  return person?.account_id ? { ...nobody, accountId: person.account_id } : { ...nobody, personId: to.personId }
}

/** Where a message goes: a contact, or a device of the account. */
export interface Target {
  readonly kind: ChannelKind
  readonly value: string
}

interface Way {
  readonly contact: Target
  readonly locale: Locale
  /** Its own name among the ways of one account: with it the message's key is one of a kind. */
  readonly name: string
}

interface Ways {
  readonly ways: readonly Way[]
  /** Gathered with others, not at once. */
  readonly later: boolean
  readonly muted: boolean
}

const nowhere: Ways = { ways: [], later: false, muted: false }

/** The ways somebody chose, none for a muted subject. Mail by default where there is an address. */
async function waysTo(tx: Tx, notice: NewNotice, accountId: string): Promise<Ways> {
  const { councilId, subject } = notice
  const muted = await tx
    .selectFrom('notices.mute')
    .select('subject_id')
    .where('council_id', '=', councilId)
    .where('account_id', '=', accountId)
    .where('subject_type', '=', subject.type)
    .where('subject_id', '=', subject.id)
    .executeTakeFirst()
  if (muted) return { ...nowhere, muted: true }
  const choice = await tx
    .selectFrom('notices.choice')
    .select(['email', 'sms', 'rhythm'])
    .where('council_id', '=', councilId)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  const reach = await reachOf(tx, accountId)
  const devices = await devicesOf(tx, councilId, accountId)
  const ways = waysOf({ ...reach, devices }, { email: choice?.email ?? true, sms: choice?.sms ?? false })
  const gathers = choice !== undefined && (choice.email || choice.sms || devices.length > 0)
  const daily = gathers && choice.rhythm === 'daily'
  return { ways, later: daily || (await isFlooded(tx, notice, accountId, ways.length)), muted: false }
}

/** Most messages a way in an hour; what comes after them is gathered, and goes out in one when the hour is over. */
export const mostAnHour = 12

async function isFlooded(tx: Tx, { councilId, now }: NewNotice, accountId: string, ways: number): Promise<boolean> {
  if (ways === 0) return false
  const most = mostAnHour * ways
  const sent = await tx
    .selectFrom('notices.outgoing')
    .select('id')
    .where('council_id', '=', councilId)
    .where('account_id', '=', accountId)
    .where('created_at', '>', new Date(now.getTime() - 3_600_000))
    .limit(most)
    .execute()
  return sent.length >= most
}

export interface Reach {
  readonly locale: Locale
  readonly phone: string | null
  readonly email: string | null
  readonly devices: readonly { readonly id: string; readonly kind: DeviceKind; readonly address: string }[]
}

/** The contacts of somebody that their choice allows, and every device they added. */
export function waysOf(
  { locale, phone, email, devices }: Reach,
  chosen: { readonly email: boolean; readonly sms: boolean },
): readonly Way[] {
  const ways: Way[] = []
  if (chosen.email && email) ways.push({ contact: { kind: 'email', value: email }, locale, name: 'email' })
  if (chosen.sms && phone) ways.push({ contact: { kind: 'phone', value: phone }, locale, name: 'phone' })
  for (const { id, kind, address } of devices) {
    ways.push({ contact: { kind, value: address }, locale, name: `${kind}-${id}` })
  }
  return ways
}

function messageTo(
  { councilId, now, text, href, key }: NewNotice,
  contact: Target,
  to: { readonly locale: Locale; readonly accountId: string | null; readonly key?: string },
): NewMessage {
  const { title, body } = text[to.locale]
  return {
    councilId,
    now,
    contact,
    locale: to.locale,
    accountId: to.accountId,
    title,
    body,
    href,
    key: to.key ?? key ?? newId(),
  }
}

export interface NewMessage {
  readonly councilId: CouncilId
  readonly now: Date
  readonly contact: Target
  readonly accountId: string | null
  readonly locale: Locale
  readonly title: string
  readonly body: string
  readonly href: string | null
  /** The same key goes out once. */
  readonly key: string
  /** After this it is of no use any more and is not sent. */
  readonly expiresAt?: Date
}

/** Puts a message in the outbox. It leaves after the transaction has committed, at least once. */
export async function post(tx: Tx, message: NewMessage): Promise<void> {
  await tx
    .insertInto('notices.outgoing')
    .values({
      council_id: message.councilId,
      id: newId(),
      key: message.key,
      account_id: message.accountId,
      channel: message.contact.kind,
      address: message.contact.value,
      locale: message.locale,
      title: message.title,
      body: message.body,
      href: message.href,
      created_at: message.now,
      not_before: message.now,
      expires_at: message.expiresAt ?? null,
    })
    .onConflict((clash) => clash.columns(['council_id', 'key']).doNothing())
    .execute()
}
