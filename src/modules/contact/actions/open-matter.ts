import type { Run } from '#kernel/action'
import { nextNumber, type Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { ledgerKeys } from '#kernel/ledger'
import { invalid, Refused } from '#kernel/outcome'
import { openCase } from '#parts/cases'
import { placeById, servicesOf } from '#parts/network'
import { giveOpinion, holdFrom, judge as judgeWords, ledgerSubjectOf, type NewOpinion } from '#parts/opinions'
import { members } from '#parts/people'
import { nearestPlace } from '../queries/near.ts'
import { caseKind, subjectType, titleOf } from '../rules.ts'

/** What somebody brings, and how it came. */
export interface NewMatter
  extends Pick<NewOpinion, 'clientKey' | 'body' | 'channel' | 'contributor' | 'receipt' | 'sessionId'> {
  readonly contentLocale: string
  readonly spot: string
  readonly deputyId: string | null
  readonly placeId: string | null
  readonly public: boolean
  readonly position?: {
    readonly latitude: number
    readonly longitude: number
    readonly accuracyM: number | null
  } | null
  /** Code of one of the council's topics. */
  readonly topic?: string
  /** Whether everyone may also see photos, the place in words and the rounded position of a public matter. */
  readonly placeShown?: boolean
  /** Asked for only when the words are new. */
  readonly attachments: () => Promise<NonNullable<NewOpinion['attachments']>>
  readonly provedAt: Date | null
}

/** Stores what somebody brings, with its receipt, and opens the case; the caller has asked whether the actor may. */
export async function openMatter(
  context: Run<unknown, unknown>,
  made: NewMatter,
): Promise<{ readonly receipt: string; readonly number: number }> {
  const { tx, councilId, now, app, emit } = context
  await mustBeDeputy(tx, councilId, made.deputyId, now)
  const scopeId = await officeFor(tx, councilId, made, now)
  const matterId = newId()
  const judged = judgeWords(made.body)
  const given = await giveOpinion(
    tx,
    {
      subject: { type: subjectType, id: matterId },
      clientKey: made.clientKey,
      contributor: made.contributor,
      body: made.body,
      contentLocale: made.contentLocale,
      channel: made.channel,
      receipt: made.receipt ?? null,
      sessionId: made.sessionId ?? null,
      placeId: made.placeId,
      public: made.public,
      // Handled all the same, and never shown to everybody.
      held: judged.score >= holdFrom ? { code: judged.signs[0] ?? 'noise', reason: judged.signs.join(' ') } : null,
      attachments: await made.attachments(),
      provedAt: made.provedAt,
    },
    { councilId, now, keys: ledgerKeys(app) },
  )
  if (given.repeated) {
    emit('contact.raise-repeated', {}, { subjectId: given.opinionId })
    return { receipt: given.receipt, number: await numberOf(tx, councilId, given.opinionId) }
  }
  const { number } = await openFor(context, {
    matterId,
    opinionId: given.opinionId,
    askerAccountId: made.contributor.accountId ?? null,
    scopeId,
    body: made.body,
    deputyId: made.deputyId,
    placeId: made.placeId,
    spot: made.spot,
    position: made.position ?? null,
    topic: made.topic ?? '',
    placeShown: made.public && made.placeShown === true,
  })
  return { receipt: given.receipt, number }
}

export interface GivenMatter
  extends Pick<NewMatter, 'body' | 'deputyId' | 'placeId' | 'spot' | 'position' | 'topic' | 'placeShown'> {
  readonly matterId: string
  readonly opinionId: string
  readonly askerAccountId: string | null
  /** The place whose liaison looks after it. */
  readonly scopeId: string | null
}

/** Opens the case for words that are stored already. */
export async function openFor(
  context: Run<unknown, unknown>,
  given: GivenMatter,
): Promise<{ readonly number: number }> {
  const { tx, councilId, now, emit } = context
  const caseId = await openCase(context, {
    kind: caseKind,
    about: { type: subjectType, id: given.matterId },
    title: titleOf(given.body),
    keeperId: given.deputyId,
    scopeId: given.scopeId,
    askerAccountId: given.askerAccountId,
    topic: given.topic ?? null,
    ledgerSubject: await ledgerSubject(tx, councilId, given.opinionId),
  })
  const number = await nextNumber(tx, councilId, 'contact.matter')
  await tx
    .insertInto('contact.matter')
    .values({
      council_id: councilId,
      id: given.matterId,
      number,
      opinion_id: given.opinionId,
      case_id: caseId,
      account_id: given.askerAccountId,
      place_id: given.placeId,
      spot: given.spot,
      raised_at: now,
      ...positionOf(given.position ?? null),
      topic: given.topic ?? '',
      place_shown: given.placeShown ?? false,
    })
    .execute()
  emit('contact.raised', { caseId, number, kind: caseKind }, { subjectId: given.matterId })
  return { number }
}

async function mustBeDeputy(tx: Tx, councilId: string, deputyId: string | null, now: Date): Promise<void> {
  if (deputyId === null) return
  const found = await members(tx, { councilId, now, roles: ['deputy'], personId: deputyId })
  if (found.length === 0) throw new Refused(invalid({ path: 'deputyId', code: 'unknown' }))
}

/** As near as somebody needs to find the thing, and no nearer: four decimals are about eleven metres. */
function positionOf(position: NonNullable<NewMatter['position']> | null) {
  if (!position) return {}
  const near = (degrees: number) => Math.round(degrees * 1e4) / 1e4
  return {
    latitude: near(position.latitude),
    longitude: near(position.longitude),
    accuracy_m: position.accuracyM,
  }
}

/**
 * The place whose liaison looks after it: the station she chose or the deputy's, or the one under the same roof; without
 * either the station nearest to where the thing is.
 */
export async function officeFor(
  tx: Tx,
  councilId: string,
  { placeId, deputyId, position }: Pick<NewMatter, 'placeId' | 'deputyId' | 'position'>,
  now: Date,
): Promise<string | null> {
  if (placeId !== null && !(await placeById(tx, councilId, placeId))) {
    throw new Refused(invalid({ path: 'placeId', code: 'unknown' }))
  }
  const served = deputyId === null ? [] : await servicesOf(tx, councilId, deputyId)
  const nearest = position && deputyId === null && placeId === null ? await nearestPlace(tx, councilId, position) : null
  const chosen = placeId ?? served[0]?.place_id ?? nearest?.placeId ?? null
  const place = chosen === null ? undefined : await placeById(tx, councilId, chosen)
  if (!place) return null
  for (const id of [place.place_id, place.shared_with_id]) {
    if (id && (await members(tx, { councilId, now, roles: ['liaison'], scopeId: id })).length > 0) return id
  }
  return place.place_id
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
