import {
  addArea,
  addConstituency,
  addOrganisation,
  areaByCode,
  areasOf,
  changeArea,
  changeOrganisation,
  constituenciesOf,
  nameIn,
  type Organisation,
  organisationByNumber,
  organisationsOf,
} from '#parts/councils'
import { notFoundPage } from '#web/errors'
import { type Again, sent, submit } from '#web/form'
import type { Ctx, Http } from '#web/routes'
import { AreaPage, AreasPage } from '../pages/areas-page.tsx'
import { OrganisationPage, OrganisationsPage } from '../pages/organisations-page.tsx'
import { text } from '../pages/registers.text.ts'
import { enter, roomPage, roomView } from '../room-page.tsx'

const pageSize = 100

/** `/admin/organisations`, `/admin/areas`: the registers of a council. */
export function registerRoutes(http: Http): void {
  organisationRoutes(http)
  areaRoutes(http)
}

function organisationRoutes(http: Http): void {
  http.get('/admin/organisations', (c) => enter(c, 'organisations', () => organisationsPage(c, null)))
  http.post('/admin/organisations', (c) =>
    enter(c, 'organisations', async () =>
      submit(c, addOrganisation, {
        input: organisationInput((await sent(c)).values),
        done: ({ number }) => `/admin/organisations/${number}?saved=1`,
        again: (again) => organisationsPage(c, again),
      }),
    ),
  )
  http.get('/admin/organisations/:number{[0-9]+}', (c) =>
    enter(c, 'organisations', () => withOrganisation(c, (found) => organisationPage(c, found, null))),
  )
  http.post('/admin/organisations/:number{[0-9]+}', (c) =>
    enter(c, 'organisations', () =>
      withOrganisation(c, async (found) => {
        const { values } = await sent(c)
        return submit(c, changeOrganisation, {
          input: { ...organisationInput(values), organisationId: found.organisation_id, until: values.until },
          done: () => `/admin/organisations/${found.number}?saved=1`,
          again: (again) => organisationPage(c, found, again),
        })
      }),
    ),
  )
}

function organisationInput(values: Readonly<Record<string, string>>) {
  const { name_zh = '', name_en, kind, code, parentId, areaId, phone, duties } = values
  return {
    name_zh,
    name_en,
    kind: kind as Organisation['kind'],
    code: code?.trim() || null,
    parentId,
    areaId,
    phone,
    duties,
  }
}

async function withOrganisation(
  c: Ctx,
  then: (found: Organisation) => Response | Promise<Response>,
): Promise<Response> {
  const number = Number(c.req.param('number'))
  const { council } = c.get('viewer')
  const found = number <= 2_147_483_647 && (await organisationByNumber(c.get('app').database.db, council.id, number))
  return found ? then(found) : notFoundPage(c)
}

/** A page's number and what was searched for, from the address. */
function listed(c: Ctx) {
  const page = Math.max(1, Number.parseInt(c.req.query('page') ?? '1', 10) || 1)
  const q = (c.req.query('q') ?? '').trim().slice(0, 60)
  return { page, q, filter: { ...(q && { text: q }), limit: pageSize + 1, offset: (page - 1) * pageSize } }
}

async function organisationsPage(c: Ctx, again: Again | null): Promise<Response> {
  const { db } = c.get('app').database
  const { council, locale } = c.get('viewer')
  const { page, q, filter } = listed(c)
  const [found, choices] = await Promise.all([organisationsOf(db, council.id, filter), choicesOf(c)])
  const view = {
    ...roomView(c, 'organisations', again),
    ...choices,
    organisations: found.slice(0, pageSize),
    q,
    page,
    more: found.length > pageSize,
  }
  return roomPage(c, { title: text[locale].organisations, again }, <OrganisationsPage view={view} />)
}

async function choicesOf(c: Ctx) {
  const { db } = c.get('app').database
  const { council } = c.get('viewer')
  const [parents, areas] = await Promise.all([
    organisationsOf(db, council.id, { limit: 1000 }),
    areasOf(db, council.id, { kinds: ['county', 'street', 'village'], limit: 1000 }),
  ])
  return { parents, areas }
}

