import { perform } from '#kernel/action'
import type { Refusal } from '#kernel/outcome'
import { nameIn } from '#parts/councils'
import { checkUpload, filesText } from '#parts/files'
import { placesOf } from '#parts/network'
import { longestBody } from '#parts/opinions'
import { members, readContact } from '#parts/people'
import { refusalPage } from '#web/errors'
import { sent } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { ensureDevice } from '#web/session'
import { attachPhoto, raise } from '../actions/resident.ts'
import { text as listText } from '../pages/list-page.text.ts'
import { type Draft, draftOf, mostPhotos, raiseOf } from '../pages/write-draft.ts'
import { text } from '../pages/write-page.text.ts'
import { CheckPage, WritePage } from '../pages/write-page.tsx'
import { longestSpot } from '../schema.ts'

type Errors = Readonly<Record<string, string>>

/** Bringing something to a deputy: the words, then everything once more, then sent. Nothing typed is lost. */
export function writeRoutes(http: Http): void {
  http.get('/contact/write', (c) => show(c, 'write', draftOf(c.req.query()), {}))
  http.post('/contact/write', step)
}

async function step(c: Ctx): Promise<Response> {
  const { values, lists } = await sent(c)
  const draft = draftOf(values, lists)
  if (values.step === 'edit') return show(c, 'write', draft, {})
  if (values.step === 'send') return send(c, draft)
  const kept = await keepPhotos(c)
  const now: Draft = { ...draft, files: [...draft.files, ...kept.files].slice(0, mostPhotos) }
  const errors = { ...wordErrors(c, now), ...kept.errors }
  return Object.keys(errors).length > 0 ? show(c, 'write', now, errors) : show(c, 'check', now, {})
}

async function keepPhotos(c: Ctx): Promise<{ readonly files: readonly string[]; readonly errors: Errors }> {
  const { files: uploads } = await sent(c)
  const { locale, actor } = c.get('viewer')
  const files: string[] = []
  const errors: Record<string, string> = {}
  for (const content of (uploads.photo ?? []).slice(0, mostPhotos)) {
    const checked = await checkUpload({ content, nameShown: content.name, kind: 'photo' })
    if (!checked.ok) {
      errors.photo = filesText[locale].refusal[checked.reason]
      continue
    }
    const outcome = await perform(c.get('app'), attachPhoto, actor, { upload: checked.upload })
    if (outcome.ok) files.push(outcome.result.fileId)
    else errors.photo = outcome.kind === 'conflict' ? text[locale].errors.tooMany : text[locale].errors.other
  }
  return { files, errors }
}

function wordErrors(c: Ctx, draft: Draft): Errors {
  const t = text[c.get('viewer').locale].errors
  const errors: Record<string, string> = {}
  if (draft.body.trim() === '') errors.body = t.body
  else if (draft.body.length > longestBody) errors.body = t.bodyLong(longestBody)
  if (draft.spot.length > longestSpot) errors.spot = t.spot(longestSpot)
  return errors
}

function answerErrors(c: Ctx, draft: Draft): Errors {
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
  if (!draft.consent) errors.consent = t.consent
  return errors
}

async function send(c: Ctx, draft: Draft): Promise<Response> {
  const words = wordErrors(c, draft)
  if (Object.keys(words).length > 0) return show(c, 'write', draft, words)
  const missing = answerErrors(c, draft)
  if (Object.keys(missing).length > 0) return show(c, 'check', draft, missing)
  const contact = readContact(draft.contact)
  const ready = contact ? { ...draft, contact: contact.value } : draft
  const { actor, locale } = c.get('viewer')
  const outcome = await perform(c.get('app'), raise, actor, raiseOf(ready, locale))
  if (outcome.ok) return c.redirect(`/contact/${dashed(outcome.result.receipt)}?new=1`, 303)
  return refused(c, draft, outcome)
}

function refused(c: Ctx, draft: Draft, refusal: Refusal): Promise<Response> | Response {
  const t = text[c.get('viewer').locale].errors
  if (refusal.kind === 'conflict' && refusal.code === 'too-many') return show(c, 'check', draft, { '': t.tooMany })
  if (refusal.kind !== 'invalid') return refusalPage(c, refusal, { body: draft.body, spot: draft.spot })
  const paths = new Set(refusal.issues.map(({ path }) => path.split('.')[0] ?? ''))
  if (paths.has('files')) return show(c, 'write', { ...draft, files: [] }, { photo: t.fileGone })
  if (paths.has('deputyId') || paths.has('placeId')) return show(c, 'write', { ...draft, to: '' }, { to: t.who })
  return show(c, 'write', draft, { body: t.other })
}

async function show(c: Ctx, which: 'write' | 'check', draft: Draft, errors: Errors): Promise<Response> {
  const app = c.get('app')
  const { council, locale, actor } = c.get('viewer')
  // The device follows its matter without an account.
  ensureDevice(c)
  const { db } = app.database
  const deputies = await members(db, { councilId: council.id, now: app.clock.now(), roles: ['deputy'], limit: 300 })
  const stations = await placesOf(db, council.id, { kinds: ['home', 'station', 'point'], limit: 300 })
  const props = {
    draft,
    errors,
    deputies: deputies.flatMap((each) =>
      each.name_visibility === 'public' && each.name && !each.suspended_at
        ? [{ value: `deputy:${each.person_id}`, label: each.name }]
        : [],
    ),
    stations: stations.map((place) => ({ value: `place:${place.place_id}`, label: nameIn(place, locale) })),
    signedIn: actor.accountId !== null,
    locale,
  }
  const invalid = Object.keys(errors).length > 0
  const t = text[locale]
  return page(
    c,
    {
      title: which === 'write' ? t.title : t.checkTitle,
      breadcrumb: [{ href: '/contact', label: listText[locale].title }],
      width: 'narrow',
      unlisted: which === 'check',
      invalid,
      status: invalid ? 422 : 200,
    },
    which === 'write' ? <WritePage {...props} /> : <CheckPage {...props} />,
  )
}

/** `7KQ4-M2XC-9TRA` */
export function dashed(receipt: string): string {
  return receipt.replace(/^(.{4})(.{4})(.{4})$/, '$1-$2-$3')
}
