import { perform } from '#kernel/action'
import type { Outcome } from '#kernel/outcome'
import { normaliseShortCode } from '#kernel/short-code'
import { caseById, caseStanding } from '#parts/cases'
import { DoneBanner } from '#ui'
import { notFoundPage, refusalPage } from '#web/errors'
import { sent } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { text as listText } from '../pages/list-page.text.ts'
import { text as workText } from '../pages/work-page.text.ts'
import { forwardingsOf, type Held, type Matter, matterByNumber, saidIn } from '../queries/matter.ts'
import { viewOf } from '../queries/view.ts'
import { maySort } from '../rules.ts'
import { decideObjection, merge, objectToMerge, split } from './actions.ts'
import { MergePage, type Side } from './merge-page.tsx'
import type { MergingView, SharedThread } from './merged-parts.tsx'
import { text } from './merging.text.ts'
import { candidatesFor, mergedInto, mergerOf, objectionsOf } from './queries.ts'

const path = '/contact/matters/:n{[0-9]+}'

/** Merging two matters, in two steps; taking them apart; objections. */
export function mergingRoutes(http: Http): void {
  http.get(`${path}/merge`, (c) => withSorted(c, (matter) => show(c, matter, null)))
  http.post(`${path}/merge`, (c) => withSorted(c, (matter) => mergeThem(c, matter)))
  http.post(`${path}/split`, (c) => withSorted(c, (matter) => splitThem(c, matter)))
  http.post(`${path}/decide-objection`, (c) => withSorted(c, (matter) => decide(c, matter)))
  http.post('/contact/:code{[0-9A-Za-z-]{12,20}}/object', (c) => object(c))
}

async function withSorted(c: Ctx, then: (matter: Matter) => Response | Promise<Response>): Promise<Response> {
  const { actor, council } = c.get('viewer')
  if (actor.accountId === null) return c.redirect(`/me/sign-in?next=${encodeURIComponent(c.req.path)}`, 303)
  const matter = await matterByNumber(c.get('app').database.db, council.id, Number(c.req.param('n')))
  return matter && maySort(actor, matter.work) ? then(matter) : notFoundPage(c)
}

interface Refused {
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
  readonly status: 409 | 422
}

async function show(c: Ctx, matter: Matter, refused: Refused | null): Promise<Response> {
  const { db } = c.get('app').database
  const { council, locale, actor } = c.get('viewer')
  const t = text[locale]
  const typed = refused?.values.with ?? c.req.query('with') ?? ''
  const chosen = /^\d{1,9}$/.test(typed) ? await matterByNumber(db, council.id, Number(typed)) : null
  const usable = chosen && chosen.id !== matter.id && maySort(actor, chosen.work) ? chosen : null
  const own = await sideOf(c, matter)
  const other = usable && (await sideOf(c, usable))
  if (!own) return notFoundPage(c)
  const problem = typed !== '' && !other ? (chosen?.id === matter.id ? t.errors.same : t.errors.number) : null
  const errors = { ...refused?.errors, ...(problem && { with: problem }) }
  const scopeIds = actor.grants.some(({ role }) => role === 'clerk')
    ? null
    : actor.grants.flatMap(({ role, scopeId }) => (role === 'liaison' && scopeId ? [scopeId] : []))
  const asked = { id: matter.id, body: own.said.body, spot: matter.spot, scopeIds }
  const { shown } = await viewOf(c, matter)
  return page(
    c,
    {
      title: `${t.title} · ${workText[locale].title(matter.number)}`,
      desk: true,
      unlisted: true,
      invalid: Object.keys(errors).length > 0,
      status: refused?.status ?? (problem ? 422 : 200),
      breadcrumb: [
        { href: '/contact', label: listText[locale].title },
        { href: `/contact/matters/${matter.number}`, label: workText[locale].title(matter.number) },
      ],
    },
    <MergePage
      own={own}
      other={other}
      candidates={await candidatesFor(db, council.id, asked)}
      shown={shown}
      values={{ ...refused?.values, with: typed }}
      errors={errors}
    />,
  )
}

async function sideOf(c: Ctx, matter: Matter): Promise<Side | null> {
  const said = await saidIn(c.get('app').database.db, c.get('viewer').council.id, matter.opinion_id)
  if (!said) return null
  const { holderName } = await viewOf(c, matter)
  return { matter, said, holder: holderName }
}

