import type { Actor } from '#kernel/action'
import type { Db, Tx } from '#kernel/db'
import { isId } from '#kernel/ids'
import type { NoticeText, Rhythm } from './tables.ts'

export interface ListedNotice {
  readonly id: string
  readonly kind: string
  readonly subject_type: string
  readonly subject_id: string
  readonly href: string
  readonly text: NoticeText
  readonly created_at: Date
  readonly read_at: Date | null
  readonly muted: boolean
}

/** Whose notices an actor may see: their account's and person's, or a guest's device's. */
function ownNotices(db: Db, actor: Actor) {
  return db
    .selectFrom('notices.notice as n')
    .where('n.council_id', '=', actor.councilId)
    .where((e) => {
      if (actor.accountId === null) return e('n.device_id', '=', actor.deviceId ?? '')
      const own = e('n.account_id', '=', actor.accountId)
      return actor.personId === null ? own : e.or([own, e('n.person_id', '=', actor.personId)])
    })
}

/** The inbox, the newest first. */
export function inboxOf(db: Db, actor: Actor, { limit = 50, offset = 0 } = {}): Promise<ListedNotice[]> {
  return ownNotices(db, actor)
    .leftJoin('notices.mute as m', (join) =>
      join
        .onRef('m.council_id', '=', 'n.council_id')
        .onRef('m.subject_type', '=', 'n.subject_type')
        .onRef('m.subject_id', '=', 'n.subject_id')
        .on('m.account_id', '=', actor.accountId),
    )
    .select((e) => [
      'n.id',
      'n.kind',
      'n.subject_type',
      'n.subject_id',
      'n.href',
      'n.text',
      'n.created_at',
      'n.read_at',
      e('m.muted_at', 'is not', null).$castTo<boolean>().as('muted'),
    ])
    .orderBy('n.created_at', 'desc')
    .orderBy('n.id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
}

/** One of the actor's own notices. */
export function ownNotice(
  db: Db,
  actor: Actor,
  id: string,
): Promise<{ readonly href: string; readonly read_at: Date | null } | undefined> {
  if (!isId(id)) return Promise.resolve(undefined)
  return ownNotices(db, actor).select(['n.href', 'n.read_at']).where('n.id', '=', id).executeTakeFirst()
}

/** How many notices nobody has opened yet, counted up to a hundred. */
export async function unreadCount(db: Db, actor: Actor): Promise<number> {
  if (actor.accountId === null && actor.deviceId === null) return 0
  const rows = await ownNotices(db, actor).select('n.id').where('n.read_at', 'is', null).limit(100).execute()
  return rows.length
}

export interface Choice {
  readonly email: boolean
  readonly sms: boolean
  readonly rhythm: Rhythm
}

/** What stands while nothing was chosen: mail at once, where there is an address. */
export const standardChoice: Choice = { email: true, sms: false, rhythm: 'each' }

export async function choiceOf(db: Db | Tx, councilId: string, accountId: string): Promise<Choice> {
  const row = await db
    .selectFrom('notices.choice')
    .select(['email', 'sms', 'rhythm'])
    .where('council_id', '=', councilId)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return row ?? standardChoice
}
