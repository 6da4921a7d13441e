import { perform } from '#kernel/action'
import { qrSvg } from '#kernel/documents'
import { settingsAt } from '#parts/councils'
import type { Place } from '#parts/network'
import { notFoundPage } from '#web/errors'
import { type Again, answer, sent, submit } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { today, toPlace, withPlace } from '../../path.ts'
import { forgetVisitor, raiseReception, recordReceptions, voidReception } from '../actions/receptions.ts'
import { ledgerErrors } from '../form-errors.ts'
import { text as shared } from '../pages/ledgers.text.ts'
import { text } from '../pages/reception.text.ts'
import { BatchPage, EntryPage, LogPage, ReceptionFormPage, receptionStates } from '../pages/reception-pages.tsx'
import { SlipPage } from '../pages/slip-page.tsx'
import {
  deedsFor,
  deputyChoices,
  type Reception,
  receptionByNumber,
  receptionsOf,
  yearsWithFigures,
} from '../queries.ts'
import { keepsLog, tellsDeeds, topics } from '../rules.ts'
import { mostAtOnce } from '../schema.ts'

const pageSize = 30
const rowsAtFirst = 6

type Values = Readonly<Record<string, string>>

/** The reception log of a place: entries, batches from paper, one entry and its slip. */
export function receptionRoutes(http: Http): void {
  const base = '/stations/:number{[0-9]+}/reception'
  const here = (then: (c: Ctx, place: Place) => Response | Promise<Response>) => (c: Ctx) =>
    withPlace(c, keepsLog, (place) => then(c, place))
  http.get(base, here(log))
  http.get(
    `${base}/new`,
    here((c, place) => formPage(c, place, {}, null)),
  )
  http.post(`${base}/new`, here(recorded))
  http.get(
    `${base}/batch`,
    here((c, place) => batchPage(c, place, { 'receivedOn.0': today(c) }, {}, rowsAtFirst, 200)),
  )
  http.post(`${base}/batch`, here(batchSent))
  const one = `${base}/:entry{[0-9]+}`
  http.get(one, withEntry(entryPage))
  http.get(`${one}/slip`, withEntry(slipPage))
  http.post(`${one}/raise`, withEntry(raised))
  http.post(`${one}/void`, withEntry(voided))
  http.post(`${one}/forget`, withEntry(forgotten))
}

/** The entry of the address, for those who keep this place's log. */
function withEntry(then: (c: Ctx, place: Place, entry: Reception) => Response | Promise<Response>) {
  return (c: Ctx) =>
    withPlace(c, keepsLog, async (place) => {
      const { council } = c.get('viewer')
      const number = Number(c.req.param('entry'))
      const entry =
        number > 0 && number <= 2_147_483_647
          ? await receptionByNumber(c.get('app').database.db, council.id, place.place_id, number)
          : undefined
      return entry ? then(c, place, entry) : notFoundPage(c)
    })
}

const toLog = (c: Ctx, place: Place) => [
  ...toPlace(c, place),
  { href: `/stations/${place.number}/reception`, label: text[c.get('viewer').locale].title },
]

async function log(c: Ctx, place: Place): Promise<Response> {
  const { council, locale } = c.get('viewer')
  const { db } = c.get('app').database
  const asked = c.req.query()
  const topic = topics.find((each) => each === asked.topic)
  const state = receptionStates.find((each) => each === asked.state)
  const chosen = {
    q: (asked.q ?? '').trim().slice(0, 60),
    year: /^(19|20|21)\d\d$/.test(asked.year ?? '') ? String(asked.year) : '',
    month: /^(19|20|21)\d\d-(0[1-9]|1[0-2])$/.test(asked.month ?? '') ? String(asked.month) : '',
    topic: topic ?? '',
    state: state ?? '',
  }
  const at = Math.min(10_000, Math.max(1, Number.parseInt(asked.page ?? '1', 10) || 1))
  const [found, years, deputies] = await Promise.all([
    receptionsOf(db, council.id, place.place_id, {
      ...(chosen.q && { text: chosen.q }),
      ...(chosen.year && { year: Number(chosen.year) }),
      ...(chosen.month && { month: chosen.month }),
      ...(topic && { topic }),
      ...(state && { state }),
      limit: pageSize,
      offset: (at - 1) * pageSize,
    }),
    yearsWithFigures(db, council.id),
    deputyChoices(db, council.id, place.place_id),
  ])
  const saved = Number(c.req.query('saved'))
  const view = { place, ...found, page: at, pageSize, chosen, years, deputies, saved: saved > 0 ? saved : null }
  return page(
    c,
    { title: text[locale].title, breadcrumb: toPlace(c, place), width: 'wide', unlisted: true },
    <LogPage view={view} />,
  )
}

