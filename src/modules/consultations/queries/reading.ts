import type { App } from '#kernel/app'
import { type Db, sql } from '#kernel/db'
import { isStale, layoutOf, type Provision, plainWords, type Reading, readingsOf } from '#parts/laws'
import { countsByClause, heardAbout, type MatterCounts } from '#parts/opinions'
import { type ConsultationStage, stageNow } from '../rules.ts'
import { type ConsultationRow, consultationByNumber, titleIn } from './consultation.ts'
import { freshly } from './freshly.ts'
import { type ReadVersion, readVersion } from './version.ts'

/** A consultation as everyone sees it in a list. */
export interface ListedConsultation {
  readonly id: string
  readonly number: number
  readonly title: string
  readonly stage: ConsultationStage
  readonly opensAt: Date | null
  readonly closesAt: Date | null
  /** Whole days left, counting today; 0 when it is over. */
  readonly daysLeft: number
  readonly heard: number
  /** How it was answered, once it is. */
  readonly answers: Answers | null
}

/** Opinions by what became of them. */
export interface Answers {
  readonly adopted: number
  readonly partly: number
  readonly notAdopted: number
  readonly later: number
}

const dayMs = 86_400_000
const mostListed = 200

/** What everyone may know of: everything but what is being prepared; open ones first, soonest to close before others. */
export async function publicConsultations(app: App, councilId: string, locale: string): Promise<ListedConsultation[]> {
  const { db } = app.database
  const now = app.clock.now()
  const rows = await db
    .selectFrom('consultations.consultation')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('stage', '<>', 'prepared')
    .orderBy('published_at', 'desc')
    .limit(mostListed)
    .execute()
  const ids = rows.map(({ id }) => id)
  const [heard, answers] = [await heardAbout(db, councilId, ids), await answersOf(db, councilId, ids)]
  const listed = rows.map((row) => ({
    id: row.id,
    number: row.number,
    title: titleIn(row, locale),
    stage: stageNow(row, now),
    opensAt: row.opens_at,
    closesAt: row.closes_at,
    daysLeft: daysLeft(row.closes_at, now),
    heard: heard.get(row.id)?.heard ?? 0,
    answers: answers.get(row.id) ?? null,
  }))
  const soonest = (a: ListedConsultation, b: ListedConsultation) =>
    (a.closesAt?.getTime() ?? 0) - (b.closesAt?.getTime() ?? 0)
  return [
    ...listed.filter(({ stage }) => stage === 'open').sort(soonest),
    ...listed.filter(({ stage }) => stage !== 'open'),
  ]
}

export function daysLeft(closesAt: Date | null, now: Date): number {
  return closesAt ? Math.max(0, Math.ceil((closesAt.getTime() - now.getTime()) / dayMs)) : 0
}

/** What the office decided about opinions that were given, by consultation; those without a decision are absent. */
export async function answersOf(
  db: Db,
  councilId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Answers>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ subject: string; decision: string; opinions: number }>`
    select x.subject_id as subject, x.decision, count(distinct told.opinion_id) as opinions
    from opinions.outcome x
    join opinions.outcome_leaf told on told.council_id = x.council_id and told.outcome_id = x.id
    join opinions.opinion o on o.council_id = told.council_id and o.id = told.opinion_id and o.stage <> 'withdrawn'
    where x.council_id = ${councilId} and x.subject_id = any(${[...ids]}::uuid[]) and x.replaced_at is null
    group by 1, 2`.execute(db)
  const found = new Map<string, { adopted: number; partly: number; notAdopted: number; later: number }>()
  for (const { subject, decision, opinions } of rows) {
    const sum = found.get(subject) ?? { adopted: 0, partly: 0, notAdopted: 0, later: 0 }
    if (decision === 'adopted') sum.adopted += opinions
    else if (decision === 'partly') sum.partly += opinions
    else if (decision === 'not-adopted') sum.notAdopted += opinions
    else if (decision === 'later') sum.later += opinions
    found.set(subject, sum)
  }
  return found
}

/** A consultation everyone may read, with its version; null when there is none of that number, or not yet. */
export async function publicConsultation(
  app: App,
  councilId: string,
  number: number,
): Promise<{ readonly row: ConsultationRow; readonly version: ReadVersion | null } | null> {
  if (!Number.isSafeInteger(number) || number < 1) return null
  const { db } = app.database
  const row = await freshly(app, `consultation ${councilId} ${number}`, () =>
    consultationByNumber(db, councilId, number),
  )
  if (!row || row.stage === 'prepared') return null
  return { row, version: row.version_id ? await readVersion(db, councilId, row.version_id) : null }
}

