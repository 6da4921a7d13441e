import type { z } from 'zod'
import type { Action } from '#kernel/action'
import {
  answerQuestion,
  askFor,
  beginMeeting,
  changeNote,
  dropNote,
  endMeeting,
  moderateQuestion,
  raiseMatter,
  recordMeeting,
  setStream,
  tick,
  walkIn,
  writeNote,
} from '#parts/meetings'
import { DoneBanner } from '#ui'
import { type Again, sent, submit } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { text } from './pages/run-page.text.ts'
import { RunPage, type RunTab, runTabs } from './pages/run-page.tsx'
import { baseOf, forWorkers, onePath, toSession } from './path.ts'
import { type Found, runView } from './queries.ts'
import { errorsIn } from './words.ts'

type Values = Readonly<Record<string, string>>

/** The work in the room. */
export function runRoutes(http: Http): void {
  const post = (path: string, handle: (c: Ctx, found: Found) => Promise<Response>) =>
    http.post(`${onePath}/${path}`, forWorkers(handle))
  http.get(
    `${onePath}/run`,
    forWorkers((c, found) => runPage(c, found, tabOf(c.req.query('part')), null, '')),
  )
  post('begin', (c, found) => step(c, found, beginMeeting, 'check-in', 'begun'))
  post('end', (c, found) => step(c, found, endMeeting, 'minutes', 'ended'))
  post('record', (c, found) => step(c, found, recordMeeting, 'minutes', 'recorded'))
  post('tick', async (c, found) => {
    const { values } = await sent(c)
    const present = values.present !== 'no'
    const input = { meetingId: found.meeting.id, attendanceId: values.attendanceId ?? '', present }
    return send(c, found, { action: tick, input, part: 'check-in', done: present ? 'ticked' : 'unticked' })
  })
  post('walk-in', async (c, found) => {
    const { values } = await sent(c)
    const input = { meetingId: found.meeting.id, name: values.name ?? null, people: values.people ?? '1' }
    return send(c, found, { action: walkIn, input, part: 'check-in', done: 'ticked' })
  })
  post('stream', async (c, found) => {
    const { values } = await sent(c)
    const { streamUrl = '', recordingUrl = '' } = values
    const input = { meetingId: found.meeting.id, streamUrl, recordingUrl }
    return send(c, found, { action: setStream, input, part: 'check-in', done: 'stream' })
  })
  questionRoutes(post)
  noteRoutes(post)
}

type Post = (path: string, handle: (c: Ctx, found: Found) => Promise<Response>) => void

function questionRoutes(post: Post): void {
  post('ask-for', async (c, found) => {
    const { values } = await sent(c)
    const input = {
      meetingId: found.meeting.id,
      body: values.body ?? '',
      name: values.askName ?? null,
      locale: c.get('viewer').locale,
    }
    return send(c, found, { action: askFor, input, part: 'questions', done: 'asked' })
  })
  post('answer', async (c, found) => {
    const { values } = await sent(c)
    const { questionId = '', words = '' } = values
    const input = { meetingId: found.meeting.id, questionId, words, personId: values.personId || null }
    const number = Number.parseInt(values.number ?? '', 10) || 0
    const suffix = `-${number}`
    return send(c, found, { action: answerQuestion, input, part: 'questions', done: 'answered', suffix })
  })
  post('moderate', async (c, found) => {
    const { values } = await sent(c)
    const hidden = values.hidden !== 'no'
    const { questionId = '', reason = '' } = values
    const input = { meetingId: found.meeting.id, questionId, hidden, reason }
    return send(c, found, { action: moderateQuestion, input, part: 'questions', done: hidden ? 'hidden' : 'shown' })
  })
}

const noted = (values: Values) => ({
  agendaItemId: values.agendaItemId || null,
  body: values.body ?? '',
  saidBy: values.saidBy ?? null,
  named: values.named === 'yes',
})

function noteRoutes(post: Post): void {
  post('notes', async (c, found) => {
    const { values } = await sent(c)
    const input = { meetingId: found.meeting.id, ...noted(values) }
    return send(c, found, { action: writeNote, input, part: 'minutes', done: 'noted', prefix: 'note-' })
  })
  post('notes/change', async (c, found) => {
    const { values } = await sent(c)
    const input = { meetingId: found.meeting.id, noteId: values.noteId ?? '', ...noted(values) }
    const prefix = `note${Number.parseInt(values.position ?? '', 10) || 0}-`
    return send(c, found, { action: changeNote, input, part: 'minutes', done: 'changed', prefix })
  })
  post('notes/drop', async (c, found) => {
    const { values } = await sent(c)
    const input = { meetingId: found.meeting.id, noteId: values.noteId ?? '' }
    return send(c, found, { action: dropNote, input, part: 'minutes', done: 'dropped' })
  })
  post('notes/matter', async (c, found) => {
    const { values } = await sent(c)
    const input = {
      meetingId: found.meeting.id,
      noteId: values.noteId ?? '',
      follows: values.follows === 'yes',
      keeperId: values.keeperId || null,
    }
    return send(c, found, { action: raiseMatter, input, part: 'minutes', done: 'matter' })
  })
}

type Done = keyof (typeof text)['zh-CN']['done']

interface Sending<Schema extends z.ZodType, Subject, Result> {
  readonly action: Action<Schema, Subject, Result>
  readonly input: z.input<Schema>
  readonly part: RunTab
  readonly done: Done
  /** How the fields of the form are told from those of others on the page. */
  readonly prefix?: string
  readonly suffix?: string
}

function send<Schema extends z.ZodType, Subject, Result>(
  c: Ctx,
  found: Found,
  { action, input, part, done, prefix = '', suffix = '' }: Sending<Schema, Subject, Result>,
): Promise<Response> {
  return submit(c, action, {
    input,
    done: () => `${baseOf(found)}/run?part=${part}&done=${done}`,
    again: (again) => runPage(c, found, part, again, prefix, suffix),
  })
}

function step<Subject, Result>(
  c: Ctx,
  found: Found,
  action: Action<typeof beginMeeting.input, Subject, Result>,
  part: RunTab,
  done: Done,
): Promise<Response> {
  return send(c, found, { action, input: { meetingId: found.meeting.id }, part, done })
}

function tabOf(asked: string | undefined): RunTab {
  return runTabs.find((each) => each === asked) ?? 'check-in'
}

async function runPage(
  c: Ctx,
  found: Found,
  tab: RunTab,
  again: Again | null,
  prefix: string,
  suffix = '',
): Promise<Response> {
  if (found.meeting.published_at === null) return c.redirect(baseOf(found), 303)
  const { locale } = c.get('viewer')
  const t = text[locale]
  const errors = again ? renamed(errorsIn(locale, again), prefix, suffix) : {}
  const done = c.req.query('done') ?? ''
  const words: Readonly<Record<string, string>> = t.done
  return page(
    c,
    {
      title: t.title,
      breadcrumb: toSession(c, found),
      status: again?.status ?? 200,
      invalid: again !== null,
      unlisted: true,
      ...(words[done] && !again && { banner: <DoneBanner title={words[done]} /> }),
    },
    <RunPage view={await runView(c, found)} tab={tab} values={again?.values ?? {}} errors={errors} />,
  )
}

/** Errors by the ids of the fields where a page shows the same name more than once; what belongs to no field stays. */
function renamed(errors: Values, prefix: string, suffix: string): Values {
  return Object.fromEntries(
    Object.entries(errors).map(([name, words]) => [name === '' ? '' : `${prefix}${name}${suffix}`, words]),
  )
}
