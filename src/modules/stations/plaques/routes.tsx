import { type Block, pdfDocument } from '#kernel/documents'
import { normaliseShortCode } from '#kernel/short-code'
import { nameIn } from '#parts/councils'
import { keepsPlace, ordersNetwork, placesOf } from '#parts/network'
import { notFoundPage } from '#web/errors'
import { type Again, sent, submit } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { keepPublic } from '#web/server'
import { dayWords } from '../pages/place-page.tsx'
import { today, toList } from '../path.ts'
import { awardPlaque, tellBase, withdrawPlaque } from './actions.ts'
import { AwardPage, BasesPage, PlaquePage } from './pages.tsx'
import { text } from './plaques.text.ts'
import { baseWorkOf, type Plaque, plaqueByCode, plaquesOf } from './queries.ts'

/** Practice bases, featured stations and what a plaque's code says. */
export function plaqueRoutes(http: Http): void {
  http.get('/stations/bases', list)
  http.get('/stations/bases/new', (c) => (ordersNetwork(c.get('viewer').actor) ? newPage(c, null) : notFoundPage(c)))
  http.post('/stations/bases/new', awarded)
  const one = '/stations/plaques/:code{[0-9A-Za-z-]{12,14}}'
  http.get(
    one,
    withPlaque((c, plaque) => plaquePage(c, plaque, null)),
  )
  http.get(`${one}/plaque.pdf`, withPlaque(plaquePdf))
  http.post(`${one}/withdraw`, withPlaque(withdrawn))
  http.post(`${one}/tell`, withPlaque(told))
}

function errorsIn(c: Ctx, again: Again | null): Record<string, string> {
  const t = text[c.get('viewer').locale]
  const words: Readonly<Record<string, string>> = t.error
  const errors: Record<string, string> = {}
  for (const { path, code } of again?.issues ?? []) errors[path.split('.')[0] ?? ''] ??= words[code] ?? t.wrong
  if (again?.conflict) errors[''] = words[again.conflict] ?? t.wrong
  return errors
}

const kept = (again: Again | null) => again && { status: again.status, invalid: true as const }

async function list(c: Ctx): Promise<Response> {
  const { council, actor, locale } = c.get('viewer')
  const { db } = c.get('app').database
  const plaques = await plaquesOf(db, council.id)
  const bases = plaques.filter(({ kind }) => kind === 'base').map(({ place_id }) => place_id)
  const view = { plaques, work: await baseWorkOf(db, council.id, bases), may: ordersNetwork(actor) }
  keepPublic(c)
  const t = text[locale]
  return page(c, { title: t.title, description: t.lead, breadcrumb: [toList(c)] }, <BasesPage view={view} />)
}

const toBases = (c: Ctx) => [toList(c), { href: '/stations/bases', label: text[c.get('viewer').locale].title }]

async function newPage(c: Ctx, again: Again | null): Promise<Response> {
  const { council, locale } = c.get('viewer')
  const places = await placesOf(c.get('app').database.db, council.id, { limit: 1000 })
  const form = {
    values: again?.values ?? { issuedOn: today(c), issuedBy: council.name, kind: 'base' },
    errors: errorsIn(c, again),
    places: places.map((place) => ({ value: place.place_id, label: nameIn(place, locale) })),
  }
  return page(
    c,
    { title: text[locale].award, breadcrumb: toBases(c), width: 'narrow', unlisted: true, ...kept(again) },
    <AwardPage form={form} />,
  )
}

async function awarded(c: Ctx): Promise<Response> {
  if (!ordersNetwork(c.get('viewer').actor)) return notFoundPage(c)
  const { values } = await sent(c)
  const {
    placeId = '',
    kind = '',
    plaqueNumber = '',
    titleZh = '',
    titleEn = '',
    issuedOn = '',
    issuedBy = '',
  } = values
  return submit(c, awardPlaque, {
    input: {
      placeId,
      kind: kind as 'base',
      plaqueNumber,
      titleZh,
      titleEn,
      issuedOn,
      issuedBy,
      beyond: values.beyond === 'yes',
    },
    done: ({ code }) => `/stations/plaques/${code}?saved=1`,
    again: (again) => newPage(c, again),
  })
}

