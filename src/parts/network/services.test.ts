import assert from 'node:assert/strict'
import { test } from 'vitest'
import { perform } from '#kernel/action'
import type { App } from '#kernel/app'
import type { Council } from '#parts/councils'
import {
  aCollectionPoint,
  aContactPoint,
  aCouncil,
  anOrganisation,
  aStation,
  eventsIn,
  someoneOf,
  succeeded,
} from '#support/councils'
import { house } from '#support/house'
import { aCitizen, aClerkOf, aDeputyOf, anAdministratorOf, someoneAt } from '#support/people'
import { networkData } from './personal-data.ts'
import { formCouncil } from './place-actions.ts'
import { pointFigures, trainingsOf, unitsOf } from './queries.ts'
import { addUnit, agreeToShow, appoint, endService, endUnit, holdTraining } from './serving-actions.ts'
import { servingAt } from './serving-queries.ts'
import type { ServiceRole } from './tables.ts'

async function serve(app: App, council: Council, placeId: string, role: ServiceRole, name = '刘芳') {
  const person = role === 'deputy' ? await aDeputyOf(app, council, { name }) : await aCitizen(app, council, { name })
  const { serviceId } = succeeded(
    await perform(app, appoint, await aClerkOf(app, council), {
      placeId,
      personId: person.personId,
      role,
      since: '2026-11-20',
    }),
  )
  return { person, serviceId }
}

async function rolesOf(app: App, council: Council, personId: string) {
  const rows = await app.database.db
    .selectFrom('people.membership')
    .select(['role', 'scope_id', 'until'])
    .where('council_id', '=', council.id)
    .where('person_id', '=', personId)
    .execute()
  return rows.filter((row) => row.until === null).map((row) => [row.role, row.scope_id])
}

test('whoever is appointed to a place gets the role there, and loses it when the service ends', async () => {
  const { app, clock } = await house()
  const council = await aCouncil(app)
  const { placeId } = await aContactPoint(app, council)
  const { person, serviceId } = await serve(app, council, placeId, 'collector')
  assert.deepEqual(await rolesOf(app, council, person.personId), [['collector', placeId]])
  clock.advance(60_000)
  succeeded(await perform(app, endService, await aClerkOf(app, council), { serviceId, until: '2026-11-20' }))
  assert.deepEqual(await rolesOf(app, council, person.personId), [])
  assert.deepEqual(
    (await eventsIn(app, council, 'network.'))
      .map((event) => [event.name, event.data.role])
      .filter(([, role]) => role !== undefined),
    [
      ['network.appointed', 'collector'],
      ['network.service-ended', 'collector'],
    ],
  )
})

test('the staff of a place name its collectors, but not its staff and not those of another place', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const mine = await aContactPoint(app, council)
  const other = await aContactPoint(app, council)
  const staff = await someoneAt(app, council, mine.placeId)
  const { personId } = await aCitizen(app, council)
  const input = { placeId: mine.placeId, personId, since: '2026-11-20' }
  succeeded(await perform(app, appoint, staff, { ...input, role: 'collector' }))
  const forbidden = { ok: false, kind: 'forbidden', hidden: false }
  assert.deepEqual(await perform(app, appoint, staff, { ...input, role: 'point-staff' }), forbidden)
  assert.deepEqual(await perform(app, appoint, staff, { ...input, role: 'deputy' }), forbidden)
  assert.deepEqual(
    await perform(app, appoint, staff, { ...input, placeId: other.placeId, role: 'collector' }),
    forbidden,
  )
  // An administrator keeps the house; who may see other people's words is not for them to say.
  assert.deepEqual(
    await perform(app, appoint, await anAdministratorOf(app, council), { ...input, role: 'point-staff' }),
    forbidden,
  )
})

test('nobody is appointed twice to the same, nor from another council, nor before the place was opened', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const { placeId } = await aContactPoint(app, council)
  const clerk = await aClerkOf(app, council)
  const { person } = await serve(app, council, placeId, 'expert')
  const input = { placeId, personId: person.personId, role: 'expert' as const, since: '2026-11-20' }
  assert.deepEqual(await perform(app, appoint, clerk, input), { ok: false, kind: 'conflict', code: 'serves-already' })
  const stranger = await aCitizen(app, await aCouncil(app))
  assert.deepEqual(await perform(app, appoint, clerk, { ...input, personId: stranger.personId }), {
    ok: false,
    kind: 'invalid',
    issues: [{ path: 'personId', code: 'unknown' }],
  })
  assert.deepEqual(await perform(app, appoint, clerk, { ...input, role: 'adviser', since: '2020-01-01' }), {
    ok: false,
    kind: 'invalid',
    issues: [{ path: 'since', code: 'before-since' }],
  })
})

test('only a deputy is assigned to a station as one, and gets no further role by it', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const station = await aStation(app, council)
  const clerk = await aClerkOf(app, council)
  const citizen = await aCitizen(app, council)
  assert.deepEqual(
    await perform(app, appoint, clerk, {
      placeId: station.placeId,
      personId: citizen.personId,
      role: 'deputy',
      since: '2026-11-20',
    }),
    { ok: false, kind: 'invalid', issues: [{ path: 'personId', code: 'not-a-deputy' }] },
  )
  const { person } = await serve(app, council, station.placeId, 'deputy')
  assert.deepEqual(await rolesOf(app, council, person.personId), [['deputy', null]])
})

