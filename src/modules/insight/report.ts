import type { Block } from '#kernel/documents'
import type { Locale } from '#kernel/text'
import { fromBelow } from './queries.ts'
import { text } from './report.text.ts'
import type { Section, Value } from './section.ts'

export interface ReportFacts {
  readonly council: string
  readonly year: number
  readonly opinions: readonly Section[]
  readonly legislation: readonly Section[]
  readonly least: number
  /** When the figures were counted, in words. */
  readonly when: string
  /** The day under the report. */
  readonly day: string
  readonly locale: Locale
}

/** Tables wider than this do not fit an upright page in the type of official documents. */
const mostColumns = 5

const received = (key: string) => key.endsWith(fromBelow)
const own = (key: string) => !received(key)

/** The yearly report in the order of an official document, all numbers from the public sections. */
export function reportBlocks(facts: ReportFacts): Block[] {
  const t = text[facts.locale]
  const body = (words: string): Block => ({ kind: 'paragraph', text: words, indent: 'first', align: 'justify' })
  const number = new Intl.NumberFormat(facts.locale, { maximumFractionDigits: 1 })
  const all = [...facts.opinions, ...facts.legislation]
  const of = (section: string, column: string) => totalOf(all, section, column)
  const n = (value: Value) => (typeof value === 'number' ? number.format(value) : '0')
  const median = of('answers', 'median')
  return [
    { kind: 'title', text: t.report(facts.council, String(facts.year)) },
    { kind: 'heading', level: 1, text: t.basics },
    body(
      t.opinionWords({
        year: String(facts.year),
        collected: n(of('ledger', 'collected')),
        own: n(sumOf(all, own)),
        received: n(sumOf(all, received)),
        answered: n(of('answers', 'answered')),
        share: t.percent(n(of('answers', 'share'))),
        days: typeof median === 'number' ? t.daysOf(number.format(median)) : t.nothing,
      }),
    ),
    body(
      t.suggestionWords({
        refined: n(of('suggestions', 'refined')),
        submitted: n(of('suggestions', 'submitted')),
        adopted: n(of('suggestions', 'adopted')),
        partly: n(of('suggestions', 'partly')),
      }),
    ),
    ...facts.opinions.flatMap((section) => tableOf(section, number, t.total)),
    { kind: 'heading', level: 1, text: t.legislation },
    body(
      t.taskWords({
        all: n(of('tasks', 'all')),
        fresh: n(of('tasks', 'new')),
        amendment: n(of('tasks', 'amendment')),
        repeal: n(of('tasks', 'repeal')),
      }),
    ),
    ...facts.legislation.flatMap((section) => tableOf(section, number, t.total)),
    { kind: 'heading', level: 1, text: t.notes },
    body(t.noteWords(facts.when, number.format(facts.least))),
    { kind: 'space', mm: 10 },
    { kind: 'paragraph', text: facts.council, align: 'end' },
    { kind: 'paragraph', text: facts.day, align: 'end' },
  ]
}

/** Opinions collected in the rows of the ledger whose key fits. */
function sumOf(sections: readonly Section[], fits: (key: string) => boolean): number {
  const rows = sections.find(({ id }) => id === 'ledger')?.rows ?? []
  return rows.filter(({ key }) => fits(key)).reduce((sum, { values }) => sum + Number(values[0] ?? 0), 0)
}

function totalOf(sections: readonly Section[], id: string, column: string): Value {
  const section = sections.find((each) => each.id === id)
  const index = section?.columns.findIndex(({ key }) => key === column) ?? -1
  return section?.total?.[index] ?? null
}

function tableOf({ title, of, columns, rows, total }: Section, number: Intl.NumberFormat, totalWord: string): Block[] {
  if (rows.length === 0) return []
  const shown = columns.slice(0, mostColumns)
  const words = (values: readonly Value[]) =>
    shown.map(({ kind }, index) => wordsOf(values[index] ?? null, kind, number))
  return [
    {
      kind: 'table',
      caption: title,
      columns: [
        { label: of, share: 2 },
        ...shown.map(({ label, kind }) => ({ label, align: kind === 'text' ? ('start' as const) : ('end' as const) })),
      ],
      rows: [
        ...rows.map(({ name, values }) => [name, ...words(values)]),
        ...(total ? [[totalWord, ...words(total)]] : []),
      ],
    },
  ]
}

function wordsOf(value: Value, kind: Section['columns'][number]['kind'], number: Intl.NumberFormat): string {
  if (value === null) return ''
  if (typeof value === 'string') return value
  return kind === 'percent' ? `${number.format(value)}%` : number.format(value)
}
