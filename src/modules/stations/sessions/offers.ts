import type { App } from '#kernel/app'
import {
  attendanceFigures,
  type MeetingRow,
  meetingsOf,
  publicCounts,
  publicStages,
  runsMeeting,
  stageNow,
} from '#parts/meetings'
import { placeById, placesOf } from '#parts/network'
import type { HomeCard, InboxItem, OpenDataSet, Workplace } from '#web/routes'
import type { Viewer } from '#web/viewer'
import { kindOf, owner } from './kinds.ts'
import { text as runText } from './pages/run-page.text.ts'
import { text as wholeText } from './pages/whole-page.text.ts'
import { text } from './sessions.text.ts'
import { topicIn, whenWords } from './words.ts'

const mostAtPlace = 3

/** The next sessions at a place, for its page. */
export async function sessionsAtPlace(app: App, viewer: Viewer, placeId: string): Promise<readonly HomeCard[]> {
  const { council } = viewer
  const { db } = app.database
  const [place] = await placesByIds(app, council.id, [placeId])
  if (!place) return []
  const now = app.clock.now()
  const meetings = await meetingsOf(db, {
    councilId: council.id,
    owner,
    placeId,
    stages: ['published', 'running'],
    endsAfter: now,
    limit: mostAtPlace,
  })
  const figures = await attendanceFigures(
    db,
    council.id,
    meetings.map(({ id }) => id),
  )
  return meetings.map((meeting, index) =>
    cardOf(meeting, {
      viewer,
      number: place.number,
      order: 40 + index,
      coming: figures.get(meeting.id)?.coming ?? 0,
      now,
    }),
  )
}

interface CardOf {
  readonly viewer: Viewer
  /** Of the place. */
  readonly number: number
  readonly order: number
  readonly coming: number
  readonly now: Date
}

function cardOf(meeting: MeetingRow, { viewer, number, order, coming, now }: CardOf): HomeCard {
  const { locale, council } = viewer
  const t = text[locale]
  const running = stageNow(meeting, now) === 'running'
  return {
    href: `/stations/${number}/sessions/${meeting.number}`,
    title: topicIn(meeting, locale),
    lines: [
      whenWords(meeting, locale, council.timeZone),
      ...(meeting.signs_up ? [t.signedUp(coming, meeting.capacity)] : []),
    ],
    tag: running ? { tone: 'now', label: t.stage.running } : { tone: 'plain', label: t.kind[kindOf(meeting.kind)] },
    order,
  }
}

async function placesByIds(app: App, councilId: string, ids: readonly string[]) {
  const found = await Promise.all(ids.map((id) => placeById(app.database.db, councilId, id)))
  return found.flatMap((place) => (place ? [place] : []))
}

/** Sessions that are over and whose minutes nobody has published yet. */
export async function sessionsWaiting(app: App, { actor, council, locale }: Viewer): Promise<readonly InboxItem[]> {
  const scopes = actor.grants.filter(({ role }) => ['clerk', 'street-office', 'point-staff', 'liaison'].includes(role))
  if (scopes.length === 0) return []
  const now = app.clock.now()
  const meetings = await meetingsOf(app.database.db, {
    councilId: council.id,
    owner,
    stages: ['published', 'running', 'ended'],
    endsBefore: now,
    limit: 100,
  })
  const mine = meetings.filter((meeting) => runsMeeting(actor, meeting) && stageNow(meeting, now) === 'ended')
  const places = new Map(
    (await placesByIds(app, council.id, [...new Set(mine.flatMap(({ place_id }) => place_id ?? []))])).map((place) => [
      place.place_id,
      place.number,
    ]),
  )
  return mine.map((meeting) => ({
    href: `/stations/${places.get(meeting.place_id ?? '')}/sessions/${meeting.number}/run?part=minutes`,
    title: `${runText[locale].record}: ${topicIn(meeting, locale)}`,
    since: meeting.ends_at,
    dueOn: null,
  }))
}

