import { type AnyAction, perform } from '#kernel/action'
import type { Issue, Outcome } from '#kernel/outcome'
import { draftReply, sendReply, stepsOf } from '#parts/cases'
import { nameIn, organisationsOf, settingsAt } from '#parts/councils'
import { fileResponse, openFile } from '#parts/files'
import { members } from '#parts/people'
import { DoneBanner } from '#ui'
import { notFoundPage } from '#web/errors'
import { sent } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { mayExchange } from '../exchange/keys.ts'
import { elsewhereOf } from '../exchange/queries.ts'
import { mergingDone, mergingViewOf } from '../merging/routes.tsx'
import { desksOf } from '../offers.ts'
import { text as letterText } from '../pages/letter.text.ts'
import { text as listText } from '../pages/list-page.text.ts'
import { text } from '../pages/work-page.text.ts'
import { WorkPage } from '../pages/work-page.tsx'
import { bureauOf, sortingOf } from '../queries/bureau.ts'
import {
  evidenceOf,
  forwardingsOf,
  isFileOf,
  joinedVoices,
  letterOf,
  type Matter,
  matterByNumber,
  saidIn,
  voicesIn,
  wordsArePublic,
} from '../queries/matter.ts'
import { mayOf } from '../queries/may.ts'
import { viewOf } from '../queries/view.ts'
import { proposedFor } from '../routing/propose.ts'
import { maySee } from '../rules.ts'
import { letterAnswer } from './letter.ts'
import { ofCase, replyInput, type Step, steps, type Values } from './work-steps.ts'

const path = '/contact/matters/:n{[0-9]+}'
/** One matter for those who handle it. */
export function workRoutes(http: Http): void {
  http.get(path, (c) => withMatter(c, (matter) => show(c, matter, null)))
  http.get(`${path}/letter.pdf`, (c) => withMatter(c, (matter) => letterAnswer(c, matter)))
  http.get(`${path}/files/:file`, (c) => withMatter(c, (matter) => photo(c, matter)))
  http.post(`${path}/answer`, (c) => withMatter(c, (matter) => answerOneself(c, matter)))
  for (const [name, step] of Object.entries(steps)) {
    http.post(`${path}/${name}`, (c) => withMatter(c, (matter) => take(c, matter, name, step)))
  }
}

/** The matter of the address, for those who handle it; for everybody else the page does not exist. */
async function withMatter(c: Ctx, then: (matter: Matter) => Response | Promise<Response>): Promise<Response> {
  const { actor, council } = c.get('viewer')
  if (actor.accountId === null) return c.redirect(`/me/sign-in?next=${encodeURIComponent(c.req.path)}`, 303)
  const matter = await matterByNumber(c.get('app').database.db, council.id, Number(c.req.param('n')))
  return matter && maySee(actor, matter.work) ? then(matter) : notFoundPage(c)
}

async function take(c: Ctx, matter: Matter, name: string, step: Step): Promise<Response> {
  const { values } = await sent(c)
  const outcome: Outcome<unknown> = await perform(
    c.get('app'),
    step.action,
    c.get('viewer').actor,
    step.input(values, matter),
  )
  return settled(c, matter, outcome, { name: values.form ?? name, done: step.done, fields: step.fields ?? {} })
}

/** A deputy's own answer: written and sent in one go, as no department stands between. */
async function answerOneself(c: Ctx, matter: Matter): Promise<Response> {
  const app = c.get('app')
  const { actor } = c.get('viewer')
  const { values } = await sent(c)
  const input = replyInput(values, matter) as Parameters<typeof draftReply.input.parse>[0] & object
  const drafted = await perform(app, draftReply as AnyAction, actor, input)
  const outcome = drafted.ok ? await perform(app, sendReply, actor, ofCase(matter)) : drafted
  return settled(c, matter, outcome, { name: 'answer', done: 'answered', fields: {} })
}

interface Settling {
  readonly name: string
  readonly done: string
  readonly fields: Readonly<Record<string, string>>
}

async function settled(c: Ctx, matter: Matter, outcome: Outcome<unknown>, form: Settling): Promise<Response> {
  if (outcome.ok) {
    const { db } = c.get('app').database
    const { council, actor } = c.get('viewer')
    const after = await matterByNumber(db, council.id, matter.number)
    // Who has returned a letter sees it no longer.
    const still = after && maySee(actor, after.work)
    const list = desksOf(c.get('viewer'))[0]?.href ?? '/desk'
    return c.redirect(still ? `/contact/matters/${matter.number}?done=${form.done}` : `${list}?done=${form.done}`, 303)
  }
  const { values } = await sent(c)
  if (outcome.kind === 'invalid') {
    const vague = outcome.issues.find(({ code }) => code === 'vague')?.values?.words
    const errors = Object.fromEntries(
      outcome.issues.map((issue) => [form.fields[issue.path] ?? issue.path.split('.')[0] ?? '', wordsFor(c, issue)]),
    )
    return show(c, matter, { form: form.name, values, errors, vague: vague ? String(vague) : null, status: 422 })
  }
  const code = outcome.kind === 'conflict' ? outcome.code : outcome.kind
  const t = text[c.get('viewer').locale].errors
  const words: Readonly<Record<string, string>> = t
  const said = words[code] ?? (/^(stage|assignment):/.test(code) ? t.moved : t.other)
  return show(c, matter, { form: form.name, values, errors: { '': said }, vague: null, status: 409 })
}

const chosen = new Set(['class', 'result', 'organisationId', 'deputyId', 'personId', 'grade'])

