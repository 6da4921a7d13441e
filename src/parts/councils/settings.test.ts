import assert from 'node:assert/strict'
import { test } from 'vitest'
import { perform } from '#kernel/action'
import { aCouncil, eventsIn, someoneOf } from '#support/councils'
import { house } from '#support/house'
import { changeSetting } from './actions.ts'
import { settingHistory, settingsAt } from './queries.ts'
import { definitions, settingKeys, standardSettings } from './settings.ts'

test('every standard value fits its own definition', () => {
  for (const key of settingKeys) {
    assert.equal(definitions[key].schema.safeParse(definitions[key].standard).success, true, key)
  }
  assert.equal(standardSettings.consultationMinimumDays, 30)
  assert.equal(standardSettings.consultationSteps.length, 8)
  assert.equal(
    standardSettings.suggestionScore.reduce((sum, part) => sum + part.points, 0),
    100,
  )
})

test('a change counts from its day on, and what began before keeps what it began with', async () => {
  const { app, clock } = await house('2026-11-20T01:00:00Z')
  const council = await aCouncil(app)
  const began = clock.now()
  clock.advance(1000)
  const change = { key: 'letterReplyMonths', value: 2, validFrom: '2026-12-01', reason: '常委会决定' }
  assert.equal((await perform(app, changeSetting, someoneOf(council, ['administrator']), change)).ok, true)
  const { db } = app.database
  const at = async (instant: string | Date) => (await settingsAt(db, council.id, new Date(instant))).letterReplyMonths
  assert.equal(await at(began), 1)
  // Midnight in Shanghai is four in the afternoon of the day before in Greenwich.
  assert.equal(await at('2026-11-30T15:59:59Z'), 1)
  assert.equal(await at('2026-11-30T16:00:00Z'), 2)
  clock.set('2026-12-10T00:00:00Z')
  await perform(app, changeSetting, someoneOf(council, ['administrator']), {
    ...change,
    value: 3,
    validFrom: '2026-12-10',
  })
  assert.equal(await at('2026-12-09T00:00:00Z'), 2)
  assert.equal(await at('2026-12-10T00:00:00Z'), 3)
  assert.deepEqual(
    (await settingHistory(db, council.id, 'letterReplyMonths')).map((entry) => entry.value),
    [3, 2],
  )
  assert.deepEqual((await eventsIn(app, council, 'councils.setting'))[0]?.data, {
    key: 'letterReplyMonths',
    before: 1,
    after: 2,
    validFrom: '2026-11-30T16:00:00.000Z',
    reason: '常委会决定',
  })
})

test('a setting is not changed backwards in time', async () => {
  const { app } = await house('2026-11-20T01:00:00Z')
  const council = await aCouncil(app)
  const outcome = await perform(app, changeSetting, someoneOf(council, ['administrator']), {
    key: 'letterReplyMonths',
    value: 2,
    validFrom: '2026-11-19',
    reason: '补记',
  })
  assert.deepEqual(outcome, { ok: false, kind: 'invalid', issues: [{ path: 'validFrom', code: 'in-the-past' }] })
})

test('a value that its definition does not allow is refused with the place of the fault', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const keeper = someoneOf(council, ['administrator'])
  const attempt = (key: string, value: unknown) =>
    perform(app, changeSetting, keeper, { key, value, validFrom: '2026-12-01', reason: '试' })
  assert.deepEqual(await attempt('consultationMinimumDays', 0), {
    ok: false,
    kind: 'invalid',
    issues: [{ path: 'value', code: 'too_small', values: { minimum: 1 } }],
  })
  assert.deepEqual(await attempt('votingMajority', { of: 3, in: 2 }), {
    ok: false,
    kind: 'invalid',
    issues: [{ path: 'value.of', code: 'share-above-one', values: {} }],
  })
  const [scale] = standardSettings.satisfactionScale
  assert.deepEqual(await attempt('satisfactionScale', [scale, scale]), {
    ok: false,
    kind: 'invalid',
    issues: [{ path: 'value', code: 'code-twice', values: {} }],
  })
  assert.deepEqual(await attempt('legislativeCouncilMin', 14), {
    ok: false,
    kind: 'invalid',
    issues: [{ path: 'value', code: 'min-above-max' }],
  })
  assert.deepEqual(await attempt('colourOfTheDoor', 1), {
    ok: false,
    kind: 'invalid',
    issues: [{ path: 'key', code: 'unknown-setting' }],
  })
  assert.deepEqual(await settingsAt(app.database.db, council.id, new Date('2027-01-01')), standardSettings)
})

test('only an administrator changes a setting', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  for (const role of ['clerk', 'security-officer', 'auditor', 'deputy']) {
    const outcome = await perform(app, changeSetting, someoneOf(council, [role]), {
      key: 'letterReplyMonths',
      value: 2,
      validFrom: '2026-12-01',
      reason: '试',
    })
    assert.deepEqual(outcome, { ok: false, kind: 'forbidden', hidden: false }, role)
  }
})

test('a change once written cannot be rewritten by the application', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  await perform(app, changeSetting, someoneOf(council, ['administrator']), {
    key: 'letterReplyMonths',
    value: 2,
    validFrom: '2026-12-01',
    reason: '试',
  })
  const { rows } = await app.database.pool.query(
    `select has_table_privilege('zhitong_app', 'councils.setting', 'update') as may_update,
            has_table_privilege('zhitong_app', 'councils.setting', 'insert') as may_insert`,
  )
  assert.deepEqual(rows, [{ may_update: false, may_insert: true }])
})
