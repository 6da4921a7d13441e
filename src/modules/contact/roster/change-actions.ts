import { type Actor, type AnyAction, action, type Call } from '#kernel/action'
import { addDays, dayOf } from '#kernel/calendar'
import type { Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { councilById } from '#parts/councils'
import { takenSlots } from '../booking/queries.ts'
import { aboutBooking } from '../booking/resident-actions.ts'
import { endBookings } from '../booking/staff-actions.ts'
import { momentOf, mustBeDeputy } from './plan-actions.ts'
import { type DutyRow, daysBounds, lockDiaries, lockDuties, type SwapRow } from './queries.ts'
import { doubleBooked, plansRoster, slotsOf } from './rules.ts'
import { AnswerSwap, AskSwap, CancelDuty, ChangeDuty, ConfirmDuties, OfSwap, StandIn } from './schema.ts'

const lockDuty = async ({ tx, councilId, input }: Call<{ readonly dutyId: string }>): Promise<DutyRow | null> =>
  (await lockDuties(tx, councilId, [input.dutyId]))?.[0] ?? null

function isPlannedBy(actor: Actor, { place_id }: Pick<DutyRow, 'place_id'>): boolean {
  return plansRoster(actor, place_id)
}

/** A duty that is still to come or under way may be changed. */
function stillOn({ cancelled_at, ends_at }: Pick<DutyRow, 'cancelled_at' | 'ends_at'>, now: Date): string | null {
  return cancelled_at ? 'cancelled' : ends_at <= now ? 'over' : null
}

async function timeZoneOf(tx: Tx, councilId: string): Promise<string> {
  const council = await councilById(tx, councilId)
  if (!council) throw new Error(`no council ${councilId}`)
  return council.time_zone
}

/** @throws Refused when one of these duties would be at the same time as another published one of the same deputy */
async function mustBeFree(tx: Tx, councilId: string, duties: readonly DutyRow[], timeZone: string): Promise<void> {
  const days = duties.map(({ starts_at }) => dayOf(starts_at, timeZone)).sort()
  const [first = '', last = first] = [days[0], days.at(-1)]
  const personIds = [...new Set(duties.map(({ person_id }) => person_id))]
  const bounds = daysBounds(addDays(first, -1), addDays(last, 1), timeZone)
  const diaries = await lockDiaries(tx, councilId, { personIds, ...bounds })
  const changed = new Set(duties.map(({ id }) => id))
  const others = diaries.filter(({ id, published_at }) => published_at !== null && !changed.has(id))
  const clashing = doubleBooked([...others, ...duties])
  if (duties.some(({ id }) => clashing.has(id))) throw new Refused(conflict('double-booked'))
}

/** Changes when a duty is and how people meet her; whoever is concerned hears of it once it was published. */
export const changeDuty = action({
  name: 'contact.change-duty',
  input: ChangeDuty,
  subject: lockDuty,
  allow: isPlannedBy,
  from: stillOn,
  async run({ tx, councilId, subject, input, now, emit }) {
    const timeZone = await timeZoneOf(tx, councilId)
    if (subject.place_id === null && input.ways.includes('place'))
      throw new Refused(invalid({ path: 'ways', code: 'no-place' }))
    const changed = {
      starts_at: momentOf(input.day, input.from, timeZone, 'from'),
      ends_at: momentOf(input.day, input.to, timeZone, 'to'),
      ways: input.ways,
      slot_minutes: input.slotMinutes,
      seats: input.seats,
    }
    if (changed.ends_at <= now) throw new Refused(invalid({ path: 'day', code: 'past' }))
    if (subject.published_at) await mustBeFree(tx, councilId, [{ ...subject, ...changed }], timeZone)
    await mustKeepBooked(tx, councilId, subject.id, changed)
    const moved = +changed.starts_at !== +subject.starts_at || +changed.ends_at !== +subject.ends_at
    await tx
      .updateTable('contact.duty')
      .set({
        ...changed,
        changed_at: now,
        changes: subject.changes + 1,
        ...(moved && { confirmed_at: null }),
      })
      .where('council_id', '=', councilId)
      .where('id', '=', subject.id)
      .execute()
    emit('contact.duty-changed', aboutDuty(subject), { subjectId: subject.id })
    return null
  },
})

/** @throws Refused when somebody has booked a conversation that would be left without its time */
async function mustKeepBooked(
  tx: Tx,
  councilId: string,
  dutyId: string,
  changed: Pick<DutyRow, 'starts_at' | 'ends_at' | 'slot_minutes' | 'seats' | 'ways'>,
): Promise<void> {
  const offered = new Set(slotsOf(changed).map((at) => at.getTime()))
  const taken = (await takenSlots(tx, councilId, [dutyId])).get(dutyId) ?? []
  const gone = taken.some(
    ({ at, seats, ways }) =>
      !offered.has(at.getTime()) || seats > changed.seats || ways.some((way) => !changed.ways.includes(way)),
  )
  if (gone) throw new Refused(conflict('booked'))
}

/** What an event says of a duty: whom it concerns, and nothing that is not on the roster. */
function aboutDuty({ number, person_id, place_id, published_at }: DutyRow) {
  return { number, personId: person_id, placeId: place_id, published: published_at !== null }
}

/** Cancels a duty. It stays on the roster with the reason; a draft that nobody has seen needs none. */
export const cancelDuty = action({
  name: 'contact.cancel-duty',
  input: CancelDuty,
  subject: lockDuty,
  allow: isPlannedBy,
  from: stillOn,
  async run({ tx, councilId, subject, input, now, emit, notDue }) {
    if (subject.published_at && input.reason === '') throw new Refused(invalid({ path: 'reason', code: 'empty' }))
    await tx
      .updateTable('contact.duty')
      .set({ cancelled_at: now, cancel_reason: input.reason, changed_at: now, changes: subject.changes + 1 })
      .where('council_id', '=', councilId)
      .where('id', '=', subject.id)
      .execute()
    await withdrawSwaps(tx, councilId, [subject.id], now)
    for (const booking of await endBookings(tx, councilId, subject, input.reason, now)) {
      await notDue('contact.remind-booking', booking.id)
      emit('contact.booking-cancelled', { ...aboutBooking(booking, subject), by: 'office' }, { subjectId: booking.id })
    }
    emit('contact.duty-cancelled', { ...aboutDuty(subject), reason: input.reason }, { subjectId: subject.id })
    return null
  },
})

async function withdrawSwaps(tx: Tx, councilId: string, dutyIds: readonly string[], now: Date): Promise<void> {
  await tx
    .updateTable('contact.swap')
    .set({ answered_at: now, answer: 'withdrawn' })
    .where('council_id', '=', councilId)
    .where('answered_at', 'is', null)
    .where((e) => e.or([e('duty_id', 'in', dutyIds), e('for_duty_id', 'in', dutyIds)]))
    .execute()
}

/** The office or the liaison names another deputy for a duty. */
export const nameStandIn = action({
  name: 'contact.name-stand-in',
  input: StandIn,
  subject: lockDuty,
  allow: isPlannedBy,
  from: stillOn,
  async run({ tx, councilId, subject, input, now, emit }) {
    await mustBeDeputy(tx, councilId, input.personId, now)
    if (input.personId === subject.person_id) throw new Refused(invalid({ path: 'personId', code: 'the-same' }))
    if (subject.published_at) {
      const timeZone = await timeZoneOf(tx, councilId)
      await mustBeFree(tx, councilId, [{ ...subject, person_id: input.personId }], timeZone)
    }
    await handOver(tx, councilId, subject, input.personId, null, now)
    await withdrawSwaps(tx, councilId, [subject.id], now)
    const about = { ...aboutDuty(subject), personId: input.personId, formerId: subject.person_id }
    emit('contact.stand-in-named', about, { subjectId: subject.id })
    return null
  },
})

/** Gives a duty to another deputy. Back with whom it was planned for, nobody stands in any more. */
async function handOver(
  tx: Tx,
  councilId: string,
  duty: DutyRow,
  personId: string,
  confirmedAt: Date | null,
  now: Date,
): Promise<void> {
  const planned = duty.stands_in_for ?? duty.person_id
  await tx
    .updateTable('contact.duty')
    .set({
      person_id: personId,
      stands_in_for: planned === personId ? null : planned,
      confirmed_at: confirmedAt,
      changed_at: now,
      changes: duty.changes + 1,
    })
    .where('council_id', '=', councilId)
    .where('id', '=', duty.id)
    .execute()
}

interface OwnDuties {
  /** The deputy all of them belong to; null where they belong to several. */
  readonly ownerId: string | null
  readonly duties: readonly DutyRow[]
}

/** The deputy says that she will be there. */
export const confirmDuties = action({
  name: 'contact.confirm-duties',
  input: ConfirmDuties,
  async subject({ tx, councilId, input }): Promise<OwnDuties | null> {
    const duties = await lockDuties(tx, councilId, input.dutyIds)
    if (!duties) return null
    const owners = new Set(duties.map(({ person_id }) => person_id))
    return { ownerId: owners.size === 1 ? (duties[0]?.person_id ?? null) : null, duties }
  },
  allow: (actor, { ownerId }) => ownerId !== null && ownerId === actor.personId,
  from: ({ duties }, now) =>
    duties.some(({ published_at }) => published_at === null)
      ? 'draft'
      : (duties.map((duty) => stillOn(duty, now)).find((obstacle) => obstacle !== null) ?? null),
  async run({ tx, councilId, subject, now, emit }) {
    const open = subject.duties.filter(({ confirmed_at }) => confirmed_at === null)
    if (open.length === 0) throw new Refused(conflict('confirmed'))
    await tx
      .updateTable('contact.duty')
      .set({ confirmed_at: now })
      .where('council_id', '=', councilId)
      .where(
        'id',
        'in',
        open.map(({ id }) => id),
      )
      .execute()
    emit('contact.duties-confirmed', { numbers: open.map(({ number }) => number) })
    return { confirmed: open.length }
  },
})

/** A deputy asks another to take her duty over, perhaps for one of theirs. */
export const askSwap = action({
  name: 'contact.ask-swap',
  input: AskSwap,
  async subject({ tx, councilId, input }) {
    const ids = [input.dutyId, ...(input.forDutyId ? [input.forDutyId] : [])]
    const rows = await lockDuties(tx, councilId, ids)
    const duty = rows?.find(({ id }) => id === input.dutyId)
    const inReturn = rows?.find(({ id }) => id === input.forDutyId && id !== input.dutyId) ?? null
    return duty ? { ownerId: duty.person_id, duty, inReturn } : null
  },
  allow: (actor, { ownerId }) => ownerId === actor.personId,
  from: ({ duty }, now) => (duty.published_at === null ? 'draft' : stillOn(duty, now)),
  async run({ tx, councilId, subject, input, now, emit }) {
    const { duty, inReturn } = subject
    if (input.toPersonId === duty.person_id) throw new Refused(invalid({ path: 'toPersonId', code: 'the-same' }))
    await mustBeDeputy(tx, councilId, input.toPersonId, now, 'toPersonId')
    if (input.forDutyId !== null) {
      const fits = inReturn?.person_id === input.toPersonId && inReturn.published_at && !stillOn(inReturn, now)
      if (!fits) throw new Refused(invalid({ path: 'forDutyId', code: 'not-theirs' }))
    }
    const asked = await tx
      .insertInto('contact.swap')
      .values({
        council_id: councilId,
        id: newId(),
        duty_id: duty.id,
        from_person_id: duty.person_id,
        to_person_id: input.toPersonId,
        for_duty_id: inReturn?.id ?? null,
        words: input.words,
        asked_at: now,
      })
      .onConflict((clash) => clash.columns(['council_id', 'duty_id']).where('answered_at', 'is', null).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!asked) throw new Refused(conflict('asked-already'))
    const about = { ...aboutDuty(duty), toPersonId: input.toPersonId, swapId: asked.id }
    emit('contact.swap-asked', about, { subjectId: duty.id })
    return { swapId: asked.id }
  },
})

interface Swapping {
  /** Who is to answer. */
  readonly ownerId: string
  readonly askerId: string
  readonly swap: SwapRow
  readonly duty: DutyRow
  readonly inReturn: DutyRow | null
}

async function lockSwap({ tx, councilId, input }: Call<{ readonly swapId: string }>): Promise<Swapping | null> {
  const found = await tx
    .selectFrom('contact.swap')
    .select(['duty_id', 'for_duty_id'])
    .where('council_id', '=', councilId)
    .where('id', '=', input.swapId)
    .executeTakeFirst()
  if (!found) return null
  // Duties before requests, in the order in which every action here locks.
  const rows = await lockDuties(tx, councilId, [found.duty_id, ...(found.for_duty_id ? [found.for_duty_id] : [])])
  const swap = await tx
    .selectFrom('contact.swap')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('id', '=', input.swapId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const duty = rows?.find(({ id }) => id === swap.duty_id)
  const inReturn = rows?.find(({ id }) => id === swap.for_duty_id) ?? null
  return duty ? { ownerId: swap.to_person_id, askerId: swap.from_person_id, swap, duty, inReturn } : null
}

function mayStillSwap({ swap, duty, inReturn }: Swapping, now: Date): string | null {
  if (swap.answered_at) return 'answered'
  const moved = duty.person_id !== swap.from_person_id || (inReturn && inReturn.person_id !== swap.to_person_id)
  return moved ? 'moved' : (stillOn(duty, now) ?? (inReturn ? stillOn(inReturn, now) : null))
}

/** The other deputy agrees, and both duties change hands at once; or she does not, and nothing changes. */
export const answerSwap = action({
  name: 'contact.answer-swap',
  input: AnswerSwap,
  subject: lockSwap,
  allow: (actor, { ownerId }) => ownerId === actor.personId,
  from: mayStillSwap,
  async run({ tx, councilId, subject, input, now, emit }) {
    const { swap, duty, inReturn } = subject
    if (input.agrees) {
      await mustBeDeputy(tx, councilId, swap.to_person_id, now, 'swapId')
      const after = [
        { ...duty, person_id: swap.to_person_id },
        ...(inReturn ? [{ ...inReturn, person_id: swap.from_person_id }] : []),
      ]
      await mustBeFree(tx, councilId, after, await timeZoneOf(tx, councilId))
      await handOver(tx, councilId, duty, swap.to_person_id, now, now)
      if (inReturn) await handOver(tx, councilId, inReturn, swap.from_person_id, now, now)
      await withdrawSwaps(tx, councilId, [duty.id, ...(inReturn ? [inReturn.id] : [])], now)
    }
    await tx
      .updateTable('contact.swap')
      .set({ answered_at: now, answer: input.agrees ? 'agreed' : 'declined' })
      .where('council_id', '=', councilId)
      .where('id', '=', swap.id)
      .execute()
    const about = { ...aboutDuty(duty), askerId: swap.from_person_id, agrees: input.agrees, formerId: duty.person_id }
    emit('contact.swap-answered', { ...about, personId: swap.to_person_id }, { subjectId: duty.id })
    return null
  },
})

/** Who asked does not ask any more. */
export const withdrawSwap = action({
  name: 'contact.withdraw-swap',
  input: OfSwap,
  subject: async (call: Call<{ readonly swapId: string }>) => {
    const found = await lockSwap(call)
    return found && { ...found, ownerId: found.askerId }
  },
  allow: (actor, { ownerId }) => ownerId === actor.personId,
  from: ({ swap }) => (swap.answered_at ? 'answered' : null),
  async run({ tx, councilId, subject, now, emit }) {
    await tx
      .updateTable('contact.swap')
      .set({ answered_at: now, answer: 'withdrawn' })
      .where('council_id', '=', councilId)
      .where('id', '=', subject.swap.id)
      .execute()
    emit('contact.swap-withdrawn', aboutDuty(subject.duty), { subjectId: subject.duty.id })
    return null
  },
})

export const changeActions: readonly AnyAction[] = [
  changeDuty,
  cancelDuty,
  nameStandIn,
  confirmDuties,
  askSwap,
  answerSwap,
  withdrawSwap,
]
