import type { App } from '#kernel/app'
import type { Locale } from '#kernel/text'
import { provisionPath } from '#parts/laws'
import { type DeskFigures, deskFigures } from '#parts/opinions'
import { members, officeName, personsById } from '#parts/people'
import type { Viewer } from '#web/viewer'
import { type DayWords, dayWords } from '../pages/day-words.ts'
import { stageNow } from '../rules.ts'
import { type ConsultationRow, consultationByNumber, titleIn } from './consultation.ts'
import { type ReadVersion, readVersion } from './version.ts'

export interface StepRow {
  readonly position: number
  readonly title: string
  readonly task: string
  readonly owner_role: string
  readonly owner_id: string | null
  readonly due_on: string | null
  readonly done_at: Date | null
  readonly note: string
}

/** Everything the head of each desk page says. */
export interface DeskView {
  readonly row: ConsultationRow
  readonly title: string
  readonly stage: ReturnType<typeof stageNow>
  readonly figures: DeskFigures
  readonly steps: readonly StepRow[]
  readonly version: ReadVersion | null
  readonly days: DayWords
  readonly locale: Locale
  readonly base: string
  /** How a provision is cited; '' where the text does not have it. */
  readonly place: (provisionId: string | null) => string
}

/** The desk of a consultation; null where there is none. Who may see it is asked before. */
export async function deskView(app: App, viewer: Viewer, number: number): Promise<DeskView | null> {
  const { db } = app.database
  const { council, locale } = viewer
  const row = await consultationByNumber(db, council.id, number)
  if (!row) return null
  const now = app.clock.now()
  const version = row.version_id ? await readVersion(db, council.id, row.version_id) : null
  return {
    row,
    title: titleIn(row, locale),
    stage: stageNow(row, now),
    figures: await deskFigures(db, council.id, { type: 'consultation', id: row.id }),
    steps: await stepsOf(app, council.id, row.id, locale),
    version,
    days: dayWords(locale, council.timeZone, now),
    locale,
    base: `/consultations/${row.number}`,
    place: (id) => (id && version ? provisionPath(version.text, id, locale) : ''),
  }
}

export async function stepsOf(app: App, councilId: string, consultationId: string, locale: Locale): Promise<StepRow[]> {
  const rows = await app.database.db
    .selectFrom('consultations.step')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('consultation_id', '=', consultationId)
    .orderBy('position')
    .execute()
  return rows.map((row) => ({
    position: row.position,
    title: row.titles[locale] ?? row.title,
    task: row.tasks[locale] ?? row.task,
    owner_role: row.owner_role,
    owner_id: row.owner_id,
    due_on: row.due_on,
    done_at: row.done_at,
    note: row.note,
  }))
}

export interface Holder {
  readonly personId: string
  readonly name: string
  readonly role: string
}

/** Who may be given work or asked for advice, each once. */
export async function holders(
  app: App,
  councilId: string,
  roles: Parameters<typeof members>[1]['roles'],
): Promise<Holder[]> {
  const found = await members(app.database.db, { councilId, now: app.clock.now(), ...(roles && { roles }) })
  const seen = new Map<string, Holder>()
  for (const member of found) {
    if (!seen.has(member.person_id)) {
      seen.set(member.person_id, {
        personId: member.person_id,
        name: officeName(member) ?? member.person_id.slice(-6),
        role: member.role,
      })
    }
  }
  return [...seen.values()]
}

/** Names of persons for the desk. */
export async function namesOf(
  app: App,
  councilId: string,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const found = await personsById(
    app.database.db,
    councilId,
    ids.filter((id) => id !== null),
  )
  return new Map([...found].map(([id, person]) => [id, officeName(person) ?? id.slice(-6)]))
}
