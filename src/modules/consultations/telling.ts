import type { RawBuilder } from 'kysely'
import { sql, type Tx } from '#kernel/db'
import type { CouncilId } from '#kernel/ids'
import { normaliseShortCode } from '#kernel/short-code'
import type { Locale } from '#kernel/text'
import { type NewNotice, type NoticeText, notify, type Receiver } from '#parts/notices'

export interface ToContributors extends Pick<NewNotice, 'kind'> {
  readonly councilId: CouncilId
  readonly now: Date
  readonly opinionIds: readonly string[]
  /** Made unique for each person, so that a repeated delivery tells nobody twice. */
  readonly key: string
  /** What their notices are grouped and muted by. */
  readonly subject: { readonly type: string; readonly id: string }
  /** By how many of one person's opinions it is about. */
  readonly text: (count: number) => NoticeText
}

/**
 * Tells those who gave opinions something, each by the way she chose: into the inbox of her account or device, and by
 * phone or e-mail where she left one for the answer. Several opinions of one person are one notice. Whoever left no
 * way follows by the receipt, whoever chose a letter gets one.
 */
export async function tellContributors(tx: Tx, told: ToContributors): Promise<void> {
  if (told.opinionIds.length === 0) return
  const { rows } = await sql<Contributed>`
    select o.id as opinion_id, o.receipt, ${personOf} as person, ${accountOf} as account_id, c.device_id, c.answer_by,
           c.contact_kind, c.contact, c.locale
      from opinions.opinion o ${contributorsOf}
     where o.council_id = ${told.councilId} and o.id = any(${[...told.opinionIds]}::uuid[]) and c.erased_at is null
     order by o.id`.execute(tx)
  for (const [person, of] of Map.groupBy(rows, (row) => row.person)) {
    await tellPerson(tx, { ...told, text: told.text(of.length), person, of, href: hrefOf(of) })
  }
}

/** One opinion with how its author is reached. */
export interface Contributed {
  readonly opinion_id: string
  readonly receipt: string
  readonly person: string
  readonly account_id: string | null
  readonly device_id: string | null
  readonly answer_by: string
  readonly contact_kind: 'phone' | 'email' | null
  readonly contact: string | null
  readonly locale: string
}

/** Joins `o` to its contributor `c`, and to whoever has proved the contact she wants the answer at. */
export const contributorsOf: RawBuilder<unknown> = sql`
  join opinions.contributor c on c.council_id = o.council_id and c.id = o.contributor_id
  left join people.contact proved on proved.kind = c.contact_kind and proved.value = c.contact
       and c.answer_by = c.contact_kind and c.account_id is null`

/** Her account: the one she was signed in with, or the one that has proved her contact since. */
export const accountOf: RawBuilder<string | null> = sql`coalesce(c.account_id, proved.account_id)`

/** One person is one account, else one device, else one contact; else nothing ties one opinion to another. */
export const personOf: RawBuilder<string> = sql`coalesce('account ' || coalesce(c.account_id, proved.account_id),
  'device ' || c.device_id, c.contact_kind || ' ' || c.contact, 'opinion ' || o.id)`

export interface ToPerson extends Omit<ToContributors, 'opinionIds' | 'text'> {
  readonly text: NoticeText
  readonly person: string
  /** Her opinions, at least one. */
  readonly of: readonly Contributed[]
  readonly href: string
}

/** One notice to one person: into her inbox, and to each contact she wants the answer at, however many opinions she gave. */
export async function tellPerson(tx: Tx, told: ToPerson): Promise<void> {
  const { councilId, now, kind, subject, text, href, key, person, of } = told
  const [first] = of
  if (!first) return
  const notice = { councilId, now, kind, subject, text, href, key: `${key} ${person}` }
  const alsoAt = contactsIn(of).map((at) => ({ ...at, key: `${key} ${at.contact.value}` }))
  const inbox: Receiver | null =
    first.account_id !== null
      ? { accountId: first.account_id }
      : first.device_id !== null
        ? { deviceId: first.device_id }
        : null
  if (inbox) return notify(tx, { ...notice, to: inbox, alsoAt })
  for (const at of alsoAt) {
    await notify(tx, { ...notice, key: at.key, to: { contact: at.contact, locale: at.locale } })
  }
}

/** The phones and addresses at which she wants the answer, each once. */
function contactsIn(of: readonly Contributed[]) {
  const found = of.flatMap(({ contact, contact_kind, answer_by, locale }) =>
    contact !== null && contact_kind !== null && answer_by === contact_kind
      ? [{ contact: { kind: contact_kind, value: contact }, locale: localeIn(locale) }]
      : [],
  )
  return [...new Map(found.map((at) => [at.contact.value, at])).values()]
}

function localeIn(tag: string): Locale {
  return tag.toLowerCase().startsWith('en') ? 'en' : 'zh-CN'
}

/** Her receipt; the list of them where she gave several and has an account or device that knows them. */
export function hrefOf(of: readonly Contributed[]): string {
  const [first] = of
  if (!first) return '/r'
  const known = first.account_id !== null || first.device_id !== null
  return of.length > 1 && known ? '/r' : receiptHref(first.receipt)
}

/** Where the holder of a receipt follows her opinion. */
export function receiptHref(receipt: string): string {
  return `/r/${normaliseShortCode(receipt) ?? receipt}`
}
