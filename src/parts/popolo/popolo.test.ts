import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, test } from 'vitest'
import { perform, systemActor } from '#kernel/action'
import type { App } from '#kernel/app'
import { sql } from '#kernel/db'
import { members } from '#parts/people'
import { aCouncil, succeeded } from '#support/councils'
import { dataFolder } from '#support/data'
import { house } from '#support/house'
import { importPopolo } from './actions.ts'
import type { PopoloDocument, PopoloRecord } from './document.ts'
import { type Audience, popoloPieces } from './export.ts'
import { differences } from './loss.part.ts'

async function bring(app: App, councilId: string, document: unknown, publicNames = false) {
  const text = typeof document === 'string' ? document : JSON.stringify(document)
  const input = { fileName: 'a.json', open: () => piecesOf(text), publicNames }
  return succeeded(await perform(app, importPopolo, systemActor(councilId), input))
}

/** In pieces that end anywhere, as a file is read. */
function piecesOf(text: string): string[] {
  return text.match(/[\s\S]{1,977}/g) ?? []
}

async function exported(app: App, councilId: string, audience: Audience = 'office'): Promise<PopoloDocument> {
  let text = ''
  for await (const piece of popoloPieces(app.database.db, councilId, audience)) text += piece
  return JSON.parse(text)
}

const small = {
  meta: { sources: ['https://example.org'] },
  organizations: [
    { id: 'congress', name: '云山市人民代表大会', classification: 'legislature', seats: 2 },
    { id: '-', name: '-', classification: 'party' },
    { id: 'group', name: '第一代表团', classification: 'party', parent_id: '-', founding_date: '2021' },
  ],
  areas: [{ id: 'area/east', name: '东区', type: 'constituency', identifiers: [{ scheme: 'a', identifier: '1' }] }],
  events: [
    { id: 'term/1', name: '第一届', classification: 'legislative period', start_date: '2021-10', end_date: '2026' },
  ],
  posts: [],
  persons: [
    { id: 'p1', name: '  王  秀英 ', birth_date: '1970-01-01', email: 'w@example.org' },
    { id: 'p2', name: '一'.repeat(80), gender: 'male' },
  ],
  memberships: [
    {
      person_id: 'p1',
      organization_id: 'congress',
      role: 'member',
      legislative_period_id: 'term/1',
      area_id: 'area/east',
    },
    { person_id: 'p2', organization_id: 'congress', role: 'member', start_date: '2022-01-01', end_date: '2023-06-30' },
    { person_id: 'p2', organization_id: 'congress', role: 'member', start_date: '2022-01-01', end_date: '2023-06-30' },
    { person_id: 'p2', organization_id: 'group', role: 'chair' },
  ],
}

const folder = dataFolder('popolo')

describe.skipIf(!folder)('real files of three parliaments', () => {
  for (const name of ['estonia', 'burundi', 'zimbabwe-senate']) {
    test(`${name} goes in and comes out with nothing lost`, async () => {
      const { app } = await house()
      const council = await aCouncil(app)
      const text = await readFile(join(String(folder), `${name}.json`), 'utf8')
      const { problems, added } = await bring(app, council.id, text)
      assert.deepEqual(problems, [])
      const file = JSON.parse(text) as Record<string, PopoloRecord[]>
      assert.equal(added, Object.values(file).flatMap((each) => (Array.isArray(each) ? each : [])).length)
      assert.deepEqual(differences(file, await exported(app, council.id)), [])
      const again = await bring(app, council.id, text)
      assert.deepEqual([again.added, again.changed, again.unchanged], [0, 0, added])
      assert.deepEqual(differences(file, await exported(app, council.id)), [])
      const deputies = await members(app.database.db, {
        councilId: council.id,
        now: app.clock.now(),
        roles: ['deputy'],
        past: true,
      })
      assert.equal(deputies.length, file.memberships?.length)
    })
  }

  test('a field that goes missing on the way is noticed', async () => {
    const { app } = await house()
    const council = await aCouncil(app)
    const text = await readFile(join(String(folder), 'burundi.json'), 'utf8')
    await bring(app, council.id, text)
    await sql`update popolo.record set extra = extra - 'gender'
               where council_id = ${council.id} and collection = 'persons'`.execute(app.database.db)
    const lost = differences(JSON.parse(text), await exported(app, council.id))
    assert.equal(lost.length, 121)
    assert.match(String(lost[0]), /^persons \S+ gender/)
  })
})

