import assert from 'node:assert/strict'
import { test } from 'vitest'
import { perform } from '#kernel/action'
import { drain } from '#kernel/worker'
import { aCouncil, anOrganisation, succeeded } from '#support/councils'
import { house } from '#support/house'
import { aTheirSystem } from '#support/outside'
import { aClerkOf, aDeputyOf, aGuest } from '#support/people'
import { sendLetter } from '../actions/deputy.ts'
import { raise } from '../actions/resident.ts'
import { addConnection, endConnection } from '../exchange/keys.ts'
import { connectionsOf } from '../exchange/queries.ts'
import { exchangeWaiting, retryOutgoing } from './outgoing.ts'

const minute = 60_000

/** A letter to a department that has a system of its own. */
async function aLetterOut() {
  const { app, clock } = await house()
  const council = await aCouncil(app)
  const clerk = await aClerkOf(app, council)
  const deputy = await aDeputyOf(app, council)
  const { organisationId } = await anOrganisation(app, council, { name_zh: '云山市城市照明中心' })
  const system = await aTheirSystem()
  const given = {
    kind: 'open311',
    name: '照明中心系统',
    organisationId,
    serviceCode: 'lamp',
    apiKey: '秘密 key',
  } as const
  const connection = succeeded(
    await perform(app, addConnection, clerk, { ...given, endpoint: `${system.endpoint}/`, jurisdiction: 'yunshan' }),
  )
  const words = {
    clientKey: crypto.randomUUID(),
    body: '3号楼东门的路灯坏了。',
    spot: '临江路3号楼',
    public: false,
  } as const
  const contact = { name: '赵女士', answerBy: 'phone', contactKind: 'phone', contact: '+8613800138000' } as const
  const raised = { ...words, ...contact, deputyId: deputy.personId, consent: true } as const
  succeeded(await perform(app, raise, aGuest(council), raised))
  const { id: matterId } = await app.database.db
    .selectFrom('contact.matter')
    .select('id')
    .where('council_id', '=', council.id)
    .executeTakeFirstOrThrow()
  const letter = { matterId, organisationId, subject: '关于路灯的联系函', body: '请尽早恢复照明。' }
  succeeded(await perform(app, sendLetter, deputy, letter))
  await drain(app)
  const go = () => exchangeWaiting(app, council.id, 300)
  const later = async (minutes: number) => {
    clock.set(new Date(app.clock.now().getTime() + minutes * minute))
    return go()
  }
  const state = () =>
    app.database.db
      .selectFrom('contact.outgoing')
      .selectAll()
      .where('council_id', '=', council.id)
      .executeTakeFirstOrThrow()
  return { app, council, clerk, connection, system, go, later, state }
}

test('a letter to a department with its own system goes there, with nothing about who asked', async () => {
  const { council, system, go, state } = await aLetterOut()
  try {
    assert.equal(await go(), 1)
    const [request] = system.requests
    assert.equal(request?.fields.api_key, '秘密 key')
    assert.equal(request?.fields.jurisdiction_id, 'yunshan')
    assert.equal(request?.fields.service_code, 'lamp')
    assert.equal(request?.fields.address_string, '临江路3号楼')
    assert.match(String(request?.fields.description), /关于路灯的联系函[\s\S]*东门的路灯坏了[\s\S]*-1\]$/)
    assert.equal(JSON.stringify(request).includes('赵女士'), false)
    assert.equal(JSON.stringify(request).includes('138001'), false)
    const sent = await state()
    assert.deepEqual([sent.state, sent.their_id, sent.last_error], ['taken', '1', null])
    assert.equal(await go(), 0)
    assert.equal(council.id, sent.council_id)
  } finally {
    await system.close()
  }
})

test('what they do with it is asked after, until they have closed it', async () => {
  const { system, go, later, state } = await aLetterOut()
  try {
    await go()
    await later(31)
    assert.deepEqual([(await state()).their_status, (await state()).their_agency], ['open', '示例照明中心'])
    Object.assign(system.requests[0] as object, { status: 'Closed', notes: '路灯已经换好。' })
    await later(31)
    const closed = await state()
    assert.deepEqual([closed.state, closed.their_status, closed.their_notes], ['closed', 'closed', '路灯已经换好。'])
    assert.equal(await later(600), 0)
  } finally {
    await system.close()
  }
})

