import assert from 'node:assert/strict'
import { test } from 'vitest'
import { perform } from '#kernel/action'
import { newId } from '#kernel/ids'
import { normaliseShortCode } from '#kernel/short-code'
import {
  aCollectionPoint,
  aContactPoint,
  aCouncil,
  aGuestOf,
  anArea,
  aStation,
  eventsIn,
  someoneOf,
  succeeded,
} from '#support/councils'
import { house } from '#support/house'
import {
  changePlace,
  changePlacePage,
  closePlace,
  dropHaving,
  formCouncil,
  noteHaving,
  openPlace,
} from './place-actions.ts'
import { councilState, isOpenAt, lacking, mayStandUnder } from './rules.ts'

const station = {
  kind: 'station' as const,
  level: 'community' as const,
  hostKind: 'community' as const,
  name_zh: '清泉社区代表联络站',
}

test('a place gets a number and a code for its door, and the event says what was opened', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const opened = succeeded(await perform(app, openPlace, someoneOf(council, ['clerk']), station))
  assert.equal(opened.number, 1)
  assert.equal(normaliseShortCode(opened.code), opened.code)
  assert.deepEqual((await eventsIn(app, council, 'network.'))[0], {
    name: 'network.place-opened',
    data: { number: 1, kind: 'station', level: 'community', name: '清泉社区代表联络站' },
    subject_id: opened.placeId,
    actor_kind: 'person',
    account_id: (await eventsIn(app, council, 'network.'))[0]?.account_id,
  })
})

test('only those who order the network open places', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  for (const actor of [
    aGuestOf(council),
    someoneOf(council, ['deputy']),
    someoneOf(council, ['point-staff'], newId()),
    someoneOf(council, ['auditor']),
  ]) {
    assert.deepEqual(await perform(app, openPlace, actor, station), { ok: false, kind: 'forbidden', hidden: false })
  }
  assert.deepEqual(await eventsIn(app, council, 'network.'), [])
})

test('stations stand under homes, collection points under contact points, and homes under nothing', () => {
  assert.equal(mayStandUnder('station', 'home'), true)
  assert.equal(mayStandUnder('point', 'station'), true)
  assert.equal(mayStandUnder('collection-point', 'contact-point'), true)
  assert.equal(mayStandUnder('home', 'station'), false)
  assert.equal(mayStandUnder('collection-point', 'station'), false)
})

test('a place is refused under the wrong kind, under another council’s place, and below itself', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const clerk = someoneOf(council, ['clerk'])
  const contactPoint = await aContactPoint(app, council)
  const other = await aContactPoint(app, council, { parentId: contactPoint.placeId })
  const foreign = await aStation(app, await aCouncil(app))
  const issue = (path: string, code: string) => ({ ok: false, kind: 'invalid', issues: [{ path, code }] })
  assert.deepEqual(
    await perform(app, openPlace, clerk, { ...station, parentId: contactPoint.placeId }),
    issue('parentId', 'parent-kind'),
  )
  assert.deepEqual(
    await perform(app, openPlace, clerk, { ...station, parentId: foreign.placeId }),
    issue('parentId', 'unknown'),
  )
  const moved = {
    placeId: contactPoint.placeId,
    kind: 'contact-point' as const,
    level: 'district' as const,
    hostKind: 'street' as const,
    name_zh: '云水街道基层立法联系点',
  }
  assert.deepEqual(
    await perform(app, changePlace, clerk, { ...moved, parentId: other.placeId }),
    issue('parentId', 'circle'),
  )
  assert.deepEqual(
    await perform(app, changePlace, clerk, { ...moved, kind: 'station' as const }),
    issue('kind', 'children-kind'),
  )
})

test('a contact point may share its roof with a deputies’ station', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const under = await aStation(app, council)
  const point = await aContactPoint(app, council, { sharedWithId: under.placeId })
  const row = await app.database.db
    .selectFrom('network.place')
    .select('shared_with_id')
    .where('council_id', '=', council.id)
    .where('place_id', '=', point.placeId)
    .executeTakeFirst()
  assert.equal(row?.shared_with_id, under.placeId)
})

test('the staff of a place keep its address and hours, but neither its kind nor another place', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const mine = await aStation(app, council)
  const other = await aStation(app, council)
  const liaison = someoneOf(council, ['liaison'], mine.placeId)
  const page = { phone: '0000-12345', opening: [{ weekday: 1, from: '09:00', to: '17:00' }] }
  succeeded(await perform(app, changePlacePage, liaison, { placeId: mine.placeId, ...page }))
  assert.equal((await perform(app, changePlacePage, liaison, { placeId: other.placeId, ...page })).ok, false)
  assert.equal((await perform(app, changePlace, liaison, { placeId: mine.placeId, ...station })).ok, false)
})

