import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import { afterAll, describe, test } from 'vitest'
import {
  checkpoint,
  entries,
  eraseParts,
  fsck,
  type LogSource,
  newSubjectId,
  parsePolicy,
  policyOf,
  receiptOf,
  signerOf,
  verifyPromise,
  verifyReceipt,
  watch,
} from '#kernel/ledger'
import { embeddedLedger, keys, openTestLog, type TestLog } from '#support/ledger'
import { emptyRoot } from '../../src/kernel/ledger/merkle.ts'
import { formatCheckpoint, signNote } from '../../src/kernel/ledger/note.ts'

// Each test plays an operator who owns the database, and where it says so the log's key too.
const ledger = await embeddedLedger()
afterAll(() => ledger.drop())

describe('what somebody does to the database is found by fsck', () => {
  test('a log that nobody touched shows no difference and raises no alarm', async () => {
    const log = await aLogOfSix()
    const { state, alarms } = await visit(log)
    assert.deepEqual(alarms, [])
    assert.deepEqual(await fsck(log.db, log.councilId, { now: log.clock.now(), known: [state.note] }), [])
    await log.append()
    log.clock.advance(30_000)
    await log.sequence()
    assert.deepEqual((await visit(log, state)).alarms, [])
    assert.deepEqual(await fsck(log.db, log.councilId, { now: log.clock.now(), known: [state.note] }), [])
  })

  const changes: readonly {
    what: string
    change: (log: TestLog) => RawBuilder<unknown> | readonly RawBuilder<unknown>[]
    found: readonly string[]
  }[] = [
    {
      what: 'a text is altered',
      change: (log) => sql`update ledger.part set body = '路灯没有坏。' where ${leafAt(log, 2)} and name = 'text'`,
      found: ['content'],
    },
    {
      what: 'a salt is altered',
      change: (log) => sql`update ledger.part set salt = sha256(salt) where ${leafAt(log, 2)} and name = 'who'`,
      found: ['content'],
    },
    {
      what: 'a content is deleted without a trace',
      change: (log) => sql`delete from ledger.part where ${leafAt(log, 2)} and name = 'text'`,
      found: ['content'],
    },
    {
      what: 'a content is added',
      change: (log) => sql`
        insert into ledger.part select council_id, leaf_id, 'extra', salt, body, null from ledger.part
        where ${leafAt(log, 2)} and name = 'text'`,
      found: ['content'],
    },
    {
      what: 'a content is erased and no leaf says so',
      change: (log) => sql`
        update ledger.part set body = null, salt = null, erased_at = now() where ${leafAt(log, 2)} and name = 'who'`,
      found: ['erasure'],
    },
    {
      what: 'an entry is altered',
      change: (log) => sql`
        update ledger.leaf set entry = convert_to(replace(convert_from(entry, 'UTF8'), 'received', 'rejected'), 'UTF8')
        where ${at(log, 3)}`,
      found: ['checkpoint', 'entry', 'node', 'row'],
    },
    {
      what: 'an entry is altered together with its hash and its columns',
      change: (log) => sql`
        update ledger.leaf set type = 'thing.rejected', entry = changed.entry, hash = sha256('\\x00'::bytea || changed.entry)
        from (
          select id, convert_to(replace(convert_from(entry, 'UTF8'), 'received', 'rejected'), 'UTF8') as entry
          from ledger.leaf where ${at(log, 3)}
        ) changed
        where leaf.council_id = ${log.councilId} and leaf.id = changed.id`,
      found: ['checkpoint', 'node', 'promise'],
    },
    {
      what: 'an entry becomes something that is no leaf',
      change: (log) => sql`update ledger.leaf set entry = 'nothing'::bytea where ${at(log, 3)}`,
      found: ['checkpoint', 'entry', 'node'],
    },
    {
      what: 'a leaf is deleted',
      change: (log) => sql`delete from ledger.leaf where ${at(log, 3)}`,
      found: ['checkpoint', 'gap', 'node'],
    },
    {
      what: 'the last leaf is deleted',
      change: (log) => sql`delete from ledger.leaf where ${at(log, 5)}`,
      found: ['checkpoint', 'node'],
    },
    {
      what: 'two leaves change places',
      change: (log) => [
        sql`update ledger.leaf set idx = idx + 100 where council_id = ${log.councilId} and idx in (1, 2)`,
        sql`update ledger.leaf set idx = 103 - idx where council_id = ${log.councilId} and idx > 100`,
      ],
      found: ['checkpoint', 'node'],
    },
    {
      what: 'a leaf is put behind the end of the log',
      change: (log) => sql`
        insert into ledger.leaf (council_id, id, subject_id, n, type, entry, hash, idx, promise, at)
        select council_id, ${randomUUID()}::uuid, ${randomUUID()}::uuid, n, type, entry, hash, 6, promise, at
        from ledger.leaf where ${at(log, 5)}`,
      found: ['gap'],
    },
    {
      what: 'a column says another time than the entry',
      change: (log) => sql`update ledger.leaf set at = at - interval '1 day' where ${at(log, 3)}`,
      found: ['row'],
    },
    {
      what: 'a column says another type than the entry',
      change: (log) => sql`update ledger.leaf set type = 'thing.other' where ${at(log, 3)}`,
      found: ['row'],
    },
    {
      what: 'a promise is replaced by another one',
      change: (log) => sql`
        update ledger.leaf set promise = other.promise from (select promise from ledger.leaf where ${at(log, 1)}) other
        where leaf.council_id = ${log.councilId} and leaf.idx = 3`,
      found: ['promise'],
    },
    {
      what: 'a promise is unsigned',
      change: (log) =>
        sql`update ledger.leaf set promise = replace(promise, 'log-by 2026', 'log-by 2027') where ${at(log, 3)}`,
      found: ['signature'],
    },
    {
      what: 'a hash of the tree is altered',
      change: (log) => sql`
        update ledger.node set hash = sha256(hash) where council_id = ${log.councilId} and level = 1 and i = 1`,
      found: ['node'],
    },
    {
      what: 'a hash of the tree is deleted',
      change: (log) => sql`delete from ledger.node where council_id = ${log.councilId} and level = 1 and i = 1`,
      found: ['node'],
    },
    {
      what: 'a hash is added to the tree',
      change: (log) => sql`
        insert into ledger.node select council_id, level, 77, hash from ledger.node
        where council_id = ${log.councilId} and level = 0 and i = 0`,
      found: ['node'],
    },
    {
      what: 'a signed tree is replaced by an unsigned one',
      change: (log) => sql`
        update ledger.checkpoint set note = replace(note, e'\n4\n', e'\n5\n') where council_id = ${log.councilId} and size = 4`,
      found: ['signature'],
    },
    {
      what: 'a signed tree is stored under another size',
      change: (log) => sql`update ledger.checkpoint set size = 5 where council_id = ${log.councilId} and size = 4`,
      found: ['checkpoint'],
    },
    {
      what: 'the last signed tree is deleted',
      change: (log) => sql`delete from ledger.checkpoint where council_id = ${log.councilId} and size = 6`,
      found: ['checkpoint'],
    },
    {
      what: 'the sign of life is forged',
      change: (log) => sql`
        update ledger.log set alive_note = replace(alive_note, '2026', '2027') where council_id = ${log.councilId}`,
      found: ['signature'],
    },
  ]

  for (const { what, change, found } of changes) {
    test(`${what}`, async () => {
      const log = await aLogOfSix()
      await asOwner(log, ...[change(log)].flat())
      const kinds = (await fsck(log.db, log.councilId)).map(({ kind }) => kind)
      assert.deepEqual([...new Set(kinds)].sort(), found)
    })
  }

  test('a leaf that waits too long is a broken promise', async () => {
    const log = await aLogOfSix()
    await log.append()
    log.clock.advance(60_000)
    assert.deepEqual(await fsck(log.db, log.councilId, { now: log.clock.now() }), [])
    log.clock.advance(1_000)
    const found = await fsck(log.db, log.councilId, { now: log.clock.now() })
    assert.deepEqual(
      found.map(({ kind }) => kind),
      ['promise'],
    )
  })
})

