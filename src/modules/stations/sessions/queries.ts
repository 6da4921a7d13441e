import { dayOf } from '#kernel/calendar'
import { type Db, sql } from '#kernel/db'
import type { Locale } from '#kernel/text'
import { caseById, caseStanding, type Standing } from '#parts/cases'
import { nameIn, organisationById, settingHistory, settingsAt, standardSettings } from '#parts/councils'
import {
  agendaOf,
  attendanceFigures,
  attendancesOf,
  countMeetings,
  keptOf,
  type LedMeeting,
  meetingByNumber,
  meetingsOf,
  movesOf,
  notesOf,
  ownAttendance,
  publicStages,
  pulseOf,
  questionsOf,
  type RhythmDay,
  rhythmOf,
  runsMeeting,
  stageNow,
  standingStages,
  supporterOf,
  valueOn,
  worksInMeeting,
} from '#parts/meetings'
import { type Place, servingAt } from '#parts/network'
import { members, personsById } from '#parts/people'
import type { Ctx } from '#web/routes'
import { placeOfPath } from '../queries.ts'
import { type Duty, dutiesOf, owner } from './kinds.ts'
import { topicIn } from './words.ts'

const pageSize = 20

export function asked(c: Ctx) {
  const app = c.get('app')
  const { council, actor, locale } = c.get('viewer')
  const now = app.clock.now()
  return { app, db: app.database.db, council, actor, locale, now, today: dayOf(now, council.timeZone) }
}

export interface Found {
  readonly place: Place
  readonly meeting: LedMeeting
}

/** The session of the address, for whoever may read it: a plan only for those who make it. */
export async function sessionOfPath(c: Ctx): Promise<Found | undefined> {
  const place = await placeOfPath(c)
  const number = Number(c.req.param('session'))
  if (!place || !Number.isSafeInteger(number) || number < 1 || number > 2_147_483_647) return undefined
  const { db, council, actor } = asked(c)
  const meeting = await meetingByNumber(db, council.id, owner, number)
  if (!meeting || meeting.place_id !== place.place_id) return undefined
  const isPublic = meeting.published_at !== null
  return isPublic || runsMeeting(actor, meeting) ? { place, meeting } : undefined
}

/** What a place owes in a year, stretch by stretch, and how much of it was kept. */
export async function rhythmView(c: Ctx, place: Place, year: number) {
  const { db, council, today, locale } = asked(c)
  const of = dutiesOf(place.kind)
  if (of.length === 0) return []
  const from = new Date(Date.UTC(year, 0, 1) - 86_400_000)
  const to = new Date(Date.UTC(year + 1, 0, 1) + 86_400_000)
  const meetings = await meetingsOf(db, {
    councilId: council.id,
    owner,
    placeId: place.place_id,
    kinds: of.map(({ kind }) => kind),
    stages: standingStages,
    startsFrom: from,
    startsBefore: to,
    limit: 500,
  })
  return Promise.all(
    of.map(async (duty) => {
      const days = meetings
        .filter(({ kind }) => kind === duty.kind)
        .map(
          (meeting): RhythmDay => ({
            day: dayOf(meeting.starts_at, council.timeZone),
            number: meeting.number,
            topic: topicIn(meeting, locale as Locale),
            held: ['running', 'ended', 'recorded'].includes(stageNow(meeting, asked(c).now)),
          }),
        )
      const months = await monthsOf(db, council.id, duty)
      const { since, until } = place
      const stretches = rhythmOf({ year, months, since, until, days, today })
      const ruleOn = today.startsWith(String(year)) ? today : `${year}-12-31`
      return { kind: duty.kind, months: months(ruleOn), stretches, ...keptOf(stretches, today) }
    }),
  )
}
export type RhythmView = Awaited<ReturnType<typeof rhythmView>>

/** The rule of a duty on any day, from the council's decisions. */
export async function monthsOf(db: Db, councilId: string, duty: Duty): Promise<(day: string) => number> {
  const changes = (await settingHistory(db, councilId, duty.setting)).map(({ value, valid_from, changed_at }) => ({
    value: Number(value),
    from: valid_from,
    changedAt: changed_at,
  }))
  return (day) => valueOn(changes, new Date(`${day}T12:00:00Z`), standardSettings[duty.setting])
}

