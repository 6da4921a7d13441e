import { dayOf, isCivilDate, startOfDay } from '#kernel/calendar'
import { dateTag } from '#kernel/text'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { text } from './pages/desk-page.text.ts'
import { DeskPage } from './pages/desk-page.tsx'

export function routes(http: Http): void {
  http.get('/desk', show)
}

/** Gathers what every module says is waiting; the due first, then the oldest. */
async function show(c: Ctx): Promise<Response> {
  const viewer = c.get('viewer')
  const { actor, locale, council } = viewer
  if (actor.accountId === null) return c.redirect('/me/sign-in?next=/desk', 303)
  const found = await Promise.all(
    c.get('modules').map(({ offers }) => offers?.inbox?.(c.get('app'), viewer) ?? Promise.resolve([])),
  )
  const places = await Promise.all(
    c.get('modules').map(({ offers }) => offers?.workplaces?.(c.get('app'), viewer) ?? Promise.resolve([])),
  )
  const items = found
    .flat()
    .sort((a, b) => (a.dueOn ?? '9999').localeCompare(b.dueOn ?? '9999') || a.since.getTime() - b.since.getTime())
  const day = new Intl.DateTimeFormat(dateTag[locale], { dateStyle: 'medium', timeZone: council.timeZone })
  const today = dayOf(c.get('app').clock.now(), council.timeZone)
  const inWords = (date: string) => (isCivilDate(date) ? day.format(startOfDay(date, council.timeZone)) : date)
  const t = text[locale]
  return page(
    c,
    { title: t.title, desk: true, unlisted: true },
    <DeskPage
      items={items.map((item) => ({
        href: item.href,
        title: item.title,
        since: day.format(item.since),
        due: item.dueOn && inWords(item.dueOn),
        late: item.dueOn !== null && item.dueOn < today,
      }))}
      work={places.flat()}
      doors={c.get('modules').flatMap(({ offers }) => offers?.ways?.(viewer) ?? [])}
    />,
  )
}