describe('what somebody with the key does is found by those outside', () => {
  test('a history that is written anew contradicts what was seen and every receipt handed out', async () => {
    const log = await aLogOfSix()
    const { state } = await visit(log)
    const [leafId] = await leafIds(log)
    const held = await proofOf(log, leafId)
    await rewrite(
      log,
      sql`delete from ledger.part where ${leafAt(log, 1)}`,
      sql`delete from ledger.leaf where ${at(log, 1)}`,
    )
    await log.append()
    await log.sequence()
    assert.deepEqual(await fsck(log.db, log.councilId), [], 'inside, the new history looks right')

    const policy = await policyOf(log.db, log.councilId)
    assert.deepEqual(await kindsOfVisit(log, state), ['fork'])
    assert.deepEqual(await kindsOfFsck(log, [state.note]), ['fork'])
    assert(verifyReceipt(held, policy).ok, 'the old receipt still holds: with the new tree it proves the fork')
    await log.append()
    await log.sequence()
    assert.deepEqual(await kindsOfVisit(log, state), ['rewritten'])
  })

  test('an event taken out of a matter leaves a chain that does not close', async () => {
    const log = await aLogOfSix()
    const subjectId = newSubjectId()
    for (const type of ['thing.received', 'thing.refused', 'thing.received']) await log.append({ subjectId, type })
    await log.sequence()
    assert.deepEqual(await kindsOfVisit(log), [])
    await rewrite(
      log,
      sql`delete from ledger.part where ${leafAt(log, 7)}`,
      sql`delete from ledger.leaf where ${at(log, 7)}`,
    )
    assert.deepEqual(await kindsOfVisit(log), ['chain'], 'even for one who never looked before')
    assert.deepEqual(await kindsOfFsck(log, []), ['chain'])
  })

  test('a history that is cut short is noticed', async () => {
    const log = await aLogOfSix()
    const { state } = await visit(log)
    await rewrite(
      log,
      sql`delete from ledger.part where ${leafAt(log, 5)}`,
      sql`delete from ledger.leaf where ${at(log, 5)}`,
    )
    assert.deepEqual(await kindsOfVisit(log, state), ['shrunk'])
    assert.deepEqual(await kindsOfFsck(log, [state.note]), ['fork'])
  })

  test('a history in another order is noticed', async () => {
    const log = await aLogOfSix()
    const { state } = await visit(log)
    await rewrite(log, sql`update ledger.leaf set pid = default where council_id = ${log.councilId} and idx = 0`)
    assert.deepEqual(await kindsOfVisit(log, state), ['fork'])
  })

  test('two trees of one size are a fork, whoever is shown which', async () => {
    const log = await aLogOfSix()
    const { state } = await visit(log)
    const other = signNote(formatCheckpoint({ origin: log.origin, size: 6, root: Buffer.alloc(32, 7) }), [
      await keys.logKeyOf(log.db, log.councilId),
    ])
    const shown = await watch(
      { ...sourceOf(log), checkpoint: async () => other },
      await policy(log),
      log.origin,
      state,
      log.clock.now(),
    )
    assert.deepEqual(
      shown.alarms.map(({ kind }) => kind),
      ['fork'],
    )
    assert.deepEqual(shown.state, state, 'what was seen is kept as evidence')
    assert.deepEqual(await kindsOfFsck(log, [other]), ['fork'])
  })

  test('an event that is put in later under an earlier date is noticed', async () => {
    const log = await aLogOfSix()
    const { state } = await visit(log)
    const before = log.clock.now()
    log.clock.advance(3_600_000)
    await log.append({ at: before })
    await log.sequence()
    const found = await kindsOfVisit(log, state)
    assert.deepEqual(found, [], 'five minutes of tolerance: the last visit was at that very time')
    const later = await visit(log)
    log.clock.advance(3_600_000)
    await log.append({ at: before })
    await log.sequence()
    assert.deepEqual(await kindsOfVisit(log, later.state), ['backdated'])
    assert.deepEqual(await kindsOfFsck(log, []), ['time'])
  })

  test('an event of the future is noticed', async () => {
    const log = await aLogOfSix()
    await log.append({ at: new Date(log.clock.now().getTime() + 301_000) })
    await log.sequence()
    assert.deepEqual(await kindsOfVisit(log), ['ahead'])
    assert.deepEqual(await kindsOfFsck(log, []), ['time'])
  })

  test('what was promised and dropped before it had a place is evidence in the hand of the one it was promised to', async () => {
    const log = await aLogOfSix()
    const dropped = await log.append()
    const kept = await log.append()
    await asOwner(
      log,
      sql`delete from ledger.part where council_id = ${log.councilId} and leaf_id = ${dropped.leafId}`,
      sql`delete from ledger.leaf where council_id = ${log.councilId} and id = ${dropped.leafId}`,
    )
    await log.sequence()
    assert.deepEqual(await kindsOfFsck(log, []), [], 'inside, nothing is missing')
    const rules = await policy(log)
    const promises = [dropped, kept].flatMap(({ promise }) => verifyPromise(promise, rules) ?? [])
    assert.equal(promises.length, 2)
    const look = () => watch(sourceOf(log), rules, log.origin, undefined, log.clock.now(), promises)
    assert.deepEqual((await look()).alarms, [], 'the promise may still be kept')
    log.clock.advance(61_000)
    const { alarms } = await look()
    assert.deepEqual(
      alarms.map(({ kind, detail }) => [kind, detail.includes(Buffer.from(dropped.leafHash).toString('base64'))]),
      [['promise', true]],
    )
  })

  test('a matter without an outcome in time is computed from the leaves alone', async () => {
    const log = await aLogOfSix()
    const subjectId = newSubjectId()
    await log.append({ subjectId, due: new Date('2026-11-21T00:00:00Z') })
    await log.sequence()
    const first = await visit(log)
    assert.deepEqual(first.alarms, [])
    log.clock.set('2026-11-21T00:00:01Z')
    assert.deepEqual(await kindsOfVisit(log, first.state), ['overdue'])
    await log.append({ subjectId, type: 'thing.answered', parts: {}, out: 'done' })
    await log.sequence()
    assert.deepEqual(await kindsOfVisit(log, first.state), [])
  })

  test('a log that another key signs is not believed', async () => {
    const log = await aLogOfSix()
    const { state } = await visit(log)
    const text = formatCheckpoint({ origin: log.origin, size: 6, root: emptyRoot })
    const forged = signNote(text, [signerOf(log.origin, Buffer.alloc(32, 5))])
    const shown = await watch(
      { ...sourceOf(log), checkpoint: async () => forged },
      await policy(log),
      log.origin,
      state,
      log.clock.now(),
    )
    assert.deepEqual(
      shown.alarms.map(({ kind }) => kind),
      ['checkpoint'],
    )
  })

  test('a log that hides entries is noticed', async () => {
    const log = await aLogOfSix()
    const source = { ...sourceOf(log), entries: async () => undefined }
    const shown = await watch(source, await policy(log), log.origin, undefined, log.clock.now())
    assert.deepEqual(
      shown.alarms.map(({ kind }) => kind),
      ['entry'],
    )
  })

  test('an erasure announced by a leaf is no difference, and content erased after it is one', async () => {
    const log = await aLogOfSix()
    const subjectId = newSubjectId()
    const { leafId } = await log.append({ subjectId })
    await log.db
      .transaction()
      .execute((tx) =>
        eraseParts(tx, log.councilId, subjectId, ['who'], 'asked-by-person', { at: log.clock.now(), keys }),
      )
    await log.sequence()
    assert.deepEqual(await kindsOfFsck(log, []), [])
    await asOwner(
      log,
      sql`update ledger.part set body = null, salt = null, erased_at = now()
        where council_id = ${log.councilId} and leaf_id = ${leafId} and name = 'text'`,
    )
    assert.deepEqual(await kindsOfFsck(log, []), ['erasure'])
  })
})

