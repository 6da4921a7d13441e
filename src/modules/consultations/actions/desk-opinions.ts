import { type AnyAction, action, type Run } from '#kernel/action'
import { sql } from '#kernel/db'
import { ledgerKeys } from '#kernel/ledger'
import { conflict, forbidden, invalid, missing, Refused } from '#kernel/outcome'
import { answerAlone, answerAppeal, giveOpinion, lockOpinion, moderate, type OpinionRow } from '#parts/opinions'
import { readContact } from '#parts/people'
import type { ConsultationRow } from '../queries/consultation.ts'
import { findQuote, readVersion } from '../queries/version.ts'
import { mayStillComment, worksAt, worksAtDesk } from '../rules.ts'
import { AnswerAlone, AnswerAppeal, EnterOpinion, ModerateOpinions, SortOpinions } from '../schema-desk.ts'
import { handOf, lockDesk, matterOf, mayJudge, oncePublished, sureOfHolder, whileSorting } from './desk-lock.ts'

/** Who may hold a piece of the desk's work. */
const deskRoles = ['clerk', 'point-staff', 'liaison'] as const

/** Assigns opinions, gives them a theme, puts a tag on them or takes it away: many at once. */
export const sortOpinions = action({
  name: 'consultations.sort-opinions',
  input: SortOpinions,
  subject: lockDesk,
  allow: worksAtDesk,
  from: oncePublished,
  async run({ tx, councilId, input, subject, now, emit }) {
    if (input.opinionIds.length === 0) throw new Refused(invalid({ path: 'opinionIds', code: 'empty' }))
    if (input.assignTo) await sureOfHolder(tx, { councilId, personId: input.assignTo, roles: deskRoles, now })
    const changes = [
      ...(input.assignTo === undefined ? [] : [sql`assigned_to = ${input.assignTo}::uuid`]),
      ...(input.theme === undefined ? [] : [sql`theme = ${input.theme}`]),
      ...(input.addTag ? [sql`tags = array_append(array_remove(tags, ${input.addTag}), ${input.addTag})`] : []),
      ...(input.dropTag ? [sql`tags = array_remove(tags, ${input.dropTag})`] : []),
    ]
    if (changes.length === 0) throw new Refused(invalid({ path: 'theme', code: 'nothing-chosen' }))
    const { rows } = await sql<{ id: string }>`
      update opinions.opinion set ${sql.join(changes)}
       where council_id = ${councilId} and subject_type = 'consultation' and subject_id = ${subject.id}
         and id = any(${input.opinionIds}::uuid[]) returning id`.execute(tx)
    if (rows.length < new Set(input.opinionIds).size) throw new Refused(missing())
    const { consultationId: _, opinionIds, ...written } = input
    emit('consultations.opinions-sorted', { opinionIds, ...written }, { subjectId: subject.id })
    return { changed: rows.length }
  },
})

/** Holds, releases, hides or restores opinions, each with the reason that stands in its place. Its author is told. */
export const moderateOpinions = action({
  name: 'consultations.moderate',
  input: ModerateOpinions,
  subject: lockDesk,
  allow: worksAtDesk,
  from: oncePublished,
  async run(context) {
    const { tx, input, subject, emit, app } = context
    if (input.opinionIds.length === 0) throw new Refused(invalid({ path: 'opinionIds', code: 'empty' }))
    const hand = { ...handOf(context), keys: ledgerKeys(app) }
    // In one order, so that two desks never wait for each other in a ring.
    for (const opinionId of [...new Set(input.opinionIds)].sort()) {
      await moderate(tx, await opinionToJudge(context, opinionId), input, hand)
      emit(
        `consultations.opinion-${input.verdict}`,
        { consultationId: subject.id, opinionId, reasonCode: input.reasonCode, reason: input.reason },
        { subjectId: opinionId },
      )
    }
    return { changed: input.opinionIds.length }
  },
})

