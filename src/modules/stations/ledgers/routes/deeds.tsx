import { perform } from '#kernel/action'
import { nameIn } from '#parts/councils'
import { checkUpload, fileResponse, filesText, openFile } from '#parts/files'
import { type Place, placesOf } from '#parts/network'
import { notFoundPage } from '#web/errors'
import { type Again, answer, sent, submit } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { keepPublic } from '#web/server'
import { today, toList } from '../../path.ts'
import { addDeedPhoto, noteDeed, showDeed, withdrawDeed } from '../actions/deeds.ts'
import { ledgerErrors } from '../form-errors.ts'
import { DeedFormPage, DeedPage, DeedsPage } from '../pages/deed-pages.tsx'
import { text } from '../pages/deeds.text.ts'
import { text as shared } from '../pages/ledgers.text.ts'
import {
  type Deed,
  deedByNumber,
  deedsOf,
  deputyChoices,
  type Figures,
  figuresByMonth,
  figuresByPlace,
  receptionByNumber,
  yearsWithFigures,
} from '../queries.ts'
import { keepsLog, tellsAnyDeed, tellsDeeds, topics } from '../rules.ts'

const pageSize = 24

type Values = Readonly<Record<string, string>>

/** What was received and solved: figures, deeds, and noting them. */
export function deedRoutes(http: Http): void {
  http.get('/stations/ledger', list)
  http.get('/stations/ledger/new', (c) => (tellsAnyDeed(c.get('viewer').actor) ? newPage(c) : notFoundPage(c)))
  http.post('/stations/ledger/new', noted)
  const one = '/stations/ledger/:deed{[0-9]+}'
  http.get(one, (c) => withDeed(c, (deed) => deedPage(c, deed)))
  http.get(`${one}/photos/:file{[0-9a-f-]{36}}`, (c) => withDeed(c, (deed) => photo(c, deed)))
  const staff = (then: (c: Ctx, deed: Deed) => Promise<Response>) => (c: Ctx) =>
    withDeed(c, (deed) => (tellsDeeds(c.get('viewer').actor, deed) ? then(c, deed) : notFoundPage(c)))
  http.post(`${one}/photos`, staff(photoSent))
  http.post(`${one}/show`, staff(shown))
  http.post(`${one}/withdraw`, staff(withdrawn))
}

/** The deed of the address, where this reader may see it. */
async function withDeed(c: Ctx, then: (deed: Deed) => Response | Promise<Response>): Promise<Response> {
  const { council, actor } = c.get('viewer')
  const number = Number(c.req.param('deed'))
  const deed =
    number > 0 && number <= 2_147_483_647 ? await deedByNumber(c.get('app').database.db, council.id, number) : undefined
  return deed && (deed.public || tellsDeeds(actor, deed)) ? then(deed) : notFoundPage(c)
}

const sumOf = (rows: readonly Figures[]): Figures => ({
  received: rows.reduce((sum, { received }) => sum + received, 0),
  people: rows.reduce((sum, { people }) => sum + people, 0),
  raised: rows.reduce((sum, { raised }) => sum + raised, 0),
  solved: rows.reduce((sum, { solved }) => sum + solved, 0),
  amount_fen: rows.reduce((sum, { amount_fen }) => sum + amount_fen, 0),
})

async function list(c: Ctx): Promise<Response> {
  const { council, actor, locale } = c.get('viewer')
  const { db } = c.get('app').database
  const asked = c.req.query()
  const thisYear = Number(today(c).slice(0, 4))
  const found = await yearsWithFigures(db, council.id)
  const years = [...new Set([thisYear, ...found])].toSorted((a, b) => b - a)
  const year = years.find((each) => String(each) === asked.year) ?? found[0] ?? thisYear
  const places = await placesOf(db, council.id, { closed: true, limit: 1000 })
  const place = places.find(({ number }) => String(number) === asked.place) ?? null
  const topic = topics.find((each) => each === asked.topic)
  const month = /^\d{4}-(0[1-9]|1[0-2])$/.test(asked.month ?? '') ? asked.month : undefined
  const at = Math.min(10_000, Math.max(1, Number.parseInt(asked.page ?? '1', 10) || 1))
  const filter = {
    year,
    ...(month?.startsWith(`${year}-`) && { month }),
    ...(place && { placeId: place.place_id }),
    ...(topic && { topic }),
  }
  const [deeds, byPlace, byMonth] = await Promise.all([
    deedsOf(db, council.id, { ...filter, limit: pageSize, offset: (at - 1) * pageSize }),
    figuresByPlace(db, council.id, year),
    figuresByMonth(db, council.id, year, place?.place_id ?? null),
  ])
  const chosen = {
    year: String(year),
    place: place ? String(place.number) : '',
    topic: topic ?? '',
    month: filter.month ?? '',
  }
  const view = {
    year,
    years,
    place,
    figures: sumOf(byMonth),
    byPlace,
    byMonth,
    ...deeds,
    page: at,
    pageSize,
    chosen,
    filtered: Boolean(chosen.place || chosen.topic || chosen.month),
    places: places.map((each) => ({ value: String(each.number), label: nameIn(each, locale) })),
    may: tellsAnyDeed(actor),
    saved: false,
  }
  keepPublic(c)
  const t = text[locale]
  return page(c, { title: t.title, description: t.lead, breadcrumb: [toList(c)] }, <DeedsPage view={view} />)
}

const toLedger = (c: Ctx) => [toList(c), { href: '/stations/ledger', label: text[c.get('viewer').locale].title }]

