import { Readable } from 'node:stream'
import { perform } from '#kernel/action'
import { type Column, csvPieces, xlsxPieces } from '#kernel/documents'
import type { Locale } from '#kernel/text'
import { nameIn, settingsAt } from '#parts/councils'
import { checkUpload, fileResponse, filesText, openFile } from '#parts/files'
import { placesOf } from '#parts/network'
import { notFoundPage } from '#web/errors'
import { type Again, answer, sent, submit } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { today, toList } from '../path.ts'
import {
  counterEntry,
  decideEntry,
  enterAllowance,
  enterBudget,
  enterSpending,
  keepFundReceipt,
  openFund,
} from './actions.ts'
import { text } from './funds.text.ts'
import { FundPage, FundsPage } from './pages.tsx'
import { entriesOf, type Fund, fundByNumber, fundsOf, fundYears } from './queries.ts'
import { approvesFund, balanceOf, keepsAnyFund, keepsFund, ordersFunds } from './rules.ts'

type Values = Readonly<Record<string, string>>

/** Funds of places and duty allowances: for those who keep them; sums for everybody where the council says so. */
export function fundRoutes(http: Http): void {
  http.get('/stations/funds', (c) => listPage(c, null))
  http.post('/stations/funds', opened)
  http.get('/stations/funds/entries.csv', (c) => entryFile(c, 'csv'))
  http.get('/stations/funds/entries.xlsx', (c) => entryFile(c, 'xlsx'))
  const one = '/stations/funds/:fund{[0-9]+}'
  http.get(
    one,
    withFund((c, fund) => fundPage(c, fund, null)),
  )
  http.get(`${one}/receipts/:entry{[0-9a-f-]{36}}`, withFund(receipt))
  http.post(`${one}/spend`, withFund(spent))
  http.post(`${one}/allowance`, withFund(allowed))
  http.post(`${one}/budget`, withFund(budgeted))
  http.post(`${one}/counter`, withFund(countered))
  http.post(`${one}/decide`, withFund(decided))
}

function errorsIn(locale: Locale, { issues, conflict }: Pick<Again, 'issues' | 'conflict'>): Record<string, string> {
  const t = text[locale]
  const words: Readonly<Record<string, string>> = t.error
  const errors: Record<string, string> = {}
  for (const { path, code } of issues) errors[path.split('.')[0] ?? ''] ??= words[code] ?? t.wrong
  if (conflict) errors[''] = words[conflict] ?? t.wrong
  return errors
}

const kept = (again: Again | null) => again && { status: again.status, invalid: true as const }

async function listPage(c: Ctx, again: Again | null): Promise<Response> {
  const app = c.get('app')
  const { council, actor, locale } = c.get('viewer')
  const { db } = app.database
  const reads = keepsAnyFund(actor)
  const settings = await settingsAt(db, council.id, app.clock.now())
  if (!reads && !settings.fundsSummaryPublic) return notFoundPage(c)
  const thisYear = Number(today(c).slice(0, 4))
  const years = [...new Set([thisYear, ...(await fundYears(db, council.id))])].toSorted((a, b) => b - a)
  const year = years.find((each) => String(each) === c.req.query('year')) ?? thisYear
  const all = await fundsOf(db, council.id, year)
  const places = ordersFunds(actor) ? await placesOf(db, council.id, { limit: 1000 }) : []
  const view = {
    year,
    years,
    // The staff of one place read their own; sums of all are for the office, or for everybody by the setting.
    funds: reads && !settings.fundsSummaryPublic ? all.filter((fund) => keepsFund(actor, fund)) : all,
    places: places.map((place) => ({ value: place.place_id, label: nameIn(place, locale) })),
    values: again?.values ?? { year: String(year), kind: 'place' },
    errors: again ? errorsIn(locale, again) : {},
    may: { read: reads, open: ordersFunds(actor) },
  }
  return page(
    c,
    { title: text[locale].title, breadcrumb: [toList(c)], unlisted: true, ...kept(again) },
    <FundsPage view={view} />,
  )
}