/** The calendar of a place: what comes, what was, the year against the rule. */
export async function sessionsView(c: Ctx, place: Place) {
  const { db, council, actor, now, today } = asked(c)
  const mine = { councilId: council.id, owner, placeId: place.place_id }
  const thisYear = Number(today.slice(0, 4))
  const typed = Number.parseInt(c.req.query('year') ?? '', 10)
  const firstYear = Number(place.since.slice(0, 4))
  const year = typed >= firstYear && typed <= thisYear + 1 ? typed : thisYear
  const page = Math.min(1000, Math.max(1, Number.parseInt(c.req.query('page') ?? '1', 10) || 1))
  const past = { ...mine, stages: publicStages, endsBefore: now, newestFirst: true } as const
  const runs = runsMeeting(actor, place)
  const [coming, before, total, plans, rhythm] = await Promise.all([
    meetingsOf(db, { ...mine, stages: publicStages, endsAfter: now, limit: 60 }),
    meetingsOf(db, { ...past, limit: pageSize, offset: (page - 1) * pageSize }),
    countMeetings(db, past),
    runs ? meetingsOf(db, { ...mine, stages: ['planned'], limit: 60 }) : [],
    rhythmView(c, place, year),
  ])
  // Cancelled before anybody knew of it: nobody else's business.
  const shown = [...coming, ...before].filter((meeting) => meeting.published_at !== null)
  const figures = await attendanceFigures(
    db,
    council.id,
    shown.map(({ id }) => id),
  )
  const line = (meeting: (typeof shown)[number]) => ({
    meeting,
    stage: stageNow(meeting, now),
    figures: figures.get(meeting.id)!,
  })
  return {
    place,
    coming: coming.filter((each) => shown.includes(each)).map(line),
    past: before.filter((each) => shown.includes(each)).map(line),
    plans,
    total,
    page,
    pageSize,
    year,
    years: [year - 1, year + 1].filter((each) => each >= firstYear && each <= thisYear + 1),
    rhythm,
    timeZone: council.timeZone,
    may: { plan: runs && place.until === null },
  }
}
export type SessionsView = Awaited<ReturnType<typeof sessionsView>>

export interface MatterStanding {
  readonly standing: Standing | null
  readonly holderName: string | null
}

/** One session with everything a reader sees; drafts of the minutes for whoever works in the room. */
export async function sessionView(c: Ctx, { place, meeting }: Found) {
  const { app, db, council, actor, now, today, locale } = asked(c)
  const stage = stageNow(meeting, now)
  const works = worksInMeeting(actor, meeting)
  const [agenda, moves, figures, mine, questions, notes, leaders, pulse] = await Promise.all([
    agendaOf(db, council.id, meeting.id),
    movesOf(db, council.id, meeting.id),
    attendanceFigures(db, council.id, [meeting.id]),
    ownAttendance(db, council.id, meeting.id, actor),
    questionsOf(db, council.id, meeting.id, { reader: supporterOf(actor) }),
    notesOf(db, council.id, meeting.id, { drafts: works }),
    leadersOf(c, place, meeting),
    pulseOf(db, council.id, meeting.id),
  ])
  const answerers = await personsById(
    db,
    council.id,
    questions.flatMap(({ answers }) => answers.flatMap(({ person_id }) => (person_id ? [person_id] : []))),
  )
  const nameOf = (id: string | null) => {
    const person = id === null ? undefined : answerers.get(id)
    if (!person || person.erased_at) return null
    const led = leaders.find((each) => each.id === id)
    return led?.name ?? (person.name_visibility === 'public' ? (person.name ?? person.display_name) : null)
  }
  const matters = new Map<string, MatterStanding>()
  for (const note of notes) {
    if (note.matter_at === null) continue
    const work = note.case_id === null ? null : await caseById(db, council.id, note.case_id)
    const standing = work && caseStanding(work, now, council.timeZone)
    matters.set(note.id, { standing, holderName: standing ? await holderName(c, standing) : null })
  }
  return {
    place,
    meeting,
    stage,
    agenda,
    moves,
    figures: figures.get(meeting.id)!,
    mine: mine ?? null,
    questions,
    notes,
    matters,
    leaders,
    answeredBy: nameOf,
    pulse,
    timeZone: council.timeZone,
    baseUrl: app.baseUrl,
    today,
    locale: locale as Locale,
    signedIn: actor.accountId !== null,
    may: { run: runsMeeting(actor, meeting), work: works },
  }
}
export type SessionView = Awaited<ReturnType<typeof sessionView>>

