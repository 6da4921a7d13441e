import {
  attendanceFigures,
  keptOf,
  meetingsOf,
  publicStages,
  type RhythmDay,
  rhythmOf,
  stageNow,
} from '#parts/meetings'
import { type Place, placesOf } from '#parts/network'
import type { Ctx } from '#web/routes'
import { dutiesOf, owner, placesWithDuties } from './kinds.ts'
import { asked, monthsHeld, monthsOf } from './queries.ts'

const pageSize = 50
const mostPlaces = 5000

interface DutyLine {
  readonly kind: string
  readonly owed: number
  readonly kept: number
  /** Something is planned or was held in the present stretch. */
  readonly present: boolean
}

export interface PlaceLine {
  readonly place: Place
  readonly duties: readonly DutyLine[]
}

/** All places of a council that owe sessions, plan against rule, of one year. */
export async function placeLines(c: Ctx, year: number): Promise<readonly PlaceLine[]> {
  const { db, council, now, today } = asked(c)
  const places = await placesOf(db, council.id, { kinds: placesWithDuties, limit: mostPlaces })
  const held = Map.groupBy(
    await monthsHeld(db, council.id, council.timeZone, year, now),
    ({ place_id, kind }) => `${place_id} ${kind}`,
  )
  const months = new Map<string, (day: string) => number>()
  for (const duty of placesWithDuties.flatMap(dutiesOf)) {
    if (!months.has(duty.setting)) months.set(duty.setting, await monthsOf(db, council.id, duty))
  }
  return places.map((place) => ({
    place,
    duties: dutiesOf(place.kind).map((duty) => {
      const days = (held.get(`${place.place_id} ${duty.kind}`) ?? []).map(
        ({ month, held: was, number }): RhythmDay => ({
          // A month with something planned for later counts by its last day, with something held by its first.
          day: `${year}-${String(month).padStart(2, '0')}-${was ? '01' : '28'}`,
          number,
          topic: '',
          held: was,
        }),
      )
      const { since, until } = place
      const stretches = rhythmOf({ year, months: months.get(duty.setting)!, since, until, days, today })
      const present = stretches.find(({ beginsOn, endsBefore }) => beginsOn <= today && today < endsBefore)
      return {
        kind: duty.kind,
        ...keptOf(stretches, today),
        present: present?.state === 'done' || present?.state === 'planned',
      }
    }),
  }))
}

/** Coming sessions of all places, and every place's plan against the rule. */
export async function wholeView(c: Ctx) {
  const { db, council, now, today } = asked(c)
  const thisYear = Number(today.slice(0, 4))
  const typed = Number.parseInt(c.req.query('year') ?? '', 10)
  const year = typed >= thisYear - 20 && typed <= thisYear ? typed : thisYear
  const page = Math.min(1000, Math.max(1, Number.parseInt(c.req.query('page') ?? '1', 10) || 1))
  const coming = (
    await meetingsOf(db, { councilId: council.id, owner, stages: publicStages, endsAfter: now, limit: 30 })
  ).filter(({ stage }) => stage !== 'cancelled')
  const lines = await placeLines(c, year)
  const all = lines.flatMap(({ duties }) => duties)
  const places = new Map(lines.map(({ place }) => [place.place_id, place]))
  const missing = coming.flatMap(({ place_id }) => (place_id && !places.has(place_id) ? [place_id] : []))
  if (missing.length > 0) {
    for (const place of await placesOf(db, council.id, { limit: mostPlaces })) places.set(place.place_id, place)
  }
  const figures = await attendanceFigures(
    db,
    council.id,
    coming.map(({ id }) => id),
  )
  const kinds = [...new Set(all.map(({ kind }) => kind))]
  return {
    year,
    years: [year - 1, year + 1].filter((each) => each <= thisYear && each > thisYear - 20),
    coming: coming.flatMap((meeting) => {
      const place = places.get(meeting.place_id ?? '')
      return place ? [{ meeting, place, stage: stageNow(meeting, now), figures: figures.get(meeting.id)! }] : []
    }),
    totals: kinds.map((kind) => {
      const of = all.filter((duty) => duty.kind === kind)
      return {
        kind,
        places: of.length,
        owed: of.reduce((sum, { owed }) => sum + owed, 0),
        kept: of.reduce((sum, { kept }) => sum + kept, 0),
        present: of.filter(({ present }) => present).length,
      }
    }),
    lines: lines.slice((page - 1) * pageSize, page * pageSize),
    page,
    pages: Math.ceil(lines.length / pageSize),
    timeZone: council.timeZone,
  }
}
export type WholeView = Awaited<ReturnType<typeof wholeView>>
