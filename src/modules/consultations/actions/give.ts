import { type Actor, action, type Call, type Run } from '#kernel/action'
import { sql, type Tx } from '#kernel/db'
import { ledgerKeys } from '#kernel/ledger'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { giveOpinions, holdFrom, judge, keysOf, type NewOpinion, takeAllowances } from '#parts/opinions'
import { type ConsultationRow, lockConsultation } from '../queries/consultation.ts'
import { findQuote, readVersion } from '../queries/version.ts'
import { mayStillComment } from '../rules.ts'
import { Comment } from '../schema.ts'

export interface Commented {
  readonly opinionId: string
  /** Twelve characters without dashes. */
  readonly receipt: string
}

type Giving = Run<Comment, ConsultationRow>

/** Hours until an opinion that waits for a person is shown although nobody has looked. */
const holdHours = 24

/**
 * A resident says something about a draft: stored at once, with a receipt; who she is can be proved afterwards.
 * On the last day thousands do it in the same hour, so those of one moment are stored together.
 */
export const comment = action({
  name: 'consultations.comment',
  input: Comment,
  subject: ({ tx, councilId, input }: Call<Comment>) => lockConsultation(tx, councilId, input.consultationId, 'share'),
  allow: () => true,
  from: mayStillComment,
  async run(context): Promise<Commented> {
    const [given] = await giveAll([context])
    if (!given || given instanceof Refused) throw given ?? new Error('no answer')
    return given
  },
  together: { subjects: lockEach, run: giveAll },
})

async function lockEach(calls: readonly Call<Comment>[]): Promise<(ConsultationRow | null)[]> {
  const locked = new Map<string, ConsultationRow | null>()
  for (const { tx, councilId, input } of calls) {
    const id = input.consultationId
    if (!locked.has(id)) locked.set(id, await lockConsultation(tx, councilId, id, 'share'))
  }
  return calls.map(({ input }) => locked.get(input.consultationId) ?? null)
}

async function giveAll(contexts: readonly Giving[]): Promise<(Commented | Refused)[]> {
  const { tx, councilId, now, app } = contexts[0]!
  const room = await takeAllowances(
    tx,
    councilId,
    contexts.map(({ actor, subject }) => keysOf(actor, subject.id)),
    now,
  )
  const made: (NewOpinion | Refused)[] = []
  for (const [index, context] of contexts.entries()) {
    made.push(room[index] ? await opinionOf(context) : new Refused(conflict('too-many')))
  }
  const opinions = made.filter((each): each is NewOpinion => !(each instanceof Refused))
  const given = await giveOpinions(tx, opinions, { councilId, now, keys: ledgerKeys(app) })
  const answers: (Commented | Refused)[] = []
  let next = 0
  for (const [index, each] of made.entries()) {
    if (each instanceof Refused) answers.push(each)
    else answers.push(await tell(contexts[index]!, each, given[next++]!))
  }
  return answers
}

async function tell(
  { subject, now, emit, due }: Giving,
  { held }: NewOpinion,
  { opinionId, receipt, repeated }: { opinionId: string; receipt: string; repeated: boolean },
): Promise<Commented> {
  const data = { consultationId: subject.id, opinionId }
  if (repeated) emit('consultations.comment-repeated', data, { subjectId: opinionId })
  else emit('consultations.commented', { ...data, held: held?.code ?? null }, { subjectId: opinionId })
  if (held && !repeated) {
    await due('consultations.release-unseen', opinionId, new Date(now.getTime() + holdHours * 3_600_000), { opinionId })
  }
  return { opinionId, receipt }
}

