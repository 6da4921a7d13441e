import { argumentsOf, moderationReasons } from '#parts/opinions'
import { DoneBanner } from '#ui'
import { type Again, sent, submit } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { joinArgument, newArgument } from '../actions/desk-arguments.ts'
import { moderateOpinions, setAside, sortOpinions } from '../actions/desk-opinions.ts'
import { errorsIn } from '../desk-errors.ts'
import { text as headText } from '../pages/desk-head.text.ts'
import { text } from '../pages/queue-page.text.ts'
import { QueuePage } from '../pages/queue-page.tsx'
import { type DeskView, holders, namesOf } from '../queries/desk.ts'
import { type QueueOrder, queue, queueChoices, queueOrders } from '../queries/desk-queue.ts'
import { placeNames } from '../queries/reading.ts'
import { atDesk, clausesOf } from './desk-found.ts'

export function queueRoutes(http: Http): void {
  http.get('/consultations/:n{[0-9]+}/desk', (c) => atDesk(c, (desk) => show(c, desk, null)))
  http.post('/consultations/:n{[0-9]+}/desk', (c) => atDesk(c, (desk) => act(c, desk)))
}

async function show(c: Ctx, desk: DeskView, again: Again | null): Promise<Response> {
  const app = c.get('app')
  const { council, locale, actor } = c.get('viewer')
  const asked = queryOf(c)
  const { db } = app.database
  const found = await queue(db, {
    councilId: council.id,
    consultationId: desk.row.id,
    filter: asked.filter,
    order: asked.order,
    page: asked.page,
    personId: actor.personId,
  })
  const choices = await queueChoices(db, council.id, desk.row.id)
  const places = await placeNames(app, council.id, choices.places, locale)
  const list = await argumentsOf(db, council.id, { type: 'consultation', id: desk.row.id })
  const { lists } = again ? await sent(c) : { lists: {} as Record<string, readonly string[]> }
  const done = c.req.query('done')
  return page(
    c,
    {
      title: `${text[locale].title} · ${desk.title}`,
      desk: true,
      width: 'wide',
      unlisted: true,
      status: again?.status ?? 200,
      invalid: again !== null,
      breadcrumb: crumbs(desk),
      ...(done && /^\d+$/.test(done) && { banner: <DoneBanner title={text[locale].done(done)} /> }),
    },
    <QueuePage
      view={{
        desk,
        rows: found.rows,
        total: found.total,
        page: asked.page,
        filter: asked.filter,
        order: asked.order,
        clauses: [{ value: 'whole', label: headText[locale].whole }, ...clausesOf(desk)],
        themes: choices.themes,
        places,
        names: await namesOf(
          app,
          council.id,
          found.rows.map((row) => row.assigned_to),
        ),
        staff: await holders(app, council.id, ['clerk', 'point-staff', 'liaison']),
        arguments: list.filter((each) => each.stage === 'open'),
        errors: again ? errorsIn(locale, again) : {},
        values: again?.values ?? {},
        chosen: lists.opinionIds ?? [],
        hrefOf: (page) => hereWith(c, desk, { page: String(page) }),
        here: hereWith(c, desk, {}),
      }}
    />,
  )
}

/** The queue as it is narrowed now, with something more or else in the address. */
function hereWith(c: Ctx, desk: DeskView, more: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(new URL(c.req.url).search)
  query.delete('done')
  for (const [name, value] of Object.entries(more)) query.set(name, value)
  return query.size === 0 ? `${desk.base}/desk` : `${desk.base}/desk?${query}`
}

function queryOf(c: Ctx) {
  const value = (name: string) => c.req.query(name) ?? ''
  const order = queueOrders.find((each) => each === value('order')) ?? 'newest'
  return {
    filter: {
      clause: value('clause'),
      theme: value('theme'),
      channel: value('channel'),
      placeId: value('place'),
      state: value('state'),
      find: value('find'),
    },
    order: order satisfies QueueOrder,
    page: Math.min(400, Math.max(1, Number(value('page')) || 1)),
  }
}

export function crumbs(desk: DeskView) {
  return [
    { href: '/desk', label: headText[desk.locale].desk },
    { href: desk.base, label: desk.title },
  ]
}

/** What the ticked opinions are sent to; the button pressed says which. */
async function act(c: Ctx, desk: DeskView): Promise<Response> {
  const { values, lists } = await sent(c)
  const consultationId = desk.row.id
  const opinionIds = [...(lists.opinionIds ?? [])]
  const again = (refused: Again) => show(c, desk, refused)
  const toArgument = ({ number }: { readonly number: number }) =>
    `${desk.base}/desk/arguments/${number}?done=${values.do}`
  const back = ({ changed }: { readonly changed: number }) => hereWith(c, desk, { done: String(changed) })
  const orNothing = (text: string | undefined) => (text?.trim() ? text : undefined)
  switch (values.do) {
    case 'make':
      return submit(c, newArgument, {
        input: { consultationId, opinionIds, title: values.title ?? '' },
        done: toArgument,
        again,
      })
    case 'join':
      return submit(c, joinArgument, {
        input: { consultationId, opinionIds, number: values.number ?? '' },
        done: toArgument,
        again,
      })
    case 'alone':
      return submit(c, setAside, {
        input: { consultationId, opinionIds, reason: values.aloneWhy ?? '' },
        done: back,
        again: (refused) => again(renamed(refused, 'reason', 'aloneWhy')),
      })
    case 'judge':
      return submit(c, moderateOpinions, {
        input: {
          consultationId,
          opinionIds,
          verdict:
            (['held', 'released', 'hidden', 'restored'] as const).find((each) => each === values.verdict) ?? 'held',
          reasonCode: [...moderationReasons, 'mistake' as const].find((each) => each === values.reasonCode) ?? 'noise',
          reason: values.reason ?? '',
        },
        done: back,
        again,
      })
    default:
      return submit(c, sortOpinions, {
        input: {
          consultationId,
          opinionIds,
          assignTo: orNothing(values.assignTo),
          theme: orNothing(values.themeNew),
          addTag: orNothing(values.addTag),
        },
        done: back,
        again: (refused) => again(renamed(refused, 'theme', 'themeNew')),
      })
  }
}

/** Where a form calls a field otherwise than the action. */
export function renamed(again: Again, from: string, to: string): Again {
  return { ...again, issues: again.issues.map((issue) => (issue.path === from ? { ...issue, path: to } : issue)) }
}
