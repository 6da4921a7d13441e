import { type AnyAction, action, type Call, type Run } from '#kernel/action'
import { nextNumber } from '#kernel/db'
import { newId } from '#kernel/ids'
import { newSubjectId } from '#kernel/ledger'
import { invalid, Refused } from '#kernel/outcome'
import { shortCode } from '#kernel/short-code'
import { councilById, settingsAt } from '#parts/councils'
import { personsById } from '#parts/people'
import { aboutMeeting, type LedMeeting, lockMeeting, setMeeting } from '../meeting.ts'
import { mediaOrigin, reminderAt, runsMeeting, whileStage } from '../rules.ts'
import { Cancel, Change, Move, OfMeeting, Plan, Stream } from '../schema.ts'

type Content = Omit<Change, 'meetingId'>

/** The columns of what a meeting says of itself. */
function columnsOf(input: Content) {
  return {
    topic: input.topic,
    topic_en: input.topicEn,
    about: input.about,
    about_en: input.aboutEn,
    venue: input.venue,
    venue_en: input.venueEn,
    audience: input.audience,
    audience_en: input.audienceEn,
    starts_at: input.startsAt,
    ends_at: input.endsAt,
    signs_up: input.signsUp,
    capacity: input.capacity,
    stream_url: input.streamUrl,
  }
}

/** A meeting is in the future, ends after it begins, and its picture comes from an address the council allows. */
async function check(
  { tx, councilId, now }: Pick<Run<unknown, unknown>, 'tx' | 'councilId' | 'now'>,
  { startsAt, endsAt, streamUrl }: Pick<Content, 'startsAt' | 'endsAt'> & { readonly streamUrl?: string | null },
): Promise<void> {
  if (startsAt <= now) throw new Refused(invalid({ path: 'startsAt', code: 'in-the-past' }))
  if (endsAt <= startsAt) throw new Refused(invalid({ path: 'endsAt', code: 'end-before-start' }))
  if (endsAt.getTime() - startsAt.getTime() > 24 * 3_600_000) {
    throw new Refused(invalid({ path: 'endsAt', code: 'too-long' }))
  }
  await checkMedia({ tx, councilId, now }, { streamUrl: streamUrl ?? null })
}

async function checkMedia(
  { tx, councilId, now }: Pick<Run<unknown, unknown>, 'tx' | 'councilId' | 'now'>,
  urls: Readonly<Record<string, string | null>>,
): Promise<void> {
  const { mediaOrigins } = await settingsAt(tx, councilId, now)
  for (const [path, url] of Object.entries(urls)) {
    if (url !== null && !mediaOrigins.includes(mediaOrigin(url) ?? '')) {
      throw new Refused(invalid({ path, code: 'origin-not-allowed' }))
    }
  }
}

/** Agenda and leaders as they are now; nothing else leads to them while a meeting is planned. */
async function writeOrder(
  { tx, councilId }: Pick<Run<unknown, unknown>, 'tx' | 'councilId'>,
  meetingId: string,
  { agenda, leaders }: Pick<Content, 'agenda' | 'leaders'>,
): Promise<void> {
  const known = await personsById(tx, councilId, leaders)
  if (leaders.some((id) => !known.has(id))) throw new Refused(invalid({ path: 'leaders', code: 'unknown' }))
  for (const table of ['meetings.agenda_item', 'meetings.leader'] as const) {
    await tx.deleteFrom(table).where('council_id', '=', councilId).where('meeting_id', '=', meetingId).execute()
  }
  const of = { council_id: councilId, meeting_id: meetingId }
  const items = agenda.map(({ title, titleEn }, index) => ({
    ...of,
    id: newId(),
    position: index + 1,
    title,
    title_en: titleEn,
  }))
  if (items.length > 0) await tx.insertInto('meetings.agenda_item').values(items).execute()
  const leading = [...new Set(leaders)].map((person_id) => ({ ...of, person_id }))
  if (leading.length > 0) await tx.insertInto('meetings.leader').values(leading).execute()
}

/** Writes a meeting down; nobody else sees it until it is published. */
export const planMeeting = action({
  name: 'meetings.plan',
  input: Plan,
  subject: async ({ input }: Call<Plan>) => ({ place_id: input.placeId }),
  allow: runsMeeting,
  async run(context) {
    const { tx, councilId, actor, input, now, emit } = context
    await check(context, input)
    const id = newId()
    const number = await nextNumber(tx, councilId, 'meetings.meeting')
    const made = {
      council_id: councilId,
      id,
      number,
      owner: input.owner,
      kind: input.kind,
      place_id: input.placeId,
      ...columnsOf(input),
      door_code: shortCode().replaceAll('-', ''),
      made_at: now,
      made_by: actor.personId,
      changed_at: now,
      ledger_subject: newSubjectId(),
    }
    await tx.insertInto('meetings.meeting').values(made).execute()
    await writeOrder(context, id, input)
    const { owner, kind, placeId } = input
    emit('meetings.planned', { meetingId: id, number, owner, kind, placeId }, { subjectId: id })
    return { meetingId: id, number }
  },
})