/** The way to the sessions of one's own places. */
export async function sessionPlaces(app: App, { actor, council, locale }: Viewer): Promise<readonly Workplace[]> {
  const ids = actor.grants.flatMap(({ role, scopeId }) =>
    scopeId !== null && ['street-office', 'point-staff', 'liaison'].includes(role) ? [scopeId] : [],
  )
  if (ids.length === 0) {
    return actor.grants.some(({ role }) => role === 'clerk')
      ? [{ href: '/stations/sessions', label: wholeText[locale].title }]
      : []
  }
  const places = await placesByIds(app, council.id, [...new Set(ids)])
  return places.map(({ number }) => ({ href: `/stations/${number}/sessions`, label: text[locale].sessions }))
}

/** Every session everybody may know of, with its figures. */
export const sessionsData: OpenDataSet = {
  name: 'sessions',
  title: ({ locale }) => text[locale].openData,
  columns: [
    { key: 'number', label: '编号 number', type: 'number' },
    { key: 'place', label: '站点编号 place', type: 'number' },
    { key: 'kind', label: '种类 kind', type: 'text' },
    { key: 'topic', label: '主题 topic', type: 'text' },
    { key: 'starts_at', label: '开始 starts at', type: 'instant' },
    { key: 'ends_at', label: '结束 ends at', type: 'instant' },
    { key: 'stage', label: '状态 stage', type: 'text' },
    { key: 'published_at', label: '公布 published at', type: 'instant' },
    { key: 'moved', label: '改期次数 moved', type: 'number' },
    { key: 'signed_up', label: '报名人数 signed up', type: 'number' },
    { key: 'present_by_code', label: '扫码签到 present by code', type: 'number' },
    { key: 'present_by_staff', label: '登记到场 present by staff', type: 'number' },
    { key: 'questions', label: '提问 questions', type: 'number' },
    { key: 'answered', label: '已答复 answered', type: 'number' },
    { key: 'notes', label: '会议记录条数 notes', type: 'number' },
    { key: 'matters', label: '要办的事 matters', type: 'number' },
    { key: 'recorded_at', label: '记录公开 minutes published at', type: 'instant' },
    { key: 'cancelled_because', label: '取消理由 cancelled because', type: 'text' },
  ],
  rows: openRows,
}

async function* openRows(app: App, councilId: string): AsyncIterable<Record<string, unknown>> {
  const { db } = app.database
  const now = app.clock.now()
  const numbers = new Map(
    (await placesOf(db, councilId, { limit: 10_000 })).map(({ place_id, number }) => [place_id, number]),
  )
  const batch = 500
  for (let offset = 0; ; offset += batch) {
    const meetings = await meetingsOf(db, { councilId, owner, stages: publicStages, limit: batch, offset })
    const ids = meetings.map(({ id }) => id)
    const figures = await attendanceFigures(db, councilId, ids)
    const counted = await publicCounts(db, councilId, ids)
    for (const meeting of meetings) {
      if (meeting.published_at === null) continue
      const { coming, presentByCode, presentByStaff } = figures.get(meeting.id)!
      yield {
        number: meeting.number,
        place: numbers.get(meeting.place_id ?? '') ?? null,
        kind: meeting.kind,
        topic: meeting.topic,
        starts_at: meeting.starts_at,
        ends_at: meeting.ends_at,
        stage: stageNow(meeting, now),
        published_at: meeting.published_at,
        moved: meeting.changes - (meeting.cancelled_at ? 1 : 0),
        signed_up: coming,
        present_by_code: presentByCode,
        present_by_staff: presentByStaff,
        ...(counted.get(meeting.id) ?? { questions: 0, answered: 0, notes: 0, matters: 0 }),
        recorded_at: meeting.recorded_at,
        cancelled_because: meeting.cancelled_because,
      }
    }
    if (meetings.length < batch) return
  }
}