async function opened(c: Ctx): Promise<Response> {
  if (!ordersFunds(c.get('viewer').actor)) return notFoundPage(c)
  const { kind = '', placeId = '', title = '', year = '', budget = '' } = (await sent(c)).values
  return submit(c, openFund, {
    input: { kind: kind as 'place', placeId, title, year: year.trim(), budget },
    done: ({ number }) => `/stations/funds/${number}?saved=1`,
    again: (again) => listPage(c, again),
  })
}

/** The fund of the address, for those who keep it. */
function withFund(then: (c: Ctx, fund: Fund) => Response | Promise<Response>) {
  return async (c: Ctx): Promise<Response> => {
    const { council, actor } = c.get('viewer')
    const number = Number(c.req.param('fund'))
    const fund =
      number > 0 && number <= 2_147_483_647
        ? await fundByNumber(c.get('app').database.db, council.id, number)
        : undefined
    return fund && keepsFund(actor, fund) ? then(c, fund) : notFoundPage(c)
  }
}

async function fundPage(c: Ctx, fund: Fund, again: Again | null): Promise<Response> {
  const app = c.get('app')
  const { council, actor, locale } = c.get('viewer')
  const entries = await entriesOf(app.database.db, council.id, [fund.id])
  const { dutyAllowances } = await settingsAt(app.database.db, council.id, app.clock.now())
  const day = today(c)
  const view = {
    fund,
    entries,
    balance: balanceOf(entries),
    rates: dutyAllowances.map((rate) => ({ code: rate.code, name: nameIn(rate, locale), fen: rate.amount_fen })),
    values: again?.values ?? (day.startsWith(`${fund.year}-`) ? { onDay: day } : {}),
    errors: again ? errorsIn(locale, again) : {},
    saved: !again && c.req.query('saved') === '1',
    me: actor.personId,
    may: { enter: keepsFund(actor, fund), approve: approvesFund(actor, fund) },
  }
  const crumbs = [toList(c), { href: `/stations/funds?year=${fund.year}`, label: text[locale].title }]
  return page(c, { title: fund.title, breadcrumb: crumbs, unlisted: true, ...kept(again) }, <FundPage view={view} />)
}

async function receipt(c: Ctx, fund: Fund): Promise<Response> {
  const { council } = c.get('viewer')
  const { db } = c.get('app').database
  const entries = await entriesOf(db, council.id, [fund.id])
  const fileId = entries.find(({ id }) => id === c.req.param('entry'))?.file_id
  const opened = fileId ? await openFile(db, council.id, fileId) : null
  return opened?.ok ? fileResponse(opened, c.req.raw) : notFoundPage(c)
}

const back = (c: Ctx, fund: Fund) => ({
  done: () => `/stations/funds/${fund.number}?saved=1`,
  again: (again: Again) => fundPage(c, fund, again),
})

async function spent(c: Ctx, fund: Fund): Promise<Response> {
  const { values, files } = await sent(c)
  const { actor, locale } = c.get('viewer')
  const file = files.receipt?.[0]
  let fileId = values.fileId || null
  if (file) {
    const checked = await checkUpload({ content: file, nameShown: file.name, kind: 'photo' })
    if (!checked.ok) return refusedFile(c, fund, values, filesText[locale].refusal[checked.reason])
    const stored = await perform(c.get('app'), keepFundReceipt, actor, { fundId: fund.id, upload: checked.upload })
    if (!stored.ok) return answer(c, stored, back(c, fund))
    fileId = stored.result.fileId
  }
  const { onDay = '', purpose = '', amount = '' } = values
  return submit(c, enterSpending, {
    input: { fundId: fund.id, onDay, purpose, amount, fileId },
    done: () => `/stations/funds/${fund.number}?saved=1`,
    // The receipt has arrived: it is not asked for again.
    again: (again) => fundPage(c, fund, { ...again, values: { ...again.values, fileId: fileId ?? '' } }),
  })
}

