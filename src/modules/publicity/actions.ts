import './tables.ts'
import { isDeepStrictEqual } from 'node:util'
import type { Selectable } from 'kysely'
import { z } from 'zod'
import { type Action, type AnyAction, action, type Call } from '#kernel/action'
import { nextNumber, type Tables, type Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { leadsTo, whileIn } from '#kernel/stages'
import { councilById, settingsAt } from '#parts/councils'
import { type CheckedUpload, storeUpload } from '#parts/files'
import { placeById } from '#parts/network'
import { daysAhead, hasBegun, isActivity, type PostStage, postStages, publishesFor } from './rules.ts'
import { ChangePost, CorrectPost, DraftPost, OfPost, RemovePicture, ReportPost, WithdrawPost } from './schema.ts'
import type { OtherWords } from './tables.ts'

export type PostRow = Selectable<Tables['publicity.post']>

const mostPictures = 12

/** The post, locked until the transaction ends. */
async function lockPost({ tx, councilId, input }: Call<{ readonly postId: string }>): Promise<PostRow | null> {
  const row = await tx
    .selectFrom('publicity.post')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('id', '=', input.postId)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}

type Content = Omit<ChangePost, 'postId'>

/** The columns of what a post says. */
function columnsOf(input: Content) {
  const other: OtherWords = {
    ...(input.titleEn && { title: input.titleEn }),
    ...(input.bodyEn && { body: input.bodyEn }),
    ...(input.venueEn && { venue: input.venueEn }),
    ...(input.audienceEn && { audience: input.audienceEn }),
  }
  const [type = null, id = null] = input.matter ? input.matter.split(':') : []
  return {
    title: input.title,
    body: input.body,
    others: (Object.keys(other).length > 0 ? { en: other } : {}) as Readonly<Record<string, OtherWords>>,
    starts_at: input.startsAt,
    ends_at: input.endsAt,
    venue: input.venue,
    audience: input.audience,
    languages: input.languages,
    matter_type: type,
    matter_id: id,
    law: input.law,
  }
}

type Columns = ReturnType<typeof columnsOf>

/** A post keeps its kind: what has a time keeps one. */
function refuseWrongTimes({ kind }: PostRow, { startsAt, endsAt }: Content): void {
  if (isActivity(kind) !== (startsAt !== null)) {
    throw new Refused(invalid({ path: 'startsAt', code: startsAt === null ? 'time-needed' : 'time-not-wanted' }))
  }
  if (endsAt !== null && startsAt !== null && endsAt <= startsAt) {
    throw new Refused(invalid({ path: 'endsAt', code: 'end-before-start' }))
  }
}

export const draftPost = action({
  name: 'publicity.draft',
  input: DraftPost,
  async subject({ tx, councilId, input }: Call<DraftPost>) {
    if (input.placeId === null) return { place_id: null }
    const place = await placeById(tx, councilId, input.placeId)
    return place && place.until === null ? { place_id: place.place_id } : null
  },
  allow: publishesFor,
  async run({ tx, councilId, actor, input, subject, now, emit }) {
    const id = newId()
    const number = await nextNumber(tx, councilId, 'publicity.post')
    const columns = columnsOf(input)
    await tx
      .insertInto('publicity.post')
      .values({
        council_id: councilId,
        id,
        number,
        kind: input.kind,
        place_id: subject.place_id,
        ...columns,
        others: JSON.stringify(columns.others),
        stage: 'draft',
        made_at: now,
        made_by: actor.personId,
        changed_at: now,
      })
      .execute()
    emit('publicity.drafted', { number, kind: input.kind }, { subjectId: id })
    return { postId: id, number }
  },
})

export const changePost = action({
  name: 'publicity.change',
  input: ChangePost,
  subject: lockPost,
  allow: publishesFor,
  from: whileIn<PostStage>('draft'),
  async run({ tx, input, subject, now, emit }) {
    refuseWrongTimes(subject, input)
    await write(tx, subject, { ...columnsOf(input), changed_at: now })
    emit('publicity.changed', { number: subject.number }, { subjectId: subject.id })
    return { number: subject.number }
  },
})

/** Makes a post known, and keeps how many days before the activity that was. */
export const publishPost = action({
  name: 'publicity.publish',
  input: OfPost,
  subject: lockPost,
  allow: publishesFor,
  from: leadsTo(postStages, 'published'),
  async run({ tx, subject, now, emit }) {
    const told = await toldNow(tx, subject, subject.starts_at, now)
    await write(tx, subject, { stage: 'published', published_at: now, changed_at: now, ...told })
    const { days_ahead, days_required } = told
    emit('publicity.published', { number: subject.number, days_ahead, days_required }, { subjectId: subject.id })
    return { number: subject.number }
  },
})

/**
 * Changes what a published post says; what it said before stands beside it with the reason. An activity moved to
 * another time counts as made known when it was moved.
 */
export const correctPost = action({
  name: 'publicity.correct',
  input: CorrectPost,
  subject: lockPost,
  allow: publishesFor,
  from: whileIn<PostStage>('published'),
  async run({ tx, actor, input, subject, now, emit }) {
    refuseWrongTimes(subject, input)
    const columns = columnsOf(input)
    const before = replaced(subject, columns)
    if (Object.keys(before).length === 0) throw new Refused(conflict('nothing-changed'))
    await keepCorrection(tx, subject, { at: now, by: actor.personId, reason: input.reason, before })
    const moved = 'starts_at' in before
    const told = moved ? await toldNow(tx, subject, columns.starts_at, now) : {}
    await write(tx, subject, { ...columns, ...told, changed_at: now })
    const fields = Object.keys(before)
    emit('publicity.corrected', { number: subject.number, fields, reason: input.reason }, { subjectId: subject.id })
    return { number: subject.number }
  },
})

/** A published post stays on its page, marked as withdrawn, with the reason. */
export const withdrawPost = action({
  name: 'publicity.withdraw',
  input: WithdrawPost,
  subject: lockPost,
  allow: publishesFor,
  from: leadsTo(postStages, 'withdrawn'),
  async run({ tx, input, subject, now, emit }) {
    const withdrawn = { stage: 'withdrawn', withdrawn_at: now, withdrawn_because: input.reason } as const
    await write(tx, subject, { ...withdrawn, changed_at: now })
    emit('publicity.withdrawn', { number: subject.number, reason: input.reason }, { subjectId: subject.id })
    return { number: subject.number }
  },
})

/** Tells how an activity went: how many came, how many copies were handed out. */
export const reportPost = action({
  name: 'publicity.report',
  input: ReportPost,
  subject: lockPost,
  allow: publishesFor,
  from: (subject: PostRow, now: Date) => whileIn<PostStage>('published')(subject) ?? hasBegun(subject, now),
  async run({ tx, actor, input, subject, now, emit }) {
    const report = { attended: input.attended, copies: input.copies, outcome: input.outcome }
    if (report.attended === null && report.copies === null && report.outcome === '') {
      throw new Refused(invalid({ path: 'attended', code: 'nothing-told' }))
    }
    if (subject.reported_at !== null) {
      if (input.reason === '') throw new Refused(invalid({ path: 'reason', code: 'empty' }))
      const before = replaced(subject, report)
      if (Object.keys(before).length === 0) throw new Refused(conflict('nothing-changed'))
      await keepCorrection(tx, subject, { at: now, by: actor.personId, reason: input.reason, before })
    }
    await write(tx, subject, { ...report, reported_at: subject.reported_at ?? now, changed_at: now })
    const { attended, copies } = report
    emit('publicity.reported', { number: subject.number, attended, copies }, { subjectId: subject.id })
    return { number: subject.number }
  },
})

const AddPicture = z.strictObject({
  postId: z.uuid(),
  description: z.string().trim().min(1).max(300),
  /** Cleaned and judged by `checkUpload` before. */
  upload: z.custom<CheckedUpload>((value) => typeof value === 'object' && value !== null && 'receivedSha256' in value),
})

export const addPicture = action({
  name: 'publicity.add-picture',
  input: AddPicture,
  edgeOnly: true,
  subject: lockPost,
  allow: publishesFor,
  from: whileIn<PostStage>('draft', 'published'),
  async run({ tx, councilId, actor, input, subject, now, emit }) {
    const pictures = await tx
      .selectFrom('publicity.picture')
      .select('file_id')
      .where('council_id', '=', councilId)
      .where('post_id', '=', subject.id)
      .where('removed_at', 'is', null)
      .execute()
    if (pictures.length >= mostPictures) throw new Refused(conflict('too-many-pictures'))
    const stored = await storeUpload(tx, { councilId, by: actor.personId, now, upload: input.upload })
    if (!stored.ok) throw new Refused(conflict(stored.reason))
    const fileId = stored.file.id
    await tx
      .insertInto('publicity.picture')
      .values({
        council_id: councilId,
        post_id: subject.id,
        file_id: fileId,
        description: input.description,
        added_at: now,
        added_by: actor.personId,
      })
      .execute()
    await write(tx, subject, { changed_at: now })
    emit('publicity.picture-added', { number: subject.number, fileId }, { subjectId: subject.id })
    return { fileId }
  },
})

/** Takes a picture off the page; that it was there, and why it went, stays. */
export const removePicture = action({
  name: 'publicity.remove-picture',
  input: RemovePicture,
  subject: lockPost,
  allow: publishesFor,
  from: whileIn<PostStage>('draft', 'published'),
  async run({ tx, councilId, input, subject, now, emit }) {
    const { numUpdatedRows } = await tx
      .updateTable('publicity.picture')
      .set({ removed_at: now, removed_because: input.reason })
      .where('council_id', '=', councilId)
      .where('post_id', '=', subject.id)
      .where('file_id', '=', input.fileId)
      .where('removed_at', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new Refused(conflict('picture-gone'))
    await write(tx, subject, { changed_at: now })
    emit('publicity.picture-removed', { fileId: input.fileId, reason: input.reason }, { subjectId: subject.id })
    return { number: subject.number }
  },
})

type Changes = Partial<Omit<PostRow, 'council_id' | 'id' | 'number'>>

async function write(tx: Tx, { council_id, id }: PostRow, { others, ...changes }: Changes): Promise<void> {
  await tx
    .updateTable('publicity.post')
    .set({ ...changes, ...(others && { others: JSON.stringify(others) }) })
    .where('council_id', '=', council_id)
    .where('id', '=', id)
    .execute()
}

/** How early the time of an activity is made known now; nothing for an article. */
async function toldNow(tx: Tx, { council_id }: PostRow, startsAt: Date | null, now: Date) {
  if (startsAt === null) return { told_at: now, days_ahead: null, days_required: null }
  const council = await councilById(tx, council_id)
  const { planAdvanceDays } = await settingsAt(tx, council_id, now)
  const days = daysAhead(now, startsAt, council?.time_zone ?? 'Asia/Shanghai')
  return { told_at: now, days_ahead: startsAt <= now ? Math.min(days, -1) : days, days_required: planAdvanceDays }
}

/** The values of a post that differ from the new ones, as they were. */
function replaced(post: PostRow, columns: Partial<Columns> & Changes): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(columns).flatMap(([key, value]) => {
      const old = post[key as keyof PostRow]
      return isDeepStrictEqual(old, value) ? [] : [[key, old]]
    }),
  )
}

interface Correction {
  readonly at: Date
  readonly by: string | null
  readonly reason: string
  readonly before: Readonly<Record<string, unknown>>
}

async function keepCorrection(tx: Tx, post: PostRow, { at, by, reason, before }: Correction): Promise<void> {
  const last = await tx
    .selectFrom('publicity.correction')
    .select(({ fn }) => fn.max('ordinal').as('ordinal'))
    .where('council_id', '=', post.council_id)
    .where('post_id', '=', post.id)
    .executeTakeFirst()
  await tx
    .insertInto('publicity.correction')
    .values({
      council_id: post.council_id,
      post_id: post.id,
      ordinal: (last?.ordinal ?? 0) + 1,
      at,
      by,
      reason,
      before: JSON.stringify(before),
    })
    .execute()
}

export const publicityActions: readonly (AnyAction | Action)[] = [
  draftPost,
  changePost,
  publishPost,
  correctPost,
  withdrawPost,
  reportPost,
  addPicture,
  removePicture,
]
