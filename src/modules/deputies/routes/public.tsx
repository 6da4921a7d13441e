import { qrPng, qrSvg } from '#kernel/documents'
import { settingsAt } from '#parts/councils'
import { fileResponse, openFile } from '#parts/files'
import { type Deputy, shownOf } from '#parts/network'
import { DoneBanner } from '#ui'
import { notFoundPage } from '#web/errors'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { keepPublic } from '#web/server'
import { calendarOfDeputy } from '../calendar.ts'
import { deputyCard } from '../card.ts'
import { text as listText } from '../pages/list-page.text.ts'
import { ListPage } from '../pages/list-page.tsx'
import { text as profileText } from '../pages/profile-page.text.ts'
import { ProfilePage } from '../pages/profile-page.tsx'
import { asked, deputyOfPath, doorOf, isHerself, listView, profileView } from '../queries.ts'

const one = '/deputies/:code{[0-9A-Za-z-]{12,16}}'

/** Finding a deputy, her page, her code and card, her hours as a calendar. */
export function publicRoutes(http: Http): void {
  http.get('/deputies', list)
  http.get(one, profile)
  http.get(`${one}/portrait`, portrait)
  http.get(`${one}/card.pdf`, withDeputy(card))
  http.get(`${one}/code.svg`, withDeputy(codeSvg))
  http.get(`${one}/code.png`, withDeputy(codePng))
  http.get(`${one}/calendar.ics`, withDeputy(calendar))
}

export function toList(c: Ctx) {
  return { href: '/deputies', label: listText[c.get('viewer').locale].title }
}

export function toDeputy(c: Ctx, deputy: Deputy) {
  return [toList(c), { href: `/deputies/${deputy.code}`, label: deputy.name }]
}

async function list(c: Ctx): Promise<Response> {
  const t = listText[c.get('viewer').locale]
  const view = await listView(c)
  keepPublic(c)
  return page(c, { title: t.title, description: t.lead }, <ListPage view={view} />)
}

async function profile(c: Ctx): Promise<Response> {
  const deputy = await deputyOfPath(c)
  if (!deputy) return notFoundPage(c)
  // The code as it was read out or typed leads to its one address.
  if (c.req.param('code') !== deputy.code) return c.redirect(`/deputies/${deputy.code}`, 303)
  const view = await profileView(c, deputy)
  const t = profileText[c.get('viewer').locale]
  keepPublic(c)
  return page(
    c,
    {
      title: deputy.name,
      breadcrumb: [toList(c)],
      unlisted: !view.shows.name || !deputy.current,
      ...(c.req.query('saved') === '1' && { banner: <DoneBanner title={t.saved} /> }),
    },
    <ProfilePage view={view} />,
  )
}

function withDeputy(then: (c: Ctx, deputy: Deputy) => Response | Promise<Response>) {
  return async (c: Ctx): Promise<Response> => {
    const deputy = await deputyOfPath(c)
    return deputy ? then(c, deputy) : notFoundPage(c)
  }
}

async function portrait(c: Ctx): Promise<Response> {
  const deputy = await deputyOfPath(c)
  if (!deputy?.portraitId) return notFoundPage(c)
  const { db, council, now } = asked(c)
  const settings = await settingsAt(db, council.id, now)
  const shows = shownOf(settings, { name_visibility: deputy.nameVisibility, agreed: deputy.agreed })
  if (!shows.portrait && !isHerself(c, deputy)) return notFoundPage(c)
  const opened = await openFile(db, council.id, deputy.portraitId, { thumbnail: c.req.query('small') === '1' })
  return opened.ok ? fileResponse(opened, c.req.raw) : notFoundPage(c)
}

async function card(c: Ctx, deputy: Deputy): Promise<Response> {
  const { db, council, locale, now } = asked(c)
  const settings = await settingsAt(db, council.id, now)
  const shows = shownOf(settings, { name_visibility: deputy.nameVisibility, agreed: deputy.agreed })
  const bytes = await deputyCard({ deputy, shows, councilName: council.name, locale, doorUrl: doorOf(c, deputy) })
  return c.body(bytes, 200, {
    'content-type': 'application/pdf',
    'content-disposition': `inline; filename="deputy-${deputy.code}.pdf"`,
  })
}

function codeSvg(c: Ctx, deputy: Deputy): Response {
  const svg = qrSvg(doorOf(c, deputy), { sizeMm: 60, label: profileText[c.get('viewer').locale].scan })
  return c.body(svg, 200, {
    'content-type': 'image/svg+xml',
    'content-disposition': `attachment; filename="deputy-${deputy.code}.svg"`,
  })
}

async function codePng(c: Ctx, deputy: Deputy): Promise<Response> {
  return c.body(await qrPng(doorOf(c, deputy)), 200, {
    'content-type': 'image/png',
    'content-disposition': `attachment; filename="deputy-${deputy.code}.png"`,
  })
}

async function calendar(c: Ctx, deputy: Deputy): Promise<Response> {
  const file = await calendarOfDeputy(c, deputy)
  if (file === null) return notFoundPage(c)
  return c.body(file, 200, {
    'content-type': 'text/calendar; charset=utf-8',
    'content-disposition': `inline; filename="deputy-${deputy.code}.ics"`,
  })
}