test('a legislative council is formed with nine to thirteen members, and takes no fourteenth', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const { placeId } = await aContactPoint(app, council)
  const clerk = someoneOf(council, ['clerk'])
  for (let i = 0; i < 8; i += 1) await serve(app, council, placeId, 'council-member')
  const tooFew = await perform(app, formCouncil, clerk, { placeId, formedOn: '2026-11-20' })
  assert.deepEqual(tooFew, {
    ok: false,
    kind: 'invalid',
    issues: [{ path: 'formedOn', code: 'council-size', values: { count: 8, minimum: 9, maximum: 13 } }],
  })
  await serve(app, council, placeId, 'council-member')
  assert.deepEqual(succeeded(await perform(app, formCouncil, clerk, { placeId, formedOn: '2026-11-20' })), {
    number: 1,
    members: 9,
  })
  for (let i = 9; i < 13; i += 1) await serve(app, council, placeId, 'council-member')
  const fourteenth = await aCitizen(app, council)
  assert.deepEqual(
    await perform(app, appoint, clerk, {
      placeId,
      personId: fourteenth.personId,
      role: 'council-member',
      since: '2026-11-20',
    }),
    {
      ok: false,
      kind: 'invalid',
      issues: [{ path: 'role', code: 'council-full', values: { count: 13, maximum: 13 } }],
    },
  )
})

test('the public sees the name of whoever agreed, and of nobody else', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const { placeId } = await aContactPoint(app, council)
  const first = await serve(app, council, placeId, 'liaison', '甲')
  await serve(app, council, placeId, 'liaison', '乙')
  const { db } = app.database
  const names = async () => (await servingAt(db, council.id, placeId)).map((each) => each.name)
  assert.deepEqual(await names(), [null, null])
  const agree = { serviceId: first.serviceId, agrees: true }
  assert.equal((await perform(app, agreeToShow, await aCitizen(app, council), agree)).ok, false)
  succeeded(await perform(app, agreeToShow, first.person, agree))
  assert.deepEqual(await names(), ['甲', null])
  succeeded(await perform(app, agreeToShow, first.person, { ...agree, agrees: false }))
  assert.deepEqual(await names(), [null, null])
  assert.deepEqual(
    (await servingAt(db, council.id, placeId, { all: true })).map((each) => each.name),
    ['甲', '乙'],
  )
})

test('a contact point counts each of its people once, with those of its collection points', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const point = await aContactPoint(app, council)
  const under = await aCollectionPoint(app, council, point)
  const { person } = await serve(app, council, point.placeId, 'expert')
  succeeded(
    await perform(app, appoint, await aClerkOf(app, council), {
      placeId: point.placeId,
      personId: person.personId,
      role: 'council-member',
      since: '2026-11-20',
    }),
  )
  await serve(app, council, under.placeId, 'collector')
  const law = await anOrganisation(app, council, { kind: 'enterprise', name_zh: '云山律师事务所' })
  const clerk = someoneOf(council, ['clerk'])
  const unit = { placeId: point.placeId, organisationId: law.organisationId, role: 'adviser-unit' as const }
  const added = succeeded(await perform(app, addUnit, clerk, { ...unit, since: '2026-11-20' }))
  assert.deepEqual(await perform(app, addUnit, clerk, { ...unit, since: '2026-11-20' }), {
    ok: false,
    kind: 'conflict',
    code: 'serves-already',
  })
  const figures = (await pointFigures(app.database.db, council.id, [point.placeId])).get(point.placeId)
  assert.deepEqual(figures, {
    place_id: point.placeId,
    council_members: 1,
    experts: 1,
    advisers: 0,
    collectors: 1,
    liaisons: 0,
    people: 2,
    units: 1,
    collection_points: 1,
    havings: 0,
  })
  succeeded(await perform(app, endUnit, clerk, { unitId: added.unitId, until: '2026-11-21' }))
  assert.deepEqual(await unitsOf(app.database.db, council.id, point.placeId), [])
})

test('a course is recorded for the people of the place and its collection points only', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const point = await aContactPoint(app, council)
  const under = await aCollectionPoint(app, council, point)
  const { person } = await serve(app, council, under.placeId, 'collector')
  const staff = await someoneAt(app, council, point.placeId)
  const course = { placeId: point.placeId, course: '怎样记录原话', heldOn: '2026-11-20', hours: 1.5 }
  succeeded(await perform(app, holdTraining, staff, { ...course, personIds: [person.personId, person.personId] }))
  assert.deepEqual(
    (await trainingsOf(app.database.db, council.id, point.placeId)).map(({ course: name, hours, people }) => [
      name,
      hours,
      people,
    ]),
    [['怎样记录原话', 1.5, 1]],
  )
  const { personId } = await aCitizen(app, council)
  assert.deepEqual(await perform(app, holdTraining, staff, { ...course, personIds: [personId] }), {
    ok: false,
    kind: 'invalid',
    issues: [{ path: 'personIds', code: 'does-not-serve-here' }],
  })
})

test('somebody gets a copy of where they serve, and erasing ends it', async () => {
  const { app, clock } = await house()
  const council = await aCouncil(app)
  const { placeId } = await aContactPoint(app, council)
  const { person, serviceId } = await serve(app, council, placeId, 'collector')
  const { db } = app.database
  const copy = await networkData.export(db, person.accountId)
  assert.equal(copy?.rows[0]?.place, '云水街道基层立法联系点')
  await db.transaction().execute((tx) =>
    networkData.erase(tx, {
      app,
      councilId: council.id,
      accountId: person.accountId,
      ground: 'asked',
      now: clock.now(),
    }),
  )
  const row = await db
    .selectFrom('network.service')
    .select(['until', 'agreed_on'])
    .where('service_id', '=', serviceId)
    .executeTakeFirst()
  assert.deepEqual(row, { until: '2026-11-20', agreed_on: null })
  assert.equal(await networkData.export(db, (await aCitizen(app, council)).accountId), null)
})
