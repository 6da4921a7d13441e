import { hasRole } from '#kernel/action'
import { isId } from '#kernel/ids'
import { organisationsOf } from '#parts/councils'
import { placesOf } from '#parts/network'
import {
  addPerson,
  endRole,
  giveRole,
  mayGiveRole,
  members,
  type Person,
  peopleOnTheBooks,
  personsById,
  restorePerson,
  roles,
  suspendPerson,
} from '#parts/people'
import { notFoundPage } from '#web/errors'
import { type Again, sent, submit } from '#web/form'
import type { Ctx, Http } from '#web/routes'
import { text } from '../pages/people-page.text.ts'
import { type HeldRole, PeoplePage, PersonPage } from '../pages/people-page.tsx'
import { enter, roomPage, roomView } from '../room-page.tsx'

const pageSize = 100

/** `/admin/people` and one page for each person on the books. */
export function peopleRoutes(http: Http): void {
  http.get('/admin/people', (c) => enter(c, 'people', () => peoplePage(c, null)))
  http.post('/admin/people', (c) =>
    enter(c, 'people', async () => {
      const { name = '', contact = '', visibility } = (await sent(c)).values
      return submit(c, addPerson, {
        input: { name, contact, visibility: visibility as 'office' },
        done: ({ personId }) => `/admin/people/${personId}?saved=1`,
        again: (again) => peoplePage(c, again),
      })
    }),
  )
  http.get('/admin/people/:id', (c) => withPerson(c, (person) => personPage(c, person, null)))
  http.post('/admin/people/:id', (c) =>
    withPerson(c, async (person) => {
      const { role, scopeId } = (await sent(c)).values
      return submit(c, giveRole, {
        input: { personId: person.id, role: role as 'clerk', scopeId: scopeId || null },
        done: () => `/admin/people/${person.id}?saved=1`,
        again: (again) => personPage(c, person, again),
      })
    }),
  )
  http.post('/admin/people/:id/end', (c) =>
    withPerson(c, async (person) =>
      submit(c, endRole, {
        input: { membershipId: (await sent(c)).values.membershipId ?? '' },
        done: () => `/admin/people/${person.id}?saved=1`,
        again: (again) => personPage(c, person, again),
      }),
    ),
  )
  for (const [verb, declared] of [
    ['suspend', suspendPerson],
    ['restore', restorePerson],
  ] as const) {
    http.post(`/admin/people/:id/${verb}`, (c) =>
      withPerson(c, (person) =>
        submit(c, declared, {
          input: { personId: person.id },
          done: () => `/admin/people/${person.id}?saved=1`,
          again: (again) => personPage(c, person, again),
        }),
      ),
    )
  }
}

function withPerson(c: Ctx, then: (person: Person) => Response | Promise<Response>) {
  return enter(c, 'people', async () => {
    const id = c.req.param('id') ?? ''
    const found = isId(id) && (await personsById(c.get('app').database.db, c.get('viewer').council.id, [id])).get(id)
    return found && !found.erased_at ? then(found) : notFoundPage(c)
  })
}

async function peoplePage(c: Ctx, again: Again | null): Promise<Response> {
  const app = c.get('app')
  const { council, locale } = c.get('viewer')
  const page = Math.max(1, Number.parseInt(c.req.query('page') ?? '1', 10) || 1)
  const q = (c.req.query('q') ?? '').trim().slice(0, 60)
  const asked = {
    councilId: council.id,
    now: app.clock.now(),
    like: q,
    limit: pageSize + 1,
    offset: (page - 1) * pageSize,
  }
  const people = await peopleOnTheBooks(app.database.db, asked)
  const view = {
    ...roomView(c, 'people', again),
    people: people.slice(0, pageSize),
    q,
    page,
    more: people.length > pageSize,
  }
  return roomPage(c, { title: text[locale].title, again }, <PeoplePage view={view} />)
}

async function personPage(c: Ctx, person: Person, again: Again | null): Promise<Response> {
  const app = c.get('app')
  const { db } = app.database
  const { council, actor, locale } = c.get('viewer')
  const now = app.clock.now()
  const [held, places, organisations] = await Promise.all([
    members(db, { councilId: council.id, now, personId: person.id }),
    placesOf(db, council.id, { limit: 1000 }),
    organisationsOf(db, council.id, { limit: 1000 }),
  ])
  const isSelf = person.account_id !== null && person.account_id === actor.accountId
  const view = {
    ...roomView(c, 'people', again),
    person,
    held,
    places,
    organisations,
    mayGive: isSelf ? [] : roles.filter((role) => mayGiveRole(actor, role, null)),
    may: {
      suspend: !isSelf && hasRole(actor, 'administrator', 'security-officer'),
      end: ({ role, scope_id }: HeldRole) => mayGiveRole(actor, role, scope_id),
    },
  }
  const title = person.name ?? person.display_name ?? text[locale].unnamed
  return roomPage(c, { title, again, narrow: true }, <PersonPage view={view} />)
}
