import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, test } from 'vitest'
import { house, onServer } from '#support/house'
import { lockDirectory } from './db/lock.ts'
import { migrate, openDatabase, pendingMigrations, sql } from './db.ts'

const made: string[] = []

async function aDirectory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'zhitong-db-'))
  made.push(path)
  return path
}

afterAll(async () => {
  for (const path of made) await rm(path, { recursive: true, force: true })
})

test('a directory held by this process cannot be taken again, and the message says by whom', async () => {
  const directory = await aDirectory()
  const lock = await lockDirectory(directory)
  await assert.rejects(lockDirectory(directory), new RegExp(`in use by process ${process.pid}`))
  await lock.release()
  await (await lockDirectory(directory)).release()
})

test('a lock left by a process that is gone, or whose number was given to another, is taken over', async () => {
  const directory = await aDirectory()
  const child = spawn(process.execPath, ['-e', ''])
  await new Promise((resolve) => child.on('exit', resolve))
  await writeFile(join(directory, 'lock'), JSON.stringify({ pid: child.pid, startedAt: '1' }))
  await (await lockDirectory(directory)).release()
  await writeFile(join(directory, 'lock'), JSON.stringify({ pid: process.pid, startedAt: 'before this process' }))
  await (await lockDirectory(directory)).release()
  await writeFile(join(directory, 'lock'), 'not json')
  await (await lockDirectory(directory)).release()
})

test('an embedded database keeps what was committed when it is opened again', async () => {
  const directory = await aDirectory()
  const first = await openDatabase({ dataDir: directory })
  await sql`create table kept (word text)`.execute(first.db)
  await sql`insert into kept values ('留下')`.execute(first.db)
  await assert.rejects(openDatabase({ dataDir: directory }), /in use by process/)
  await first.close()
  const second = await openDatabase({ dataDir: directory })
  const { rows } = await sql<{ word: string }>`select word from kept`.execute(second.db)
  assert.deepEqual(rows, [{ word: '留下' }])
  await second.close()
})

test('dates stay text, counts become numbers, instants become dates', async () => {
  const database = await openDatabase({})
  const { rows } = await sql<Record<string, unknown>>`
    select date '2026-11-21' as day, count(*) as many, timestamptz '2026-11-21T00:00:00Z' as at, '{"a":1}'::jsonb as json`.execute(
    database.db,
  )
  assert.deepEqual(rows[0], { day: '2026-11-21', many: 1, at: new Date('2026-11-21T00:00:00Z'), json: { a: 1 } })
  await assert.rejects(sql`select 9007199254740993::bigint as beyond`.execute(database.db), /beyond 2\^53/)
  await database.close()
})

test('migrations run once, in order, and one that was edited afterwards stops the house', async () => {
  const directory = await aDirectory()
  const source = { name: 'things', directory }
  await writeFile(
    join(directory, '001-first.sql'),
    'create table things.thing (council_id uuid, id uuid, primary key (council_id, id));',
  )
  await writeFile(join(directory, 'notes.txt'), 'not a migration')
  const { pool, close } = await openDatabase({})
  try {
    assert.deepEqual(await pendingMigrations(pool, [source]), ['things/001-first.sql'])
    assert.deepEqual(await migrate(pool, [source]), ['things/001-first.sql'])
    assert.deepEqual(await migrate(pool, [source]), [])
    await writeFile(join(directory, '002-second.sql'), 'alter table things.thing add word text;')
    assert.deepEqual(await migrate(pool, [source]), ['things/002-second.sql'])
    await writeFile(join(directory, '003-broken.sql'), 'create table things.half (a int); select nonsense;')
    await assert.rejects(migrate(pool, [source]), /things\/003-broken\.sql failed/)
    const half = await pool.query("select to_regclass('things.half') as half")
    assert.equal(half.rows[0].half, null)
    await rm(join(directory, '003-broken.sql'))
    await writeFile(
      join(directory, '001-first.sql'),
      `${await readFile(join(directory, '001-first.sql'), 'utf8')} -- later`,
    )
    await assert.rejects(migrate(pool, [source]), /was edited after it ran/)
  } finally {
    await close()
  }
})

test('a start that was cut off between a table and its lock is made good by the next one', async () => {
  const directory = await aDirectory()
  const source = { name: 'cut', directory }
  await writeFile(
    join(directory, '001-first.sql'),
    'create table cut.thing (council_id uuid, id uuid, primary key (council_id, id));',
  )
  const { pool, close } = await openDatabase({})
  try {
    await migrate(pool, [source])
    await pool.query('drop policy of_council on cut.thing; alter table cut.thing disable row level security')
    await pool.query('revoke all on cut.thing from zhitong_app')
    assert.deepEqual(await migrate(pool, [source]), [])
    const { rows } = await pool.query(
      `select relrowsecurity as secured, has_table_privilege('zhitong_app', oid, 'insert') as granted,
              (select count(*) from pg_policy where polrelid = pg_class.oid) as policies
         from pg_class where oid = 'cut.thing'::regclass`,
    )
    assert.deepEqual(rows, [{ secured: true, granted: true, policies: 1 }])
  } finally {
    await close()
  }
})

test.runIf(onServer)('two processes that start together both come up', async () => {
  const { app } = await house()
  const directory = await aDirectory()
  const name = `twice_${Date.now()}`
  await writeFile(
    join(directory, '001-first.sql'),
    `create table ${name}.thing (id int primary key); select pg_sleep(0.2);`,
  )
  const { pool } = app.database
  const source = { name, directory }
  await Promise.all([1, 2, 3, 4, 5].map(() => migrate(pool, [source])))
  const { rows } = await pool.query('select count(*) as many from kernel.migration where source = $1', [name])
  assert.deepEqual(rows, [{ many: 1 }])
  await pool.query(`drop schema ${name} cascade`)
})
