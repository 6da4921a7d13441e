import { type AnyAction, perform } from '#kernel/action'
import type { Issue, Outcome } from '#kernel/outcome'
import {
  askRecheck,
  decideRecheck,
  decidesRechecks,
  isRated,
  type RatedStage,
  ratingsText,
  type Sheet,
} from '#parts/ratings'
import { DoneBanner } from '#ui'
import { notFoundPage } from '#web/errors'
import { sent } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { rateHandling, rateReply } from '../actions/ratings.ts'
import { text as listText } from '../pages/list-page.text.ts'
import { text } from '../pages/rating-parts.text.ts'
import { RatingsPage, ResidentRating } from '../pages/rating-parts.tsx'
import { type Held, type Matter, matterByNumber, matterByReceipt } from '../queries/matter.ts'
import { type MatterRatings, ratingsOf } from '../queries/ratings.ts'
import { viewOf } from '../queries/view.ts'
import { doneSince, ratedReply, ratesHandling } from '../ratings.ts'
import { maySee } from '../rules.ts'
import { dashed } from './filing.ts'

type Values = Readonly<Record<string, string>>

interface Refused {
  readonly form: string
  readonly values: Values
  readonly errors: Values
  readonly status: 409 | 422
}

const held = '/contact/:code{[0-9A-Za-z-]{12,20}}/rate'
const handled = '/contact/matters/:n{[0-9]+}/ratings'

/** The resident rates a reply, the deputy its handling; the department asks for a re-check, the office decides. */
export function ratingRoutes(http: Http): void {
  http.get(held, (c) => withHeld(c, (found) => showOwn(c, found, null)))
  http.post(held, (c) => withHeld(c, (found) => rateOwn(c, found)))
  http.get(handled, (c) => withMatter(c, (matter) => show(c, matter, null)))
  http.post(`${handled}/score`, (c) => withMatter(c, (matter) => score(c, matter)))
  http.post(`${handled}/recheck`, (c) => withMatter(c, (matter) => recheck(c, matter, askRecheck, 'asked')))
  http.post(`${handled}/decide`, (c) => withMatter(c, (matter) => recheck(c, matter, decideRecheck, 'decided')))
}

async function withHeld(c: Ctx, then: (held: Held) => Promise<Response>): Promise<Response> {
  const { council } = c.get('viewer')
  const found = await matterByReceipt(c.get('app').database.db, council.id, c.req.param('code') ?? '')
  return found ? then(found) : notFoundPage(c)
}

/** Her rating as it stands on the page of her matter. */
export async function residentRating(c: Ctx, { opinion, matter }: Held, refused: Refused | null = null) {
  const { council } = c.get('viewer')
  const app = c.get('app')
  const ratings = await ratingsOf(app.database.db, council.id, matter, app.clock.now())
  const { shown } = await viewOf(c, matter)
  return (
    <ResidentRating
      code={dashed(opinion.receipt)}
      matter={matter}
      ratings={ratings}
      shown={shown}
      now={app.clock.now()}
      done={c.req.query('done') === 'rated' && !refused}
      refused={refused}
    />
  )
}

async function rateOwn(c: Ctx, found: Held): Promise<Response> {
  const { values } = await sent(c)
  const { receipt } = found.opinion
  const input = { receipt, choice: values.choice ?? '', words: values.ratingWords ?? '' }
  const outcome = await perform(c.get('app'), rateReply, c.get('viewer').actor, input)
  if (outcome.ok) return c.redirect(`/contact/${dashed(receipt)}?done=rated#rating`, 303)
  return showOwn(c, found, refusedBy(c, outcome, { form: '', values }))
}

/** The question by itself: shown where an answer was refused, and to whoever follows a notice to it. */
async function showOwn(c: Ctx, found: Held, refused: Refused | null): Promise<Response> {
  const { locale } = c.get('viewer')
  const code = dashed(found.opinion.receipt)
  if (!ratedReply(found.matter.work)) return c.redirect(`/contact/${code}`, 303)
  return page(
    c,
    {
      title: text[locale].title,
      breadcrumb: [
        { href: '/contact', label: listText[locale].title },
        { href: `/contact/${code}`, label: code },
      ],
      width: 'narrow',
      unlisted: true,
      invalid: refused !== null,
      status: refused?.status ?? 200,
    },
    await residentRating(c, found, refused),
  )
}

async function withMatter(c: Ctx, then: (matter: Matter) => Promise<Response>): Promise<Response> {
  const { actor, council } = c.get('viewer')
  if (actor.accountId === null) return c.redirect(`/me/sign-in?next=${encodeURIComponent(c.req.path)}`, 303)
  const matter = await matterByNumber(c.get('app').database.db, council.id, Number(c.req.param('n')))
  return matter && maySee(actor, matter.work) ? then(matter) : notFoundPage(c)
}

async function score(c: Ctx, matter: Matter): Promise<Response> {
  const { values } = await sent(c)
  const { stage = '', ratingWords = '' } = values
  const given = Object.entries(values).filter(([name, value]) => name.startsWith('points-') && value.trim() !== '')
  const points = Object.fromEntries(given.map(([name, value]) => [name.slice('points-'.length), value]))
  const input = { matterId: matter.id, stage, points, words: ratingWords }
  return settled(c, matter, rateHandling, input, { form: `score-${stage}`, done: 'rated' })
}

