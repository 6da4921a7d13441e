import type { Issue } from '#kernel/outcome'
import { settingsAt } from '#parts/councils'
import {
  answersTo,
  argumentByNumber,
  argumentsOf,
  confirmationsOf,
  intents,
  invitationsTo,
  membersOf,
  refinementsOf,
  remarksOn,
} from '#parts/opinions'
import { notFoundPage } from '#web/errors'
import { type Again, sent, submit } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { change, dissent, dissolve, leaveArgument, merge, replyToObjection, split } from '../actions/desk-arguments.ts'
import { ask, draft, finish, invite, remark, reopen, unrefined } from '../actions/desk-refinement.ts'
import { errorsIn } from '../desk-errors.ts'
import { text } from '../pages/argument-desk.text.ts'
import { ArgumentDeskPage, type OpenedArgument } from '../pages/argument-desk-page.tsx'
import { type DeskView, holders, namesOf } from '../queries/desk.ts'
import { placeNames } from '../queries/reading.ts'
import { readSentences } from '../sources.ts'
import { atDesk, clausesOf } from './desk-found.ts'
import { crumbs, renamed } from './desk-queue.tsx'
import { doneBanner } from './done-banner.tsx'

export function argumentRoutes(http: Http): void {
  http.get('/consultations/:n{[0-9]+}/desk/arguments', (c) => atDesk(c, (desk) => show(c, desk, null, null)))
  http.get('/consultations/:n{[0-9]+}/desk/arguments/:k{[0-9]+}', (c) => atDesk(c, (desk) => showOne(c, desk, null)))
  http.post('/consultations/:n{[0-9]+}/desk/arguments/:k{[0-9]+}', (c) => atDesk(c, (desk) => act(c, desk)))
}

async function showOne(c: Ctx, desk: DeskView, again: Again | null): Promise<Response> {
  const one = await opened(c, desk, Number(c.req.param('k')))
  return one ? show(c, desk, one, again) : notFoundPage(c)
}

async function show(c: Ctx, desk: DeskView, one: OpenedArgument | null, again: Again | null): Promise<Response> {
  const { council, locale } = c.get('viewer')
  const list = await argumentsOf(c.get('app').database.db, council.id, { type: 'consultation', id: desk.row.id })
  return page(
    c,
    {
      title: `${one ? one.argument.title : text[locale].title} · ${desk.title}`,
      desk: true,
      width: 'wide',
      unlisted: true,
      status: again?.status ?? 200,
      invalid: again !== null,
      breadcrumb: crumbs(desk),
      ...doneBanner(c, text[locale].done),
    },
    <ArgumentDeskPage
      view={{
        desk,
        list,
        one,
        errors: again ? errorsIn(locale, again) : {},
        values: again?.values ?? {},
        chosen: again ? ((await sent(c)).lists.opinionIds ?? []) : [],
      }}
    />,
  )
}

/** Everything about one argument that the desk and the experts' page show. */
export async function opened(c: Ctx, desk: DeskView, number: number): Promise<OpenedArgument | null> {
  const app = c.get('app')
  const { council, locale } = c.get('viewer')
  const { db } = app.database
  const matter = { type: 'consultation', id: desk.row.id }
  const argument = await argumentByNumber(db, council.id, matter, number)
  if (!argument) return null
  const members = await membersOf(db, argument)
  const versions = await refinementsOf(db, argument)
  const current = versions.find((version) => version.stage !== 'replaced')
  const asked = current?.asked_at ? current : null
  const remarks = await remarksOn(db, argument)
  const invitations = await invitationsTo(db, argument)
  const { refinementWaitDays } = await settingsAt(db, council.id, new Date(`${desk.row.settings_at}T12:00:00Z`))
  const mergedInto = argument.merged_into
  const into = mergedInto
    ? await db
        .selectFrom('opinions.argument')
        .select('number')
        .where('council_id', '=', council.id)
        .where('id', '=', mergedInto)
        .executeTakeFirst()
    : undefined
  return {
    argument,
    listed: (await argumentsOf(db, council.id, matter, { number }))[0] ?? null,
    members,
    versions,
    answers: asked ? await answersTo(db, council.id, asked.id) : null,
    confirmations: asked ? await confirmationsOf(db, council.id, asked.id) : [],
    remarks,
    invitations,
    experts: await holders(app, council.id, ['expert', 'adviser', 'council-member']),
    staff: await holders(app, council.id, ['clerk', 'point-staff', 'liaison', 'expert', 'adviser']),
    names: await namesOf(app, council.id, [
      ...remarks.map((each) => each.person_id),
      ...invitations.map((each) => each.person_id),
      ...versions.map((each) => each.made_by),
    ]),
    places: await placeNames(
      app,
      council.id,
      members.map((member) => member.place_id),
      locale,
    ),
    clauses: clausesOf(desk),
    mergedInto: into?.number ?? null,
    waitEnds: asked?.asked_at ? new Date(asked.asked_at.getTime() + refinementWaitDays * 86_400_000) : null,
  }
}