export const changeMeeting = action({
  name: 'meetings.change',
  input: Change,
  subject: lockMeeting,
  allow: runsMeeting,
  from: whileStage('planned'),
  async run(context) {
    const { tx, input, subject, now, emit } = context
    await check(context, input)
    await setMeeting(tx, subject, { ...columnsOf(input), changed_at: now })
    await writeOrder(context, subject.id, input)
    emit('meetings.changed', aboutMeeting(subject), { subjectId: subject.id })
    return { number: subject.number }
  },
})

/** Makes it known; from now on people may sign up and ask. */
export const publishMeeting = action({
  name: 'meetings.publish',
  input: OfMeeting,
  subject: lockMeeting,
  allow: runsMeeting,
  from: whileStage('planned'),
  async run(context) {
    const { tx, subject, now, emit } = context
    await check(context, { startsAt: subject.starts_at, endsAt: subject.ends_at, streamUrl: subject.stream_url })
    await setMeeting(tx, subject, { stage: 'published', published_at: now, changed_at: now })
    await setClocks(context, subject.starts_at, subject.ends_at)
    emit('meetings.published', aboutMeeting(subject), { subjectId: subject.id })
    return { number: subject.number }
  },
})

/** The day before it, those who come are told again; some time after it, their names are forgotten. */
async function setClocks(
  { tx, councilId, subject, now, due, notDue }: Run<unknown, LedMeeting>,
  startsAt: Date,
  endsAt: Date,
): Promise<void> {
  const council = await councilById(tx, councilId)
  const input = { meetingId: subject.id }
  const at = reminderAt(startsAt, council?.time_zone ?? 'Asia/Shanghai', now)
  if (at) await due('meetings.remind', subject.id, at, input)
  else await notDue('meetings.remind', subject.id)
  const { signUpForgetDays } = await settingsAt(tx, councilId, subject.made_at)
  await due('meetings.forget', subject.id, new Date(endsAt.getTime() + signUpForgetDays * 86_400_000), input)
}

/** Another time or room; what was said before stays to be read, and everybody who signed up is told. */
export const moveMeeting = action({
  name: 'meetings.move',
  input: Move,
  subject: lockMeeting,
  allow: runsMeeting,
  from: whileStage('published'),
  async run(context) {
    const { tx, councilId, actor, input, subject, now, emit } = context
    const { startsAt, endsAt, venue, venueEn, reason } = input
    await check(context, { startsAt, endsAt })
    const same = startsAt.getTime() === subject.starts_at.getTime() && endsAt.getTime() === subject.ends_at.getTime()
    if (same && venue === subject.venue) throw new Refused(invalid({ path: 'startsAt', code: 'as-before' }))
    const changes = subject.changes + 1
    await tx
      .insertInto('meetings.move')
      .values({
        council_id: councilId,
        meeting_id: subject.id,
        ordinal: changes,
        at: now,
        by: actor.personId,
        reason,
        starts_at: subject.starts_at,
        ends_at: subject.ends_at,
        venue: subject.venue,
      })
      .execute()
    await setMeeting(tx, subject, {
      starts_at: startsAt,
      ends_at: endsAt,
      venue,
      venue_en: venueEn,
      changes,
      changed_at: now,
    })
    await setClocks(context, startsAt, endsAt)
    emit('meetings.moved', aboutMeeting(subject), { subjectId: subject.id })
    return { number: subject.number }
  },
})

/** It will not take place: its page stays with the reason, and everybody who signed up is told. */
export const cancelMeeting = action({
  name: 'meetings.cancel',
  input: Cancel,
  subject: lockMeeting,
  allow: runsMeeting,
  from: whileStage('planned', 'published'),
  async run({ tx, input, subject, now, emit, notDue }) {
    await setMeeting(tx, subject, {
      stage: 'cancelled',
      cancelled_at: now,
      cancelled_because: input.reason,
      changes: subject.changes + 1,
      changed_at: now,
    })
    await notDue('meetings.remind', subject.id)
    const wasPublished = subject.published_at !== null
    emit('meetings.cancelled', { ...aboutMeeting(subject), wasPublished }, { subjectId: subject.id })
    return { number: subject.number }
  },
})

/** Where the picture comes from, and where the recording is afterwards. */
export const setStream = action({
  name: 'meetings.set-stream',
  input: Stream,
  subject: lockMeeting,
  allow: runsMeeting,
  from: whileStage('planned', 'published', 'running', 'ended', 'recorded'),
  async run(context) {
    const { tx, input, subject, now, emit } = context
    const { streamUrl, recordingUrl } = input
    await checkMedia(context, { streamUrl })
    await setMeeting(tx, subject, { stream_url: streamUrl, recording_url: recordingUrl, changed_at: now })
    emit('meetings.stream-set', aboutMeeting(subject), { subjectId: subject.id })
    return { number: subject.number }
  },
})

export const planningActions: readonly AnyAction[] = [
  planMeeting,
  changeMeeting,
  publishMeeting,
  moveMeeting,
  cancelMeeting,
  setStream,
]
