import { dayOf } from '#kernel/calendar'
import { qrSvg } from '#kernel/documents'
import { normaliseShortCode } from '#kernel/short-code'
import { type Area, areaByCode, areasAbove, areasNamedIn, areasOf, constituenciesOf, settingsAt } from '#parts/councils'
import {
  type Deputy,
  deputiesByIds,
  deputyByCode,
  deputyLevels,
  groupsOf,
  mostFound,
  ordersNetwork,
  placeByNumber,
  searchDeputies,
  shownOf,
} from '#parts/network'
import type { Ctx, HomeCard, Way } from '#web/routes'
import type { ListView } from './pages/list-page.tsx'
import { text as profileText } from './pages/profile-page.text.ts'
import type { ProfileView } from './pages/profile-page.tsx'

const pageSize = 20

/** What every query of this module needs of the request. */
export function asked(c: Ctx) {
  const app = c.get('app')
  const { council, actor, locale } = c.get('viewer')
  const now = app.clock.now()
  return { app, db: app.database.db, council, actor, locale, now, today: dayOf(now, council.timeZone) }
}

function numberIn(typed: string | undefined): number | undefined {
  const number = Number(typed)
  return typed && Number.isSafeInteger(number) && number > 0 && number <= 2_147_483_647 ? number : undefined
}

/** Deputies as the address asks for them. An address that nobody's words hold finds those of the area it names. */
export async function listView(c: Ctx): Promise<ListView> {
  const { db, council, actor, now, locale } = asked(c)
  const chosen = {
    q: (c.req.query('q') ?? '').trim().slice(0, 100),
    area: (c.req.query('area') ?? '').slice(0, 40),
    constituency: c.req.query('constituency') ?? '',
    level: c.req.query('level') ?? '',
    group: c.req.query('group') ?? '',
    place: c.req.query('place') ?? '',
  }
  const page = Math.min(mostFound / pageSize, numberIn(c.req.query('page')) ?? 1)
  const level = deputyLevels.find((each) => each === chosen.level)
  const constituency = numberIn(chosen.constituency)
  const group = numberIn(chosen.group)
  const placeNumber = numberIn(chosen.place)
  const area = chosen.area ? await areaByCode(db, council.id, chosen.area) : undefined
  const filter = {
    councilId: council.id,
    now,
    limit: pageSize,
    offset: (page - 1) * pageSize,
    ...(level && { level }),
    ...(constituency && { constituency }),
    ...(group && { group }),
    ...(placeNumber && { place: placeNumber }),
    ...(area && { areaCodes: await codesAround(c, area) }),
  }
  const byWords = await searchDeputies(db, { ...filter, typed: chosen.q })
  const named = byWords.total === 0 && chosen.q && !area ? (await areasNamedIn(db, council.id, chosen.q))[0] : undefined
  const found = named ? await searchDeputies(db, { ...filter, areaCodes: await codesAround(c, named) }) : byWords
  const [deputies, settings, areas, constituencies, groups, place] = await Promise.all([
    deputiesByIds(db, council.id, found.ids),
    settingsAt(db, council.id, now),
    areasOf(db, council.id, { kinds: ['county', 'street', 'village'], limit: 300 }),
    constituenciesOf(db, council.id, 300),
    groupsOf(db, council.id, { limit: 200 }),
    placeNumber ? placeByNumber(db, council.id, placeNumber) : undefined,
  ])
  return {
    deputies: deputies.map((deputy) => ({
      ...deputy,
      shows: shownOf(settings, { name_visibility: deputy.nameVisibility, agreed: deputy.agreed }),
    })),
    total: found.total,
    more: found.more,
    page,
    pageSize,
    chosen: { ...chosen, area: area?.code ?? '', level: level ?? '' },
    named: named ?? null,
    place: place ?? null,
    areas,
    constituencies: constituencies.filter((each) => each.until === null),
    groups: settings.deputyGroups === 'never' ? [] : groups,
    locale,
    may: { order: ordersNetwork(actor) },
  }
}

async function codesAround(c: Ctx, area: Area): Promise<string[]> {
  const { db, council } = asked(c)
  return [area.code, ...(await areasAbove(db, council.id, area.area_id)).map(({ code }) => code)]
}

/**
 * The deputy of the address, for whoever may see her page: everybody where her name is public; she herself and the
 * office otherwise too.
 */
export async function deputyOfPath(c: Ctx): Promise<Deputy | undefined> {
  const code = normaliseShortCode(c.req.param('code') ?? '')
  if (!code) return undefined
  const { db, council, actor, now } = asked(c)
  const deputy = await deputyByCode(db, council.id, code, now)
  if (!deputy) return undefined
  if (isHerself(c, deputy) || ordersNetwork(actor)) return deputy
  const settings = await settingsAt(db, council.id, now)
  const shows = shownOf(settings, { name_visibility: deputy.nameVisibility, agreed: deputy.agreed })
  return shows.name ? deputy : undefined
}

export function isHerself(c: Ctx, deputy: Pick<Deputy, 'accountId'>): boolean {
  const { accountId } = c.get('viewer').actor
  return accountId !== null && deputy.accountId === accountId
}

/** Where her code leads, for a picture or a card. */
export function doorOf(c: Ctx, deputy: Pick<Deputy, 'code'>): string {
  return `${c.get('app').baseUrl}/deputies/${deputy.code}`
}

export async function profileView(c: Ctx, deputy: Deputy): Promise<ProfileView> {
  const { app, db, council, actor, locale, now } = asked(c)
  const viewer = c.get('viewer')
  const settings = await settingsAt(db, council.id, now)
  const shows = shownOf(settings, { name_visibility: deputy.nameVisibility, agreed: deputy.agreed })
  const ways: Way[] = []
  const doing: HomeCard[] = []
  for (const { offers } of c.get('modules')) {
    if (deputy.current && shows.name)
      ways.push(...(offers?.turnTo?.(viewer, { kind: 'deputy', id: deputy.personId, code: deputy.code }) ?? []))
    if (shows.activity) doing.push(...((await offers?.ofDeputy?.(app, viewer, deputy.personId)) ?? []))
  }
  return {
    deputy,
    shows,
    ways: ways.toSorted((a, b) => a.order - b.order),
    doing: doing.toSorted((a, b) => a.order - b.order),
    qrSvg: qrSvg(doorOf(c, deputy), { sizeMm: 40, label: profileText[locale].scan }),
    timeZone: council.timeZone,
    may: { edit: isHerself(c, deputy) && deputy.current, order: ordersNetwork(actor) },
  }
}