/** Who holds a matter, as everybody may read it. */
async function holderName(c: Ctx, { holder }: Standing): Promise<string | null> {
  const { db, council, locale } = asked(c)
  if (holder.kind === 'organisation') {
    const organisation = await organisationById(db, council.id, holder.id)
    return organisation ? nameIn(organisation, locale) : null
  }
  if (holder.kind !== 'keeper' || holder.id === null) return null
  const person = (await personsById(db, council.id, [holder.id])).get(holder.id)
  return person?.name_visibility === 'public' ? (person.name ?? person.display_name) : null
}

export interface Leader {
  readonly id: string
  readonly name: string | null
}

/** Those who lead: deputies by name; others where they agreed to be shown at the place. */
async function leadersOf(c: Ctx, place: Place, meeting: LedMeeting): Promise<readonly Leader[]> {
  const { db, council, actor } = asked(c)
  const people = await personsById(db, council.id, meeting.leaders)
  const shown = await servingAt(db, council.id, place.place_id)
  return meeting.leaders.flatMap((id) => {
    const person = people.get(id)
    if (!person || person.erased_at) return []
    const open = person.name_visibility === 'public' || runsMeeting(actor, meeting)
    const name = open ? (person.name ?? person.display_name) : shown.find(({ person_id }) => person_id === id)?.name
    return [{ id, name: name ?? null }]
  })
}

/** Whom the form offers as leaders: deputies of the place first, then all deputies of the council. */
export async function leaderChoices(c: Ctx, place: Place): Promise<readonly Leader[]> {
  const { db, council, now } = asked(c)
  const here = await servingAt(db, council.id, place.place_id, { all: true })
  const serving = here.filter(({ role }) => role === 'deputy').map(({ person_id, name }) => ({ id: person_id, name }))
  if (serving.length > 0) return serving
  const all = await members(db, { councilId: council.id, now, roles: ['deputy'], limit: 40 })
  return all.map(({ person_id, name, display_name }) => ({ id: person_id, name: name ?? display_name }))
}

export async function runView(c: Ctx, found: Found) {
  const { db, council } = asked(c)
  return { ...(await sessionView(c, found)), attendances: await attendancesOf(db, council.id, found.meeting.id) }
}
export type RunView = Awaited<ReturnType<typeof runView>>

export async function mediaOriginsNow(c: Ctx): Promise<readonly string[]> {
  const { db, council, now } = asked(c)
  return (await settingsAt(db, council.id, now)).mediaOrigins
}

/** What was held and is planned in a month of a council, by place and kind. */
export async function monthsHeld(db: Db, councilId: string, timeZone: string, year: number, now: Date) {
  const { rows } = await sql<{ place_id: string; kind: string; month: number; held: boolean; number: number }>`
    select place_id, kind, extract(month from starts_at at time zone ${timeZone})::integer as month,
           bool_or(starts_at <= ${now}) as held, min(number) as number
      from meetings.meeting
     where council_id = ${councilId} and owner = ${owner} and place_id is not null
       and stage = any(${[...standingStages]}::text[])
       and extract(year from starts_at at time zone ${timeZone}) = ${year}
       and starts_at between ${new Date(Date.UTC(year, 0, 1) - 86_400_000)} and ${new Date(Date.UTC(year + 1, 0, 2))}
     group by 1, 2, 3`.execute(db)
  return rows
}
