import type { z } from 'zod'
import { type Actor, perform } from '#kernel/action'
import type { App } from '#kernel/app'
import type { Council } from '#parts/councils'
import { planMeeting, publishMeeting } from '#parts/meetings'
import type { Plan } from '../../src/parts/meetings/schema.ts'
import { aCouncil, aStation, succeeded } from './councils.ts'
import { house } from './house.ts'
import { aDeputyOf, someoneAt } from './people.ts'

/** A station with a liaison and a deputy, on Friday 20 November 2026 at nine in the morning in China. */
export async function aStationTown() {
  const { app, clock } = await house('2026-11-20T01:00:00Z')
  const council = await aCouncil(app)
  const { placeId, number: placeNumber } = await aStation(app, council, { since: '2026-11-02' })
  const staff = await someoneAt(app, council, placeId)
  const liaison = await someoneAt(app, council, placeId, { roles: ['liaison'], name: '钱芳' })
  const deputy = await aDeputyOf(app, council)
  return { app, clock, council, placeId, placeNumber, staff, liaison, deputy }
}

export type StationTown = Awaited<ReturnType<typeof aStationTown>>

type Fields = Partial<z.input<typeof Plan>>

/** A session of next Wednesday afternoon in China, planned by the staff of its place. */
export async function aPlannedSession(town: StationTown, fields: Fields = {}) {
  const { app, staff, placeId, deputy } = town
  return succeeded(
    await perform(app, planMeeting, staff, {
      owner: 'stations',
      kind: 'session',
      placeId,
      topic: '楼道充电怎么管',
      startsAt: new Date('2026-11-25T06:30:00Z'),
      endsAt: new Date('2026-11-25T08:30:00Z'),
      agenda: [{ title: '物业介绍充电桩情况' }, { title: '居民提问' }],
      leaders: [deputy.personId],
      ...fields,
    }),
  )
}

export async function aPublishedSession(town: StationTown, fields: Fields = {}) {
  const planned = await aPlannedSession(town, fields)
  succeeded(await perform(town.app, publishMeeting, town.staff, { meetingId: planned.meetingId }))
  return planned
}

/** The code shown at the door. */
export async function doorCodeOf(app: App, council: Council, meetingId: string): Promise<string> {
  const { door_code } = await app.database.db
    .selectFrom('meetings.meeting')
    .select('door_code')
    .where('council_id', '=', council.id)
    .where('id', '=', meetingId)
    .executeTakeFirstOrThrow()
  return door_code
}

/** The same actor seen from a network. */
export function fromNetwork(actor: Actor, network: string): Actor {
  return { ...actor, network }
}
