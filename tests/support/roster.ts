import { perform } from '#kernel/action'
import { planDuty, publishRoster } from '../../src/modules/contact/roster/plan-actions.ts'
import { type Duty, dutiesOf } from '../../src/modules/contact/roster/queries.ts'
import type { Way } from '../../src/modules/contact/roster/rules.ts'
import { aCouncil, aStation, succeeded } from './councils.ts'
import { house } from './house.ts'
import { aClerkOf, aDeputyOf, aGuest, type PersonActor, someoneAt } from './people.ts'

interface DutyFields {
  readonly day?: string
  readonly from?: string
  readonly to?: string
  readonly ways?: readonly Way[]
  readonly slotMinutes?: number
  readonly seats?: number
  readonly placeId?: string | null
}

/** Two deputies at a station with its liaison, and the office. Friday 20 November 2026, nine in the morning in Yunshan. */
export async function aStationOnDuty(made: { readonly timeZone?: string; readonly host?: string } = {}) {
  const { app, clock } = await house('2026-11-20T01:00:00Z')
  const council = await aCouncil(app, {
    ...(made.timeZone && { time_zone: made.timeZone }),
    ...(made.host && { hosts: [made.host] }),
  })
  const station = await aStation(app, council)
  const deputy = await aDeputyOf(app, council)
  const other = await aDeputyOf(app, council, { name: '宋刚' })
  const clerk = await aClerkOf(app, council)
  const liaison = await someoneAt(app, council, station.placeId, { name: '钱芳', roles: ['liaison'] })
  const guest = aGuest(council)
  const planned = (who: PersonActor, fields: DutyFields = {}) => ({
    personId: who.personId,
    placeId: fields.placeId === undefined ? station.placeId : fields.placeId,
    day: fields.day ?? '2026-12-04',
    from: fields.from ?? '09:00',
    to: fields.to ?? '11:00',
    ways: [...(fields.ways ?? (['place', 'phone'] as const))],
    slotMinutes: fields.slotMinutes ?? 30,
    seats: fields.seats ?? 1,
  })
  const duties = (more: Parameters<typeof dutiesOf>[3] = {}): Promise<Duty[]> =>
    dutiesOf(app.database.db, council.id, clock.now(), { drafts: true, cancelled: true, ...more })
  /** A published duty. */
  const onDuty = async (who: PersonActor, fields: DutyFields = {}): Promise<Duty> => {
    const input = planned(who, fields)
    succeeded(await perform(app, planDuty, clerk, input))
    const month = input.day.slice(0, 7)
    succeeded(await perform(app, publishRoster, clerk, { placeId: input.placeId, month }))
    const duty = (await duties()).toSorted((a, b) => b.number - a.number)[0]
    if (!duty) throw new Error('no duty was made')
    return duty
  }
  return { app, clock, council, station, deputy, other, clerk, liaison, guest, planned, duties, onDuty }
}

export type StationOnDuty = Awaited<ReturnType<typeof aStationOnDuty>>
