import { addDays, dayInWords } from '#kernel/calendar'
import type { Tx } from '#kernel/db'
import { type Event, type Reaction, type ReactionContext, reaction } from '#kernel/events'
import type { Locale } from '#kernel/text'
import { councilById, nameIn } from '#parts/councils'
import { type Attendance, attendancesOf, type LedMeeting, meetingById, movesOf } from '#parts/meetings'
import { type Place, placeById } from '#parts/network'
import { type NewNotice, notify, type Receiver } from '#parts/notices'
import { members } from '#parts/people'
import { kindOf, owner } from './kinds.ts'
import { text as sessionText } from './sessions.text.ts'
import { text } from './telling.text.ts'
import { spaced, topicIn, whenWords, whereWords } from './words.ts'

const most = 5000

interface Told {
  readonly meeting: LedMeeting
  readonly place: Place
  readonly timeZone: string
}

/** The session an event is about, where it is one of ours. */
async function sessionOf(tx: Tx, { councilId, data }: Event): Promise<Told | null> {
  if (data.owner !== owner || typeof data.meetingId !== 'string') return null
  const meeting = await meetingById(tx, councilId, data.meetingId)
  const place = meeting?.place_id ? await placeById(tx, councilId, meeting.place_id) : undefined
  const council = await councilById(tx, councilId)
  return meeting && place && council ? { meeting, place, timeZone: council.time_zone } : null
}

type Telling = 'tomorrow' | 'moved' | 'cancelled' | 'seat'

const news: Readonly<Record<string, Telling>> = {
  'meetings.tomorrow': 'tomorrow',
  'meetings.moved': 'moved',
  'meetings.cancelled': 'cancelled',
  'meetings.seat-given': 'seat',
}

/** Tells everybody who signed up: tomorrow, moved, cancelled; and who waited, that there is a seat. */
export const tellComing = reaction({
  name: 'stations.tell-coming',
  on: Object.keys(news),
  async run(context) {
    const { tx, event } = context
    const told = await sessionOf(tx, event)
    const what = news[event.name]
    if (!told || !what) return
    const all = await attendancesOf(tx, event.councilId, told.meeting.id, most)
    const only = what === 'seat' ? event.data.attendanceId : null
    // Tomorrow concerns those with a seat; a change concerns those who wait for one too.
    const waits = what === 'moved' || what === 'cancelled'
    const reason = what === 'moved' ? ((await movesOf(tx, event.councilId, told.meeting.id))[0]?.reason ?? '') : ''
    for (const each of all) {
      if (only !== null && each.id !== only) continue
      if (each.state !== 'coming' && !(waits && each.state === 'waiting')) continue
      await tellOne(context, told, each, what, reason)
    }
  },
})

async function tellOne(
  { tx, event, now }: ReactionContext,
  told: Told,
  attendance: Attendance,
  what: Telling,
  reason: string,
): Promise<void> {
  const { meeting, place } = told
  for (const [way, to] of waysOf(attendance)) {
    await notify(tx, {
      councilId: event.councilId,
      now,
      to,
      kind: event.name,
      subject: { type: 'session', id: meeting.id },
      text: { 'zh-CN': wordsOf(told, what, reason, 'zh-CN'), en: wordsOf(told, what, reason, 'en') },
      href: `/stations/${place.number}/sessions/${meeting.number}/mine/${spaced(attendance.code)}`,
      key: `${event.id} ${attendance.id} ${way}`,
    })
  }
}

/** Her account or device, and what she left to be told by. */
function waysOf(it: Attendance): [string, Receiver][] {
  const ways: [string, Receiver][] = []
  if (it.account_id !== null) ways.push(['inbox', { accountId: it.account_id }])
  else if (it.device_id !== null) ways.push(['inbox', { deviceId: it.device_id }])
  if (it.contact !== null && it.contact_kind !== null) {
    ways.push(['contact', { contact: { kind: it.contact_kind, value: it.contact }, locale: it.locale }])
  }
  return ways
}

function wordsOf({ meeting, place, timeZone }: Told, what: Telling, reason: string, locale: Locale) {
  const t = text[locale]
  const at = t.at(whenWords(meeting, locale, timeZone), whereWords(meeting, place, locale))
  const because = what === 'cancelled' ? (meeting.cancelled_because ?? '') : reason
  const lines = [at, because && t.because(because), what === 'seat' ? t.seatBody : '']
  return { title: t[what](topicIn(meeting, locale)), body: lines.filter(Boolean).join('\n') }
}

/** Tells who asked that there is an answer. */
export const tellAsker = reaction({
  name: 'stations.tell-asker',
  on: ['meetings.answered'],
  async run({ tx, event, now }) {
    const told = await sessionOf(tx, event)
    const { questionId } = event.data
    if (!told || typeof questionId !== 'string') return
    const question = await tx
      .selectFrom('meetings.question')
      .select(['account_id', 'device_id', 'number'])
      .where('council_id', '=', event.councilId)
      .where('id', '=', questionId)
      .executeTakeFirst()
    const to: Receiver | null = question?.account_id
      ? { accountId: question.account_id }
      : question?.device_id
        ? { deviceId: question.device_id }
        : null
    if (!to || !question) return
    const { meeting, place } = told
    const words = (locale: Locale) => ({
      title: text[locale].answered(topicIn(meeting, locale)),
      body: text[locale].answeredBody,
    })
    await notify(tx, {
      councilId: event.councilId,
      now,
      to,
      kind: event.name,
      subject: { type: 'session', id: meeting.id },
      text: { 'zh-CN': words('zh-CN'), en: words('en') },
      href: `/stations/${place.number}/sessions/${meeting.number}#q${question.number}`,
      key: event.id,
    })
  },
})

/** Tells the liaison and the staff of a place that nothing is planned for a month in which something is due. */
export const tellLacking = reaction({
  name: 'stations.tell-lacking',
  on: ['stations.session-lacking'],
  async run({ tx, event, now }) {
    const { placeId, what, beginsOn, endsBefore } = event.data as Record<string, string>
    const { councilId } = event
    const place = placeId ? await placeById(tx, councilId, placeId) : undefined
    if (!place || !what || !beginsOn || !endsBefore) return
    const own = await members(tx, { councilId, now, roles: ['liaison', 'point-staff'], scopeId: place.place_id })
    const people = own.length > 0 ? own : await members(tx, { councilId, now, roles: ['clerk'] })
    const words = (locale: Locale): NewNotice['text'][Locale] => ({
      title: text[locale].lacking(nameIn(place, locale), sessionText[locale].kind[kindOf(what)]),
      body: text[locale].lackingBody(dayInWords(locale, beginsOn), dayInWords(locale, addDays(endsBefore, -1))),
    })
    for (const { person_id } of people) {
      await notify(tx, {
        councilId,
        now,
        to: { personId: person_id },
        kind: event.name,
        subject: { type: 'place', id: place.place_id },
        text: { 'zh-CN': words('zh-CN'), en: words('en') },
        href: `/stations/${place.number}/sessions`,
        key: `${event.id} ${person_id}`,
      })
    }
  },
})

export const sessionReactions: readonly Reaction[] = [tellComing, tellAsker, tellLacking]