async function act(c: Ctx, desk: DeskView): Promise<Response> {
  const { values, lists } = await sent(c)
  const number = Number(c.req.param('k'))
  const base = { consultationId: desk.row.id, number }
  const here = `${desk.base}/desk/arguments/${number}`
  const again = (refused: Again) => showOne(c, desk, refused)
  const opinionIds = [...(lists.opinionIds ?? [])]
  const [verb = '', opinionId = '', on = ''] = (values.do ?? '').split(':')
  const to = (result: { readonly number: number }) => `${desk.base}/desk/arguments/${result.number}?done=${verb}`
  const stay = () => `${here}?done=${verb}`
  switch (verb) {
    case 'take-out':
      return submit(c, leaveArgument, { input: { ...base, opinionIds }, done: stay, again })
    case 'split':
      return submit(c, split, {
        input: { ...base, opinionIds, title: values.splitTitle ?? '' },
        done: to,
        again: (refused) => again(renamed(refused, 'title', 'splitTitle')),
      })
    case 'dissent':
      return submit(c, dissent, { input: { ...base, opinionId, dissent: on === 'yes' }, done: stay, again })
    case 'reply':
      return submit(c, replyToObjection, {
        input: { ...base, opinionId: values.opinionId ?? '', reply: values.reply ?? '' },
        done: stay,
        again,
      })
    case 'change':
      return submit(c, change, {
        input: {
          ...base,
          title: values.title ?? '',
          provisionId: values.provisionId ?? '',
          theme: values.theme ?? '',
          assignTo: values.assignTo || null,
        },
        done: stay,
        again,
      })
    case 'merge':
      return submit(c, merge, { input: { ...base, into: values.into ?? '' }, done: to, again })
    case 'dissolve':
      return submit(c, dissolve, { input: base, done: () => `${desk.base}/desk/arguments?done=dissolve`, again })
    case 'draft':
      return saveDraft(c, desk, number)
    case 'ask':
      return submit(c, ask, { input: { ...base, ordinal: values.ordinal ?? '' }, done: stay, again })
    case 'finish':
      return submit(c, finish, {
        input: { ...base, ordinal: values.ordinal ?? '', because: values.because ?? '' },
        done: stay,
        again,
      })
    case 'unrefined':
      return submit(c, unrefined, {
        input: { ...base, because: values.unrefinedBecause ?? '' },
        done: stay,
        again: (refused) => again(renamed(refused, 'because', 'unrefinedBecause')),
      })
    case 'reopen':
      return submit(c, reopen, {
        input: { ...base, because: values.reopenBecause ?? '' },
        done: stay,
        again: (refused) => again(renamed(refused, 'because', 'reopenBecause')),
      })
    case 'invite':
      return submit(c, invite, {
        input: { ...base, personIds: [...(lists.personIds ?? [])], dueOn: values.dueOn || null },
        done: stay,
        again,
      })
    case 'remark':
      return submit(c, remark, {
        input: { ...base, body: values.remark ?? '' },
        done: stay,
        again: (refused) => again(renamed(refused, 'body', 'remark')),
      })
    default:
      return c.redirect(here, 303)
  }
}

/** Reads the sources as they were typed before the action checks them against the opinions again. */
async function saveDraft(c: Ctx, desk: DeskView, number: number): Promise<Response> {
  const { values } = await sent(c)
  const one = await opened(c, desk, number)
  if (!one) return notFoundPage(c)
  const typed = Array.from({ length: Math.min(40, Number(values.rows) || 0) }, (_, row) => ({
    text: values[`sentence${row}`] ?? '',
    sources: values[`sources${row}`] ?? '',
  }))
  const { sentences, rows, issues } = readSentences(typed, one.members)
  const again = (refused: Again) => show(c, desk, one, { ...refused, issues: refused.issues.map(atItsRow) })
  // The action counts the sentences; the form counts its rows, of which some are left empty.
  const atItsRow = (issue: Issue): Issue => {
    const [, index, field] = /^sentences(?:\.(\d+)\.(\w+))?$/.exec(issue.path) ?? []
    if (!issue.path.startsWith('sentences')) return issue
    return { ...issue, path: `sentences.${index ? rows[Number(index)] : 0}.${field ?? 'text'}` }
  }
  if (issues.length > 0) return show(c, desk, one, { values, issues, conflict: null, status: 422 })
  return submit(c, draft, {
    input: {
      consultationId: desk.row.id,
      number,
      intent: intents.find((intent) => intent === values.intent) ?? 'change',
      provisionId: values.provisionId ?? '',
      reason: values.reason ?? '',
      sentences: sentences.map(({ text, sources }) => ({ text, sources: [...sources] })),
    },
    done: () => `${desk.base}/desk/arguments/${number}?done=draft`,
    again,
  })
}