async function aLogOfSix(): Promise<TestLog> {
  const log = await openTestLog(ledger.database.db)
  for (const portion of [4, 2]) {
    for (let n = 0; n < portion; n += 1) await log.append()
    await log.sequence()
  }
  return log
}

const at = (log: TestLog, index: number) => sql`council_id = ${log.councilId} and idx = ${index}`

const leafAt = (log: TestLog, index: number) => sql`
  council_id = ${log.councilId} and leaf_id = (select id from ledger.leaf where ${at(log, index)})`

/** Changes the database as somebody can who owns it: no trigger and no foreign key is in the way. */
async function asOwner(log: TestLog, ...changes: readonly RawBuilder<unknown>[]): Promise<void> {
  await log.db.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx)
    for (const change of changes) await change.execute(tx)
  })
}

/** Changes the history and signs it anew from the beginning. */
async function rewrite(log: TestLog, ...changes: readonly RawBuilder<unknown>[]): Promise<void> {
  const own = sql`council_id = ${log.councilId}`
  await asOwner(
    log,
    ...changes,
    sql`update ledger.leaf set idx = null where ${own}`,
    sql`delete from ledger.node where ${own}`,
    sql`delete from ledger.checkpoint where ${own} and size > 0`,
    sql`update ledger.log set size = 0, root = ${emptyRoot} where ${own}`,
  )
  await log.sequence()
}

