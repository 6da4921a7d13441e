import { refusals } from './open311.text.ts'
import type { RequestsAsked } from './queries.ts'
import { Open311Refusal } from './shapes.ts'

const longestSpanMs = 90 * 86_400_000
const mostOnPage = 500

type Query = (name: string) => string | undefined

/** Reads the filters of `GET requests`. @throws Open311Refusal that says what is wrong */
export function requestsAsked(query: Query, now: Date): RequestsAsked {
  const size = wholeNumber(query('page_size') ?? query('per_page'), 100)
  const page = wholeNumber(query('page'), 1)
  if (size < 1 || size > mostOnPage || page < 1 || page > 100_000) throw new Open311Refusal(400, refusals.page)
  const paging = { limit: size, offset: (page - 1) * size }
  const numbers = numbersIn(query('service_request_id'))
  if (numbers) return { numbers, limit: mostOnPage, offset: 0 }
  const updated = { from: dayOrTime(query('updated_after')), to: dayOrTime(query('updated_before')) }
  const range = spanOf(query('start_date'), query('end_date'), now, updated.from === undefined)
  return {
    ...paging,
    ...(range.from && { from: range.from }),
    ...(range.to && { to: range.to }),
    ...(updated.from && { updatedFrom: updated.from }),
    ...(updated.to && { updatedTo: updated.to }),
    ...(query('service_code') && { serviceCodes: listIn(query('service_code')) }),
    ...(query('status') && { statuses: statusesIn(query('status')) }),
  }
}

/** What `GET servicerequestupdates` asks for: the last day unless it says otherwise. */
export function updatesAsked(query: Query, now: Date): { readonly from: Date; readonly to: Date } {
  const to = dayOrTime(query('end_date')) ?? now
  const from = dayOrTime(query('start_date')) ?? new Date(to.getTime() - 86_400_000)
  if (to < from || to.getTime() - from.getTime() > longestSpanMs) throw new Open311Refusal(400, refusals.dates)
  return { from, to }
}

/** With one end given, the span is 90 days from it; with none, the last 90 days. */
function spanOf(start: string | undefined, end: string | undefined, now: Date, recentOnly: boolean) {
  const from = dayOrTime(start)
  const to = dayOrTime(end)
  if (!from && !to) return recentOnly ? { from: new Date(now.getTime() - longestSpanMs) } : {}
  if (from && to && (to < from || to.getTime() - from.getTime() > longestSpanMs))
    throw new Open311Refusal(400, refusals.dates)
  if (from) return { from, to: to ?? new Date(from.getTime() + longestSpanMs) }
  return { from: new Date((to as Date).getTime() - longestSpanMs), to }
}

function dayOrTime(text: string | undefined): Date | undefined {
  if (text === undefined || text === '') return undefined
  if (!/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/.test(text))
    throw new Open311Refusal(400, refusals.dates)
  const zoned = /(Z|[+-]\d{2}:?\d{2})$/.test(text.slice(10)) || text.length === 10 ? text : `${text}Z`
  const at = new Date(zoned.replace(' ', 'T'))
  if (Number.isNaN(at.getTime())) throw new Open311Refusal(400, refusals.dates)
  return at
}

function numbersIn(text: string | undefined): number[] | undefined {
  if (text === undefined || text === '') return undefined
  const listed = listIn(text)
  if (listed.length > 100 || listed.some((each) => !/^\d{1,9}$/.test(each))) throw new Open311Refusal(400, refusals.ids)
  return listed.map(Number)
}

function listIn(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean)
    .slice(0, 101)
}

function statusesIn(text: string | undefined): ('open' | 'closed')[] {
  return listIn(text).map((each) => {
    if (each !== 'open' && each !== 'closed') throw new Open311Refusal(400, refusals.status)
    return each
  })
}

function wholeNumber(text: string | undefined, otherwise: number): number {
  if (text === undefined || text === '') return otherwise
  return /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN
}
