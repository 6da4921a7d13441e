import { z } from 'zod'
import { type AnyAction, action, type Call, type Run } from '#kernel/action'
import { nextNumber, sql, type Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { ledgerKeys } from '#kernel/ledger'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { answerQuestion, giveVerdict, judgePromise, openCase } from '#parts/cases'
import { type CheckedUpload, storeUpload } from '#parts/files'
import { placeById, servicesOf } from '#parts/network'
import { giveOpinion, holdFrom, judge as judgeWords, keysOf, ledgerSubjectOf, takeAllowances } from '#parts/opinions'
import { members } from '#parts/people'
import { type Held, matterByReceipt } from '../queries/matter.ts'
import { caseKind, holdsReceipt, subjectType, titleOf } from '../rules.ts'
import { AnswerBack, Judge, JudgePromise, Raise } from '../schema.ts'

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
    const { tx, councilId, input, actor, now, app, emit } = context
    const [room] = await takeAllowances(tx, councilId, [keysOf(actor, caseKind)], now)
    if (!room) throw new Refused(conflict('too-many'))
    await mustBeDeputy(tx, councilId, input.deputyId, now)
    const scopeId = await officeFor(tx, councilId, input, now)
    const matterId = newId()
    const judged = judgeWords(input.body)
    const given = await giveOpinion(
      tx,
      {
        subject: { type: subjectType, id: matterId },
        clientKey: input.clientKey,
        contributor: contributorOf(context),
        body: input.body,
        contentLocale: input.contentLocale,
        channel: 'online',
        placeId: input.placeId,
        public: input.public,
        // Handled all the same, and never shown to everybody.
        held: judged.score >= holdFrom ? { code: judged.signs[0] ?? 'noise', reason: judged.signs.join(' ') } : null,
        attachments: await photosOf(context),
        provedAt: actor.accountId === null ? null : now,
      },
      { councilId, now, keys: ledgerKeys(app) },
    )
    if (given.repeated) {
      emit('contact.raise-repeated', {}, { subjectId: given.opinionId })
      return { receipt: given.receipt, number: await numberOf(tx, councilId, given.opinionId) }
    }
    const caseId = await openCase(context, {
      kind: caseKind,
      about: { type: subjectType, id: matterId },
      title: titleOf(input.body),
      keeperId: input.deputyId,
      scopeId,
      askerAccountId: actor.accountId,
      ledgerSubject: await ledgerSubject(tx, councilId, given.opinionId),
    })
    const number = await nextNumber(tx, councilId, 'contact.matter')
    await tx
      .insertInto('contact.matter')
      .values({
        council_id: councilId,
        id: matterId,
        number,
        opinion_id: given.opinionId,
        case_id: caseId,
        account_id: actor.accountId,
        place_id: input.placeId,
        spot: input.spot,
        raised_at: now,
      })
      .execute()
    emit('contact.raised', { caseId, number, kind: caseKind }, { subjectId: matterId })
    return { receipt: given.receipt, number }
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

async function mustBeDeputy(tx: Tx, councilId: string, deputyId: string | null, now: Date): Promise<void> {
  if (deputyId === null) return
  const found = await members(tx, { councilId, now, roles: ['deputy'], personId: deputyId })
  if (found.length === 0) throw new Refused(invalid({ path: 'deputyId', code: 'unknown' }))
}

/** The place whose liaison looks after it: the station she chose or the deputy's, or the one under the same roof. */
async function officeFor(
  tx: Tx,
  councilId: string,
  { placeId, deputyId }: Pick<Raise, 'placeId' | 'deputyId'>,
  now: Date,
): Promise<string | null> {
  if (placeId !== null && !(await placeById(tx, councilId, placeId))) {
    throw new Refused(invalid({ path: 'placeId', code: 'unknown' }))
  }
  const served = deputyId === null ? [] : await servicesOf(tx, councilId, deputyId)
  const chosen = placeId ?? served[0]?.place_id ?? null
  const place = chosen === null ? undefined : await placeById(tx, councilId, chosen)
  if (!place) return null
  for (const id of [place.place_id, place.shared_with_id]) {
    if (id && (await members(tx, { councilId, now, roles: ['liaison'], scopeId: id })).length > 0) return id
  }
  return place.place_id
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

async function ledgerSubject(tx: Tx, councilId: string, opinionId: string): Promise<string> {
  const { leaf_id } = await tx
    .selectFrom('opinions.opinion')
    .select('leaf_id')
    .where('council_id', '=', councilId)
    .where('id', '=', opinionId)
    .executeTakeFirstOrThrow()
  const subject = await ledgerSubjectOf(tx, councilId, leaf_id)
  if (!subject) throw new Error('an opinion just given has no leaf')
  return subject
}

async function numberOf(tx: Tx, councilId: string, opinionId: string): Promise<number> {
  const { number } = await tx
    .selectFrom('contact.matter')
    .select('number')
    .where('council_id', '=', councilId)
    .where('opinion_id', '=', opinionId)
    .executeTakeFirstOrThrow()
  return number
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