test('what the columns hold only nearly comes back as it came', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  assert.deepEqual((await bring(app, council.id, small)).problems, [])
  assert.deepEqual(differences(small, await exported(app, council.id)), [])
  const { rows } = await sql`
    select name_zh, kind, since::text, code from councils.organisation where council_id = ${council.id}
     order by number`.execute(app.database.db)
  assert.deepEqual(rows, [
    { name_zh: '-', kind: 'association', since: '2026-11-20', code: (rows[0] as { code: string }).code },
    { name_zh: '第一代表团', kind: 'association', since: '2021-01-01', code: 'group' },
  ])
  const seats = await members(app.database.db, { councilId: council.id, now: app.clock.now(), past: true })
  assert.deepEqual(
    seats.map(({ name, since, until }) => [name?.slice(0, 4), since.toISOString(), until?.toISOString()]).sort(),
    [
      ['一一一一', '2021-12-31T16:00:00.000Z', '2023-06-30T16:00:00.000Z'],
      ['一一一一', '2021-12-31T16:00:00.000Z', '2023-06-30T16:00:00.000Z'],
      ['王 秀英', '2021-09-30T16:00:00.000Z', '2026-12-31T16:00:00.000Z'],
    ],
  )
})

test('what changed in the registers since is in the next file, and the rest as it came', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  await bring(app, council.id, small)
  await sql`update people.person set name = '王秀英' where council_id = ${council.id} and name = '王 秀英'`.execute(
    app.database.db,
  )
  await sql`update people.membership m set until = '2026-11-19T16:00:00Z' from people.person p
     where m.council_id = ${council.id} and p.id = m.person_id and p.name = '王秀英'`.execute(app.database.db)
  const changed = differences(small, await exported(app, council.id))
  assert.deepEqual(
    changed.map((each) => each.replace(/~\w+/, 'm')),
    ['memberships m end_date: undefined → "2026-11-19"', 'persons p1 name: "  王  秀英 " → "王秀英"'],
  )
})

test('one wrong record holds the whole file back, and each problem says where it is', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const bad = {
    ...small,
    persons: [...small.persons, { id: 'p1', name: '又一个' }, { id: 'p3', name: ' ' }, 'no record', { name: '无编号' }],
    memberships: [
      ...small.memberships,
      { person_id: 'nobody', organization_id: 'congress', start_date: '2022', end_date: '2021' },
      { person_id: 'p1', organization_id: 'congress', start_date: '2022-13' },
    ],
  }
  const { problems } = await bring(app, council.id, bad)
  assert.deepEqual(
    problems.map(({ collection, nth, column, code }) => `${collection} ${nth} ${column} ${code}`).sort(),
    [
      'memberships 5 end_date popolo-ends-before',
      'memberships 5 person_id popolo-unknown',
      'memberships 6 start_date not-a-day',
      'persons 3 id popolo-twice',
      'persons 4 name empty',
      'persons 5 null popolo-not-a-record',
      'persons 6 id popolo-no-id',
    ],
  )
  const { rows } = await sql`select from popolo.record where council_id = ${council.id}`.execute(app.database.db)
  assert.equal(rows.length, 0)
})

test('a file that is cut off or no document at all is refused', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const text = JSON.stringify(small)
  await assert.rejects(bring(app, council.id, text.slice(0, -20)), /popolo-cut-off/)
  await assert.rejects(bring(app, council.id, '[1, 2]'), /not-popolo/)
  await assert.rejects(bring(app, council.id, `${text}x`), /not-popolo/)
})

test('everybody may read of the deputies whose names are public, and of nobody else', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  await bring(app, council.id, small)
  assert.deepEqual((await exported(app, council.id, 'public')).persons, [])
  await sql`update people.person set name_visibility = 'public' where council_id = ${council.id} and name = '王 秀英'`.execute(
    app.database.db,
  )
  const open = await exported(app, council.id, 'public')
  assert.deepEqual(open.persons, [{ id: 'p1', name: '  王  秀英 ' }])
  assert.equal((open.memberships as PopoloRecord[]).length, 1)
  assert.equal(JSON.stringify(open).includes('example.org'), false)
})

test('somebody who was erased does not come back with the next file', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  await bring(app, council.id, small)
  await sql`update people.person set name = null, erased_at = now() where council_id = ${council.id} and name = '王 秀英'`.execute(
    app.database.db,
  )
  await bring(app, council.id, small)
  const after = await exported(app, council.id)
  assert.deepEqual(
    (after.persons as PopoloRecord[]).map(({ id }) => id),
    ['p2'],
  )
  assert.equal((after.memberships as PopoloRecord[]).length, 3)
})