async function formPage(c: Ctx, place: Place, errors: Values, again: Again | null): Promise<Response> {
  const app = c.get('app')
  const { council, locale } = c.get('viewer')
  const { db } = app.database
  const form = {
    place,
    values: again?.values ?? { receivedOn: today(c), people: '1' },
    errors,
    deputies: await deputyChoices(db, council.id, place.place_id),
    keepDays: (await settingsAt(db, council.id, app.clock.now())).receptionForgetDays,
  }
  return page(
    c,
    {
      title: text[locale].record,
      breadcrumb: toLog(c, place),
      width: 'narrow',
      unlisted: true,
      ...(again && { status: again.status, invalid: true }),
    },
    <ReceptionFormPage form={form} />,
  )
}

/** `entries.0.words` belongs to the field `words` of a form with one entry, and to `words.0` of a form with many. */
const fieldOfOne = (path: string) => path.split('.')[2] ?? ''

async function recorded(c: Ctx, place: Place): Promise<Response> {
  const { values } = await sent(c)
  return submit(c, recordReceptions, {
    input: { placeId: place.place_id, channel: 'visit', entries: [entryOf((name) => values[name] ?? '')] },
    done: ({ numbers }) => `/stations/${place.number}/reception/${numbers[0]}?saved=1`,
    again: (again) => formPage(c, place, ledgerErrors(c.get('viewer').locale, again, fieldOfOne), again),
  })
}

function entryOf(value: (name: string) => string) {
  return {
    receivedOn: value('receivedOn').trim(),
    called: value('called'),
    phone: value('phone'),
    people: value('people').trim() || '1',
    deputyId: value('deputyId'),
    topic: value('topic') as 'other',
    words: value('words'),
    atOnce: value('atOnce'),
  }
}

const typedFields = ['receivedOn', 'topic', 'deputyId', 'called', 'phone', 'words', 'atOnce'] as const

async function batchSent(c: Ctx, place: Place): Promise<Response> {
  const { values } = await sent(c)
  const { locale } = c.get('viewer')
  const rows = Math.min(mostAtOnce, Math.max(1, Number.parseInt(values.rows ?? '1', 10) || 1))
  if (values.more === 'yes') return batchPage(c, place, values, {}, Math.min(mostAtOnce, rows + rowsAtFirst), 200)
  const filled = filledRows(values, rows)
  if (filled.length === 0) {
    return batchPage(c, place, values, { 'words.0': shared[locale].error['no-rows'] }, rows, 422)
  }
  const { actor } = c.get('viewer')
  const once = /^[0-9a-f-]{36}$/.test(values.once ?? '') ? { once: String(values.once) } : {}
  const input = { placeId: place.place_id, channel: 'paper' as const, entries: filled.map(({ entry }) => entry) }
  return answer(c, await perform(c.get('app'), recordReceptions, actor, input, once), {
    done: ({ numbers }) => `/stations/${place.number}/reception?saved=${numbers.length}`,
    again(again) {
      const nameOf = (path: string) => {
        const [, index = '0', field = ''] = path.split('.')
        return `${field}.${filled[Number(index)]?.row ?? 0}`
      }
      const errors = Object.entries(ledgerErrors(locale, again, nameOf)).map(([name, words]) => {
        const row = Number(name.split('.')[1])
        return [name, name === '' ? words : shared[locale].rowError(row + 1, words)]
      })
      return batchPage(c, place, again.values, Object.fromEntries(errors), rows, again.status)
    },
  })
}

