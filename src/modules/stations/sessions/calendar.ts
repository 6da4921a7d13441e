import { type CalendarEvent, iCalendar } from '#kernel/documents'
import { nameIn } from '#parts/councils'
import { type MeetingRow, meetingsOf, publicStages } from '#parts/meetings'
import type { Place } from '#parts/network'
import { notFoundPage } from '#web/errors'
import type { Ctx } from '#web/routes'
import { placeOfPath } from '../queries.ts'
import { owner } from './kinds.ts'
import { asked, type Found } from './queries.ts'
import { text } from './sessions.text.ts'
import { aboutIn, topicIn, whereWords } from './words.ts'

const dayMs = 86_400_000
const most = 500

/** Sessions of a place, of the last three months and all that come, for a reader's own calendar. */
export async function placeCalendar(c: Ctx): Promise<Response> {
  const place = await placeOfPath(c)
  if (!place) return notFoundPage(c)
  const { db, council, now, locale } = asked(c)
  const meetings = await meetingsOf(db, {
    councilId: council.id,
    owner,
    placeId: place.place_id,
    stages: publicStages,
    endsAfter: new Date(now.getTime() - 90 * dayMs),
    limit: most,
  })
  const name = `${nameIn(place, locale)} · ${text[locale].sessions}`
  return answer(c, name, place, meetings)
}

export function sessionCalendar(c: Ctx, { place, meeting }: Found): Response {
  return answer(c, topicIn(meeting, c.get('viewer').locale), place, [meeting])
}

function answer(c: Ctx, name: string, place: Place, meetings: readonly MeetingRow[]): Response {
  const { locale } = c.get('viewer')
  const events = meetings.filter(({ published_at }) => published_at !== null).map((each) => eventOf(c, place, each))
  return c.body(iCalendar({ product: 'stations', name, language: locale, events }), 200, {
    'content-type': 'text/calendar; charset=utf-8',
    'content-disposition': `attachment; filename="place-${place.number}.ics"`,
    'cache-control': 'no-cache',
  })
}

function eventOf(c: Ctx, place: Place, meeting: MeetingRow): CalendarEvent {
  const { locale } = c.get('viewer')
  const base = new URL(c.get('app').baseUrl)
  const t = text[locale]
  const cancelled = meeting.cancelled_because ? `${t.stage.cancelled}: ${meeting.cancelled_because}` : ''
  return {
    uid: `${meeting.id}@${base.hostname}`,
    sequence: meeting.changes,
    changedAt: meeting.changed_at,
    startsAt: meeting.starts_at,
    endsAt: meeting.ends_at,
    title: topicIn(meeting, locale),
    where: whereWords(meeting, place, locale),
    about: [cancelled, aboutIn(meeting, locale)].filter(Boolean).join('\n\n'),
    url: `${base.origin}/stations/${place.number}/sessions/${meeting.number}`,
    withdrawn: meeting.stage === 'cancelled',
  }
}