function wordsFor(c: Ctx, { path: at, code }: Issue): string {
  const t = text[c.get('viewer').locale].errors
  const words: Readonly<Record<string, string>> = t
  if (at === 'days') return t.days
  if (at === 'amountFen') return t.amount
  if (chosen.has(at) && (code === 'empty' || code.startsWith('invalid') || code === 'too_small')) return t.choose
  return words[code] ?? t.other
}

interface Refused {
  readonly form: string
  readonly values: Values
  readonly errors: Values
  readonly vague: string | null
  readonly status: 409 | 422
}

async function show(c: Ctx, matter: Matter, refused: Refused | null): Promise<Response> {
  const app = c.get('app')
  const viewer = c.get('viewer')
  const { council, locale, actor } = viewer
  const { db } = app.database
  const now = app.clock.now()
  const said = await saidIn(db, council.id, matter.opinion_id)
  if (!said) return notFoundPage(c)
  const settings = await settingsAt(db, council.id, now)
  const forwardings = await forwardingsOf(db, council.id, matter.id)
  const letter = await letterOf(db, council.id, matter.id)
  const view = await viewOf(c, matter)
  const may = mayOf(actor, matter, forwardings, {
    byAnother: settings.replyReviewByAnother,
    byHead: settings.replyReviewByHead,
  })
  const { organisations, proposed } = await addressees(c, matter, said.body, may.letter)
  const t = text[locale]
  const done: Readonly<Record<string, string>> = t.done
  const words = done[c.req.query('done') ?? '']
  const list = desksOf(viewer)[0]
  return page(
    c,
    {
      title: `${matter.work.title} · ${t.title(matter.number)}`,
      desk: true,
      unlisted: true,
      invalid: refused !== null,
      status: refused?.status ?? 200,
      breadcrumb: [{ href: '/contact', label: listText[locale].title }, ...(list ? [list] : [])],
      ...(!refused && { banner: words ? <DoneBanner title={words} /> : mergingDone(c) }),
    },
    <WorkPage
      matter={matter}
      said={said}
      reported={await reportedFacts(c, matter, may.sawName, refused?.form === 'hide' ? refused.errors : {})}
      standing={view.standing}
      holderName={view.holderName}
      letterNumber={letter ? letterText[locale].number(letter.year, letter.number) : null}
      forwardings={forwardings}
      steps={await stepsOf(db, council.id, matter.case_id)}
      may={may}
      organisations={organisations}
      proposed={proposed}
      deputies={may.give ? await deputies(c) : []}
      classes={settings.replyClasses.map((each) => ({ value: each.code, label: nameIn(each, locale) }))}
      months={settings.letterReplyMonths}
      merging={await mergingViewOf(c, matter)}
      bureau={await bureauOf(c, matter, view.shown)}
      sorting={sortingOf(settings, locale)}
      elsewhere={await elsewhereOf(db, council.id, matter.id)}
      decidesAlike={mayExchange(actor)}
      vague={refused?.vague ?? null}
      shown={view.shown}
      form={refused?.form ?? ''}
      values={refused?.values ?? {}}
      errors={refused?.errors ?? {}}
    />,
  )
}

async function reportedFacts(c: Ctx, matter: Matter, keeps: boolean, errors: Readonly<Record<string, string>>) {
  const app = c.get('app')
  const { council, locale } = c.get('viewer')
  const { db } = app.database
  const { matterTopics } = await settingsAt(db, council.id, app.clock.now())
  const topic = matterTopics.find(({ code }) => code === (matter.work.topic ?? matter.topic))
  return {
    voices: await joinedVoices(db, matter),
    count: await voicesIn(db, matter),
    evidence: await evidenceOf(db, council.id, matter.id),
    topic: topic ? nameIn(topic, locale) : null,
    mayHide: keeps && (await wordsArePublic(db, matter)),
    errors,
  }
}

/** The organisations a letter may go to; those learned from handled matters first, with how sure that is. */
async function addressees(c: Ctx, { work, place_id: placeId }: Matter, said: string, propose: boolean) {
  const app = c.get('app')
  const { council, locale } = c.get('viewer')
  const { db } = app.database
  const all = (await organisationsOf(db, council.id, { kinds: ['department'] })).filter(({ until }) => until === null)
  const found = propose ? await proposedFor(app, council.id, { title: work.title, text: said, placeId }) : []
  const byId = new Map(all.map((each) => [each.organisation_id, nameIn(each, locale)]))
  const first = found.flatMap(({ organisationId, score }) => {
    const name = byId.get(organisationId)
    return name ? [{ value: organisationId, label: text[locale].proposed(name, Math.round(score * 100)) }] : []
  })
  const rest = all
    .filter(({ organisation_id }) => !first.some(({ value }) => value === organisation_id))
    .map((each) => ({ value: each.organisation_id, label: nameIn(each, locale) }))
  return { organisations: [...first, ...rest], proposed: first.length }
}

async function deputies(c: Ctx) {
  const app = c.get('app')
  const asked = { councilId: c.get('viewer').council.id, now: app.clock.now(), roles: ['deputy'] as const, limit: 500 }
  const found = await members(app.database.db, asked)
  return found.flatMap(({ person_id, name }) => (name ? [{ value: person_id, label: name }] : []))
}

async function photo(c: Ctx, matter: Matter): Promise<Response> {
  const { council } = c.get('viewer')
  const { db } = c.get('app').database
  const id = c.req.param('file') ?? ''
  if (!(await isFileOf(db, matter, id))) return notFoundPage(c)
  const opened = await openFile(db, council.id, id, { thumbnail: c.req.query('small') === '1' })
  return opened.ok ? fileResponse(opened, c.req.raw) : notFoundPage(c)
}
