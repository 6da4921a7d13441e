import type { AreaKind, OrganisationKind } from '#parts/councils'
import { areaKinds, organisationKinds } from '#parts/councils'
import { codeOf, type PopoloRecord } from './document.ts'
import { dayIn, type Field, fitText, showText } from './fields.ts'

/** What the registers need to know beside the record itself. */
export interface Around {
  readonly today: string
  /** First and last day of each legislative period. */
  readonly periods: ReadonlyMap<string, { readonly first: string | null; readonly last: string | null }>
}

const kindOfClass: Readonly<Record<string, OrganisationKind>> = {
  party: 'association',
  committee: 'committee',
  commission: 'committee',
  executive: 'government',
  government: 'government',
  cabinet: 'government',
  ministry: 'department',
  department: 'department',
  court: 'court',
  company: 'enterprise',
}

function organisationKind(value: unknown): OrganisationKind {
  const word = typeof value === 'string' ? value.toLowerCase() : ''
  return organisationKinds.find((kind) => kind === word) ?? kindOfClass[word] ?? 'other'
}

function areaKind(value: unknown): AreaKind {
  const word = typeof value === 'string' ? value.toLowerCase() : ''
  return areaKinds.find((kind) => kind === word) ?? 'other'
}

const name = (most: number): Field => ({ name: 'name', column: 'name', fit: fitText(most), show: showText })
const parent: Field = {
  name: 'parent_id',
  column: 'parent',
  fit: (value) => (typeof value === 'string' && value !== '' ? codeOf(value) : null),
  show: showText,
}
const asIs = (of: (value: unknown) => string, field: string): Field => ({
  name: field,
  column: 'kind',
  fit: of,
  show: showText,
})

export function organisationFields({ today }: Pick<Around, 'today'>): readonly Field[] {
  const end = (record: PopoloRecord) => dayIn(record.dissolution_date, 'last')
  const begin = (record: PopoloRecord) => earlier(dayIn(record.founding_date, 'first') ?? today, end(record))
  return [
    name(100),
    asIs(organisationKind, 'classification'),
    parent,
    { name: 'founding_date', column: 'since', fit: (_, record) => begin(record), show: showText },
    { name: 'dissolution_date', column: 'until', fit: (_, record) => end(record), show: showText },
  ]
}

export const areaFields: readonly Field[] = [name(100), asIs(areaKind, 'type'), parent]
export const constituencyFields: readonly Field[] = [name(100)]
export const personFields: readonly Field[] = [name(60)]

/** When a seat is held: its own days, else those of its legislative period. */
export function seatFields({ today, periods }: Around): readonly Field[] {
  const period = (record: PopoloRecord) => periods.get(String(record.legislative_period_id ?? ''))
  const end = (record: PopoloRecord) => dayIn(record.end_date, 'last') ?? period(record)?.last ?? null
  const begin = (record: PopoloRecord) =>
    earlier(dayIn(record.start_date, 'first') ?? period(record)?.first ?? today, end(record))
  return [
    { name: 'start_date', column: 'since', fit: (_, record) => begin(record), show: showText },
    { name: 'end_date', column: 'until', fit: (_, record) => end(record), show: showText },
  ]
}

function earlier(day: string, other: string | null): string {
  return other !== null && other < day ? other : day
}
