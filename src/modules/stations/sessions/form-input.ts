import type { AgendaItem, MeetingRow } from '#parts/meetings'
import { fromLocal, toLocal } from '#web/local-time'

type Values = Readonly<Record<string, string>>

const lines = (typed: string | undefined) =>
  (typed ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

/** What the form of a session says, as the actions take it. */
export function contentInput(values: Values, leaders: readonly string[], timeZone: string) {
  const english = (values.agendaEn ?? '').split('\n').map((line) => line.trim())
  const { topic = '', topicEn = '', about = '', aboutEn = '', venue = '', venueEn = '' } = values
  const { audience = '', audienceEn = '', capacity = '', streamUrl = '' } = values
  return {
    topic,
    topicEn,
    about,
    aboutEn,
    venue,
    venueEn,
    audience,
    audienceEn,
    startsAt: instant(values.startsAt, timeZone),
    endsAt: instant(values.endsAt, timeZone),
    signsUp: values.signsUp === 'yes',
    capacity: capacity.trim() === '' ? null : capacity.trim(),
    agenda: lines(values.agenda).map((title, index) => ({ title, titleEn: english[index] ?? '' })),
    leaders: [...leaders],
    streamUrl,
  }
}

/** An instant typed in the council's time zone; what was typed when it is none, for the schema to refuse. */
export function instant(typed: string | undefined, timeZone: string): Date {
  const read = fromLocal((typed ?? '').trim(), timeZone)
  // The schema takes an instant or refuses; a string that is none reaches it as it was typed.
  return read as Date
}

/** A session's own values, as its form shows them. */
export function formValues(meeting: MeetingRow, agenda: readonly AgendaItem[], timeZone: string): Values {
  return {
    topic: meeting.topic,
    topicEn: meeting.topic_en,
    about: meeting.about,
    aboutEn: meeting.about_en,
    venue: meeting.venue,
    venueEn: meeting.venue_en,
    audience: meeting.audience,
    audienceEn: meeting.audience_en,
    startsAt: toLocal(meeting.starts_at, timeZone),
    endsAt: toLocal(meeting.ends_at, timeZone),
    signsUp: meeting.signs_up ? 'yes' : '',
    capacity: meeting.capacity === null ? '' : String(meeting.capacity),
    agenda: agenda.map(({ title }) => title).join('\n'),
    agendaEn: agenda.some(({ title_en }) => title_en) ? agenda.map(({ title_en }) => title_en).join('\n') : '',
    streamUrl: meeting.stream_url ?? '',
  }
}
