import { hasRole } from '#kernel/action'
import { constituenciesOf } from '#parts/councils'
import {
  changeDeputy,
  changeGroup,
  closeGroup,
  type Deputy,
  type DeputyGroup,
  type DeputyLevel,
  deputiesOnTheBooks,
  formGroup,
  type GroupKind,
  groupByNumber,
  groupMembers,
  groupPlaces,
  groupsOf,
  joinGroup,
  leaveGroup,
  ordersNetwork,
  placesOf,
  seatGroup,
  unseatGroup,
} from '#parts/network'
import { notFoundPage } from '#web/errors'
import { type Again, sent, submit } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { errorsIn } from '../form-errors.ts'
import { text } from '../pages/groups-page.text.ts'
import { GroupPage, GroupsPage, RegisterPage } from '../pages/groups-page.tsx'
import { asked, deputyOfPath } from '../queries.ts'
import { toDeputy, toList } from './public.tsx'

/** Groups of deputies, where they sit, and the register: whoever orders the network. For everybody else nothing of it exists. */
export function staffRoutes(http: Http): void {
  const one = '/deputies/groups/:number{[0-9]+}'
  http.get('/deputies/groups', (c) => (mayOrder(c) ? groupsPage(c, null) : notFoundPage(c)))
  http.post('/deputies/groups', async (c) =>
    submit(c, formGroup, {
      input: groupInput((await sent(c)).values),
      done: ({ number }) => `/deputies/groups/${number}?saved=1`,
      again: (again) => groupsPage(c, again),
    }),
  )
  http.get(one, (c) => withGroup(c, (group) => groupPage(c, group, null)))
  http.post(one, (c) =>
    withGroup(c, async (group) =>
      submit(c, changeGroup, {
        input: { groupId: group.group_id, ...groupInput((await sent(c)).values) },
        ...after(c, group),
      }),
    ),
  )
  http.post(`${one}/join`, (c) =>
    withGroup(c, async (group) => {
      const { values } = await sent(c)
      const input = { groupId: group.group_id, personId: values.personId ?? '', leads: values.leads === 'yes' }
      return submit(c, joinGroup, { input, ...after(c, group) })
    }),
  )
  http.post(`${one}/leave`, (c) =>
    withGroup(c, async (group) => {
      const input = { groupId: group.group_id, personId: (await sent(c)).values.personId ?? '' }
      return submit(c, leaveGroup, { input, ...after(c, group) })
    }),
  )
  http.post(`${one}/seat`, (c) =>
    withGroup(c, async (group) => {
      const input = { groupId: group.group_id, placeId: (await sent(c)).values.placeId ?? '' }
      return submit(c, seatGroup, { input, ...after(c, group) })
    }),
  )
  http.post(`${one}/unseat`, (c) =>
    withGroup(c, async (group) => {
      const input = { groupId: group.group_id, placeId: (await sent(c)).values.placeId ?? '' }
      return submit(c, unseatGroup, { input, ...after(c, group) })
    }),
  )
  http.post(`${one}/close`, (c) =>
    withGroup(c, async (group) => {
      const input = { groupId: group.group_id, until: (await sent(c)).values.until ?? '' }
      return submit(c, closeGroup, { input, ...after(c, group) })
    }),
  )
  http.get('/deputies/:code{[0-9A-Za-z-]{12,16}}/register', (c) =>
    withDeputy(c, (deputy) => registerPage(c, deputy, deputy.levels, null)),
  )
  http.post('/deputies/:code{[0-9A-Za-z-]{12,16}}/register', (c) =>
    withDeputy(c, async (deputy) => {
      const { values, lists } = await sent(c)
      const levels = (lists.levels ?? []) as DeputyLevel[]
      return submit(c, changeDeputy, {
        input: { personId: deputy.personId, levels, constituencyId: values.constituencyId },
        done: ({ code }) => `/deputies/${code}?saved=1`,
        again: (again) => registerPage(c, deputy, levels, again),
      })
    }),
  )
}

function mayOrder(c: Ctx): boolean {
  return ordersNetwork(c.get('viewer').actor)
}

async function withGroup(c: Ctx, then: (group: DeputyGroup) => Response | Promise<Response>): Promise<Response> {
  const number = Number(c.req.param('number'))
  const { db, council } = asked(c)
  const group = mayOrder(c) && number <= 2_147_483_647 ? await groupByNumber(db, council.id, number) : undefined
  return group ? then(group) : notFoundPage(c)
}

async function withDeputy(c: Ctx, then: (deputy: Deputy) => Response | Promise<Response>): Promise<Response> {
  const deputy = mayOrder(c) ? await deputyOfPath(c) : undefined
  return deputy ? then(deputy) : notFoundPage(c)
}

function after(c: Ctx, group: DeputyGroup) {
  return {
    done: () => `/deputies/groups/${group.number}?saved=1`,
    again: (again: Again) => groupPage(c, group, again),
  }
}

function groupInput(values: Readonly<Record<string, string>>) {
  return { kind: values.kind as GroupKind, name_zh: values.name_zh ?? '', name_en: values.name_en }
}

function keptOf(c: Ctx, again: Again | null) {
  const t = text[c.get('viewer').locale]
  return {
    values: again?.values ?? {},
    errors: again ? errorsIn(t, again) : {},
    saved: !again && c.req.query('saved') === '1',
  }
}

function frame(again: Again | null) {
  return { status: again?.status ?? (200 as const), invalid: again !== null, unlisted: true }
}

async function groupsPage(c: Ctx, again: Again | null): Promise<Response> {
  if (!mayOrder(c)) return notFoundPage(c)
  const { db, council, locale, actor } = asked(c)
  const view = {
    ...keptOf(c, again),
    groups: await groupsOf(db, council.id, { closed: true }),
    mayImport: hasRole(actor, 'administrator', 'clerk'),
  }
  return page(c, { title: text[locale].title, breadcrumb: [toList(c)], ...frame(again) }, <GroupsPage view={view} />)
}

async function groupPage(c: Ctx, group: DeputyGroup, again: Again | null): Promise<Response> {
  const { db, council, locale, now, today } = asked(c)
  const kept = keptOf(c, again)
  const q = (c.req.query('q') ?? kept.values.q ?? '').trim().slice(0, 60)
  const [members, places, choices, found] = await Promise.all([
    groupMembers(db, council.id, group.group_id),
    groupPlaces(db, council.id, group.group_id),
    placesOf(db, council.id, { limit: 1000 }),
    q ? deputiesOnTheBooks(db, { councilId: council.id, now, like: q }) : [],
  ])
  const view = { ...kept, group, members, places, choices, q, found, today }
  return page(
    c,
    {
      title: locale === 'en' ? (group.name_en ?? group.name_zh) : group.name_zh,
      breadcrumb: [toList(c), { href: '/deputies/groups', label: text[locale].title }],
      ...frame(again),
    },
    <GroupPage view={view} />,
  )
}

async function registerPage(c: Ctx, deputy: Deputy, levels: readonly string[], again: Again | null): Promise<Response> {
  const { db, council, locale } = asked(c)
  const constituencies = await constituenciesOf(db, council.id)
  const view = {
    ...keptOf(c, again),
    deputy,
    levels,
    constituencies: constituencies.filter(({ until }) => until === null),
  }
  return page(
    c,
    { title: text[locale].registerTitle, breadcrumb: toDeputy(c, deputy), width: 'narrow', ...frame(again) },
    <RegisterPage view={view} />,
  )
}
