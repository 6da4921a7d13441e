import { getCookie, setCookie } from 'hono/cookie'
import { perform } from '#kernel/action'
import { csvPieces } from '#kernel/documents'
import { isId } from '#kernel/ids'
import { dateTag, type Locale, locales } from '#kernel/text'
import { councilById, nameIn } from '#parts/councils'
import { provisionPath } from '#parts/laws'
import { placeById, placesOf } from '#parts/network'
import { DoneBanner } from '#ui'
import { notFoundPage, refusalPage } from '#web/errors'
import { type Again, sent, submit } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { closeDoor, enterDoor, makeDoor } from '../actions/field-doors.ts'
import { deskAt } from '../field-rules.ts'
import { text } from '../pages/door-pages.text.ts'
import { DoorsPage, EnterPage } from '../pages/door-pages.tsx'
import { type DoorSheet, posterPdf, slipsPdf } from '../pages/door-sheets.ts'
import { type ConsultationRow, consultationByNumber, titleIn } from '../queries/consultation.ts'
import { dimensions, doorByCode, doorsOf, sharesBy } from '../queries/field-doors.ts'
import { type ReadVersion, readVersion } from '../queries/version.ts'
import { deskCrumbs } from './desk-crumbs.ts'

export const doorCookie = 'zt_door'

/** Doors: made, printed and counted by the desk; entered by everybody at `/q/CODE`. */
export function doorRoutes(http: Http): void {
  http.get('/q/:code', enter)
  http.get(
    '/consultations/:n{[0-9]+}/doors',
    atDesk((c, of) => show(c, of)),
  )
  http.post('/consultations/:n{[0-9]+}/doors', atDesk(make))
  http.post('/consultations/:n{[0-9]+}/doors/close', atDesk(shut))
  http.get('/consultations/:file{[0-9]+/doors\\.csv}', atDesk(csv))
  http.get('/consultations/:n{[0-9]+}/doors/:code/:sheet{poster\\.pdf|slips\\.pdf}', atDesk(sheet))
}

/** Pages of one consultation for those who sit at its desk, at whatever place. */
export function atDesk(answer: (c: Ctx, consultation: ConsultationRow) => Promise<Response>) {
  return async (c: Ctx): Promise<Response> => {
    const { actor, council } = c.get('viewer')
    const number = Number.parseInt(c.req.param('n') ?? c.req.param('file') ?? '', 10)
    const consultation = await consultationByNumber(c.get('app').database.db, council.id, number)
    if (!consultation) return notFoundPage(c)
    const some = actor.grants.some(({ scopeId }) => deskAt(actor, scopeId))
    return some ? answer(c, consultation) : refusalPage(c, { ok: false, kind: 'forbidden', hidden: false }, {})
  }
}

async function enter(c: Ctx): Promise<Response> {
  const app = c.get('app')
  const { actor, council, locale } = c.get('viewer')
  const code = c.req.param('code') ?? ''
  const was = getCookie(c, doorCookie)
  const known = await doorByCode(app.database.db, council.id, code.toUpperCase())
  if (known) {
    const outcome = await perform(app, enterDoor, actor, { code, again: was === known.id })
    const secure = app.baseUrl.startsWith('https:')
    if (outcome.ok)
      setCookie(c, doorCookie, known.id, { path: '/', httpOnly: true, sameSite: 'Lax', secure, maxAge: 86_400 })
  }
  const view = {
    door: known,
    council: council.name,
    title: known ? titleIn(known, locale) : '',
    place: known ? nameOf({ name_zh: known.place_zh, name_en: known.place_en }, locale) : '',
    over: known?.closes_at ? known.closes_at <= app.clock.now() : false,
    closes: known?.closes_at ? dayIn(known.closes_at, locale, council.timeZone) : '',
  }
  const title = known ? view.title : text[locale].enterUnknown
  return page(c, { title, width: 'narrow', unlisted: true, status: known ? 200 : 404 }, <EnterPage view={view} />)
}

