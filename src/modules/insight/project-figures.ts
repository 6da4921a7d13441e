import type { Db } from '#kernel/db'
import type { Locale } from '#kernel/text'
import type { ProjectLine } from '#web/routes'
import { text } from './figures.text.ts'
import { shapesOf } from './queries.ts'
import { medianDays, percentOf } from './rules.ts'
import type { Section } from './section.ts'

type Words = (typeof text)[Locale]

interface Shaped extends ProjectLine {
  readonly year: number
  /** Of the draft people were last asked about; null while none is known. */
  readonly shape: { readonly chapters: number; readonly articles: number } | null
}

export interface ProjectsAsked {
  readonly councilId: string
  readonly locale: Locale
  readonly timeZone: string
  readonly projects: readonly ProjectLine[]
  readonly year: number | null
}

/** Years in which projects began, the latest first. */
export function projectYears(projects: readonly ProjectLine[], timeZone: string): number[] {
  return [...new Set(projects.map(({ begunAt }) => yearIn(begunAt, timeZone)))].toSorted((a, b) => b - a)
}

/** The legislative pipeline, and how far it keeps to small incisions. */
export async function projectSections(db: Db, asked: ProjectsAsked): Promise<Section[]> {
  const t = text[asked.locale]
  const last = asked.projects.flatMap(({ draftIds }) => draftIds.slice(-1))
  const shapes = await shapesOf(db, asked.councilId, last)
  const all: Shaped[] = asked.projects.map((project) => ({
    ...project,
    year: yearIn(project.begunAt, asked.timeZone),
    shape: shapes.get(project.draftIds.at(-1) ?? '') ?? null,
  }))
  const chosen = all.filter(({ year }) => asked.year === null || year === asked.year)
  return [tasks(t, chosen), smallIncision(t, chosen), pipeline(t, chosen)]
}

function yearIn(at: Date, timeZone: string): number {
  return Number(new Intl.DateTimeFormat('en', { timeZone, year: 'numeric' }).format(at))
}

const kinds = ['new', 'amendment', 'repeal'] as const
const source = (t: Words) => ({ href: '/consultations/projects', label: t.sourceProjects })

function tasks(t: Words, projects: readonly Shaped[]): Section {
  const values = (of: readonly Shaped[]) => [
    of.length,
    ...kinds.map((kind) => of.filter((project) => project.kind === kind).length),
  ]
  const years = [...Map.groupBy(projects, ({ year }) => year)].toSorted(([a], [b]) => b - a)
  return {
    id: 'tasks',
    title: t.tasksTitle,
    how: t.tasksHow,
    of: t.year,
    columns: [
      { key: 'all', label: t.all, kind: 'count' },
      ...kinds.map((kind) => ({ key: kind, label: t.kinds[kind], kind: 'count' as const })),
    ],
    rows: years.map(([year, of]) => ({ key: String(year), name: t.yearName(year), href: null, values: values(of) })),
    total: values(projects),
    chart: null,
    source: source(t),
  }
}

function smallIncision(t: Words, projects: readonly Shaped[]): Section {
  const drafted = projects.filter(({ shape }) => shape !== null)
  const single = drafted.filter(({ singleSubject }) => singleSubject).length
  const plain = drafted.filter(({ shape }) => shape?.chapters === 0).length
  const measures: [string, string, number | null][] = [
    ['drafts', t.withDraft, drafted.length],
    ['single', t.singleCount, single],
    ['single-percent', t.singleShare, percentOf(single, drafted.length)],
    ['no-chapters', t.plainCount, plain],
    ['no-chapters-percent', t.plainShare, percentOf(plain, drafted.length)],
    ['articles-median', t.medianArticles, middle(drafted.flatMap(({ shape }) => (shape ? [shape.articles] : [])))],
    ['days-median', t.medianDays, middle(drafted.flatMap(({ days }) => (days === null ? [] : [days])))],
  ]
  return {
    id: 'small-incision',
    title: t.incisionTitle,
    how: t.incisionHow,
    of: t.measure,
    columns: [{ key: 'value', label: t.value, kind: 'days' }],
    rows:
      drafted.length === 0 ? [] : measures.map(([key, name, value]) => ({ key, name, href: null, values: [value] })),
    total: null,
    chart: null,
    source: source(t),
  }
}

function pipeline(t: Words, projects: readonly Shaped[]): Section {
  return {
    id: 'projects',
    title: t.projectsTitle,
    how: t.projectsHow,
    of: t.project,
    columns: [
      { key: 'stage', label: t.stage, kind: 'text' },
      { key: 'kind', label: t.kind, kind: 'text' },
      { key: 'drafts', label: t.drafts, kind: 'count' },
      { key: 'articles', label: t.articles, kind: 'count' },
      { key: 'chapters', label: t.chapters, kind: 'count' },
      { key: 'single', label: t.single, kind: 'text' },
      { key: 'days', label: t.days, kind: 'days' },
    ],
    rows: projects.map((project) => ({
      key: project.href,
      name: project.title,
      href: project.href,
      values: [
        project.stage,
        t.kinds[project.kind],
        project.draftIds.length,
        project.shape?.articles ?? null,
        project.shape?.chapters ?? null,
        project.singleSubject ? t.yes : t.no,
        project.days,
      ],
    })),
    total: null,
    chart: null,
    source: source(t),
  }
}

function middle(numbers: readonly number[]): number | null {
  return medianDays(numbers.map((days) => ({ days, answers: 1 })))
}
