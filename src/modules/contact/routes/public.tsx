import { normaliseShortCode } from '#kernel/short-code'
import { settingsAt } from '#parts/councils'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { isBookingCode } from '../booking/offers.ts'
import { desksOf } from '../offers.ts'
import { text } from '../pages/list-page.text.ts'
import { ListPage } from '../pages/list-page.tsx'
import { cellsOf, departmentRecords, lateMatters, monthRecords, placeRecords } from '../queries/figures.ts'
import { todayIn } from '../queries/lists.ts'
import { organisationNames } from '../queries/names.ts'
import { openMatters } from '../queries/public.ts'
import { departmentSatisfaction } from '../queries/ratings.ts'

export function publicRoutes(http: Http): void {
  http.get('/contact', list)
}

async function list(c: Ctx): Promise<Response> {
  const app = c.get('app')
  const viewer = c.get('viewer')
  const { council, locale } = viewer
  const typed = (c.req.query('code') ?? '').slice(0, 60)
  const code = typed === '' ? undefined : normaliseShortCode(typed)
  if (code && (await isBookingCode(app, council.id, code))) return c.redirect(`/contact/booking/${code}`, 303)
  // The receipts' own page knows which kind of thing a code belongs to.
  if (code) return c.redirect(`/r/${code}`, 303)
  const settings = await settingsAt(app.database.db, council.id, app.clock.now())
  const t = text[locale]
  const names = await organisationNames(app, council.id, locale)
  const asked = { councilId: council.id, today: todayIn(viewer, app.clock.now()), timeZone: council.timeZone }
  return page(
    c,
    { title: t.title, description: t.lead, invalid: typed !== '', status: typed === '' ? 200 : 422 },
    <ListPage
      records={await departmentRecords(app, council, locale)}
      satisfaction={await departmentSatisfaction(app, council.id, locale)}
      months={settings.letterReplyMonths}
      places={await placeRecords(app, council)}
      byMonth={monthRecords(await cellsOf(app, council)).slice(0, 24)}
      newest={(await openMatters(app.database.db, { ...asked, limit: 10 })).matters}
      organisation={(id) => names.get(id ?? '') ?? null}
      late={await lateMatters(app, council, { limit: 1 })}
      timeZone={council.timeZone}
      desks={desksOf(viewer)}
      typed={typed}
      wrong={typed !== ''}
      locale={locale}
    />,
  )
}
