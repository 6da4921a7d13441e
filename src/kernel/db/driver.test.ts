import assert from 'node:assert/strict'
import { describe, test } from 'vitest'
import { house, onServer } from '#support/house'
import { jsonRows, send, sql, type Tx } from '../db.ts'
import { newId } from '../ids.ts'
import { PoolDriver } from './driver.ts'

/** A table of its own with a unique word in it. */
async function words() {
  const { app } = await house()
  const { db } = app.database
  const name = `words_${newId().replaceAll('-', '')}`
  const table = sql.id(name)
  await sql`create table ${table} (word text primary key check (word <> 'bad'), many integer not null default 7)`.execute(
    db,
  )
  const add = (tx: Tx, word: string) => send(tx, sql`insert into ${table} (word) values (${word})`, { later: true })
  const stored = async () => {
    const { rows } = await sql<{ word: string }>`select word from ${table} order by word`.execute(db)
    return rows.map(({ word }) => word)
  }
  return { db, table, add, stored, drop: () => sql`drop table ${table}`.execute(db) }
}

describe('statements nobody waits for', () => {
  test('stand after the commit, in the order in which they were sent', async () => {
    const { db, table, add, stored, drop } = await words()
    await db.transaction().execute(async (tx) => {
      await add(tx, 'a')
      await add(tx, 'b')
      await send(tx, sql`delete from ${table} where word = 'a'`, { later: true })
      await add(tx, 'c')
    })
    assert.deepEqual(await stored(), ['b', 'c'])
    await drop()
  })

  test('that fail undo the transaction, and the commit throws their own error', async () => {
    const { db, add, stored, drop } = await words()
    const failing = db.transaction().execute(async (tx) => {
      await add(tx, 'a')
      await add(tx, 'bad')
      await add(tx, 'b')
    })
    await assert.rejects(failing, { code: '23514' })
    assert.deepEqual(await stored(), [])
    await drop()
  })

  test('that fail are thrown by the next statement that is waited for, not as its consequence', async () => {
    const { db, table, add, stored, drop } = await words()
    let reached = false
    const failing = db.transaction().execute(async (tx) => {
      await add(tx, 'a')
      await add(tx, 'a')
      await sql`select count(*) from ${table}`.execute(tx)
      reached = true
    })
    await assert.rejects(failing, { code: '23505' })
    assert.equal(reached, false)
    assert.deepEqual(await stored(), [])
    await drop()
  })

  test('leave no error behind for the next who is given the connection', async () => {
    const { db, add, stored, drop } = await words()
    const broken = db.transaction().execute(async (tx) => {
      await add(tx, 'bad')
      throw new Error('thought better of it')
    })
    await assert.rejects(broken)
    await Promise.all(['a', 'b', 'c', 'd'].map((word) => db.transaction().execute((tx) => add(tx, word))))
    assert.deepEqual(await stored(), ['a', 'b', 'c', 'd'])
    await drop()
  })
})

test('a prepared statement answers each time with the values of that time, also after its table changed', async () => {
  const { db, table, add, drop } = await words()
  const found = (word: string) =>
    db
      .transaction()
      .execute((tx) =>
        send(tx, sql<{ word: string }>`select word from ${table} where word = ${word}`, { prepared: true }),
      )
  await db.transaction().execute((tx) => add(tx, 'a'))
  for (let times = 0; times < 8; times += 1) assert.deepEqual(await found('a'), [{ word: 'a' }])
  await sql`alter table ${table} add column other text`.execute(db)
  assert.deepEqual(await found('a'), [{ word: 'a' }])
  assert.deepEqual(await found('b'), [])
  await drop()
})

test('rows given as JSON keep their values, and a column that none has takes its default', async () => {
  const { db, table, drop } = await words()
  const types = { word: 'text', many: 'integer' }
  for (const rows of [
    [{ word: '引号"\\' }],
    [
      { word: 'x', many: 3 },
      { word: 'y', many: 4 },
    ],
  ]) {
    const given = jsonRows<'word' | 'many'>(types, rows)
    await sql`insert into ${table} (${given.names}) select ${given.names} from ${given.table}`.execute(db)
  }
  const { rows } = await sql`select word, many from ${table} order by many desc`.execute(db)
  assert.deepEqual(rows, [
    { word: '引号"\\', many: 7 },
    { word: 'y', many: 4 },
    { word: 'x', many: 3 },
  ])
  await drop()
})

test.skipIf(!onServer)('behind a begin that failed nothing is written', async () => {
  const { app } = await house()
  const { table, stored, drop } = await words()
  const insert = sql`insert into ${table} (word) values ('alone')`.compile(app.database.db)
  const driver = new PoolDriver(app.database.pool, true)
  const connection = await driver.acquireConnection()
  await driver.beginTransaction(connection, { isolationLevel: 'unheard of' as never })
  await assert.rejects(connection.executeQuery(insert), { code: '42601' })
  await driver.rollbackTransaction(connection)
  await driver.releaseConnection(connection)
  assert.deepEqual(await stored(), [])
  await drop()
})
