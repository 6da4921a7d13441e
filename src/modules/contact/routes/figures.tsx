import type { App } from '#kernel/app'
import { nameIn, organisationsOf } from '#parts/councils'
import { notFoundPage } from '#web/errors'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { text } from '../pages/figures-pages.text.ts'
import { DepartmentPage, LatePage } from '../pages/figures-pages.tsx'
import { text as listText } from '../pages/list-page.text.ts'
import { OpenListPage } from '../pages/open-list-page.tsx'
import { cellsOf, clockRecordOf, lateMatters, monthRecords, placeRecords } from '../queries/figures.ts'
import { todayIn } from '../queries/lists.ts'
import { organisationNames } from '../queries/names.ts'
import { openMatters } from '../queries/public.ts'

/** What everybody can look up: public matters, how each department answers, what is late. */
export function figureRoutes(http: Http): void {
  http.get('/contact/public', list)
  http.get('/contact/departments/:n{[1-9][0-9]{0,8}|deputies}', department)
  http.get('/contact/late', late)
}

const pageSize = 20

function pageOf(c: Ctx): number {
  const typed = c.req.query('page') ?? '1'
  return /^[1-9]\d{0,5}$/.test(typed) ? Number(typed) : 1
}

const crumb = (c: Ctx) => ({ href: '/contact', label: listText[c.get('viewer').locale].title })

function dayAsked(c: Ctx) {
  const viewer = c.get('viewer')
  const today = todayIn(viewer, c.get('app').clock.now())
  return { councilId: viewer.council.id, today, timeZone: viewer.council.timeZone }
}

async function list(c: Ctx): Promise<Response> {
  const app = c.get('app')
  const { council, locale } = c.get('viewer')
  const query = (name: string, most = 40) => (c.req.query(name) ?? '').slice(0, most)
  const departments = await departmentsOf(app, council.id)
  const places = (await placeRecords(app, council)).filter(({ kind }) => kind === 'place')
  const months = monthRecords(await cellsOf(app, council))
  const asked = {
    q: query('q', 100),
    department: query('department'),
    place: query('place'),
    month: /^\d{4}-\d{2}$/.test(query('month')) ? query('month') : '',
    state: query('state'),
  }
  const organisation = departments.find(({ number }) => String(number) === asked.department)
  const place = places.find(({ number }) => String(number) === asked.place)
  const state = (['open', 'answered', 'solved'] as const).find((each) => each === asked.state)
  const at = pageOf(c)
  const found = await openMatters(app.database.db, {
    ...dayAsked(c),
    ...(asked.q.trim() !== '' && { typed: asked.q }),
    ...(organisation && { organisationId: organisation.organisation_id }),
    ...(asked.department === 'deputies' && { organisationId: 'none' }),
    ...(place?.placeId && { placeId: place.placeId }),
    ...(asked.month !== '' && { month: asked.month }),
    ...(state && { state }),
    limit: pageSize,
    offset: (at - 1) * pageSize,
  })
  const names = await organisationNames(app, council.id, locale)
  const t = text[locale]
  return page(
    c,
    { title: t.listTitle, description: t.listLead, breadcrumb: [crumb(c)], unlisted: asked.q !== '' },
    <OpenListPage
      matters={found.matters}
      total={found.total}
      page={at}
      pages={Math.ceil(found.total / pageSize)}
      asked={asked}
      departments={departments.map((each) => ({ value: String(each.number), label: nameIn(each, locale) }))}
      places={places.map(({ number, nameZh, nameEn }) => ({
        value: String(number),
        label: (locale === 'en' ? nameEn : null) ?? nameZh ?? '',
      }))}
      months={months.map(({ month }) => ({ value: month, label: month }))}
      hrefOf={(to) => {
        const kept = Object.entries(asked).filter(([, value]) => value !== '')
        return `/contact/public?${new URLSearchParams([...kept, ['page', String(to)]])}`
      }}
      organisation={(id) => names.get(id ?? '') ?? null}
      timeZone={council.timeZone}
      locale={locale}
    />,
  )
}

async function departmentsOf(app: App, councilId: string) {
  return organisationsOf(app.database.db, councilId, { kinds: ['department'] })
}

async function department(c: Ctx): Promise<Response> {
  const app = c.get('app')
  const { council, locale } = c.get('viewer')
  const { db } = app.database
  const slug = c.req.param('n') ?? ''
  const all = await organisationsOf(db, council.id)
  const found = all.find(({ number }) => String(number) === slug)
  if (!found && slug !== 'deputies') return notFoundPage(c)
  const id = found?.organisation_id ?? null
  const names = await organisationNames(app, council.id, locale)
  const asked = dayAsked(c)
  const t = text[locale]
  const name = found ? nameIn(found, locale) : null
  return page(
    c,
    { title: name === null ? t.deputiesTitle : t.recordTitle(name), description: t.recordLead, breadcrumb: [crumb(c)] },
    <DepartmentPage
      name={name}
      slug={slug}
      months={monthRecords(await cellsOf(app, council), id).slice(0, 24)}
      clock={id === null ? null : await clockRecordOf(db, { ...asked, organisationId: id })}
      late={id === null ? [] : (await lateMatters(app, council, { limit: 20, organisationId: id })).matters}
      matters={(await openMatters(db, { ...asked, organisationId: id ?? 'none', limit: 10 })).matters}
      organisation={(other) => names.get(other ?? '') ?? null}
      timeZone={council.timeZone}
      locale={locale}
    />,
  )
}

async function late(c: Ctx): Promise<Response> {
  const app = c.get('app')
  const { council, locale } = c.get('viewer')
  const at = pageOf(c)
  const found = await lateMatters(app, council, { limit: pageSize, offset: (at - 1) * pageSize })
  const names = await organisationNames(app, council.id, locale)
  const t = text[locale]
  return page(
    c,
    { title: t.lateTitle(found.afterDays), description: t.lateLead, breadcrumb: [crumb(c)] },
    <LatePage
      late={found.matters}
      afterDays={found.afterDays}
      page={at}
      pages={Math.ceil(found.total / pageSize)}
      organisation={(id) => names.get(id ?? '') ?? null}
      locale={locale}
    />,
  )
}
