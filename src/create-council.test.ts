import assert from 'node:assert/strict'
import { test } from 'vitest'
import { newId } from '#kernel/ids'
import { house } from '#support/house'
import { logStates } from './check-logs.ts'
import { found, type Wanted } from './create-council.ts'

function aCouncilWanted(): Wanted {
  const slug = `c-${newId().slice(-10)}`
  return {
    slug,
    name: '云山市人大',
    nameEn: null,
    level: 'municipal',
    hosts: [],
    officer: '何静',
    contact: `${slug}@yunshan.example`,
  }
}

test('a founded council has a security officer who was invited, and a log that holds', async () => {
  const { app } = await house()
  const wanted = aCouncilWanted()
  const { councilId } = await found(app, wanted)
  const roles = await app.database.db
    .selectFrom('people.membership as m')
    .innerJoin('people.person as p', (join) =>
      join.onRef('p.council_id', '=', 'm.council_id').onRef('p.id', '=', 'm.person_id'),
    )
    .select(['m.role', 'p.name'])
    .where('m.council_id', '=', councilId)
    .execute()
  assert.deepEqual(roles, [{ role: 'security-officer', name: '何静' }])
  const state = (await logStates(app)).find(({ slug }) => slug === wanted.slug)
  assert.deepEqual(state?.differences, [])
})

test('a slug that is taken is refused with a reason, and the first council stays', async () => {
  const { app } = await house()
  const wanted = aCouncilWanted()
  await found(app, wanted)
  await assert.rejects(found(app, { ...wanted, contact: `other-${wanted.contact}` }), /slug-taken/)
})