async function newPage(c: Ctx, again: Again | null = null): Promise<Response> {
  const { council, actor, locale } = c.get('viewer')
  const { db } = c.get('app').database
  const places = (await placesOf(db, council.id, { limit: 1000 })).filter((place) => tellsDeeds(actor, place))
  const asked = places.find(({ number }) => String(number) === c.req.query('place'))
  const begun = asked ? await begunFrom(c, asked) : {}
  const values = again?.values ?? { solvedOn: today(c), public: 'yes', placeId: places[0]?.place_id ?? '', ...begun }
  const placeId = values.placeId ?? ''
  const form = {
    values,
    errors: again ? ledgerErrors(locale, again) : {},
    places: places.map((place) => ({ value: place.place_id, label: nameIn(place, locale) })),
    deputies: /^[0-9a-f-]{36}$/.test(placeId) ? await deputyChoices(db, council.id, placeId) : [],
    back: '/stations/ledger',
  }
  return page(
    c,
    {
      title: text[locale].formTitle,
      breadcrumb: toLedger(c),
      width: 'narrow',
      unlisted: true,
      ...(again && { status: again.status, invalid: true }),
    },
    <DeedFormPage form={form} />,
  )
}

/** What an entry of the log says already: its subject and deputy, never the visitor. */
async function begunFrom(c: Ctx, place: Place): Promise<Values> {
  const { council, actor } = c.get('viewer')
  const number = Number(c.req.query('reception'))
  const { db } = c.get('app').database
  const entry =
    number > 0 && keepsLog(actor, place) ? await receptionByNumber(db, council.id, place.place_id, number) : undefined
  if (!entry) return { placeId: place.place_id }
  return {
    placeId: place.place_id,
    receptionId: entry.id,
    topic: entry.topic,
    ...(entry.deputy_id && { deputyId: entry.deputy_id }),
  }
}

async function noted(c: Ctx): Promise<Response> {
  const { values } = await sent(c)
  if (!tellsAnyDeed(c.get('viewer').actor)) return notFoundPage(c)
  const { placeId = '', receptionId = '', deputyId = '', solvedOn = '', title = '', told = '' } = values
  const { topic = '', helped = '', amount = '', amountFrom = '' } = values
  return submit(c, noteDeed, {
    input: {
      placeId,
      receptionId,
      deputyId,
      solvedOn,
      topic: topic as 'other',
      title,
      told,
      helped: helped.trim(),
      amount,
      amountFrom,
      public: values.public !== 'no',
    },
    done: ({ number }) => `/stations/ledger/${number}?saved=1`,
    again: (again) => newPage(c, again),
  })
}

interface Kept {
  readonly values: Values
  readonly errors: Values
  readonly status: 409 | 422
}

function deedPage(c: Ctx, deed: Deed, kept: Kept | null = null): Response {
  const { actor } = c.get('viewer')
  const view = {
    deed,
    may: tellsDeeds(actor, deed),
    values: kept?.values ?? {},
    errors: kept?.errors ?? {},
    saved: kept === null && c.req.query('saved') === '1',
  }
  if (deed.public && !kept) keepPublic(c)
  return page(
    c,
    {
      title: deed.title,
      breadcrumb: toLedger(c),
      width: 'narrow',
      unlisted: !deed.public,
      ...(kept && { status: kept.status, invalid: true }),
    },
    <DeedPage view={view} />,
  )
}

async function photo(c: Ctx, deed: Deed): Promise<Response> {
  const id = c.req.param('file') ?? ''
  if (!deed.photos.some((each) => each.id === id)) return notFoundPage(c)
  const { council } = c.get('viewer')
  const opened = await openFile(c.get('app').database.db, council.id, id, { thumbnail: c.req.query('small') === '1' })
  return opened.ok ? fileResponse(opened, c.req.raw) : notFoundPage(c)
}

async function photoSent(c: Ctx, deed: Deed): Promise<Response> {
  const { values, files } = await sent(c)
  const { actor, locale } = c.get('viewer')
  const refused = (words: string) => deedPage(c, deed, { values, errors: { photo: words }, status: 422 })
  const file = files.photo?.[0]
  if (!file) return refused(shared[locale].error['no-file'])
  const checked = await checkUpload({ content: file, nameShown: file.name, kind: 'photo' })
  if (!checked.ok) return refused(filesText[locale].refusal[checked.reason])
  const input = { deedId: deed.id, description: values.description ?? '', upload: checked.upload }
  return answer(c, await perform(c.get('app'), addDeedPhoto, actor, input), {
    done: () => `/stations/ledger/${deed.number}?saved=1`,
    again: (again) => deedPage(c, deed, { values, errors: ledgerErrors(locale, again), status: again.status }),
  })
}

async function shown(c: Ctx, deed: Deed): Promise<Response> {
  return submit(c, showDeed, {
    input: { deedId: deed.id, public: (await sent(c)).values.public === 'yes' },
    done: () => `/stations/ledger/${deed.number}?saved=1`,
  })
}

async function withdrawn(c: Ctx, deed: Deed): Promise<Response> {
  return submit(c, withdrawDeed, {
    input: { deedId: deed.id, reason: (await sent(c)).values.reason ?? '' },
    done: () => `/stations/ledger/${deed.number}?saved=1`,
    again: (again) =>
      deedPage(c, deed, {
        values: again.values,
        errors: ledgerErrors(c.get('viewer').locale, again),
        status: again.status,
      }),
  })
}
