import { type AnyAction, action, type Call } from '#kernel/action'
import { dayOf, daysBetween, type IsoDate, isWorkingDay } from '#kernel/calendar'
import { nextNumber, type Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { calendarOfCouncil, councilById, settingsAt } from '#parts/councils'
import { placeById } from '#parts/network'
import { members } from '#parts/people'
import { fromLocal, toLocal } from '#web/local-time'
import { type DutyRow, lockDiaries, monthBounds } from './queries.ts'
import { doubleBooked, plansRoster, repeatedDays, sameWeekdayIn } from './rules.ts'
import { CopyMonth, PlanDuty, PublishRoster } from './schema.ts'

interface Planned {
  readonly placeId: string | null
  readonly timeZone: string
}

/** The roster of a place, or of those at no place; null where there is no such place. */
async function rosterOf({ tx, councilId, input }: Call<{ readonly placeId: string | null }>): Promise<Planned | null> {
  const council = await councilById(tx, councilId)
  if (!council) return null
  if (input.placeId !== null && !(await placeById(tx, councilId, input.placeId))) return null
  return { placeId: input.placeId, timeZone: council.time_zone }
}

/**
 * The instant of a day and time in a time zone.
 * @throws Refused where the clocks leap over that time
 */
export function momentOf(day: IsoDate, time: string, timeZone: string, path: string): Date {
  const local = `${day}T${time}`
  const at = fromLocal(local, timeZone)
  if (!(at instanceof Date) || toLocal(at, timeZone) !== local)
    throw new Refused(invalid({ path, code: 'no-such-time' }))
  return at
}

export async function mustBeDeputy(tx: Tx, councilId: string, personId: string, now: Date, path = 'personId') {
  const found = await members(tx, { councilId, now, roles: ['deputy'], personId })
  if (found.length === 0 || found[0]?.suspended_at) throw new Refused(invalid({ path, code: 'unknown' }))
}

/** Plans a duty, once or as often as it returns. Nobody but those who plan sees it before the roster is published. */
export const planDuty = action({
  name: 'contact.plan-duty',
  input: PlanDuty,
  subject: rosterOf,
  allow: (actor, { placeId }) => plansRoster(actor, placeId),
  async run({ tx, councilId, subject, input, actor, now, emit }) {
    const { timeZone } = subject
    await mustBeDeputy(tx, councilId, input.personId, now)
    if (input.day < dayOf(now, timeZone)) throw new Refused(invalid({ path: 'day', code: 'past' }))
    const calendar = await calendarOfCouncil(tx, councilId)
    const all = repeatedDays(input.day, input.repeat, input.until)
    const days = input.skipDaysOff && input.repeat !== 'once' ? all.filter((day) => isWorkingDay(calendar, day)) : all
    if (days.length === 0) throw new Refused(invalid({ path: 'until', code: 'all-off' }))
    const made = days.map((day) => ({
      starts_at: momentOf(day, input.from, timeZone, 'from'),
      ends_at: momentOf(day, input.to, timeZone, 'to'),
    }))
    for (const stretch of made) {
      await insertDraft(tx, councilId, now, actor.personId, {
        ...stretch,
        person_id: input.personId,
        place_id: input.placeId,
        ways: input.ways,
        slot_minutes: input.slotMinutes,
        seats: input.seats,
      })
    }
    const left = all.length - days.length
    emit('contact.duties-planned', { placeId: input.placeId, personId: input.personId, made: days.length, left })
    return { made: days.length, left }
  },
})

type Draft = Pick<DutyRow, 'person_id' | 'place_id' | 'starts_at' | 'ends_at' | 'ways' | 'slot_minutes' | 'seats'>

async function insertDraft(tx: Tx, councilId: string, now: Date, by: string | null, draft: Draft): Promise<void> {
  await tx
    .insertInto('contact.duty')
    .values({
      council_id: councilId,
      id: newId(),
      number: await nextNumber(tx, councilId, 'contact.duty'),
      made_at: now,
      made_by: by,
      changed_at: now,
      ...draft,
    })
    .execute()
}

/** The duties of one roster in a month, locked. */
function lockRoster(tx: Tx, councilId: string, { placeId, timeZone }: Planned, month: string): Promise<DutyRow[]> {
  const { from, to } = monthBounds(month, timeZone)
  return tx
    .selectFrom('contact.duty')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('place_id', placeId === null ? 'is' : '=', placeId)
    .where('starts_at', '>=', from)
    .where('starts_at', '<', to)
    .where('cancelled_at', 'is', null)
    .orderBy('id')
    .limit(2000)
    .forUpdate()
    .execute()
}

/**
 * Plans a month as another one was: the first Friday becomes the first Friday. What is there already is not made
 * twice; days off, past days and a fifth Friday that is none are left out and counted.
 */
export const copyMonth = action({
  name: 'contact.copy-roster',
  input: CopyMonth,
  subject: rosterOf,
  allow: (actor, { placeId }) => plansRoster(actor, placeId),
  async run({ tx, councilId, subject, input, actor, now, emit }) {
    const { timeZone } = subject
    const before = await lockRoster(tx, councilId, subject, input.from)
    if (before.length === 0) throw new Refused(conflict('nothing-to-copy'))
    const there = await lockRoster(tx, councilId, subject, input.to)
    const known = new Set(there.map(({ person_id, starts_at }) => `${person_id} ${starts_at.toISOString()}`))
    const calendar = await calendarOfCouncil(tx, councilId)
    let made = 0
    for (const duty of before) {
      const [day, from] = toLocal(duty.starts_at, timeZone).split('T') as [string, string]
      const to = toLocal(duty.ends_at, timeZone).slice(11)
      const onDay = sameWeekdayIn(day, input.to)
      if (onDay === null || !isWorkingDay(calendar, onDay) || onDay < dayOf(now, timeZone)) continue
      const starts_at = momentOf(onDay, from, timeZone, 'to')
      if (known.has(`${duty.person_id} ${starts_at.toISOString()}`)) continue
      const { person_id, place_id, ways, slot_minutes, seats } = duty
      const ends_at = momentOf(onDay, to, timeZone, 'to')
      const copy = { person_id, place_id, ways, slot_minutes, seats, starts_at, ends_at }
      await insertDraft(tx, councilId, now, actor.personId, copy)
      made += 1
    }
    const left = before.length - made
    emit('contact.roster-copied', { placeId: input.placeId, from: input.from, to: input.to, made, left })
    return { made, left }
  },
})

/**
 * Publishes what is planned for a month. A deputy at two places at once holds it back. Each duty keeps how many days
 * ahead everybody could read of it, beside how many the setting `rosterAdvanceDays` asks for on that day.
 */
export const publishRoster = action({
  name: 'contact.publish-roster',
  input: PublishRoster,
  subject: rosterOf,
  allow: (actor, { placeId }) => plansRoster(actor, placeId),
  async run({ tx, councilId, subject, input, now, emit }) {
    const { timeZone } = subject
    const roster = await lockRoster(tx, councilId, subject, input.month)
    const drafts = roster.filter(({ published_at, ends_at }) => published_at === null && ends_at > now)
    if (drafts.length === 0) throw new Refused(conflict('nothing-to-publish'))
    const personIds = [...new Set(drafts.map(({ person_id }) => person_id))]
    const diaries = await lockDiaries(tx, councilId, { personIds, ...monthBounds(input.month, timeZone) })
    // Drafts of other places do not hold this one back: theirs is held back when they are published.
    const counted = diaries.filter(
      ({ id, published_at }) => published_at !== null || drafts.some((draft) => draft.id === id),
    )
    if (doubleBooked(counted).size > 0) throw new Refused(conflict('double-booked'))
    for (const personId of personIds) await mustBeDeputy(tx, councilId, personId, now)
    const { rosterAdvanceDays } = await settingsAt(tx, councilId, now)
    const today = dayOf(now, timeZone)
    for (const { id, starts_at } of drafts) {
      await tx
        .updateTable('contact.duty')
        .set({
          published_at: now,
          days_ahead: daysBetween(today, dayOf(starts_at, timeZone)),
          days_required: rosterAdvanceDays,
          changed_at: now,
        })
        .where('council_id', '=', councilId)
        .where('id', '=', id)
        .execute()
    }
    const about = { placeId: input.placeId, month: input.month, duties: drafts.length, personIds }
    emit('contact.roster-published', about, { subjectId: input.placeId ?? councilId })
    return { published: drafts.length }
  },
})

export const planActions: readonly AnyAction[] = [planDuty, copyMonth, publishRoster]
