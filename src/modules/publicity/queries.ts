import './tables.ts'
import type { Selectable } from 'kysely'
import type { Actor } from '#kernel/action'
import { type Db, sql, type Tables } from '#kernel/db'
import type { Locale } from '#kernel/text'
import { activityKinds, type PostKind, publishesFor } from './rules.ts'
import type { OtherWords } from './tables.ts'

/** A post with the name of its place. */
export interface Post extends Selectable<Tables['publicity.post']> {
  readonly place_number: number | null
  readonly place_zh: string | null
  readonly place_en: string | null
  readonly place_address: string | null
  readonly corrections: number
}

export interface PostFilter {
  readonly kinds?: readonly PostKind[]
  readonly placeId?: string
  readonly limit: number
  readonly offset?: number
}

function posts(db: Db, councilId: string) {
  return db
    .selectFrom('publicity.post as p')
    .leftJoin('network.place as n', (join) =>
      join.onRef('n.council_id', '=', 'p.council_id').onRef('n.place_id', '=', 'p.place_id'),
    )
    .selectAll('p')
    .select([
      'n.number as place_number',
      'n.name_zh as place_zh',
      'n.name_en as place_en',
      'n.address_zh as place_address',
      sql<number>`(select count(*) from publicity.correction c
                    where c.council_id = p.council_id and c.post_id = p.id)`.as('corrections'),
    ])
    .where('p.council_id', '=', councilId)
}

type Found = ReturnType<typeof posts>

function filtered(found: Found, { kinds, placeId }: Partial<PostFilter>): Found {
  let rest = found
  if (kinds) rest = rest.where('p.kind', 'in', [...kinds])
  if (placeId) rest = rest.where('p.place_id', '=', placeId)
  return rest
}

/** A post everybody may read, or that this actor may publish; undefined otherwise. */
export async function postByNumber(db: Db, councilId: string, number: number, actor: Actor): Promise<Post | undefined> {
  const post = await posts(db, councilId).where('p.number', '=', number).executeTakeFirst()
  return post && (post.published_at !== null || publishesFor(actor, post)) ? post : undefined
}

/** Activities that have not ended, the next first. */
export function comingActivities(db: Db, councilId: string, now: Date, filter: PostFilter): Promise<Post[]> {
  return filtered(posts(db, councilId), filter)
    .where('p.stage', '=', 'published')
    .where(sql<boolean>`coalesce(p.ends_at, p.starts_at) >= ${now}`)
    .orderBy('p.starts_at')
    .orderBy('p.number')
    .limit(filter.limit)
    .execute()
}

/** Everything else that was ever published, withdrawn posts too: the newest first, an activity by its day. */
export async function otherPosts(
  db: Db,
  councilId: string,
  now: Date,
  filter: PostFilter,
): Promise<{ readonly rows: Post[]; readonly total: number }> {
  const found = filtered(posts(db, councilId), filter)
    .where('p.published_at', 'is not', null)
    .where(sql<boolean>`(p.stage = 'withdrawn' or p.starts_at is null or coalesce(p.ends_at, p.starts_at) < ${now})`)
  const { count } = await found
    .clearSelect()
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  const rows = await found
    .orderBy(sql`coalesce(p.starts_at, p.published_at) desc`)
    .orderBy('p.number', 'desc')
    .limit(filter.limit)
    .offset(filter.offset ?? 0)
    .execute()
  return { rows, total: count }
}

/** Activities between two instants, in the order of time; withdrawn ones too, marked. */
export function activitiesBetween(
  db: Db,
  councilId: string,
  from: Date,
  to: Date,
  filter: PostFilter,
): Promise<Post[]> {
  return filtered(posts(db, councilId), filter)
    .where('p.published_at', 'is not', null)
    .where('p.starts_at', '>=', from)
    .where('p.starts_at', '<', to)
    .orderBy('p.starts_at')
    .orderBy('p.number')
    .limit(filter.limit)
    .execute()
}

/** Months in which there is an activity, `2026-11`, the earliest first. */
export async function monthsWithActivities(db: Db, councilId: string, timeZone: string): Promise<string[]> {
  const { rows } = await sql<{ month: string }>`
    select distinct to_char(starts_at at time zone ${timeZone}, 'YYYY-MM') as month from publicity.post
     where council_id = ${councilId} and published_at is not null and starts_at is not null
     order by 1 desc limit 600`.execute(db)
  return rows.map(({ month }) => month).toReversed()
}