async function mergeThem(c: Ctx, matter: Matter): Promise<Response> {
  const { values } = await sent(c)
  const { council, actor, locale } = c.get('viewer')
  const app = c.get('app')
  const number = /^\d{1,9}$/.test(values.with ?? '') ? Number(values.with) : 0
  const into = await matterByNumber(app.database.db, council.id, number)
  if (!into) return show(c, matter, { values, errors: {}, status: 422 })
  const input = { matterId: matter.id, intoId: into.id, reason: values.reason ?? '' }
  const outcome = await perform(app, merge, actor, input)
  if (outcome.ok) return c.redirect(`/contact/matters/${into.number}?done=merged`, 303)
  return show(c, matter, { values, errors: errorsIn(outcome, locale), status: outcome.kind === 'invalid' ? 422 : 409 })
}

function errorsIn(outcome: Outcome<unknown>, locale: 'zh-CN' | 'en'): Readonly<Record<string, string>> {
  const t = text[locale].errors
  const words: Readonly<Record<string, string>> = t
  if (outcome.ok) return {}
  if (outcome.kind === 'invalid') {
    return Object.fromEntries(outcome.issues.map(({ path: at, code }) => [at, words[code] ?? t.other]))
  }
  const code = outcome.kind === 'conflict' ? outcome.code : outcome.kind
  return { '': words[code] ?? (code.startsWith('stage:') ? t.moved : t.other) }
}

async function splitThem(c: Ctx, matter: Matter): Promise<Response> {
  const { mergerId = '', reason = '' } = (await sent(c)).values
  const outcome = await perform(c.get('app'), split, c.get('viewer').actor, { mergerId, reason })
  return back(c, matter, outcome, 'split')
}

async function decide(c: Ctx, matter: Matter): Promise<Response> {
  const { objectionId = '', split: which, answer = '' } = (await sent(c)).values
  const input = { objectionId, split: which === 'yes', answer }
  const outcome = await perform(c.get('app'), decideObjection, c.get('viewer').actor, input)
  return back(c, matter, outcome, 'decided')
}

async function back(c: Ctx, matter: Matter, outcome: Outcome<unknown>, done: string): Promise<Response> {
  if (outcome.ok) return c.redirect(`/contact/matters/${matter.number}?done=${done}`, 303)
  return refusalPage(c, outcome, (await sent(c)).values)
}

async function object(c: Ctx): Promise<Response> {
  const { words = '' } = (await sent(c)).values
  const code = normaliseShortCode(c.req.param('code') ?? '')
  if (!code) return notFoundPage(c)
  const outcome = await perform(c.get('app'), objectToMerge, c.get('viewer').actor, { receipt: code, words })
  if (outcome.ok) return c.redirect(`/contact/${code}?done=objected`, 303)
  return refusalPage(c, outcome, (await sent(c)).values)
}

/** What the page of those who handle a matter says of merging. */
export async function mergingViewOf(c: Ctx, matter: Matter): Promise<MergingView> {
  const { db } = c.get('app').database
  const { council, actor } = c.get('viewer')
  const [merger, here] = await Promise.all([mergerOf(db, council.id, matter.id), mergedInto(db, council.id, matter.id)])
  const ids = [...(merger ? [merger.id] : []), ...here.map(({ mergerId }) => mergerId)]
  const sorts = maySort(actor, matter.work)
  return {
    merger,
    here,
    objections: await objectionsOf(db, council.id, ids),
    sorts,
    mayMerge: sorts && matter.work.stage === 'open',
  }
}

/** The thread a receipt shares since its matter was merged; null while it stands by itself. */
export async function sharedThreadOf(c: Ctx, { matter, opinion }: Held): Promise<SharedThread | null> {
  const app = c.get('app')
  const { db } = app.database
  const { council } = c.get('viewer')
  const merger = await mergerOf(db, council.id, matter.id)
  const into = merger && (await matterByNumber(db, council.id, merger.intoNumber))
  const work = into && (await caseById(db, council.id, into.case_id))
  if (!merger || !into || !work) return null
  const view = await viewOf(c, into)
  const objections = await objectionsOf(db, council.id, [merger.id])
  return {
    merger,
    objection: objections.find((each) => each.opinion_id === opinion.id) ?? null,
    work,
    standing: caseStanding(work, app.clock.now(), council.timeZone),
    holderName: view.holderName,
    forwardings: await forwardingsOf(db, council.id, into.id),
    shown: view.shown,
  }
}

/** What was done, in words, for the page of a matter or behind a receipt. */
export function mergingDone(c: Ctx) {
  const done: Readonly<Record<string, string>> = text[c.get('viewer').locale].done
  const words = done[c.req.query('done') ?? '']
  return words ? <DoneBanner title={words} /> : undefined
}