function withPlaque(then: (c: Ctx, plaque: Plaque) => Response | Promise<Response>) {
  return async (c: Ctx): Promise<Response> => {
    const code = normaliseShortCode(c.req.param('code') ?? '')
    const plaque = code && (await plaqueByCode(c.get('app').database.db, c.get('viewer').council.id, code))
    return plaque ? then(c, plaque) : notFoundPage(c)
  }
}

async function plaquePage(c: Ctx, plaque: Plaque, again: Again | null): Promise<Response> {
  const { council, actor, locale } = c.get('viewer')
  const view = {
    plaque,
    work: await baseWorkOf(c.get('app').database.db, council.id, [plaque.place_id]),
    values: again?.values ?? {},
    errors: errorsIn(c, again),
    saved: !again && c.req.query('saved') === '1',
    may: { order: ordersNetwork(actor), tell: keepsPlace(actor, plaque) },
  }
  return page(
    c,
    { title: text[locale].checkTitle, breadcrumb: toBases(c), width: 'narrow', ...kept(again) },
    <PlaquePage view={view} />,
  )
}

/** The plaque to print: A4 lying on its side, with the code that checks it. */
async function plaquePdf(c: Ctx, plaque: Plaque): Promise<Response> {
  const { council, locale, actor } = c.get('viewer')
  if (!ordersNetwork(actor) || plaque.withdrawn_on !== null) return notFoundPage(c)
  const t = text[locale]
  const title = locale === 'en' ? (plaque.title_en ?? plaque.title_zh) : plaque.title_zh
  const blocks: Block[] = [
    { kind: 'paragraph', text: council.name, align: 'center', size: 'large' },
    { kind: 'rule', colour: 'cinnabar' },
    { kind: 'space', mm: 14 },
    { kind: 'title', text: title, subtitle: nameIn(plaque, locale) },
    { kind: 'space', mm: 10 },
    {
      kind: 'columns',
      columns: [
        {
          share: 2,
          blocks: [
            {
              kind: 'fields',
              rows: [
                { label: t.number, value: plaque.plaque_number },
                { label: t.issuedBy, value: plaque.issued_by },
                { label: t.issuedOn, value: dayWords(plaque.issued_on, locale) },
              ],
            },
          ],
        },
        {
          share: 1,
          blocks: [
            {
              kind: 'qr',
              text: `${c.get('app').baseUrl}/stations/plaques/${plaque.code}`,
              sizeMm: 45,
              label: t.scan,
              align: 'center',
            },
          ],
        },
      ],
    },
    { kind: 'paragraph', text: t.code(plaque.code), align: 'end', size: 'small' },
  ]
  const pdf = await pdfDocument({ title, lang: locale, pageSize: { wMm: 297, hMm: 210 }, pageNumbers: false }, blocks)
  return c.body(pdf.bytes, 200, {
    'content-type': 'application/pdf',
    'content-disposition': 'inline; filename="plaque.pdf"',
  })
}

async function withdrawn(c: Ctx, plaque: Plaque): Promise<Response> {
  return submit(c, withdrawPlaque, {
    input: { plaqueId: plaque.id, reason: (await sent(c)).values.reason ?? '' },
    done: ({ code }) => `/stations/plaques/${code}?saved=1`,
    again: (again) => plaquePage(c, plaque, again),
  })
}

async function told(c: Ctx, plaque: Plaque): Promise<Response> {
  const { item = '', told: words = '' } = (await sent(c)).values
  return submit(c, tellBase, {
    input: { placeId: plaque.place_id, item: item as 'show', told: words },
    done: () => `/stations/plaques/${plaque.code}?saved=1`,
    again: (again) => plaquePage(c, plaque, again),
  })
}
