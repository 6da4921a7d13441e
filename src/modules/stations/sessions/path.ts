import { runsMeeting, worksInMeeting } from '#parts/meetings'
import { notFoundPage } from '#web/errors'
import type { Ctx } from '#web/routes'
import { toPlace } from '../path.ts'
import { type Found, sessionOfPath } from './queries.ts'
import { text } from './sessions.text.ts'
import { topicIn } from './words.ts'

export const onePath = '/stations/:number{[0-9]+}/sessions/:session{[0-9]+}'

/** The session of the address, for everybody who may read it. */
export function withSession(then: (c: Ctx, found: Found) => Response | Promise<Response>) {
  return async (c: Ctx): Promise<Response> => {
    const found = await sessionOfPath(c)
    return found ? then(c, found) : notFoundPage(c)
  }
}

/** For those who run it; for everybody else the page does not exist. */
export function forRunners(then: (c: Ctx, found: Found) => Response | Promise<Response>) {
  return withSession((c, found) =>
    runsMeeting(c.get('viewer').actor, found.meeting) ? then(c, found) : notFoundPage(c),
  )
}

/** For those who run it and those who lead it. */
export function forWorkers(then: (c: Ctx, found: Found) => Response | Promise<Response>) {
  return withSession((c, found) =>
    worksInMeeting(c.get('viewer').actor, found.meeting) ? then(c, found) : notFoundPage(c),
  )
}

export function baseOf({ place, meeting }: Found): string {
  return `/stations/${place.number}/sessions/${meeting.number}`
}

export function toSessions(c: Ctx, place: Found['place']) {
  const label = text[c.get('viewer').locale].sessions
  return [...toPlace(c, place), { href: `/stations/${place.number}/sessions`, label }]
}

export function toSession(c: Ctx, found: Found) {
  const label = topicIn(found.meeting, c.get('viewer').locale)
  return [...toSessions(c, found.place), { href: baseOf(found), label }]
}