async function organisationPage(c: Ctx, organisation: Organisation, again: Again | null): Promise<Response> {
  const view = { ...roomView(c, 'organisations', again), ...(await choicesOf(c)), organisation }
  const title = nameIn(organisation, c.get('viewer').locale)
  return roomPage(c, { title, again, narrow: true }, <OrganisationPage view={view} />)
}

function areaRoutes(http: Http): void {
  http.get('/admin/areas', (c) => enter(c, 'areas', () => areasPage(c, null)))
  http.post('/admin/areas', (c) =>
    enter(c, 'areas', async () =>
      submit(c, addArea, {
        input: areaInput((await sent(c)).values),
        done: () => '/admin/areas?saved=1',
        again: (again) => areasPage(c, again),
      }),
    ),
  )
  http.post('/admin/areas/constituencies', (c) =>
    enter(c, 'areas', async () => {
      const { values } = await sent(c)
      return submit(c, addConstituency, {
        input: {
          name_zh: values.constituency_zh ?? '',
          name_en: values.constituency_en,
          kind: values.constituencyKind as 'territorial',
          areaId: values.constituencyArea,
          seats: values.seats ?? '',
        },
        done: () => '/admin/areas?saved=1',
        again: (again) => areasPage(c, { ...again, issues: again.issues.map(ofConstituency) }),
      })
    }),
  )
  http.get('/admin/areas/:code', (c) => enter(c, 'areas', () => areaPage(c, null)))
  http.post('/admin/areas/:code', (c) =>
    enter(c, 'areas', async () => {
      const area = await areaOfPath(c)
      if (!area) return notFoundPage(c)
      const { values } = await sent(c)
      return submit(c, changeArea, {
        input: { ...areaInput(values), areaId: area.area_id },
        done: () => `/admin/areas/${encodeURIComponent(values.code?.trim() ?? area.code)}?saved=1`,
        again: (again) => areaPage(c, again),
      })
    }),
  )
}

/** The form of a constituency stands on the page of areas, so its fields have names of their own. */
function ofConstituency(issue: Again['issues'][number]): Again['issues'][number] {
  const names: Readonly<Record<string, string>> = {
    name_zh: 'constituency_zh',
    name_en: 'constituency_en',
    kind: 'constituencyKind',
    areaId: 'constituencyArea',
  }
  return { ...issue, path: names[issue.path] ?? issue.path }
}

function areaInput(values: Readonly<Record<string, string>>) {
  const { code = '', name_zh = '', name_en, kind, parentId, divisionCode } = values
  return { code, name_zh, name_en, kind: kind as 'street', parentId, divisionCode }
}

async function areasPage(c: Ctx, again: Again | null): Promise<Response> {
  const { db } = c.get('app').database
  const { council, locale } = c.get('viewer')
  const { page, q, filter } = listed(c)
  const [found, parents, constituencies] = await Promise.all([
    areasOf(db, council.id, filter),
    areasOf(db, council.id, { kinds: ['province', 'city', 'county', 'street', 'village'], limit: 1000 }),
    constituenciesOf(db, council.id),
  ])
  const view = {
    ...roomView(c, 'areas', again),
    areas: found.slice(0, pageSize),
    parents,
    constituencies,
    q,
    page,
    more: found.length > pageSize,
  }
  return roomPage(c, { title: text[locale].areas, again }, <AreasPage view={view} />)
}

function areaOfPath(c: Ctx) {
  return areaByCode(c.get('app').database.db, c.get('viewer').council.id, c.req.param('code') ?? '')
}

async function areaPage(c: Ctx, again: Again | null): Promise<Response> {
  const area = await areaOfPath(c)
  if (!area) return notFoundPage(c)
  const { council, locale } = c.get('viewer')
  const parents = await areasOf(c.get('app').database.db, council.id, {
    kinds: ['province', 'city', 'county', 'street', 'village'],
    limit: 1000,
  })
  const view = { ...roomView(c, 'areas', again), area, parents }
  return roomPage(c, { title: nameIn(area, locale), again, narrow: true }, <AreaPage view={view} />)
}
