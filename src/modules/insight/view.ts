import type { App } from '#kernel/app'
import { nameIn, settingsAt } from '#parts/councils'
import { placesOf } from '#parts/network'
import type { ModuleManifest, ProjectLine } from '#web/routes'
import type { Viewer } from '#web/viewer'
import { type Asked, choicesOf, type Names, opinionSections } from './opinion-figures.ts'
import { projectSections, projectYears } from './project-figures.ts'
import { countedAt } from './queries.ts'
import type { Section } from './section.ts'

/** What a reader asked for in the address; what does not exist is left out. */
export interface Wanted {
  readonly year: number | null
  /** Number of a place. */
  readonly place: number | null
}

export interface Choice {
  readonly value: string
  readonly label: string
}

/** A page of figures: what was asked for, what may be asked for, and the tables. */
export interface FiguresView {
  /** When these figures were counted; null before the first time. */
  readonly asOf: Date | null
  readonly year: number | null
  readonly place: Choice | null
  /** A place was asked for whose numbers are too small to stand alone. */
  readonly tooFew: boolean
  readonly years: readonly number[]
  readonly places: readonly Choice[]
  readonly least: number
  readonly sections: readonly Section[]
}

/** Where figures come from: the house, who reads, and what the modules offer. */
export interface Source {
  readonly app: App
  readonly viewer: Viewer
  readonly modules: readonly ModuleManifest[]
}

const mostPlaces = 5000

export async function opinionFigures(from: Source, wanted: Wanted): Promise<FiguresView> {
  const { app, viewer } = from
  const { db } = app.database
  const { council, locale } = viewer
  const places = await placesOf(db, council.id, { closed: true, limit: mostPlaces })
  const names: Names = {
    ...(await offered(from)),
    places: places.map((place) => ({
      id: place.place_id,
      name: nameIn(place, locale),
      href: `/stations/${place.number}`,
    })),
  }
  const { smallGroupLeast: least } = await settingsAt(db, council.id, app.clock.now())
  const all: Asked = { councilId: council.id, locale, names, year: null, placeId: null, least }
  const { years, placeIds } = await choicesOf(db, all)
  const year = years.find((each) => each === wanted.year) ?? null
  const place = places.find(({ number }) => number === wanted.place)
  const alone = place !== undefined && placeIds.includes(place.place_id)
  const choiceOf = (of: (typeof places)[number]) => ({ value: String(of.number), label: nameIn(of, locale) })
  return {
    asOf: await countedAt(db, council.id),
    year,
    place: alone ? choiceOf(place) : null,
    tooFew: wanted.place !== null && !alone,
    years,
    places: places.filter((each) => placeIds.includes(each.place_id)).map(choiceOf),
    least,
    sections: await opinionSections(db, { ...all, year, placeId: alone ? place.place_id : null }),
  }
}

export async function projectFigures(from: Source, { year: wanted }: Pick<Wanted, 'year'>): Promise<FiguresView> {
  const { app, viewer, modules } = from
  const { db } = app.database
  const { council, locale } = viewer
  const projects: ProjectLine[] = []
  for (const { offers } of modules) projects.push(...((await offers?.projects?.(app, viewer)) ?? []))
  const years = projectYears(projects, council.timeZone)
  const year = years.find((each) => each === wanted) ?? null
  const { smallGroupLeast: least } = await settingsAt(db, council.id, app.clock.now())
  const asked = { councilId: council.id, locale, timeZone: council.timeZone, projects, year }
  return {
    asOf: await countedAt(db, council.id),
    year,
    place: null,
    tooFew: false,
    years,
    places: [],
    least,
    sections: await projectSections(db, asked),
  }
}

/** One after the other: the embedded database has one connection. */
async function offered({ app, viewer, modules }: Source): Promise<Omit<Names, 'places'>> {
  const names = { matters: [] as Names['matters'][number][], doors: [] as Names['doors'][number][] }
  for (const { offers } of modules) {
    names.matters.push(...((await offers?.matters?.all?.(app, viewer)) ?? []))
    names.doors.push(...((await offers?.doors?.(app, viewer)) ?? []))
  }
  return names
}
