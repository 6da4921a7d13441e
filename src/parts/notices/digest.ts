import { enterCouncil } from '#kernel/action'
import type { App } from '#kernel/app'
import { sql, type Tx } from '#kernel/db'
import type { Locale } from '#kernel/text'
import { reachOf } from '#parts/people'
import { devicesOf } from './devices.ts'
import { digestText } from './digest.text.ts'
import { post, waysOf } from './notify.ts'
import { type Choice, choiceOf } from './queries.ts'
import type { NoticeText } from './tables.ts'

/** Hour of the council's day from which digests go out. */
const digestHour = 18
const mattersShown = 20

interface Due {
  readonly council_id: string
  readonly account_id: string
  readonly today: string
}

/** Sends each account that wants one the digest of its day: one a day, grouped by matter, the newest first. */
export async function sendDigests(app: App): Promise<void> {
  const now = app.clock.now()
  await sendHeldBack(app, now)
  const { rows } = await sql<Due>`
    select c.council_id, c.account_id, to_char(${now} at time zone k.time_zone, 'YYYY-MM-DD') as today
      from notices.choice c join councils.council k on k.council_id = c.council_id
     where c.rhythm = 'daily' and (c.email or c.sms or exists (
           select from notices.device d where d.council_id = c.council_id and d.account_id = c.account_id))
       and extract(hour from ${now} at time zone k.time_zone) >= ${digestHour}
       and (c.digest_on is null or c.digest_on < (${now} at time zone k.time_zone)::date)
       and exists (select 1 from notices.notice n
                    where n.council_id = c.council_id and n.account_id = c.account_id and n.told_at is null)
     limit 500`.execute(app.database.db)
  for (const due of rows) {
    await app.database.db.transaction().execute(async (tx) => {
      await enterCouncil(tx, due.council_id)
      await digestOne(tx, due, now)
    })
  }
}

/** After a flood: what was held back for an hour goes out in one message, to those who want to hear at once. */
async function sendHeldBack(app: App, now: Date): Promise<void> {
  const hourAgo = new Date(now.getTime() - 3_600_000)
  const { rows } = await sql<Omit<Due, 'today'>>`
    select distinct n.council_id, n.account_id
      from notices.notice n
      left join notices.choice c on c.council_id = n.council_id and c.account_id = n.account_id
     where n.told_at is null and n.account_id is not null and n.created_at <= ${hourAgo}
       and c.rhythm is distinct from 'daily'
     limit 500`.execute(app.database.db)
  for (const { council_id, account_id } of rows) {
    await app.database.db.transaction().execute(async (tx) => {
      await enterCouncil(tx, council_id)
      const choice = await choiceOf(tx, council_id, account_id)
      const untold = await takeUntold(tx, { council_id, account_id }, now)
      const first = untold[0]
      if (first) await postGathered(tx, { council_id, account_id, choice, untold, key: `held-${first.id}`, now })
    })
  }
}

async function digestOne(tx: Tx, { council_id, account_id, today }: Due, now: Date): Promise<void> {
  const choice = await tx
    .selectFrom('notices.choice')
    .select(['email', 'sms', 'digest_on'])
    .where('council_id', '=', council_id)
    .where('account_id', '=', account_id)
    .forUpdate()
    .executeTakeFirst()
  if (!choice || choice.digest_on === today) return
  const untold = await takeUntold(tx, { council_id, account_id }, now)
  await tx
    .updateTable('notices.choice')
    .set({ digest_on: today })
    .where('council_id', '=', council_id)
    .where('account_id', '=', account_id)
    .execute()
  await postGathered(tx, { council_id, account_id, choice, untold, key: `digest-${account_id}-${today}`, now, today })
}

function takeUntold(tx: Tx, { council_id, account_id }: Omit<Due, 'today'>, now: Date): Promise<Told[]> {
  return tx
    .updateTable('notices.notice')
    .set({ told_at: now })
    .where('council_id', '=', council_id)
    .where('account_id', '=', account_id)
    .where('told_at', 'is', null)
    .returning(['id', 'subject_type', 'subject_id', 'text', 'created_at'])
    .execute()
}

interface Gathered {
  readonly council_id: string
  readonly account_id: string
  readonly choice: Pick<Choice, 'email' | 'sms'>
  readonly untold: readonly Told[]
  readonly key: string
  readonly now: Date
  /** The day it is a digest of; absent where it only gathers what was held back. */
  readonly today?: string
}

async function postGathered(
  tx: Tx,
  { council_id, account_id, choice, untold, key, now, today }: Gathered,
): Promise<void> {
  const reach = { ...(await reachOf(tx, account_id)), devices: await devicesOf(tx, council_id, account_id) }
  for (const { contact, locale, name } of waysOf(reach, choice)) {
    const words = digestWords(untold, locale)
    await post(tx, {
      councilId: council_id,
      now,
      contact,
      accountId: account_id,
      locale,
      ...words,
      ...(today === undefined && { title: digestText[locale].heldBack(untold.length) }),
      href: '/me/inbox',
      key: `${key}-${name}`,
    })
  }
}

export interface Told {
  readonly id: string
  readonly subject_type: string
  readonly subject_id: string
  readonly text: NoticeText
  readonly created_at: Date
}

/** A day's notices in words: one paragraph a matter, the matter with the newest notice first. */
export function digestWords(notices: readonly Told[], locale: Locale): { title: string; body: string } {
  const t = digestText[locale]
  const newestFirst = [...notices].sort(
    (a, b) => b.created_at.getTime() - a.created_at.getTime() || (a.id < b.id ? 1 : -1),
  )
  const matters = Map.groupBy(newestFirst, (notice) => `${notice.subject_type}:${notice.subject_id}`)
  const paragraphs = [...matters.values()].slice(0, mattersShown).map((group) => {
    const newest = group[0]?.text[locale]
    const about = group.length > 1 ? `\n${t.about(group.length)}` : ''
    return `■ ${newest?.title ?? ''}${about}\n${newest?.body ?? ''}`
  })
  const left = matters.size - mattersShown
  const body = [...paragraphs, ...(left > 0 ? [t.more(left)] : []), t.settings].join('\n\n')
  return { title: t.title(notices.length), body }
}
