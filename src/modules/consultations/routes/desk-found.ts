import { hasRole } from '#kernel/action'
import { forbidden } from '#kernel/outcome'
import { articlesOf, provisionPath } from '#parts/laws'
import type { Option } from '#ui'
import { notFoundPage, refusalPage } from '#web/errors'
import type { Ctx } from '#web/routes'
import { type DeskView, deskView } from '../queries/desk.ts'
import { worksAtDesk } from '../rules.ts'

/** The desk of this request for whoever works there, or the page that refuses. */
export async function atDesk(c: Ctx, show: (desk: DeskView) => Promise<Response>): Promise<Response> {
  const viewer = c.get('viewer')
  if (viewer.actor.accountId === null) return c.redirect(`/me/sign-in?next=${encodeURIComponent(c.req.path)}`, 303)
  if (!worksAtDesk(viewer.actor)) return refusalPage(c, forbidden())
  const desk = await deskView(c.get('app'), viewer, Number(c.req.param('n')))
  return desk ? show(desk) : notFoundPage(c)
}

/** The same for those who prepare consultations. */
export async function atOffice(c: Ctx, show: (desk: DeskView) => Promise<Response>): Promise<Response> {
  const viewer = c.get('viewer')
  if (viewer.actor.accountId === null) return c.redirect(`/me/sign-in?next=${encodeURIComponent(c.req.path)}`, 303)
  if (!hasRole(viewer.actor, 'clerk')) return refusalPage(c, forbidden())
  const desk = await deskView(c.get('app'), viewer, Number(c.req.param('n')))
  return desk ? show(desk) : notFoundPage(c)
}

/** The articles of the draft as a choice. */
export function clausesOf({ version, locale }: DeskView): readonly Option[] {
  if (!version) return []
  return articlesOf(version.text).map(({ provision }) => ({
    value: provision.id,
    label: [provisionPath(version.text, provision.id, locale), provision.heading].filter(Boolean).join(' '),
  }))
}