function sourceOf(log: TestLog): LogSource {
  return {
    checkpoint: () => checkpoint(log.db, log.councilId),
    entries: (index, width) => entries(log.db, log.councilId, index, width),
  }
}

async function policy(log: TestLog) {
  return parsePolicy(await policyOf(log.db, log.councilId))
}

async function visit(log: TestLog, before?: Parameters<typeof watch>[3]) {
  return watch(sourceOf(log), await policy(log), log.origin, before, log.clock.now())
}

async function kindsOfVisit(log: TestLog, before?: Parameters<typeof watch>[3]): Promise<string[]> {
  return [...new Set((await visit(log, before)).alarms.map(({ kind }) => kind))].sort()
}

async function kindsOfFsck(log: TestLog, known: readonly string[]): Promise<string[]> {
  return [...new Set((await fsck(log.db, log.councilId, { known })).map(({ kind }) => kind))].sort()
}

async function leafIds(log: TestLog): Promise<[string, ...string[]]> {
  const rows = await log.db
    .selectFrom('ledger.leaf')
    .select('id')
    .where('council_id', '=', log.councilId)
    .orderBy('idx')
    .execute()
  const [first, ...rest] = rows.map(({ id }) => id)
  assert(first)
  return [first, ...rest]
}

async function proofOf(log: TestLog, leafId: string): Promise<string> {
  const receipt = await receiptOf(log.db, log.councilId, leafId)
  assert(receipt?.state === 'logged')
  return receipt.proof
}