/** Rows in which something was said; what is left empty for day, topic and deputy is as in the row above. */
function filledRows(values: Values, rows: number) {
  const above: Record<string, string> = {}
  return Array.from({ length: rows }, (_, row) => row).flatMap((row) => {
    const own = Object.fromEntries(typedFields.map((name) => [name, values[`${name}.${row}`] ?? '']))
    const isEmpty = typedFields.every((name) => name === 'receivedOn' || (own[name] ?? '').trim() === '')
    if (isEmpty) return []
    for (const name of ['receivedOn', 'topic', 'deputyId'] as const) {
      if (own[name] === 'none') own[name] = ''
      else if (own[name] === '') own[name] = above[name] ?? ''
      above[name] = own[name] ?? ''
    }
    return [{ row, entry: entryOf((name) => own[name] ?? '') }]
  })
}

async function batchPage(c: Ctx, place: Place, values: Values, errors: Values, rows: number, status: 200 | 409 | 422) {
  const { council, locale } = c.get('viewer')
  const deputies = await deputyChoices(c.get('app').database.db, council.id, place.place_id)
  return page(
    c,
    {
      title: text[locale].batchTitle,
      breadcrumb: toLog(c, place),
      width: 'wide',
      unlisted: true,
      status,
      invalid: status !== 200,
    },
    <BatchPage form={{ place, values, errors, deputies, rows }} />,
  )
}

const dashed = (receipt: string) => receipt.replace(/^(.{4})(.{4})(.{4})$/, '$1-$2-$3')

async function entryPage(c: Ctx, place: Place, entry: Reception, errors: Values = {}, status: 200 | 409 | 422 = 200) {
  const { council, locale, actor } = c.get('viewer')
  const view = {
    place,
    entry,
    code: entry.receipt && dashed(entry.receipt),
    deeds: await deedsFor(c.get('app').database.db, council.id, entry.id),
    errors,
    saved: status === 200 && c.req.query('saved') === '1',
    mayTell: tellsDeeds(actor, place),
  }
  return page(
    c,
    {
      title: text[locale].entryTitle(entry.number),
      breadcrumb: toLog(c, place),
      width: 'narrow',
      unlisted: true,
      status,
      invalid: status !== 200,
    },
    <EntryPage view={view} />,
  )
}

function slipPage(c: Ctx, place: Place, entry: Reception): Response | Promise<Response> {
  if (!entry.receipt) return notFoundPage(c)
  const { locale } = c.get('viewer')
  const t = text[locale]
  const code = dashed(entry.receipt)
  const url = `${c.get('app').baseUrl}/r/${code}`
  const view = {
    place,
    entry,
    code,
    url,
    qrSvg: qrSvg(url, { sizeMm: 45, label: t.slipScan }),
    fresh: c.req.query('new') === '1',
  }
  return page(
    c,
    { title: t.slipTitle, breadcrumb: toLog(c, place), width: 'narrow', unlisted: true },
    <SlipPage view={view} />,
  )
}

async function raised(c: Ctx, place: Place, entry: Reception): Promise<Response> {
  const { values } = await sent(c)
  const { locale } = c.get('viewer')
  return submit(c, raiseReception, {
    input: { receptionId: entry.id, agreed: (values.agreed === 'yes') as true },
    done: () => `/stations/${place.number}/reception/${entry.number}/slip?new=1`,
    again: (again) => {
      const errors = again.conflict ? ledgerErrors(locale, again) : { agreed: shared[locale].error['not-agreed'] }
      return entryPage(c, place, entry, errors, again.status)
    },
  })
}

async function voided(c: Ctx, place: Place, entry: Reception): Promise<Response> {
  return submit(c, voidReception, {
    input: { receptionId: entry.id, reason: (await sent(c)).values.reason ?? '' },
    done: () => `/stations/${place.number}/reception/${entry.number}?saved=1`,
    again: (again) => entryPage(c, place, entry, ledgerErrors(c.get('viewer').locale, again), again.status),
  })
}

function forgotten(c: Ctx, place: Place, entry: Reception): Promise<Response> {
  return submit(c, forgetVisitor, {
    input: { receptionId: entry.id },
    done: () => `/stations/${place.number}/reception/${entry.number}?saved=1`,
  })
}
