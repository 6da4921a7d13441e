import type { ComponentChildren } from 'preact'
import { allCouncils, type Council } from '#parts/councils'
import { frameOf, page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { keepPublic } from '#web/server'
import { repository, version } from './about.ts'
import { dataFile, dataSets } from './open-data.ts'
import { text as accessibilityText } from './pages/accessibility-page.text.ts'
import { AccessibilityPage } from './pages/accessibility-page.tsx'
import { text as councilsText } from './pages/councils-page.text.ts'
import { CouncilsPage } from './pages/councils-page.tsx'
import { text as figuresText } from './pages/figures-page.text.ts'
import { FiguresPage } from './pages/figures-page.tsx'
import { text as frontText } from './pages/front-page.text.ts'
import { FrontPage } from './pages/front-page.tsx'
import { text as helpText } from './pages/help-page.text.ts'
import { HelpPage } from './pages/help-page.tsx'
import { text as menuText } from './pages/menu-page.text.ts'
import { MenuPage } from './pages/menu-page.tsx'
import { text as openDataText } from './pages/open-data-page.text.ts'
import { OpenDataPage } from './pages/open-data-page.tsx'
import { text as privacyText } from './pages/privacy-page.text.ts'
import { PrivacyPage } from './pages/privacy-page.tsx'
import { text as sourceText } from './pages/source-page.text.ts'
import { SourcePage } from './pages/source-page.tsx'
import { figuresOf, frontOf } from './queries.ts'

export function homeRoutes(http: Http): void {
  http.get('/', front)
  http.get('/figures', figures)
  http.get('/menu', menu)
  http.get('/councils', councils)
  http.get('/help', help)
  http.get('/help/privacy', privacy)
  http.get('/help/accessibility', accessibility)
  http.get('/help/source', source)
  http.get('/open-data', openData)
  http.get('/open-data/:file', (c) => dataFile(c, c.req.param('file')))
}

async function front(c: Ctx): Promise<Response> {
  const viewer = c.get('viewer')
  const t = frontText[viewer.locale]
  const view = await frontOf(c.get('app'), viewer, c.get('modules'))
  keepPublic(c)
  return page(
    c,
    { title: t.title, description: t.description(viewer.council.name) },
    <FrontPage view={view} timeZone={viewer.council.timeZone} />,
  )
}

async function figures(c: Ctx): Promise<Response> {
  const viewer = c.get('viewer')
  const counted = await figuresOf(c.get('app'), viewer, c.get('modules'))
  return kept(c, figuresText[viewer.locale].title, <FiguresPage figures={counted} />)
}

function menu(c: Ctx): Response {
  const { actor, locale } = c.get('viewer')
  const props = { signedIn: actor.kind === 'person', hasDesk: actor.grants.length > 0 }
  return kept(c, menuText[locale].title, <MenuPage items={frameOf(c).menu} {...props} />)
}

async function councils(c: Ctx): Promise<Response> {
  const { council, locale } = c.get('viewer')
  const { db } = c.get('app').database
  const all = await allCouncils(db)
  const hosts = await db
    .selectFrom('councils.address')
    .select(['council', 'value'])
    .where('kind', '=', 'host')
    .execute()
  const hostOf = new Map(hosts.map((row) => [row.council, row.value]))
  const listed = all.map((each) => ({ ...each, href: addressOf(c, each, hostOf.get(each.id)) }))
  return kept(c, councilsText[locale].title, <CouncilsPage councils={listed} hereId={council.id} />)
}

/** A council with a host of its own is reached there; the others by the address that remembers the choice. */
function addressOf(c: Ctx, { slug }: Pick<Council, 'slug'>, host: string | undefined): string {
  if (!host) return `/council/${slug}`
  const base = new URL(c.get('app').baseUrl)
  base.hostname = host
  return base.origin
}

function help(c: Ctx): Response {
  const { council, locale } = c.get('viewer')
  const places = c.get('modules').some(({ path }) => path === 'stations') ? '/stations' : null
  const props = { councilName: council.name, phone: council.phone ?? null, placesHref: places }
  return kept(c, helpText[locale].title, <HelpPage {...props} />)
}

function privacy(c: Ctx): Response {
  const { council, locale } = c.get('viewer')
  const remains = c.get('app').manifests.flatMap(({ personalData }) => personalData?.remains[locale] ?? [])
  const props = { councilName: council.name, phone: council.phone ?? null, remains }
  return kept(c, privacyText[locale].title, <PrivacyPage {...props} />)
}

function accessibility(c: Ctx): Response {
  const { council, locale } = c.get('viewer')
  const props = { councilName: council.name, phone: council.phone ?? null }
  return kept(c, accessibilityText[locale].title, <AccessibilityPage {...props} />)
}

function source(c: Ctx): Response {
  const { council, locale } = c.get('viewer')
  const props = { version, repository, operator: council.name }
  return kept(c, sourceText[locale].title, <SourcePage {...props} />)
}

async function openData(c: Ctx): Promise<Response> {
  const viewer = c.get('viewer')
  const sets = await Promise.all(
    dataSets(c.get('modules')).map(async (set) => ({
      name: set.name,
      title: set.title(viewer),
      columns: set.columns.map(({ key, label }) => (viewer.locale === 'en' ? key.replaceAll('_', ' ') : label)),
      document: set.document ?? null,
      count: (await set.count?.(c.get('app'), viewer.council.id)) ?? null,
    })),
  )
  return kept(c, openDataText[viewer.locale].title, <OpenDataPage sets={sets} />)
}

function kept(c: Ctx, title: string, children: ComponentChildren): Response {
  keepPublic(c)
  return page(c, { title }, children)
}