/** What is written beside the legal words of one provision. */
export interface Besides {
  readonly plain: Told | null
  readonly translation: Told | null
  readonly meaning: Told | null
}

export interface Told {
  readonly body: string
  readonly locale: string
  /** The legal words have changed since it was written. */
  readonly stale: boolean
}

export interface Readings {
  readonly of: (provision: Provision) => Besides
  /** For whom meanings are told. */
  readonly audiences: readonly string[]
  /** Languages the text can be read in besides its own. */
  readonly languages: readonly string[]
}

/** @param chosen language of translations and audience of meanings asked for; plain words in the reader's language or Chinese */
export async function readingsFor(
  app: App,
  councilId: string,
  version: ReadVersion,
  chosen: { readonly locale: string; readonly language: string | null; readonly audience: string | null },
): Promise<Readings> {
  const all = await freshly(app, `readings ${councilId} ${version.id}`, () =>
    readingsOf(app.database.db, councilId, version.id),
  )
  const byProvision = new Map<string, Reading[]>()
  for (const reading of all) {
    const list = byProvision.get(reading.provisionId) ?? []
    list.push(reading)
    byProvision.set(reading.provisionId, list)
  }
  return {
    of(provision) {
      const here = byProvision.get(provision.id) ?? []
      const told = (reading: Reading | undefined): Told | null =>
        reading ? { body: reading.body, locale: reading.locale, stale: isStale(reading, plainWords(provision)) } : null
      const inLocale = (kind: Reading['kind'], audience?: string) => {
        const some = here.filter((each) => each.kind === kind && (audience === undefined || each.audience === audience))
        return some.find((each) => each.locale === chosen.locale) ?? some.find((each) => each.locale === 'zh-CN')
      }
      return {
        plain: told(inLocale('plain')),
        translation: told(here.find((each) => each.kind === 'translation' && each.locale === chosen.language)),
        meaning: chosen.audience === null ? null : told(inLocale('meaning', chosen.audience)),
      }
    },
    audiences: [...new Set(all.filter(({ kind }) => kind === 'meaning').map(({ audience }) => audience))].sort(),
    languages: [...new Set(all.filter(({ kind }) => kind === 'translation').map(({ locale }) => locale))].sort(),
  }
}

export interface Heard extends MatterCounts {
  /** Opinions everyone may read, by clause; the whole text under ''. */
  readonly byClause: ReadonlyMap<string, { readonly opinions: number; readonly supports: number }>
}

export async function heardHere(app: App, councilId: string, consultationId: string): Promise<Heard> {
  const { db } = app.database
  const counts = await countsByClause(db, councilId, consultationId)
  const heard = (await heardAbout(db, councilId, [consultationId])).get(consultationId)
  return {
    heard: heard?.heard ?? 0,
    places: heard?.places ?? 0,
    sessions: heard?.sessions ?? 0,
    byClause: new Map(counts.map(({ clause, opinions, supports }) => [clause ?? '', { opinions, supports }])),
  }
}

/** Names of places by id, in the reader's language. */
export async function placeNames(
  app: App,
  councilId: string,
  ids: readonly (string | null)[],
  locale: string,
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  if (wanted.length === 0) return new Map()
  const rows = await app.database.db
    .selectFrom('network.place')
    .select(['place_id', 'name_zh', 'name_en'])
    .where('council_id', '=', councilId)
    .where('place_id', 'in', wanted)
    .execute()
  return new Map(rows.map((row) => [row.place_id, (locale === 'en' && row.name_en) || row.name_zh]))
}

/** Where words quoted by opinions stand in an article, counted in the article's printed words. */
export async function quotesIn(
  app: App,
  { councilId, consultationId, article }: { councilId: string; consultationId: string; article: Provision },
): Promise<{ start: number; end: number }[]> {
  const rows = await freshly(app, `quotes ${councilId} ${consultationId} ${article.id}`, async () => {
    const { rows: quoted } = await sql<{ provision_id: string; start: number; length: number }>`
    select distinct provision_id, quote_start as start, length(quote) as length from opinions.opinion
    where council_id = ${councilId} and subject_id = ${consultationId} and public and stage = 'received'
      and clause = ${article.id} and quote_start is not null
    limit 200`.execute(app.database.db)
    return quoted
  })
  const { spans } = layoutOf(article)
  return rows.flatMap((row) => {
    const span = spans.find(({ id }) => id === row.provision_id)
    return span ? [{ start: span.from + row.start, end: span.from + row.start + row.length }] : []
  })
}
