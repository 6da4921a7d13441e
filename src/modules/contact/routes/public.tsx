import { normaliseShortCode } from '#kernel/short-code'
import { dateTag } from '#kernel/text'
import { nameIn, organisationsOf, settingsAt } from '#parts/councils'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { desksOf } from '../offers.ts'
import { text } from '../pages/list-page.text.ts'
import { ListPage } from '../pages/list-page.tsx'
import { departmentRecords, publicMatters } from '../queries/lists.ts'
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
  // The receipts' own page knows which kind of thing a code belongs to.
  if (code) return c.redirect(`/r/${code}`, 303)
  const settings = await settingsAt(app.database.db, council.id, app.clock.now())
  const t = text[locale]
  const day = new Intl.DateTimeFormat(dateTag[locale], { dateStyle: 'long', timeZone: council.timeZone })
  return page(
    c,
    { title: t.title, description: t.lead, invalid: typed !== '', status: typed === '' ? 200 : 422 },
    <ListPage
      records={await departmentRecords(app, council, locale)}
      satisfaction={await departmentSatisfaction(app, council.id, locale)}
      months={settings.letterReplyMonths}
      answered={await answeredIn(c)}
      day={(at) => day.format(at)}
      desks={desksOf(viewer)}
      typed={typed}
      wrong={typed !== ''}
      locale={locale}
    />,
  )
}

async function answeredIn(c: Ctx) {
  const app = c.get('app')
  const { council, locale } = c.get('viewer')
  const matters = await publicMatters(app, council.id)
  const all = matters.length === 0 ? [] : await organisationsOf(app.database.db, council.id)
  const names = new Map(all.map((each) => [each.organisation_id, nameIn(each, locale)]))
  return matters.map((matter) => ({ ...matter, by: names.get(matter.organisationId ?? '') ?? text[locale].deputies }))
}