/** The door this browser came through, if it is one of this consultation and still open; '' otherwise. */
export async function rememberedDoor(
  c: Ctx,
  consultation: Pick<ConsultationRow, 'council_id' | 'id'>,
): Promise<string> {
  const id = getCookie(c, doorCookie) ?? ''
  if (!isId(id)) return ''
  const door = await c
    .get('app')
    .database.db.selectFrom('consultations.door')
    .select('id')
    .where('council_id', '=', consultation.council_id)
    .where('consultation_id', '=', consultation.id)
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .executeTakeFirst()
  return door?.id ?? ''
}

async function show(c: Ctx, consultation: ConsultationRow, again: Again | null = null): Promise<Response> {
  const { locale, actor } = c.get('viewer')
  const t = text[locale]
  const by = dimensions.find((each) => each === c.req.query('by')) ?? 'door'
  const version = await versionOf(c, consultation)
  const done = (['made', 'closed'] as const).find((each) => each === c.req.query('done'))
  const { db } = c.get('app').database
  const places = (await placesOf(db, consultation.council_id, { limit: 300 })).filter(({ place_id }) =>
    deskAt(actor, place_id),
  )
  const doors = await doorsOf(db, consultation.council_id, consultation.id)
  const view = {
    number: consultation.number,
    title: titleIn(consultation, locale),
    doors: doors.map((door) => ({ ...door, where: whereOf(door, version, locale) })),
    by,
    shares: await labelled(c, consultation, by),
    places: places.map((place) => ({ value: place.place_id, label: nameIn(place, locale) })),
    clauses: (version?.articles ?? []).map(({ provision }) => ({
      value: provision.id,
      label: `${provision.label} ${(provision.heading ?? provision.children[0]?.text ?? provision.text).slice(0, 20)}`,
    })),
    anywhere: deskAt(actor, null),
    values: again?.values ?? {},
    errors: again ? errorsOf(again, t.problem) : {},
  }
  const banner = done && <DoneBanner title={t[done]}>{done === 'made' ? t.madeWords : t.closedWords}</DoneBanner>
  return page(
    c,
    {
      title: t.title,
      desk: true,
      width: 'wide',
      unlisted: true,
      banner,
      ...(again && { invalid: true, status: again.status }),
      breadcrumb: deskCrumbs(locale, view),
    },
    <DoorsPage view={view} />,
  )
}

/** Messages by field; what no field owns, and codes without words, stand at the top. */
export function errorsOf(again: Again, words: Readonly<Record<string, string>>): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const { path, code } of again.issues) errors[path] = words[code] ?? code
  if (again.conflict) errors[''] = words[again.conflict] ?? again.conflict
  return errors
}

async function make(c: Ctx, consultation: ConsultationRow): Promise<Response> {
  const { values } = await sent(c)
  const { placeId = '', provisionId = '', campaign = '', label = '' } = values
  return submit(c, makeDoor, {
    input: { consultationId: consultation.id, placeId, provisionId, campaign, label },
    done: () => `/consultations/${consultation.number}/doors?done=made`,
    again: (again) => show(c, consultation, again),
  })
}

async function shut(c: Ctx, consultation: ConsultationRow): Promise<Response> {
  const { values } = await sent(c)
  return submit(c, closeDoor, {
    input: { consultationId: consultation.id, doorId: values.doorId ?? '' },
    done: () => `/consultations/${consultation.number}/doors?done=closed`,
  })
}

async function labelled(c: Ctx, consultation: ConsultationRow, by: (typeof dimensions)[number]) {
  const { locale, council } = c.get('viewer')
  const t = text[locale]
  const { db } = c.get('app').database
  const of = { councilId: council.id, consultationId: consultation.id, timeZone: council.timeZone }
  const shares = await sharesBy(db, of, by)
  const version = by === 'clause' ? await versionOf(c, consultation) : null
  const labels: string[] = []
  for (const share of shares) labels.push(await labelOf(share.key))
  return shares.map((share, index) => ({ ...share, label: labels[index] ?? '' }))

  async function labelOf(key: string | null): Promise<string> {
    if (key === null) return t.nothing[by]
    if (by === 'clause') return (version && provisionPath(version.text, key, locale)) || key
    if (by === 'channel') return t.channels[key as keyof typeof t.channels] ?? key
    const place = by === 'place' ? await placeById(db, council.id, key) : undefined
    return place ? nameIn(place, locale) : key
  }
}

