import type { Db } from '#kernel/db'
import type { Locale } from '#kernel/text'
import type { DoorLine, MatterLine } from '#web/routes'
import { text } from './figures.text.ts'
import {
  type Breakdown,
  fromBelow,
  noPlace,
  type Scope,
  type SuggestionCount,
  type Sums,
  suggestionsIn,
  sumsBy,
  type Wait,
  waitsIn,
} from './queries.ts'
import { medianDays, percentOf, standingAlone, type YearCount } from './rules.ts'
import type { Section, SectionColumn, SectionRow } from './section.ts'

type Words = (typeof text)[Locale]
type Cell = Sums & YearCount

export interface Names {
  readonly matters: readonly MatterLine[]
  readonly doors: readonly DoorLine[]
  readonly places: readonly { readonly id: string; readonly name: string; readonly href: string }[]
}

export interface Asked {
  readonly councilId: string
  readonly locale: Locale
  readonly names: Names
  readonly year: number | null
  /** Id of a place that stands alone; null for all. */
  readonly placeId: string | null
  /** The setting: fewer than this by place or door are put together. */
  readonly least: number
}

/** Places that may be asked for by themselves, and years there are figures of. */
export interface Choices {
  readonly years: readonly number[]
  readonly placeIds: readonly string[]
}

const dataHref = '/open-data/opinion-figures.csv'

/** What a reader may choose: the same whatever was chosen. */
export async function choicesOf(db: Db, { councilId, names, least }: Asked): Promise<Choices> {
  const cells = await sumsBy(db, everything(councilId, names), 'place')
  const alone = standingAlone(cells, least)
  return {
    years: [...new Set(cells.map(({ year }) => year))].toSorted((a, b) => b - a),
    placeIds: [...alone].filter((key) => key !== fromBelow && key !== noPlace),
  }
}

/**
 * The figures of opinions. At one place they are broken down by year only: months and channels of one place would point
 * at persons.
 */
export async function opinionSections(db: Db, asked: Asked): Promise<Section[]> {
  const t = text[asked.locale]
  const { councilId, names, year, placeId } = asked
  const scope: Scope = { ...everything(councilId, names), year, place: placeId }
  const bySource = await sumsBy(db, scope, 'source')
  const byYear = [ledger(t, bySource), answers(t, bySource, await waitsIn(db, scope))]
  if (placeId !== null) return byYear
  const suggestions = await suggestionsIn(db, scope)
  return [
    byYear[0] as Section,
    suggestionLedger(t, suggestions),
    byYear[1] as Section,
    months(t, await sumsBy(db, scope, 'month')),
    channels(t, await sumsBy(db, scope, 'channel')),
    places(t, asked, await sumsBy(db, scope, 'place'), await alone(db, asked, 'place')),
    ...doors(t, asked, await sumsBy(db, scope, 'door'), await alone(db, asked, 'door')),
    matters(t, names, await sumsBy(db, scope, 'matter')),
    outcomes(t, suggestions),
  ]
}

function everything(councilId: string, { matters }: Names): Scope {
  return { councilId, matterIds: matters.map(({ id }) => id), year: null, place: null }
}

async function alone(db: Db, { councilId, names, least }: Asked, by: Breakdown): Promise<Set<string>> {
  return standingAlone(await sumsBy(db, everything(councilId, names), by), least)
}

const stages = ['collected', 'refined', 'submitted', 'adopted', 'partly', 'later', 'notAdopted', 'unanswered'] as const
const sumKeys = [...stages, 'hidden'] as const

function countColumns<Key extends keyof Words>(t: Words, keys: readonly Key[]): SectionColumn[] {
  return keys.map((key) => ({ key, label: t[key] as string, kind: 'count' }))
}

function summed(cells: readonly Cell[], keys: readonly (keyof Sums)[] = sumKeys): number[] {
  return keys.map((key) => cells.reduce((sum, cell) => sum + cell[key], 0))
}

/** Cells put together by key, in the order in which the keys first come. */
function merged(cells: readonly Cell[]): Map<string, Cell[]> {
  return Map.groupBy(cells, ({ key }) => key)
}

function ledger(t: Words, cells: readonly Cell[]): Section {
  return {
    id: 'ledger',
    title: t.ledgerTitle,
    how: t.ledgerHow,
    of: t.year,
    columns: countColumns(t, sumKeys),
    rows: cells.map((cell) => ({
      key: `${cell.year} ${cell.key}`,
      name: cell.key === fromBelow ? t.receivedIn(cell.year) : t.ownIn(cell.year),
      href: null,
      values: summed([cell]),
    })),
    total: summed(cells),
    chart: null,
    source: { href: '/consultations/ledger', label: t.sourceLedger },
  }
}