async function recheck(c: Ctx, matter: Matter, action: AnyAction, done: string): Promise<Response> {
  const { values } = await sent(c)
  const { sheetId = '', stage = '', reason = '', decision } = values
  const ratings = await ratingsOf(c.get('app').database.db, matter.council_id, matter, c.get('app').clock.now())
  const belongs = [...ratings.replies, ...ratings.handling].some(({ id }) => id === sheetId)
  if (!belongs) return notFoundPage(c)
  const input = { sheetId, stage, reason, ...(decision !== undefined && { decision }) }
  return settled(c, matter, action, input, { form: `recheck-${sheetId}-${stage}`, done })
}

async function settled(
  c: Ctx,
  matter: Matter,
  action: AnyAction,
  input: Readonly<Record<string, unknown>>,
  { form, done }: { readonly form: string; readonly done: string },
): Promise<Response> {
  const outcome: Outcome<unknown> = await perform(c.get('app'), action, c.get('viewer').actor, input)
  if (outcome.ok) return c.redirect(`/contact/matters/${matter.number}/ratings?done=${done}`, 303)
  const { values } = await sent(c)
  return show(c, matter, refusedBy(c, outcome, { form, values }))
}

function refusedBy(
  c: Ctx,
  outcome: Exclude<Outcome<unknown>, { readonly ok: true }>,
  { form, values }: Pick<Refused, 'form' | 'values'>,
): Refused {
  const { locale } = c.get('viewer')
  const r = ratingsText[locale].errors
  const t = text[locale].errors
  if (outcome.kind === 'invalid') {
    const errors = Object.fromEntries(outcome.issues.map((issue) => fieldError(c, issue)))
    return { form, values, errors, status: 422 }
  }
  const code = outcome.kind === 'conflict' ? outcome.code : outcome.kind
  const words: Readonly<Record<string, unknown>> = { ...t, ...r, 'rating-closed': r.closed }
  const said = words[code]
  return { form, values, errors: { '': typeof said === 'string' ? said : t.other }, status: 409 }
}

function fieldError(c: Ctx, { path, values }: Issue): readonly [string, string] {
  const r = ratingsText[c.get('viewer').locale].errors
  const [field = ''] = path.split('.')
  if (field.startsWith('points')) return [path.replace('points.', 'points-'), r.points(Number(values?.most ?? 100))]
  if (field === 'choice') return ['choice', r.choice]
  if (field === 'reason') return ['reason', r.reason]
  if (field === 'decision') return ['decision', r.decision]
  return [field === 'words' ? 'ratingWords' : '', text[c.get('viewer').locale].errors.other]
}

async function show(c: Ctx, matter: Matter, refused: Refused | null): Promise<Response> {
  const app = c.get('app')
  const { actor, council, locale } = c.get('viewer')
  const ratings = await ratingsOf(app.database.db, council.id, matter, app.clock.now())
  const { shown } = await viewOf(c, matter)
  const t = text[locale]
  const done: Readonly<Record<string, string>> = t.done
  const words = done[c.req.query('done') ?? '']
  return page(
    c,
    {
      title: `${t.pageTitle} · ${matter.work.title}`,
      desk: true,
      unlisted: true,
      width: 'narrow',
      invalid: refused !== null,
      status: refused?.status ?? 200,
      breadcrumb: [
        { href: '/contact', label: listText[locale].title },
        { href: `/contact/matters/${matter.number}`, label: matter.work.title },
      ],
      ...(words && !refused && { banner: <DoneBanner title={words} /> }),
    },
    <RatingsPage
      matter={matter}
      ratings={ratings}
      may={{
        ...mayScore(c, matter, ratings),
        askRecheck: (sheet, stage) => stage.recheckObstacle === null && isRated(actor, sheet.organisation_id),
        decideRecheck: (sheet, stage) =>
          stage.recheck?.state === 'asked' &&
          decidesRechecks(actor, sheet.scope_id) &&
          !stage.ratings.some(({ raterKind, raterId }) => raterKind === 'person' && raterId === actor.personId),
      }}
      shown={shown}
      refused={refused}
    />,
  )
}

/** Which stages the deputy may score: a stage nobody opened yet is open for its days since the reply, or since it was done. */
function mayScore(c: Ctx, { work }: Matter, { handling, points, openDays }: MatterRatings) {
  const now = c.get('app').clock.now()
  const reply = ratedReply(work)
  if (!reply?.organisation_id || !ratesHandling(c.get('viewer').actor, work)) return { score: [], later: false }
  const sheet: Sheet | undefined = handling.find(({ round }) => round === reply.round)
  const scale = sheet?.scale.kind === 'points' ? sheet.scale : points
  const since = { reply: reply.sent_at, implementation: doneSince(work), whole: null }
  const score = scale.stages.flatMap((stage) => {
    const begun: RatedStage | undefined = sheet?.stages.find(({ code }) => code === stage.code)
    const opened = since[stage.code]
    const until = begun?.closesAt ?? (opened && new Date(opened.getTime() + openDays * 86_400_000))
    return until && until > now ? [{ stage, until }] : []
  })
  return { score, later: since.implementation === null }
}
