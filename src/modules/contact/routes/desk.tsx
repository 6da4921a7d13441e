import { hasRole } from '#kernel/action'
import { DoneBanner } from '#ui'
import { notFoundPage } from '#web/errors'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { text } from '../pages/desk-page.text.ts'
import { DeskPage, type List, lists } from '../pages/desk-page.tsx'
import { text as listText } from '../pages/list-page.text.ts'
import { text as workText } from '../pages/work-page.text.ts'
import { listedMatters, listOf, todayIn } from '../queries/lists.ts'
import { LiveList } from '../roster/pages/live-list.tsx'

/** The lists of those who handle matters: a deputy's, a department's, what is to be given out, what is late. */
export function deskRoutes(http: Http): void {
  for (const list of lists) http.get(`/contact/${list}`, (c) => show(c, list))
}

const mostListed = 200

async function show(c: Ctx, list: List): Promise<Response> {
  const app = c.get('app')
  const viewer = c.get('viewer')
  const { actor, locale } = viewer
  if (actor.accountId === null) return c.redirect(`/me/sign-in?next=/contact/${list}`, 303)
  const which = listOf(actor, list)
  if (!which) return notFoundPage(c)
  const all = c.req.query('show') === 'all'
  const stages = all || list === 'triage' || list === 'overdue' ? {} : { stages: ['open', 'answered'] as const }
  const t = text[locale]
  const done: Readonly<Record<string, string>> = workText[locale].done
  const words = done[c.req.query('done') ?? '']
  return page(
    c,
    {
      title: t.title[list],
      // A deputy reads her letters on a phone; the others work at a desk.
      desk: list !== 'inbox' || hasRole(actor, 'clerk'),
      unlisted: true,
      breadcrumb: [{ href: '/contact', label: listText[locale].title }],
      ...(words && { banner: <DoneBanner title={words} /> }),
    },
    <LiveList live={list === 'inbox' && !all} locale={locale}>
      <DeskPage
        list={list}
        all={all}
        matters={await listedMatters(app, viewer, { ...which, ...stages, limit: mostListed })}
        today={todayIn(viewer, app.clock.now())}
        locale={locale}
      />
    </LiveList>,
  )
}