function suggestionLedger(t: Words, counts: readonly SuggestionCount[]): Section {
  const columns = ['made', 'refined', 'submitted', 'adopted', 'partly', 'later', 'notAdopted'] as const
  const sums = (of: readonly SuggestionCount[]) => {
    const sum = (where: (each: SuggestionCount) => boolean) =>
      of.filter(where).reduce((total, { suggestions }) => total + suggestions, 0)
    return [
      sum(() => true),
      sum(({ refined }) => refined),
      sum(({ submitted }) => submitted),
      ...(['adopted', 'partly', 'later', 'not-adopted'] as const).map((decision) =>
        sum((each) => each.decision === decision),
      ),
    ]
  }
  const rows = Map.groupBy(counts, ({ year, received }) => `${year} ${received}`)
  return {
    id: 'suggestions',
    title: t.suggestionsTitle,
    how: t.suggestionsHow,
    of: t.year,
    columns: countColumns(t, columns),
    rows: [...rows].map(([key, of]) => {
      const { year = 0, received = false } = of[0] ?? {}
      return { key, name: received ? t.receivedIn(year) : t.ownIn(year), href: null, values: sums(of) }
    }),
    total: sums(counts),
    chart: null,
    source: { href: '/consultations/ledger', label: t.sourceLedger },
  }
}

function answers(t: Words, cells: readonly Cell[], waits: readonly Wait[]): Section {
  const values = (of: readonly Cell[], waited: readonly Wait[]) => {
    const [collected = 0, unanswered = 0] = summed(of, ['collected', 'unanswered'])
    return [collected, collected - unanswered, percentOf(collected - unanswered, collected), medianDays(waited)]
  }
  const years = Map.groupBy(cells, ({ year }) => year)
  return {
    id: 'answers',
    title: t.answersTitle,
    how: t.answersHow,
    of: t.year,
    columns: [
      ...countColumns(t, ['collected', 'answered']),
      { key: 'share', label: t.share, kind: 'percent' },
      { key: 'median', label: t.median, kind: 'days' },
    ],
    rows: [...years].map(([year, of]) => ({
      key: String(year),
      name: t.yearName(year),
      href: null,
      values: values(
        of,
        waits.filter((wait) => wait.year === year),
      ),
    })),
    total: values(cells, waits),
    chart: null,
    source: { href: '/consultations/ledger', label: t.sourceLedger },
  }
}

function months(t: Words, cells: readonly Cell[]): Section {
  const known = merged(cells)
  const rows = monthsBetween([...known.keys()]).map((month) => ({
    key: month,
    name: month,
    href: null,
    values: summed(known.get(month) ?? [], ['collected']),
  }))
  return {
    id: 'months',
    title: t.monthsTitle,
    how: t.monthsHow,
    of: t.month,
    columns: countColumns(t, ['collected']),
    rows: rows.toReversed(),
    total: summed(cells, ['collected']),
    chart: { kind: 'time', column: 'collected', unit: t.opinions },
    source: { href: dataHref, label: t.sourceData },
  }
}

/** Every month from the first to the last, the empty ones too. */
function monthsBetween(known: readonly string[]): string[] {
  const sorted = known.toSorted()
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (first === undefined || last === undefined) return []
  const months: string[] = []
  const month = new Date(`${first}-01T00:00:00Z`)
  while (month.toISOString().slice(0, 7) <= last) {
    months.push(month.toISOString().slice(0, 7))
    month.setUTCMonth(month.getUTCMonth() + 1)
  }
  return months
}

function channels(t: Words, cells: readonly Cell[]): Section {
  const names: Readonly<Record<string, string>> = t.channels
  return {
    id: 'channels',
    title: t.channelsTitle,
    how: t.channelsHow,
    of: t.channel,
    columns: countColumns(t, stages),
    rows: largestFirst(
      [...merged(cells)].map(([key, of]) => ({ key, name: names[key] ?? key, href: null, values: summed(of, stages) })),
    ),
    total: summed(cells, stages),
    chart: { kind: 'bars', column: 'collected', unit: t.opinions },
    source: { href: dataHref, label: t.sourceData },
  }
}