test('a system that fails, is silent or talks nonsense is asked again later, and it is filed once', async () => {
  const { app, council, system, go, later, state } = await aLetterOut()
  try {
    for (const [mood, trouble] of [
      ['fails', 'their-error'],
      ['silent', 'timeout'],
      ['talks-nonsense', 'malformed'],
      ['refuses-the-key', 'refused'],
    ] as const) {
      // A second try looks first for what they have, then files.
      system.moods.push(...((await state()).attempts > 0 ? (['well', mood] as const) : [mood]))
      await later(60)
      assert.deepEqual([(await state()).state, (await state()).last_error], ['waiting', trouble])
      assert.equal((await connectionsOf(app.database.db, council.id))[0]?.last_error, trouble)
    }
    assert.equal(await go(), 0)
    await later(600)
    assert.deepEqual([(await state()).state, system.requests.length], ['taken', 1])
    assert.equal((await connectionsOf(app.database.db, council.id))[0]?.last_error, null)
  } finally {
    await system.close()
  }
})

test('an answer lost on the way does not file it twice', async () => {
  const { system, go, later, state } = await aLetterOut()
  try {
    system.moods.push('hangs-up-after-filing')
    await go()
    assert.deepEqual([(await state()).state, (await state()).last_error], ['waiting', 'unreachable'])
    await later(10)
    assert.deepEqual([(await state()).state, (await state()).their_id, system.requests.length], ['taken', '1', 1])
  } finally {
    await system.close()
  }
})

test('a system that lists nothing but knows repeated requests has it once too', async () => {
  const { system, go, later, state } = await aLetterOut()
  try {
    system.lists = false
    system.knowsRepeats = true
    system.moods.push('hangs-up-after-filing')
    await go()
    await later(10)
    assert.deepEqual([(await state()).their_id, system.requests.length], ['1', 1])
  } finally {
    await system.close()
  }
})

test('a system that neither lists nor knows repeats files twice: the two tests before can fail', async () => {
  const { system, go, later } = await aLetterOut()
  try {
    system.lists = false
    system.moods.push('hangs-up-after-filing')
    await go()
    await later(10)
    assert.equal(system.requests.length, 2)
  } finally {
    await system.close()
  }
})

test('what they refuse for good is given up at once, and sent again when the office says so', async () => {
  const { app, clerk, system, go, later, state } = await aLetterOut()
  try {
    system.moods.push('does-not-know-the-service')
    await go()
    const dead = await state()
    assert.deepEqual([dead.state, dead.last_error], ['dead', 'bad-request'])
    assert.equal(await later(600), 0)
    succeeded(await perform(app, retryOutgoing, clerk, { outgoingId: dead.id }))
    await go()
    assert.equal((await state()).state, 'taken')
  } finally {
    await system.close()
  }
})

test('a token is followed to the number', async () => {
  const { system, go, later, state } = await aLetterOut()
  try {
    system.byToken = true
    await go()
    assert.deepEqual([(await state()).token, (await state()).their_id], ['t1', null])
    await later(31)
    assert.deepEqual([(await state()).their_id, (await state()).their_status], ['1', 'open'])
  } finally {
    await system.close()
  }
})

test('after a connection has ended nothing is sent, and its key is gone', async () => {
  const { app, clerk, connection, system, go } = await aLetterOut()
  try {
    succeeded(await perform(app, endConnection, clerk, connection))
    assert.equal(await go(), 0)
    assert.deepEqual(system.asked, [])
    const { sealed_key } = await app.database.db
      .selectFrom('contact.connection')
      .select('sealed_key')
      .where('id', '=', connection.connectionId)
      .executeTakeFirstOrThrow()
    assert.equal(sealed_key, null)
  } finally {
    await system.close()
  }
})