/** Answers an appeal; never whoever spoke the verdict. */
export const judgeAppeal = action({
  name: 'consultations.answer-appeal',
  input: AnswerAppeal,
  subject: lockDesk,
  allow: worksAtDesk,
  async run(context) {
    const { tx, input, subject, emit, app } = context
    const opinion = await opinionToJudge(context, input.opinionId)
    await answerAppeal(tx, opinion, input, { ...handOf(context), keys: ledgerKeys(app) })
    emit(
      'consultations.appeal-answered',
      { consultationId: subject.id, opinionId: opinion.id, upheld: input.upheld, answer: input.answer },
      { subjectId: opinion.id },
    )
    return null
  },
})

async function opinionToJudge(
  { tx, councilId, subject, actor }: Pick<Run<unknown, ConsultationRow>, 'tx' | 'councilId' | 'subject' | 'actor'>,
  opinionId: string,
): Promise<OpinionRow> {
  const opinion = await lockOpinion(tx, councilId, matterOf(subject), opinionId)
  if (!opinion) throw new Refused(missing())
  if (actor.kind !== 'system' && !mayJudge(actor, opinion.place_id)) throw new Refused(forbidden())
  return opinion
}

/** Writes down what somebody told the desk. It gets a receipt like every other. */
export const enterOpinion = action({
  name: 'consultations.enter-opinion',
  input: EnterOpinion,
  subject: lockDesk,
  allow: (actor, _, { placeId }) => worksAtDesk(actor) && worksAt(actor, placeId),
  from: mayStillComment,
  async run(context) {
    const { tx, councilId, input, subject, now, app, emit } = context
    const contact = input.contact === null ? null : readContact(input.contact)
    if (input.contact !== null && !contact) throw new Refused(invalid({ path: 'contact', code: 'contact-shape' }))
    const given = await giveOpinion(
      tx,
      {
        subject: matterOf(subject),
        clientKey: input.clientKey,
        contributor: {
          name: input.name,
          displayName: input.nameVisibleTo === 'everyone' ? input.name : null,
          nameVisibleTo: input.nameVisibleTo,
          contactKind: contact?.kind ?? null,
          contact: contact?.value ?? null,
          address: input.letter ? input.address : null,
          answerBy: input.letter ? 'post' : (contact?.kind ?? 'receipt'),
          consent: 'told-at-desk 2026-11',
          consentAt: now,
        },
        versionId: subject.version_id,
        anchor: await anchorOf(context),
        body: input.body,
        suggested: input.suggested,
        channel: 'desk',
        placeId: input.placeId,
        public: input.public,
      },
      { councilId, now, keys: ledgerKeys(app) },
    )
    emit(
      'consultations.opinion-entered',
      { consultationId: subject.id, opinionId: given.opinionId, placeId: input.placeId, repeated: given.repeated },
      { subjectId: given.opinionId },
    )
    return { opinionId: given.opinionId, receipt: given.receipt }
  },
})

async function anchorOf({ tx, councilId, input, subject }: Run<EnterOpinion, ConsultationRow>) {
  if (!input.anchor) return null
  const version = subject.version_id ? await readVersion(tx, councilId, subject.version_id) : null
  const place = version?.provisions.get(input.anchor.provisionId)
  if (!place) throw new Refused(invalid({ path: 'anchor.provisionId', code: 'not-in-text' }))
  const { provisionId, quote } = input.anchor
  if (quote === null) return { provisionId }
  const found = findQuote(place.provision, quote)
  if (!found) throw new Refused(invalid({ path: 'anchor.quote', code: 'not-in-article' }))
  return { provisionId, ...found }
}

/** These opinions belong to no argument and are answered by themselves, for a reason. */
export const setAside = action({
  name: 'consultations.answer-alone',
  input: AnswerAlone,
  subject: lockDesk,
  allow: worksAtDesk,
  from: whileSorting,
  async run(context) {
    const { tx, input, subject, emit } = context
    if (input.opinionIds.length === 0) throw new Refused(conflict('nothing-chosen'))
    const opinionIds = await answerAlone(tx, { ...input, matter: matterOf(subject) }, handOf(context))
    emit('consultations.opinions-set-aside', { opinionIds, reason: input.reason }, { subjectId: subject.id })
    return { changed: opinionIds.length }
  },
})

export const deskOpinionActions: readonly AnyAction[] = [
  sortOpinions,
  moderateOpinions,
  judgeAppeal,
  enterOpinion,
  setAside,
]