function places(t: Words, { names, least }: Asked, cells: readonly Cell[], standing: Set<string>): Section {
  const known = new Map(names.places.map((place) => [place.id, place]))
  const named = (key: string): Omit<SectionRow, 'values'> => {
    const place = known.get(key)
    if (key === fromBelow) return { key, name: t.received, href: '/consultations/ledger' }
    return { key, name: place?.name ?? t.noPlace, href: place?.href ?? null }
  }
  return {
    id: 'places',
    title: t.placesTitle,
    how: t.placesHow(least),
    of: t.place,
    columns: countColumns(t, stages),
    rows: pooled(cells, standing, named, t.otherPlaces),
    total: summed(cells, stages),
    chart: { kind: 'bars', column: 'collected', unit: t.opinions },
    source: { href: '/stations', label: t.sourcePlaces },
  }
}

/** Nothing where no opinion came through a QR code. */
function doors(t: Words, { names, least }: Asked, cells: readonly Cell[], standing: Set<string>): Section[] {
  const known = new Map(names.doors.map((door) => [door.id, door]))
  const named = (key: string) => {
    const door = known.get(key)
    return { key, name: door?.label ?? t.noDoor, href: door?.href ?? null }
  }
  if (cells.every(({ key }) => key === noPlace)) return []
  const section: Section = {
    id: 'doors',
    title: t.doorsTitle,
    how: t.doorsHow(least),
    of: t.door,
    columns: countColumns(t, stages),
    rows: pooled(cells, standing, named, t.otherDoors),
    total: summed(cells, stages),
    chart: null,
    source: { href: dataHref, label: t.sourceData },
  }
  return [section]
}

/** A row for each key that stands alone, the largest first, and one for all others together. */
function pooled(
  cells: readonly Cell[],
  standing: Set<string>,
  named: (key: string) => Omit<SectionRow, 'values'>,
  others: (count: number) => string,
): SectionRow[] {
  const keys = [...merged(cells)]
  const single = keys.filter(([key]) => standing.has(key))
  const rest = keys.filter(([key]) => !standing.has(key))
  const rows = single.map(([key, of]) => ({ ...named(key), values: summed(of, stages) }))
  if (rest.length === 0) return largestFirst(rows)
  const together = summed(
    rest.flatMap(([, of]) => of),
    stages,
  )
  return [...largestFirst(rows), { key: 'others', name: others(rest.length), href: null, values: together }]
}

function matters(t: Words, { matters: listed }: Names, cells: readonly Cell[]): Section {
  const known = merged(cells)
  return {
    id: 'matters',
    title: t.mattersTitle,
    how: t.mattersHow,
    of: t.matter,
    columns: [{ key: 'stage', label: t.stage, kind: 'text' }, ...countColumns(t, stages)],
    rows: listed.flatMap(({ id, title, ledgerHref, stage }) => {
      const of = known.get(id)
      return of ? [{ key: id, name: title, href: ledgerHref, values: [stage, ...summed(of, stages)] }] : []
    }),
    total: [null, ...summed(cells, stages)],
    chart: null,
    source: { href: '/consultations/ledger', label: t.sourceLedger },
  }
}

function outcomes(t: Words, counts: readonly SuggestionCount[]): Section {
  const final = counts.filter(({ refined }) => refined)
  const names = {
    adopted: t.adopted,
    partly: t.partly,
    later: t.later,
    'not-adopted': t.notAdopted,
    waiting: t.waiting,
  } as const
  const sum = (of: readonly SuggestionCount[]) => of.reduce((total, { suggestions }) => total + suggestions, 0)
  const rows = Object.entries(names).map(([key, name]) => ({
    key,
    name,
    href: null,
    values: [sum(final.filter(({ decision }) => (decision ?? 'waiting') === key))],
  }))
  return {
    id: 'outcomes',
    title: t.outcomesTitle,
    how: t.outcomesHow,
    of: t.outcome,
    columns: [{ key: 'suggestions', label: t.suggestionsUnit, kind: 'count' }],
    rows: final.length === 0 ? [] : rows,
    total: [sum(final)],
    chart: { kind: 'bars', column: 'suggestions', unit: t.suggestionsUnit },
    source: { href: '/consultations/ledger', label: t.sourceLedger },
  }
}

function largestFirst(rows: readonly SectionRow[]): SectionRow[] {
  return rows.toSorted((a, b) => Number(b.values[0]) - Number(a.values[0]))
}