async function csv(c: Ctx, consultation: ConsultationRow): Promise<Response> {
  const t = text[c.get('viewer').locale]
  const by = dimensions.find((each) => each === c.req.query('by')) ?? 'door'
  const rows = await labelled(c, consultation, by)
  const columns = [
    { key: 'label', label: t.by[by], type: 'text' as const },
    { key: 'visits', label: t.visits, type: 'number' as const },
    { key: 'opinions', label: t.opinions, type: 'number' as const },
  ]
  const pieces: Buffer[] = []
  for await (const piece of csvPieces(
    columns,
    rows.map(({ label, visits, opinions }) => ({ label, visits, opinions })),
  ))
    pieces.push(piece)
  return c.body(new Uint8Array(Buffer.concat(pieces)), 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="doors-${consultation.number}-${by}.csv"`,
  })
}

async function sheet(c: Ctx, consultation: ConsultationRow): Promise<Response> {
  const { council } = c.get('viewer')
  const { db } = c.get('app').database
  const door = await doorByCode(db, council.id, c.req.param('code') ?? '')
  if (!door || door.closed || door.number !== consultation.number) return notFoundPage(c)
  const full = await councilById(db, council.id)
  const version = await versionOf(c, consultation)
  const each = (of: (locale: Locale) => string) => ({ 'zh-CN': of('zh-CN'), en: of('en') })
  const content: DoorSheet = {
    code: door.code,
    address: `${originOf(c)}/q/${door.code}`,
    titles: each((locale) => titleIn(consultation, locale)),
    councils: each((locale) => (full ? nameIn(full, locale) : council.name)),
    clauses: each((locale) =>
      door.provision_id && version ? provisionPath(version.text, door.provision_id, locale) : '',
    ),
    days: each((locale) => (door.closes_at ? dayIn(door.closes_at, locale, council.timeZone) : '')),
    places: each((locale) => nameOf({ name_zh: door.place_zh, name_en: door.place_en }, locale)),
  }
  const poster = c.req.param('sheet') === 'poster.pdf'
  const { bytes } = await (poster ? posterPdf(content) : slipsPdf(content))
  return pdfAnswer(c, bytes, `${poster ? 'poster' : 'slips'}-${door.code}.pdf`)
}

export function pdfAnswer(c: Ctx, bytes: Uint8Array<ArrayBuffer>, name: string): Response {
  return c.body(bytes, 200, { 'content-type': 'application/pdf', 'content-disposition': `inline; filename="${name}"` })
}

/** Where people reach this council: by the host they are on, so that a district's codes lead to the district. */
export function originOf(c: Ctx): string {
  const host = c.req.header('host')
  return host ? `${new URL(c.get('app').baseUrl).protocol}//${host}` : c.get('app').baseUrl
}

export function dayIn(at: Date, locale: Locale, timeZone: string): string {
  return new Intl.DateTimeFormat(dateTag[locale], { dateStyle: 'long', timeZone }).format(at)
}

function nameOf(named: { readonly name_zh: string | null; readonly name_en: string | null }, locale: Locale): string {
  return (locale === locales[1] ? named.name_en : null) ?? named.name_zh ?? ''
}

function whereOf(
  door: {
    readonly place_zh: string | null
    readonly place_en: string | null
    readonly label: string
    readonly campaign: string | null
    readonly provision_id: string | null
  },
  version: ReadVersion | null,
  locale: Locale,
): string {
  const clause = door.provision_id && version ? provisionPath(version.text, door.provision_id, locale) : ''
  const place = nameOf({ name_zh: door.place_zh, name_en: door.place_en }, locale)
  return [door.label, place, clause, door.campaign].filter(Boolean).join(' · ')
}

export async function versionOf(c: Ctx, consultation: ConsultationRow): Promise<ReadVersion | null> {
  const { council_id, version_id } = consultation
  return version_id ? readVersion(c.get('app').database.db, council_id, version_id) : null
}