async function opinionOf(context: Giving): Promise<NewOpinion | Refused> {
  const { input, subject, actor, now } = context
  const anchor = await anchorOf(context)
  if (anchor instanceof Refused) return anchor
  const door = await doorOf(context)
  if (door instanceof Refused) return door
  const attachments = await attachmentsOf(context)
  if (attachments instanceof Refused) return attachments
  const judged = judge(input.body, input.suggested ?? '', input.displayName ?? '')
  return {
    subject: { type: 'consultation', id: subject.id },
    clientKey: input.clientKey,
    contributor: contributorOf(input, actor, now),
    versionId: subject.version_id,
    anchor,
    body: input.body,
    suggested: input.suggested,
    contentLocale: input.contentLocale,
    channel: 'online',
    doorId: door?.id ?? null,
    placeId: door?.place_id ?? null,
    campaign: door?.campaign ?? null,
    public: input.public,
    stance: input.stance,
    held: judged.score >= holdFrom ? { code: judged.signs[0] ?? 'noise', reason: judged.signs.join(' ') } : null,
    attachments,
    provedAt: actor.accountId === null ? null : now,
  }
}

function contributorOf(input: Comment, actor: Actor, now: Date) {
  return {
    accountId: actor.accountId,
    deviceId: actor.deviceId,
    name: input.name,
    displayName: input.displayName,
    nameVisibleTo: input.nameVisibleTo,
    answerBy: input.answerBy,
    contactKind: input.contact === null ? null : input.contactKind,
    contact: input.contactKind === null ? null : input.contact,
    consent: consentWords,
    consentAt: now,
    locale: input.contentLocale,
  }
}

/** Names the words agreed to, as they stood on the page: `write-page.text.ts`. */
const consentWords = 'write-page 2026-11'

/** The place in the text, made sure of: the provision stands in this version, and the words stand in the provision. */
async function anchorOf({ tx, councilId, input, subject }: Giving) {
  const { anchor } = input
  if (!anchor) return null
  const version = subject.version_id ? await readVersion(tx, councilId, subject.version_id) : null
  const place = version?.provisions.get(anchor.provisionId)
  if (!place) return new Refused(invalid({ path: 'anchor.provisionId', code: 'not-in-text' }))
  if (anchor.quote === null) return { provisionId: anchor.provisionId }
  const found = findQuote(place.provision, anchor.quote, anchor.start ?? 0)
  if (!found) return new Refused(invalid({ path: 'anchor.quote', code: 'not-in-article' }))
  return { provisionId: anchor.provisionId, ...found }
}

async function doorOf({ tx, councilId, input, subject }: Giving) {
  if (input.doorId === null) return null
  const door = await tx
    .selectFrom('consultations.door')
    .select(['id', 'place_id', 'campaign'])
    .where('council_id', '=', councilId)
    .where('id', '=', input.doorId)
    .where('consultation_id', '=', subject.id)
    .executeTakeFirst()
  return door ?? new Refused(invalid({ path: 'doorId', code: 'door-unknown' }))
}

/** Files stored a moment ago and not yet part of another opinion. */
async function attachmentsOf({ tx, councilId, input, now }: Giving) {
  if (input.files.length === 0) return []
  const found = await freeFiles(
    tx,
    councilId,
    input.files.map(({ fileId }) => fileId),
    new Date(now.getTime() - 24 * 3_600_000),
  )
  if (found.length < input.files.length) return new Refused(invalid({ path: 'files', code: 'file-gone' }))
  const kinds = new Map(input.files.map(({ fileId, kind }) => [fileId, kind]))
  return found.map(({ id, sha256 }) => ({ fileId: id, sha256, kind: kinds.get(id) ?? ('photo' as const) }))
}

async function freeFiles(tx: Tx, councilId: string, ids: readonly string[], since: Date) {
  const { rows } = await sql<{ id: string; sha256: string }>`
    select id, sha256 from files.file file
    where council_id = ${councilId} and id = any(${[...ids]}) and made_at > ${since}
      and not exists (
        select from opinions.attachment where attachment.council_id = ${councilId} and attachment.file_id = file.id
      )
    for key share of file`.execute(tx)
  return rows
}
