import { hasRole, hasRoleAt } from '#kernel/action'
import { forbidden } from '#kernel/outcome'
import { nameIn } from '#parts/councils'
import { placesOf } from '#parts/network'
import { isInvited } from '#parts/opinions'
import { notFoundPage, refusalPage } from '#web/errors'
import { type Again, sent, submit } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { isAdvising } from '../actions/desk-lock.ts'
import { remark } from '../actions/desk-refinement.ts'
import { acceptTask, assignStep, dispatch, finishStep, ownerRoles, reopenStep } from '../actions/steps.ts'
import { errorsIn } from '../desk-errors.ts'
import { text as argumentText } from '../pages/argument-desk.text.ts'
import { ArgumentPage } from '../pages/argument-page.tsx'
import { text } from '../pages/desk-pages.text.ts'
import { StepsPage } from '../pages/desk-steps-page.tsx'
import { type DeskView, deskView, holders, namesOf } from '../queries/desk.ts'
import { worksAtDesk } from '../rules.ts'
import { opened } from './desk-arguments.tsx'
import { atDesk } from './desk-found.ts'
import { crumbs, renamed } from './desk-queue.tsx'
import { doneBanner } from './done-banner.tsx'

/** The steps of the process, and the page on which experts read an argument. */
export function stepRoutes(http: Http): void {
  const at = '/consultations/:n{[0-9]+}'
  http.get(`${at}/desk/steps`, (c) => atDesk(c, (desk) => showSteps(c, desk, null)))
  http.post(`${at}/desk/steps`, (c) => atDesk(c, (desk) => act(c, desk)))
  http.get(`${at}/arguments/:k{[0-9]+}`, (c) => showArgument(c, null))
  http.post(`${at}/arguments/:k{[0-9]+}`, sendRemark)
}

async function showSteps(c: Ctx, desk: DeskView, again: Again | null): Promise<Response> {
  const app = c.get('app')
  const { council, locale, actor } = c.get('viewer')
  const { db } = app.database
  const rows = await db
    .selectFrom('consultations.dispatch')
    .selectAll()
    .where('council_id', '=', council.id)
    .where('consultation_id', '=', desk.row.id)
    .orderBy('sent_at')
    .limit(200)
    .execute()
  const places = await placesOf(db, council.id)
  const nameOf = new Map(places.map((place) => [place.place_id, nameIn(place, locale)]))
  const step = Number(c.req.query('step')) || null
  const staff = await holders(app, council.id, ownerRoles)
  return page(
    c,
    {
      title: `${text[locale].stepsTitle} · ${desk.title}`,
      desk: true,
      unlisted: true,
      width: 'wide',
      status: again?.status ?? 200,
      invalid: again !== null,
      breadcrumb: crumbs(desk),
      ...doneBanner(c, text[locale].stepDone, step && <a href={`#step-${step}`}>{text[locale].toStep(step)}</a>),
    },
    <StepsPage
      view={{
        desk,
        staff: staff.map((each) => ({ value: each.personId, label: each.name })),
        names: await namesOf(
          app,
          council.id,
          desk.steps.map((step) => step.owner_id),
        ),
        points: places
          .filter((place) => place.kind === 'contact-point' && !rows.some((row) => row.place_id === place.place_id))
          .map((place) => ({ value: place.place_id, label: nameIn(place, locale) })),
        dispatches: rows.map((row) => ({
          placeId: row.place_id,
          place: nameOf.get(row.place_id) ?? '',
          task: row.task,
          dueOn: row.due_on,
          sentAt: row.sent_at,
          acceptedAt: row.accepted_at,
          mayAccept: row.accepted_at === null && hasRoleAt(actor, row.place_id, 'point-staff', 'liaison'),
        })),
        mayDispatch: hasRole(actor, 'clerk'),
        errors: again ? errorsIn(locale, again) : {},
        values: again?.values ?? {},
      }}
    />,
  )
}

async function act(c: Ctx, desk: DeskView): Promise<Response> {
  const { values } = await sent(c)
  const consultationId = desk.row.id
  const position = values.position ?? ''
  const done = () => `${desk.base}/desk/steps?done=${values.do}${position && `&step=${Number(position)}`}`
  const again = (refused: Again) => showSteps(c, desk, refused)
  const note = values.note ?? ''
  switch (values.do) {
    case 'finish':
      return submit(c, finishStep, { input: { consultationId, position, note }, done, again })
    case 'reopen':
      return submit(c, reopenStep, { input: { consultationId, position, note }, done, again })
    case 'dispatch':
      return submit(c, dispatch, {
        input: { consultationId, placeId: values.placeId ?? '', task: values.task ?? '', dueOn: values.dueOn || null },
        done,
        again,
      })
    case 'accept':
      return submit(c, acceptTask, { input: { consultationId, placeId: values.placeId ?? '' }, done, again })
    default:
      return submit(c, assignStep, {
        input: { consultationId, position, ownerId: values.ownerId || null, dueOn: values.dueOn || null },
        done,
        again,
      })
  }
}

/** Open to the desk, to those who advise, and to whoever was asked. */
async function showArgument(c: Ctx, again: Again | null): Promise<Response> {
  const viewer = c.get('viewer')
  if (viewer.actor.accountId === null) return c.redirect(`/me/sign-in?next=${encodeURIComponent(c.req.path)}`, 303)
  const desk = await deskView(c.get('app'), viewer, Number(c.req.param('n')))
  const one = desk && (await opened(c, desk, Number(c.req.param('k'))))
  if (!desk || !one) return notFoundPage(c)
  const { db } = c.get('app').database
  const may =
    worksAtDesk(viewer.actor) || isAdvising(viewer.actor) || (await isInvited(db, one.argument, viewer.actor.personId))
  if (!may) return refusalPage(c, forbidden())
  return page(
    c,
    {
      title: `${one.argument.title} · ${desk.title}`,
      desk: true,
      unlisted: true,
      status: again?.status ?? 200,
      invalid: again !== null,
      breadcrumb: crumbs(desk),
      ...doneBanner(c, argumentText[viewer.locale].done),
    },
    <ArgumentPage
      desk={desk}
      one={one}
      errors={again ? errorsIn(viewer.locale, again) : {}}
      values={again?.values ?? {}}
    />,
  )
}

async function sendRemark(c: Ctx): Promise<Response> {
  const viewer = c.get('viewer')
  const desk = await deskView(c.get('app'), viewer, Number(c.req.param('n')))
  if (!desk) return notFoundPage(c)
  const number = Number(c.req.param('k'))
  const { values } = await sent(c)
  return submit(c, remark, {
    input: { consultationId: desk.row.id, number, body: values.remark ?? '' },
    done: () => `${desk.base}/arguments/${number}?done=remark`,
    again: (again) => showArgument(c, renamed(again, 'body', 'remark')),
  })
}
