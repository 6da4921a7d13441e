import { z } from 'zod'
import { type AnyAction, action, type Call, type Run } from '#kernel/action'
import { sql } from '#kernel/db'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { answerQuestion, giveVerdict, judgePromise } from '#parts/cases'
import { type CheckedUpload, storeUpload } from '#parts/files'
import { keysOf, takeAllowances } from '#parts/opinions'
import { type Held, matterByReceipt } from '../queries/matter.ts'
import { caseKind, holdsReceipt } from '../rules.ts'
import { AnswerBack, Judge, JudgePromise, Raise } from '../schema.ts'
import { openMatter } from './open-matter.ts'

const council = async ({ councilId }: Call<unknown>) => ({ id: councilId })

/** Photos a guest may send in an hour. */
const fileAllowance = { most: 20, minutes: 60 }

const Attach = z.strictObject({
  /** Cleaned and judged by `checkUpload` before. */
  upload: z.custom<CheckedUpload>((value) => typeof value === 'object' && value !== null && 'receivedSha256' in value),
})

/** Keeps a photo until the matter it belongs to is sent. */
export const attachPhoto = action({
  name: 'contact.attach',
  input: Attach,
  edgeOnly: true,
  subject: council,
  allow: () => true,
  async run({ tx, councilId, actor, input, now, emit }) {
    const who = actor.accountId ?? actor.deviceId ?? actor.network ?? 'unknown'
    const [room] = await takeAllowances(tx, councilId, [[{ key: `files ${who}`, allowance: fileAllowance }]], now)
    if (!room) throw new Refused(conflict('too-many'))
    const stored = await storeUpload(tx, { councilId, by: actor.personId, now, upload: input.upload })
    if (!stored.ok) throw new Refused(conflict(stored.reason))
    emit('contact.file-kept', { fileId: stored.file.id }, { subjectId: stored.file.id })
    return { fileId: stored.file.id }
  },
})

/** Names the words agreed to, as they stood on the page: `write-page.text.ts`. */
const consentWords = 'contact-write 2026-11'

/** Somebody brings something to a deputy, a station or the council: stored at once, with a receipt, and in somebody's hands. */
export const raise = action({
  name: 'contact.raise',
  input: Raise,
  subject: council,
  allow: () => true,
  async run(context) {
    const { tx, councilId, input, actor, now } = context
    const [room] = await takeAllowances(tx, councilId, [keysOf(actor, caseKind)], now)
    if (!room) throw new Refused(conflict('too-many'))
    return openMatter(context, {
      clientKey: input.clientKey,
      body: input.body,
      contentLocale: input.contentLocale,
      spot: input.spot,
      deputyId: input.deputyId,
      placeId: input.placeId,
      public: input.public,
      channel: 'online',
      contributor: contributorOf(context),
      attachments: () => photosOf(context),
      provedAt: actor.accountId === null ? null : now,
    })
  },
})

function contributorOf({ input, actor, now }: Run<Raise, unknown>) {
  const byMessage = input.answerBy === 'phone' || input.answerBy === 'email'
  return {
    accountId: actor.accountId,
    deviceId: actor.deviceId,
    name: input.name,
    nameVisibleTo: 'office' as const,
    answerBy: input.answerBy,
    contactKind: byMessage ? input.contactKind : null,
    contact: byMessage ? input.contact : null,
    consent: consentWords,
    consentAt: now,
    locale: input.contentLocale,
  }
}

/** Photos stored a moment ago and not yet part of anything. */
async function photosOf({ tx, councilId, input, now }: Run<Raise, unknown>) {
  if (input.files.length === 0) return []
  const since = new Date(now.getTime() - 24 * 3_600_000)
  const { rows } = await sql<{ id: string; sha256: string }>`
    select id, sha256 from files.file file
    where council_id = ${councilId} and id = any(${[...input.files]}) and made_at > ${since} and kind = 'photo'
      and not exists (
        select from opinions.attachment where attachment.council_id = ${councilId} and attachment.file_id = file.id
      )`.execute(tx)
  if (rows.length < input.files.length) throw new Refused(invalid({ path: 'files', code: 'file-gone' }))
  return rows.map(({ id, sha256 }) => ({ fileId: id, sha256, kind: 'photo' as const }))
}

const lockHeld = ({ tx, councilId, input }: Call<{ readonly receipt: string }>): Promise<Held | null> =>
  matterByReceipt(tx, councilId, input.receipt, { lock: true })

/** She answers what the deputy or the department asked back. */
export const answerBack = action({
  name: 'contact.answer-back',
  input: AnswerBack,
  subject: lockHeld,
  allow: holdsReceipt,
  from: ({ matter }) => (matter.work.question ? null : 'not-asked'),
  async run(context) {
    await answerQuestion(context, context.subject.matter.work, context.input.words)
    return null
  },
})

/** She says whether it is solved. */
export const judge = action({
  name: 'contact.judge',
  input: Judge,
  subject: lockHeld,
  allow: holdsReceipt,
  from: ({ matter }) => (matter.work.stage === 'answered' ? null : `stage:${matter.work.stage}`),
  async run(context) {
    await giveVerdict(context, context.subject.matter.work, context.input)
    return null
  },
})

/** She says whether a promise was kept. */
export const judgeKept = action({
  name: 'contact.judge-promise',
  input: JudgePromise,
  subject: lockHeld,
  allow: holdsReceipt,
  async run(context) {
    await judgePromise(context, context.subject.matter.work, context.input)
    return null
  },
})

export const residentActions: readonly AnyAction[] = [attachPhoto, raise, answerBack, judge, judgeKept]