/** What was published or changed last, for feeds. */
export function lastPublished(db: Db, councilId: string, filter: PostFilter): Promise<Post[]> {
  return filtered(posts(db, councilId), filter)
    .where('p.published_at', 'is not', null)
    .orderBy('p.changed_at', 'desc')
    .orderBy('p.number', 'desc')
    .limit(filter.limit)
    .execute()
}

/** Drafts this actor may publish, the newest first. */
export async function draftsFor(db: Db, councilId: string, actor: Actor): Promise<Post[]> {
  const drafts = await posts(db, councilId)
    .where('p.stage', '=', 'draft')
    .orderBy('p.number', 'desc')
    .limit(200)
    .execute()
  return drafts.filter((post) => publishesFor(actor, post))
}

/** Activities that are over and of which nobody has told how they went, for those who may. */
export async function unreported(db: Db, councilId: string, actor: Actor, now: Date): Promise<Post[]> {
  const over = await posts(db, councilId)
    .where('p.stage', '=', 'published')
    .where('p.reported_at', 'is', null)
    .where(sql<boolean>`coalesce(p.ends_at, p.starts_at) < ${now}`)
    .orderBy('p.starts_at', 'desc')
    .limit(100)
    .execute()
  return over.filter((post) => publishesFor(actor, post))
}

export interface Punctuality {
  readonly plans: number
  readonly inTime: number
}

/** How many plans were made known as early as the council asks, withdrawn ones too. */
export async function punctualityOf(db: Db, councilId: string): Promise<Punctuality> {
  const { rows } = await sql<Punctuality>`
    select count(*) as plans, count(*) filter (where days_ahead >= days_required) as "inTime" from publicity.post
     where council_id = ${councilId} and published_at is not null and days_ahead is not null`.execute(db)
  return rows[0] ?? { plans: 0, inTime: 0 }
}

export function correctionsOf(db: Db, councilId: string, postId: string) {
  return db
    .selectFrom('publicity.correction')
    .select(['ordinal', 'at', 'reason', 'before'])
    .where('council_id', '=', councilId)
    .where('post_id', '=', postId)
    .orderBy('ordinal', 'desc')
    .limit(100)
    .execute()
}

export interface Picture {
  readonly file_id: string
  readonly description: string
  readonly removed_at: Date | null
  readonly removed_because: string | null
}

export function picturesOf(db: Db, councilId: string, postId: string): Promise<Picture[]> {
  return db
    .selectFrom('publicity.picture')
    .select(['file_id', 'description', 'removed_at', 'removed_because'])
    .where('council_id', '=', councilId)
    .where('post_id', '=', postId)
    .orderBy('added_at')
    .orderBy('file_id')
    .limit(100)
    .execute()
}

/** Every activity that was ever published, in batches, as public rows. */
export async function* activityRows(db: Db, councilId: string): AsyncGenerator<Record<string, unknown>> {
  const batch = 500
  for (let after = 0; ; ) {
    const rows = await filtered(posts(db, councilId), { kinds: activityKinds })
      .where('p.published_at', 'is not', null)
      .where('p.number', '>', after)
      .orderBy('p.number')
      .limit(batch)
      .execute()
    for (const post of rows) {
      yield {
        number: post.number,
        kind: post.kind,
        title: post.title,
        place: post.place_zh,
        venue: post.venue,
        starts_at: post.starts_at,
        ends_at: post.ends_at,
        languages: post.languages.join(' '),
        law: post.law,
        published_at: post.published_at,
        days_ahead: post.days_ahead,
        days_required: post.days_required,
        attended: post.attended,
        copies: post.copies,
        stage: post.stage,
        withdrawn_because: post.withdrawn_because,
      }
    }
    after = rows.at(-1)?.number ?? after
    if (rows.length < batch) return
  }
}

/** What a post says in the reader's language, each word in Chinese where there is no other. */
export function wordsIn(post: Pick<Post, 'title' | 'body' | 'venue' | 'audience' | 'others'>, locale: Locale) {
  const other: OtherWords = locale === 'zh-CN' ? {} : (post.others[locale] ?? {})
  return {
    title: other.title ?? post.title,
    body: other.body ?? post.body,
    venue: other.venue ?? post.venue,
    audience: other.audience ?? post.audience,
    /** Language of the body, where it is not the page's. */
    lang: locale === 'zh-CN' || other.body !== undefined || post.body === '' ? locale : ('zh-CN' as const),
  }
}

/** The name of a post's place in the reader's language; null for the council's own. */
export function placeIn(post: Pick<Post, 'place_zh' | 'place_en'>, locale: Locale): string | null {
  return locale === 'en' ? (post.place_en ?? post.place_zh) : post.place_zh
}