test('opening hours that overlap, close before they open, or half a position are refused', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const clerk = someoneOf(council, ['clerk'])
  const { placeId } = await aStation(app, council)
  const codeOf = async (page: object) => {
    const outcome = await perform(app, changePlacePage, clerk, { placeId, ...page })
    return outcome.ok || outcome.kind !== 'invalid' ? outcome : outcome.issues.map((issue) => issue.code)
  }
  assert.deepEqual(
    await codeOf({
      opening: [
        { weekday: 1, from: '09:00', to: '12:00' },
        { weekday: 1, from: '11:00', to: '17:00' },
      ],
    }),
    ['openings-overlap'],
  )
  assert.deepEqual(await codeOf({ opening: [{ weekday: 1, from: '12:00', to: '09:00' }] }), ['closes-before-it-opens'])
  assert.deepEqual(await codeOf({ latitude: 23.1 }), ['half-a-position'])
  assert.deepEqual(await codeOf({ latitude: 91, longitude: 113 }), ['too_big'])
})

test('a place is open from its opening time until, not at, its closing time', () => {
  const opening = [{ weekday: 5, from: '09:00', to: '11:30' }]
  assert.equal(isOpenAt(opening, 5, '09:00'), true)
  assert.equal(isOpenAt(opening, 5, '11:30'), false)
  assert.equal(isOpenAt(opening, 4, '10:00'), false)
})

test('a closed place keeps its history and takes nothing new', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const clerk = someoneOf(council, ['clerk'])
  const contactPoint = await aContactPoint(app, council)
  const under = await aCollectionPoint(app, council, contactPoint)
  assert.deepEqual(await perform(app, closePlace, clerk, { placeId: contactPoint.placeId, until: '2026-11-20' }), {
    ok: false,
    kind: 'invalid',
    issues: [{ path: 'until', code: 'has-open-places', values: { count: 1 } }],
  })
  succeeded(await perform(app, closePlace, clerk, { placeId: under.placeId, until: '2026-11-20' }))
  succeeded(await perform(app, closePlace, clerk, { placeId: contactPoint.placeId, until: '2026-11-20' }))
  const having = { placeId: contactPoint.placeId, item: 'venue' as const, since: '2026-11-21', evidence: '一楼大厅' }
  assert.deepEqual(await perform(app, noteHaving, clerk, having), { ok: false, kind: 'conflict', code: 'place-closed' })
})

test('the five havings are noted with a date and evidence, and what lacks is named', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const { placeId } = await aContactPoint(app, council)
  const staff = someoneOf(council, ['point-staff'], placeId)
  const having = { placeId, item: 'venue' as const, since: '2026-01-05', evidence: '一楼大厅，60 平方米' }
  assert.equal((await perform(app, noteHaving, someoneOf(council, ['collector'], placeId), having)).ok, false)
  succeeded(await perform(app, noteHaving, staff, having))
  succeeded(await perform(app, noteHaving, staff, { ...having, evidence: '二楼' }))
  const rows = await app.database.db
    .selectFrom('network.having')
    .select(['item', 'evidence'])
    .where('council_id', '=', council.id)
    .execute()
  assert.deepEqual(rows, [{ item: 'venue', evidence: '二楼' }])
  assert.deepEqual(lacking(rows), ['rules', 'team', 'funds', 'plan'])
  succeeded(await perform(app, dropHaving, staff, { placeId, item: 'venue', reason: '搬迁' }))
  assert.deepEqual(
    (await eventsIn(app, council, 'network.having')).map((event) => event.name),
    ['network.having-noted', 'network.having-noted', 'network.having-dropped'],
  )
})

test('a legislative council without enough members is not marked as formed, and the refusal says how many are needed', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const { placeId } = await aContactPoint(app, council)
  assert.deepEqual(
    await perform(app, formCouncil, someoneOf(council, ['clerk']), { placeId, formedOn: '2026-11-20' }),
    {
      ok: false,
      kind: 'invalid',
      issues: [{ path: 'formedOn', code: 'council-size', values: { count: 0, minimum: 9, maximum: 13 } }],
    },
  )
  const station = await aStation(app, council)
  const outcome = await perform(app, formCouncil, someoneOf(council, ['clerk']), {
    placeId: station.placeId,
    formedOn: '2026-11-20',
  })
  assert.deepEqual(outcome, { ok: false, kind: 'conflict', code: 'not-a-contact-point' })
})

test('a council formed with enough members that loses one stands outside its rule', () => {
  const bounds = { legislativeCouncilMin: 9, legislativeCouncilMax: 13 }
  assert.equal(councilState(null, 0, bounds), 'none')
  assert.equal(councilState(null, 9, bounds), 'forming')
  assert.equal(councilState('2026-01-01', 9, bounds), 'formed')
  assert.equal(councilState('2026-01-01', 13, bounds), 'formed')
  assert.equal(councilState('2026-01-01', 8, bounds), 'outside')
  assert.equal(councilState('2026-01-01', 14, bounds), 'outside')
})

test('a place stands in an area of its own council only', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const foreign = await anArea(app, await aCouncil(app))
  assert.deepEqual(
    await perform(app, openPlace, someoneOf(council, ['clerk']), { ...station, areaId: foreign.areaId }),
    { ok: false, kind: 'invalid', issues: [{ path: 'areaId', code: 'unknown' }] },
  )
})
