import { perform } from '#kernel/action'
import { isId } from '#kernel/ids'
import type { Outcome } from '#kernel/outcome'
import { assets } from '#web/assets'
import { csrfToken } from '#web/csrf'
import { answer, sent } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { fileProgress, finishFile, keepFieldPart } from '../actions/field-files.ts'
import { mayCollect } from '../field-rules.ts'
import { text } from '../pages/field-kit-page.text.ts'
import { KitPage } from '../pages/field-kit-page.tsx'
import { consultationByNumber } from '../queries/consultation.ts'
import { collectedOn, collectingPlaces, textBundle } from '../queries/field-kit.ts'

/** The collector's kit: one page, what it keeps on the phone, and what it asks when there is signal. */
export function kitRoutes(http: Http): void {
  http.get('/consultations/field', showKit)
  http.get('/consultations/field/worker.js', worker)
  http.get('/consultations/field/manifest.webmanifest', manifest)
  http.get('/consultations/field/state.json', state)
  http.get('/consultations/field/files/:key', progress)
  http.post('/consultations/field/files/:key', keepPart)
  http.post('/consultations/field/files/:key/finish', finish)
  http.get('/consultations/:n{[0-9]+}/text.json', textJson)
}

/** The same shell for everybody, so that it opens on a phone whose session has run out: what is on it is not lost from view. */
function showKit(c: Ctx): Response {
  const t = text[c.get('viewer').locale]
  const view = { may: mayCollect(c.get('viewer').actor), signedIn: c.get('viewer').actor.kind === 'person' }
  return page(c, { title: t.title, width: 'narrow', unlisted: true, islands: ['field-kit'] }, <KitPage view={view} />)
}

function worker(c: Ctx): Response {
  const file = assets().file(assets().url('field-worker.js').slice('/assets/'.length))
  if (!file) return c.text('', 404)
  return c.body(new Uint8Array(file.body), 200, {
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'no-cache',
    'service-worker-allowed': '/consultations/field',
    etag: file.etag,
  })
}

function manifest(c: Ctx): Response {
  const { locale, council } = c.get('viewer')
  const t = text[locale]
  const content = {
    id: '/consultations/field',
    name: t.appName(council.name),
    short_name: t.shortName,
    description: t.lead,
    lang: locale,
    start_url: '/consultations/field',
    scope: '/consultations/field',
    display: 'standalone',
    background_color: '#ffffff',
    theme_color: '#b3311f',
    icons: [{ src: '/favicon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
  }
  return c.body(JSON.stringify(content), 200, {
    'content-type': 'application/manifest+json; charset=utf-8',
    'cache-control': 'no-cache',
  })
}

async function state(c: Ctx): Promise<Response> {
  const app = c.get('app')
  const { actor, locale, name } = c.get('viewer')
  const signedIn = actor.kind === 'person' && actor.personId !== null
  const may = mayCollect(actor)
  const { db } = app.database
  const now = app.clock.now()
  const content = {
    signedIn,
    may,
    person: signedIn ? { id: actor.personId, name: name ?? '' } : null,
    places: may ? await collectingPlaces(db, actor, locale) : [],
    consultations: signedIn ? await collectedOn(db, actor.councilId, now) : [],
    csrf: csrfToken(c),
    heardAt: now.toISOString(),
  }
  return c.json(content, 200, { 'cache-control': 'no-store' })
}

async function textJson(c: Ctx): Promise<Response> {
  const { db } = c.get('app').database
  const { council, locale } = c.get('viewer')
  const consultation = await consultationByNumber(db, council.id, Number(c.req.param('n')))
  const bundle = consultation && (await textBundle(db, consultation, locale))
  if (!bundle) return c.json({ error: 'missing' }, 404)
  const headers = { etag: bundle.etag, 'cache-control': 'no-cache', vary: 'Accept-Language, Cookie' }
  if (c.req.header('if-none-match') === bundle.etag) return c.body(null, 304, headers)
  return c.body(bundle.body, 200, { ...headers, 'content-type': 'application/json; charset=utf-8' })
}

async function progress(c: Ctx): Promise<Response> {
  const key = c.req.param('key') ?? ''
  const found = isId(key) ? await fileProgress(c.get('app'), c.get('viewer').actor, key) : null
  return found ? c.json(found, 200, { 'cache-control': 'no-store' }) : c.json({ error: 'missing' }, 404)
}

async function keepPart(c: Ctx): Promise<Response> {
  const { values, files } = await sent(c)
  const [piece] = files.bytes ?? []
  const kinds = ['photo', 'voice', 'scan'] as const
  const outcome = await perform(c.get('app'), keepFieldPart, c.get('viewer').actor, {
    fileKey: c.req.param('key') ?? '',
    kind: kinds.find((kind) => kind === values.kind) ?? 'photo',
    name: values.name ?? '',
    sha256: values.sha256 ?? '',
    parts: Number(values.parts),
    ordinal: Number(values.ordinal),
    bytes: piece ? new Uint8Array(await piece.arrayBuffer()) : new Uint8Array(),
  })
  return told(c, outcome)
}

async function finish(c: Ctx): Promise<Response> {
  return told(c, await finishFile(c.get('app'), c.get('viewer').actor, c.req.param('key') ?? ''))
}

function told<Result>(c: Ctx, outcome: Outcome<Result>): Response | Promise<Response> {
  return answer(c, outcome, { done: (result) => c.json(result as object) })
}
