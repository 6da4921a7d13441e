import assert from 'node:assert/strict'
import { test } from 'vitest'
import { perform } from '#kernel/action'
import { popoloPieces } from '#parts/popolo'
import { aCouncil, someoneOf, succeeded } from '#support/councils'
import { house } from '#support/house'
import { confirmImport, previewImport } from './actions.ts'
import { importById } from './queries.ts'

const document = {
  persons: [{ id: 'p1', name: '王秀英', birth_date: '1970-01-01' }],
  organizations: [{ id: 'congress', name: '云山市人民代表大会', classification: 'legislature' }],
  memberships: [{ person_id: 'p1', organization_id: 'congress', role: 'member' }],
  meta: { sources: ['https://example.org'] },
}

test('the office looks at a Popolo file, confirms it, and gets all of it back', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const clerk = someoneOf(council, ['clerk'])
  const bytes = new TextEncoder().encode(JSON.stringify(document))
  const input = { kind: 'popolo', fileName: 'people.json', bytes }
  const { previewId, stage } = succeeded(await perform(app, previewImport, clerk, input))
  assert.equal(stage, 'ready')
  const counts = succeeded(await perform(app, confirmImport, clerk, { previewId }))
  assert.deepEqual([counts.added, counts.changed, counts.unchanged], [3, 0, 0])
  let text = ''
  for await (const piece of popoloPieces(app.database.db, council.id, 'office')) text += piece
  assert.deepEqual(JSON.parse(text), { ...document, areas: [], events: [], posts: [] })
})

test('each problem of a Popolo file stands at its record, and nothing is imported', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const wrong = { ...document, memberships: [{ person_id: 'p9', organization_id: 'congress' }, 7] }
  const bytes = new TextEncoder().encode(JSON.stringify(wrong))
  const clerk = someoneOf(council, ['clerk'])
  const input = { kind: 'popolo', fileName: 'people.json', bytes }
  const { previewId, stage } = succeeded(await perform(app, previewImport, clerk, input))
  assert.equal(stage, 'faulty')
  const preview = await importById(app.database.db, council.id, previewId)
  const { faulty } = (preview ?? assert.fail('no preview')).problems as {
    faulty: { line: number; problems: { code: string }[] }[]
  }
  assert.deepEqual(
    faulty.map(({ line, problems }) => [line, problems.map(({ code }) => code)]),
    [
      [3, ['popolo-unknown']],
      [4, ['popolo-not-a-record']],
    ],
  )
})

test('somebody who keeps no registers may not import a Popolo file', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const input = { kind: 'popolo', fileName: 'people.json', bytes: new TextEncoder().encode('{}') }
  const outcome = await perform(app, previewImport, someoneOf(council, ['administrator']), input)
  assert.equal(outcome.ok, false)
})
