import { perform } from '#kernel/action'
import type { Refusal } from '#kernel/outcome'
import { nameIn, settingsAt } from '#parts/councils'
import { checkUpload, filesText } from '#parts/files'
import { placesOf } from '#parts/network'
import { longestBody } from '#parts/opinions'
import { members, readContact } from '#parts/people'
import { sent } from '#web/form'
import type { Ctx } from '#web/routes'
import { attachFile } from '../actions/files.ts'
import { join } from '../actions/joining.ts'
import { callsFor } from '../emergency.ts'
import { text as snapText } from '../pages/snap-page.text.ts'
import { type Draft, mostPhotos, sayingOf } from '../pages/write-draft.ts'
import { text } from '../pages/write-page.text.ts'
import { matterByNumber } from '../queries/matter.ts'
import { longestSpot, mostFiles } from '../schema.ts'

/** By field; '' is the page as a whole. */
export type Errors = Readonly<Record<string, string>>

/** The draft with the photos and the recording that came with the form, and what was wrong with the others. */
export async function withFiles(c: Ctx, draft: Draft): Promise<{ readonly draft: Draft; readonly errors: Errors }> {
  const { files: uploads } = await sent(c)
  const { locale, actor } = c.get('viewer')
  const kept: string[] = []
  const errors: Record<string, string> = {}
  const offered = [
    ...(uploads.photo ?? []).slice(0, mostPhotos).map((content) => ({ kind: 'photo' as const, content })),
    ...(uploads.voice ?? []).slice(0, 1).map((content) => ({ kind: 'voice' as const, content })),
  ]
  for (const { kind, content } of offered.slice(0, mostFiles - draft.files.length)) {
    const checked = await checkUpload({ content, nameShown: content.name, kind })
    if (!checked.ok) {
      errors[kind] = filesText[locale].refusal[checked.reason]
      continue
    }
    const outcome = await perform(c.get('app'), attachFile, actor, { upload: checked.upload })
    if (outcome.ok) kept.push(outcome.result.fileId)
    else errors[kind] = outcome.kind === 'conflict' ? text[locale].errors.tooMany : text[locale].errors.other
  }
  return { draft: { ...draft, files: [...draft.files, ...kept] }, errors }
}

export function lengthErrors(c: Ctx, draft: Draft): Errors {
  const t = text[c.get('viewer').locale].errors
  return {
    ...(draft.body.length > longestBody && { body: t.bodyLong(longestBody) }),
    ...(draft.spot.length > longestSpot && { spot: t.spot(longestSpot) }),
  }
}

/** What is wrong with how she wants to hear of news. */
export function answerErrors(c: Ctx, draft: Draft): Errors {
  const { locale, actor } = c.get('viewer')
  const t = text[locale].errors
  const errors: Record<string, string> = {}
  if (draft.answerBy === 'inbox' && actor.accountId === null) errors.answerBy = t.inbox
  if (draft.answerBy === 'phone' || draft.answerBy === 'email') {
    const contact = readContact(draft.contact)
    if (draft.contact.trim() === '') errors.contact = t.contactNeeded
    else if (!contact) errors.contact = t.contactShape
    else if (contact.kind !== draft.answerBy) errors.contact = t.contactKind[draft.answerBy]
  }
  if ([...draft.name].length > 40) errors.name = t.nameLong
  return errors
}

/** The draft with telephone or e-mail as they are kept. */
export function withContact(draft: Draft): Draft {
  const contact = readContact(draft.contact)
  return contact ? { ...draft, contact: contact.value } : draft
}

/** What a refusal says at which field; null where a page of its own says it. */
export function refusalErrors(c: Ctx, refusal: Refusal): Errors | null {
  const t = text[c.get('viewer').locale].errors
  if (refusal.kind === 'conflict' && refusal.code === 'too-many') return { '': t.tooMany }
  if (refusal.kind !== 'invalid') return null
  const paths = new Set(refusal.issues.map(({ path }) => path.split('.')[0] ?? ''))
  if (paths.has('files')) return { photo: t.fileGone }
  if (paths.has('deputyId') || paths.has('placeId')) return { to: t.who }
  if (paths.has('topic')) return { topic: t.other }
  return { body: t.other }
}

/** "It is this one." @returns the receipt, or what was wrong */
export async function joinWith(
  c: Ctx,
  draft: Draft,
  number: number,
): Promise<{ readonly receipt: string } | { readonly errors: Errors }> {
  const { council, locale, actor } = c.get('viewer')
  const app = c.get('app')
  const t = snapText[locale].errors
  const missing = answerErrors(c, draft)
  if (Object.keys(missing).length > 0) return { errors: missing }
  const matter = await matterByNumber(app.database.db, council.id, number)
  if (!matter) return { errors: { '': t.gone } }
  const saying = { ...sayingOf(withContact({ ...draft, consent: true }), locale), matterId: matter.id }
  const outcome = await perform(app, join, actor, saying)
  if (outcome.ok) return { receipt: outcome.result.receipt }
  if (outcome.kind === 'conflict' && outcome.code === 'joined-already') return { errors: { '': t.joined } }
  return { errors: refusalErrors(c, outcome) ?? { '': t.gone } }
}

/** What both pages offer to choose from, and the numbers that what is written calls for. */
export async function choicesFor(c: Ctx, draft: Draft) {
  const app = c.get('app')
  const { council, locale, actor } = c.get('viewer')
  const { db } = app.database
  const now = app.clock.now()
  const deputies = await members(db, { councilId: council.id, now, roles: ['deputy'], limit: 300 })
  const stations = await placesOf(db, council.id, { kinds: ['home', 'station', 'point'], limit: 300 })
  const settings = await settingsAt(db, council.id, now)
  return {
    deputies: deputies.flatMap((each) =>
      each.name_visibility === 'public' && each.name && !each.suspended_at
        ? [{ value: `deputy:${each.person_id}`, label: each.name }]
        : [],
    ),
    stations: stations.map((place) => ({ value: `place:${place.place_id}`, label: nameIn(place, locale) })),
    topics: settings.matterTopics,
    calls: settings.emergencyCalls,
    now: callsFor(settings, { words: `${draft.body}\n${draft.spot}`, topic: draft.topic }),
    signedIn: actor.accountId !== null,
    locale,
  }
}

/** `7KQ4-M2XC-9TRA` */
export function dashed(receipt: string): string {
  return receipt.replace(/^(.{4})(.{4})(.{4})$/, '$1-$2-$3')
}