async function refusedFile(c: Ctx, fund: Fund, values: Values, words: string): Promise<Response> {
  const { council, actor, locale } = c.get('viewer')
  const entries = await entriesOf(c.get('app').database.db, council.id, [fund.id])
  const view = {
    fund,
    entries,
    balance: balanceOf(entries),
    rates: [],
    values,
    errors: { receipt: words },
    saved: false,
    me: actor.personId,
    may: { enter: true, approve: approvesFund(actor, fund) },
  }
  return page(
    c,
    {
      title: fund.title,
      breadcrumb: [toList(c), { href: '/stations/funds', label: text[locale].title }],
      unlisted: true,
      status: 422,
      invalid: true,
    },
    <FundPage view={view} />,
  )
}

async function allowed(c: Ctx, fund: Fund): Promise<Response> {
  const { onDay = '', purpose = '', rateCode = '', units = '' } = (await sent(c)).values
  const input = { fundId: fund.id, onDay, purpose, rateCode, units: units.trim() }
  return submit(c, enterAllowance, { input, ...back(c, fund) })
}

async function budgeted(c: Ctx, fund: Fund): Promise<Response> {
  const { onDay = '', purpose = '', amount = '' } = (await sent(c)).values
  return submit(c, enterBudget, { input: { fundId: fund.id, onDay, purpose, amount }, ...back(c, fund) })
}

async function countered(c: Ctx, fund: Fund): Promise<Response> {
  const { entryId = '', reason = '' } = (await sent(c)).values
  return submit(c, counterEntry, { input: { fundId: fund.id, entryId, reason }, ...back(c, fund) })
}

async function decided(c: Ctx, fund: Fund): Promise<Response> {
  const { entryId = '', approve = '', reason = '' } = (await sent(c)).values
  const input = { fundId: fund.id, entryId, approve: approve === 'yes', reason }
  return submit(c, decideEntry, { input, ...back(c, fund) })
}

/** The entries of a fund, or of all funds of a year that this person keeps, as a sheet. */
async function entryFile(c: Ctx, format: 'csv' | 'xlsx'): Promise<Response> {
  const { council, actor, locale } = c.get('viewer')
  const { db } = c.get('app').database
  if (!keepsAnyFund(actor)) return notFoundPage(c)
  const asked = Number(c.req.query('fund'))
  const year = Number(c.req.query('year')) || Number(today(c).slice(0, 4))
  const one = asked > 0 && asked <= 2_147_483_647 ? await fundByNumber(db, council.id, asked) : undefined
  const all = asked > 0 ? (one ? [one] : []) : await fundsOf(db, council.id, year)
  const funds = all.filter((fund) => keepsFund(actor, fund))
  if (funds.length === 0) return notFoundPage(c)
  const titles = new Map(funds.map((fund) => [fund.id, fund.title]))
  const t = text[locale]
  const rows = (await entriesOf(db, council.id, [...titles.keys()])).map((entry) => ({
    fund: titles.get(entry.fund_id) ?? '',
    ordinal: entry.ordinal,
    day: entry.on_day,
    kind: t.entryKinds[entry.kind],
    purpose: entry.purpose,
    amount: entry.amount_fen / 100,
    entered: entry.entered_name,
    approved: entry.decided_name,
    state: t.states[entry.approved === null ? 'waiting' : entry.approved ? 'approved' : 'refused'],
  }))
  const columns: Column[] = (
    ['fund', 'ordinal', 'day', 'kind', 'purpose', 'amount', 'entered', 'approved', 'state'] as const
  ).map((key) => ({
    key,
    label: t.columns[key],
    type: key === 'ordinal' ? 'integer' : key === 'amount' ? 'number' : key === 'day' ? 'date' : 'text',
  }))
  const pieces = format === 'csv' ? csvPieces(columns, rows) : xlsxPieces({ name: t.title, columns }, rows)
  const body = Readable.toWeb(Readable.from(pieces)) as ReadableStream<Uint8Array<ArrayBuffer>>
  return c.body(body, 200, {
    'content-type':
      format === 'csv'
        ? 'text/csv; charset=utf-8'
        : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'content-disposition': `attachment; filename="${council.slug}-funds.${format}"`,
    'cache-control': 'no-store',
  })
}
