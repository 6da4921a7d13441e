import { z } from 'zod'
import { action, type Call, perform, systemActor } from '#kernel/action'
import type { App } from '#kernel/app'
import { addDays, dayOf } from '#kernel/calendar'
import type { Db } from '#kernel/db'
import { allCouncils, councilById, settingsAt } from '#parts/councils'
import { rememberPrompts, rhythmOf } from '#parts/meetings'
import { placesOf } from '#parts/network'
import { dutiesOf, placesWithDuties } from './kinds.ts'
import { monthsHeld, monthsOf } from './queries.ts'

interface Lacking {
  readonly placeId: string
  readonly what: string
  readonly beginsOn: string
  readonly endsBefore: string
}

/** Where something is due in the present stretch, its last month has come as far as the council's day, and nothing is planned. */
export async function lackingNow(db: Db, councilId: string, now: Date): Promise<Lacking[]> {
  const council = await councilById(db, councilId)
  if (!council) return []
  const today = dayOf(now, council.time_zone)
  const { sessionPromptDay } = await settingsAt(db, councilId, now)
  if (Number(today.slice(8)) < sessionPromptDay) return []
  const year = Number(today.slice(0, 4))
  const held = new Set(
    (await monthsHeld(db, councilId, council.time_zone, year, now)).map(
      ({ place_id, kind, month }) => `${place_id} ${kind} ${month}`,
    ),
  )
  const places = await placesOf(db, councilId, { kinds: placesWithDuties, limit: 5000 })
  const found: Lacking[] = []
  for (const kind of placesWithDuties) {
    for (const duty of dutiesOf(kind)) {
      const months = await monthsOf(db, councilId, duty)
      for (const place of places) {
        if (place.kind !== kind) continue
        const { since, until } = place
        const stretches = rhythmOf({ year, months, since, until, days: [], today })
        const present = stretches.find(({ beginsOn, endsBefore }) => beginsOn <= today && today < endsBefore)
        if (!present || addDays(present.endsBefore, -1).slice(0, 7) !== today.slice(0, 7)) continue
        const from = Number(present.beginsOn.slice(5, 7))
        const to = Number(addDays(present.endsBefore, -1).slice(5, 7))
        const planned = Array.from({ length: to - from + 1 }, (_, index) => from + index).some((month) =>
          held.has(`${place.place_id} ${duty.kind} ${month}`),
        )
        const { beginsOn, endsBefore } = present
        if (!planned) found.push({ placeId: place.place_id, what: duty.kind, beginsOn, endsBefore })
      }
    }
  }
  return found
}

/** Calls to mind, once for each stretch, that nothing is planned in it. */
export const promptSessions = action({
  name: 'stations.prompt-sessions',
  input: z.strictObject({}),
  subject: async ({ tx, councilId, now }: Call<unknown>) => ({
    lacking: await rememberPrompts(tx, councilId, now, await lackingNow(tx, councilId, now)),
  }),
  allow: () => false,
  from: ({ lacking }) => (lacking.length === 0 ? 'nothing-lacking' : null),
  async run({ subject, emit }) {
    for (const { placeId, what, beginsOn, endsBefore } of subject.lacking) {
      emit('stations.session-lacking', { placeId, what, beginsOn, endsBefore }, { subjectId: placeId })
    }
    return { places: subject.lacking.length }
  },
})

/** Every council that has places. */
export async function promptAll(app: App): Promise<void> {
  for (const { id } of await allCouncils(app.database.db)) {
    await perform(app, promptSessions, systemActor(id), {})
  }
}
