import assert from 'node:assert/strict'
import { test } from 'vitest'
import { sql } from '#kernel/db'
import { house } from '#support/house'
import { migrationSources } from '../../src/house.ts'

/** Tables of identity and of the state's registers: they belong to no council, and hold no reference to one. */
const global = new Set([
  'kernel.migration',
  'people.account',
  'people.contact',
  'people.session',
  'people.code',
  'people.passkey',
  'people.challenge',
  'people.identity',
  'people.quota',
  'councils.address',
  'councils.division',
])

interface Constraint {
  readonly table: string
  readonly kind: 'p' | 'u' | 'f'
  readonly name: string
  readonly columns: string[]
  readonly target: string | null
}

async function constraints(): Promise<Constraint[]> {
  const { app } = await house()
  const schemas = migrationSources.map((source) => source.name)
  const { rows } = await sql<Constraint>`
    select n.nspname || '.' || c.relname as table, k.contype as kind, k.conname as name,
           array(select a.attname::text from unnest(k.conkey) with ordinality as x(num, ord)
                   join pg_attribute a on a.attrelid = k.conrelid and a.attnum = x.num order by x.ord) as columns,
           (select tn.nspname || '.' || t.relname from pg_class t join pg_namespace tn on tn.oid = t.relnamespace where t.oid = k.confrelid) as target
      from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any(${schemas}) and k.contype in ('p', 'u', 'f')`.execute(app.database.db)
  return rows
}

async function tables(): Promise<{ table: string; secured: boolean; guarded: boolean }[]> {
  const { app } = await house()
  const schemas = migrationSources.map((source) => source.name)
  const { rows } = await sql<{ table: string; secured: boolean; guarded: boolean }>`
    select n.nspname || '.' || c.relname as table, c.relrowsecurity as secured,
           exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'council_id' and not a.attisdropped) as guarded
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and n.nspname = any(${schemas}) order by 1`.execute(app.database.db)
  return rows
}

test('every table of a part or module has the council first in its keys, so that it can be split by council', async () => {
  const wrong: string[] = []
  const keyed = new Set<string>()
  for (const { table, kind, name, columns, target } of await constraints()) {
    if (kind === 'p') keyed.add(table)
    if (global.has(table)) continue
    if (kind === 'f' && target && global.has(target)) continue
    if (columns[0] !== 'council_id') wrong.push(`${table}: ${name} (${columns.join(', ')})`)
  }
  assert.deepEqual(wrong, [])
  assert.deepEqual(
    (await tables()).map(({ table }) => table).filter((table) => !keyed.has(table)),
    [],
  )
})

test('no foreign key leads from a part or module to another, except to people, councils and files', async () => {
  const open = new Set(['people', 'councils', 'files'])
  const crossing = (await constraints()).filter(({ kind, table, target }) => {
    const [from] = table.split('.')
    const [to] = (target ?? '').split('.')
    return kind === 'f' && from !== to && !open.has(to ?? '')
  })
  assert.deepEqual(
    crossing.map(({ table, name }) => `${table}: ${name}`),
    [],
  )
})

test('row-level security stands on every table of a council and on no other', async () => {
  const all = await tables()
  assert.deepEqual(
    all.filter(({ guarded, secured }) => guarded !== secured).map(({ table }) => table),
    [],
  )
  assert.deepEqual(
    all.filter(({ table, guarded }) => !guarded && !global.has(table)).map(({ table }) => table),
    [],
  )
  assert.ok(all.length > 20)
})
