import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { describe, test } from 'vitest'
import type { z } from 'zod'
import { perform } from '#kernel/action'
import { newId } from '#kernel/ids'
import { shortCode } from '#kernel/short-code'
import { anOpenConsultation, commentOn } from '#support/consultations'
import { aContactPoint, aCouncil, aGuestOf, eventsIn, succeeded } from '#support/councils'
import { house } from '#support/house'
import { someoneAt } from '#support/people'
import type { FieldItem } from '../field-schema.ts'
import { sharesBy } from '../queries/field-doors.ts'
import { closeDoor, enterDoor, makeDoor } from './field-doors.ts'
import { finishFile, keepFieldPart } from './field-files.ts'
import { enterPaper, enterPaperAgain, printPapers, settlePaper, voidPaper } from './field-paper.ts'
import { holdSession, keepStatements } from './field-sessions.ts'
import { importField, syncField } from './field-sync.ts'
import { comment } from './give.ts'

async function ground() {
  const { app, clock } = await house()
  const council = await aCouncil(app)
  const { placeId } = await aContactPoint(app, council)
  const consultation = await anOpenConsultation(app, council)
  const collector = await someoneAt(app, council, placeId, { name: '吴姐', roles: ['collector'] })
  const staff = await someoneAt(app, council, placeId)
  const opinions = () =>
    app.database.db
      .selectFrom('opinions.opinion')
      .selectAll()
      .where('council_id', '=', council.id)
      .orderBy('received_at')
      .execute()
  const batch = (items: readonly z.input<typeof FieldItem>[]) => ({
    consultationId: consultation.id,
    placeId,
    phoneNow: clock.now().toISOString(),
    items: [...items],
  })
  return { app, clock, council, placeId, consultation, collector, staff, opinions, batch }
}

function anItem(fields: Partial<z.input<typeof FieldItem>> = {}): z.input<typeof FieldItem> {
  return {
    clientKey: newId(),
    receipt: shortCode(),
    claimedAt: '2026-11-20T00:30:00.000Z',
    provisionId: 'art_3',
    body: '一楼用不上电梯',
    consent: true,
    consentWords: 'field-kit 2026-11',
    ...fields,
  }
}

describe('what a collector’s phone sends', () => {
  test('is stored with the speaker’s own code, the place and the claimed time, and said in events', async () => {
    const { app, council, collector, batch, opinions, placeId } = await ground()
    const item = anItem()
    const { items } = succeeded(await perform(app, syncField, collector, batch([item])))
    const [stored] = await opinions()
    assert.equal(items[0]?.state, 'stored')
    assert.equal(stored?.receipt, item.receipt.replaceAll('-', ''))
    assert.deepEqual([stored?.channel, stored?.place_id, stored?.public], ['field', placeId, true])
    assert.equal(stored?.given_at.toISOString(), item.claimedAt)
    const events = await eventsIn(app, council, 'consultations.')
    assert.deepEqual(
      events.map(({ name }) => name),
      ['consultations.commented', 'consultations.field-synced'],
    )
    assert.equal(events[1]?.data.stored, 1)
  })

  test('is stored once however often it is sent, twice in one batch too', async () => {
    const { app, collector, batch, opinions } = await ground()
    const item = anItem()
    for (let times = 0; times < 3; times += 1) {
      const { items } = succeeded(await perform(app, syncField, collector, batch([item, item])))
      assert.deepEqual(
        items.map(({ state, receipt }) => [state, receipt]),
        Array(2).fill(['stored', item.receipt.replaceAll('-', '')]),
      )
    }
    assert.equal((await opinions()).length, 1)
  })

  test('gets another code where somebody’s code is proposed, and is told so', async () => {
    const { app, collector, batch, opinions } = await ground()
    const first = anItem()
    succeeded(await perform(app, syncField, collector, batch([first])))
    const { items } = succeeded(await perform(app, syncField, collector, batch([anItem({ receipt: first.receipt })])))
    assert.equal(items[0]?.state, 'stored')
    assert.notEqual(items[0]?.receipt, first.receipt.replaceAll('-', ''))
    assert.equal((await opinions()).length, 2)
  })

  test('after closing goes to a person when it was given before, and is refused when it was not', async () => {
    const { app, clock, collector, batch, opinions } = await ground()
    clock.set('2026-12-25T00:00:00Z')
    const after = anItem({ claimedAt: '2026-12-22T00:00:00.000Z' })
    const { items } = succeeded(await perform(app, syncField, collector, batch([anItem(), after])))
    assert.deepEqual(
      items.map(({ state, code }) => [state, code]),
      [
        ['late', null],
        ['refused', 'closed'],
      ],
    )
    const [late] = await opinions()
    assert.deepEqual([late?.stage, late?.tags], ['held', ['late']])
    const again = succeeded(await perform(app, syncField, collector, batch([anItem()])))
    assert.equal(again.items[0]?.state, 'late')
  })

  test('a wrong clock changes the time that counts and keeps what was claimed', async () => {
    const { app, collector, batch, opinions } = await ground()
    const item = anItem({ claimedAt: '2026-11-23T00:30:00.000Z' })
    const sent = { ...batch([item]), phoneNow: '2026-11-23T01:00:00.000Z' }
    succeeded(await perform(app, syncField, collector, sent))
    assert.equal((await opinions())[0]?.given_at.toISOString(), '2026-11-20T00:30:00.000Z')
    const kept = await app.database.db
      .selectFrom('consultations.field_item')
      .selectAll()
      .where('client_key', '=', item.clientKey)
      .executeTakeFirstOrThrow()
    assert.equal(kept.claimed_at.toISOString(), item.claimedAt)
    assert.equal(kept.phone_ahead_s, 259_200)
  })

  test('of somebody who is no collector here is refused whole, and the desk can still take it in as a file', async () => {
    const { app, council, staff, collector, batch, opinions } = await ground()
    const removed = { ...collector, grants: [] }
    const elsewhere = await someoneAt(app, council, newId(), { roles: ['collector'] })
    const item = anItem()
    assert.equal((await perform(app, syncField, removed, batch([item]))).ok, false)
    assert.equal((await perform(app, syncField, elsewhere, batch([item]))).ok, false)
    assert.equal((await perform(app, importField, collector, batch([item]))).ok, false)
    assert.equal((await opinions()).length, 0)
    const file = { ...batch([item]), collectorId: collector.personId }
    const { items } = succeeded(await perform(app, importField, staff, file))
    assert.equal(items[0]?.state, 'stored')
    succeeded(await perform(app, syncField, collector, batch([item])))
    assert.equal((await opinions()).length, 1)
  })

  test('a file that lay for two days keeps the time that was claimed', async () => {
    const { app, clock, staff, collector, batch, opinions } = await ground()
    const file = { ...batch([anItem()]), collectorId: collector.personId }
    clock.set('2026-11-22T01:00:00Z')
    succeeded(await perform(app, importField, staff, file))
    assert.equal((await opinions())[0]?.given_at.toISOString(), '2026-11-20T00:30:00.000Z')
  })

  test('an unknown clause, a missing photo or no words refuse one item and keep the others', async () => {
    const { app, collector, batch, opinions } = await ground()
    const wrong = [
      anItem({ provisionId: 'art_99' }),
      anItem({ files: [{ fileKey: newId(), kind: 'photo' }] }),
      anItem({ body: ' ' }),
      anItem(),
    ]
    const { items } = succeeded(await perform(app, syncField, collector, batch(wrong)))
    assert.deepEqual(
      items.map(({ code }) => code),
      ['not-in-text', 'file-missing', 'empty', null],
    )
    assert.equal((await opinions()).length, 1)
  })

  test('without consent the item is named as invalid', async () => {
    const { app, collector, batch } = await ground()
    const silent: z.input<typeof FieldItem> = { ...anItem(), ...JSON.parse('{"consent":false}') }
    const outcome = await perform(app, syncField, collector, batch([anItem(), silent]))
    assert.ok(!outcome.ok && outcome.kind === 'invalid')
    assert.equal(outcome.issues[0]?.path, 'items.1.consent')
  })

  test('a session opened without signal arrives once, and its speakers belong to it', async () => {
    const { app, collector, batch, opinions } = await ground()
    const session = {
      clientKey: newId(),
      kind: 'street' as const,
      title: '公园座谈',
      heldAt: '2026-11-20T00:00:00.000Z',
      attended: 12,
    }
    const of = (items: readonly z.input<typeof FieldItem>[]) => ({ ...batch(items), sessions: [session] })
    succeeded(await perform(app, syncField, collector, of([anItem({ sessionKey: session.clientKey })])))
    succeeded(await perform(app, syncField, collector, of([anItem({ sessionKey: session.clientKey })])))
    const ids = (await opinions()).map(({ session_id }) => session_id)
    assert.equal(ids.length, 2)
    assert.ok(ids[0])
    assert.equal(ids[0], ids[1])
  })
})

describe('a photo on its way', () => {
  async function aPhoto() {
    const bytes = await sharp({ create: { width: 900, height: 700, channels: 3, background: '#a33' } })
      .png()
      .toBuffer()
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const half = Math.ceil(bytes.length / 2)
    const file = { fileKey: newId(), kind: 'photo' as const, name: 'p.png', sha256, parts: 2 }
    return { file, pieces: [bytes.subarray(0, half), bytes.subarray(half)] as const }
  }

  test('in pieces, cut and repeated, is one file; with no words beside it, it is typed in like a form under its code', async () => {
    const { app, collector, batch, opinions, staff, council, placeId, consultation } = await ground()
    const { file, pieces } = await aPhoto()
    const part = (ordinal: 0 | 1) =>
      perform(app, keepFieldPart, collector, { ...file, ordinal, bytes: new Uint8Array(pieces[ordinal]) })
    assert.equal(succeeded(await part(0)).state, 'waiting')
    assert.deepEqual(succeeded(await part(0)).have, [0])
    assert.equal(succeeded(await part(1)).state, 'whole')
    assert.equal(succeeded(await finishFile(app, collector, file.fileKey)).state, 'stored')
    assert.equal(succeeded(await finishFile(app, collector, file.fileKey)).state, 'stored')

    const item = anItem({ body: '', name: '李奶奶', files: [{ fileKey: file.fileKey, kind: 'photo' }] })
    for (let times = 0; times < 2; times += 1) {
      const { items } = succeeded(await perform(app, syncField, collector, batch([item])))
      assert.deepEqual([items[0]?.state, items[0]?.repeated], ['typing', times === 1])
    }
    const paper = await app.database.db
      .selectFrom('consultations.paper')
      .selectAll()
      .where('council_id', '=', council.id)
      .executeTakeFirstOrThrow()
    assert.ok(paper.scan_file_id)
    const second = await someoneAt(app, council, placeId)
    const typed = { consultationId: consultation.id, paperId: paper.id, entry: { body: '照片上的话' } }
    succeeded(await perform(app, enterPaper, staff, typed))
    succeeded(await perform(app, enterPaperAgain, second, typed))
    const [opinion] = await opinions()
    assert.deepEqual([opinion?.receipt, opinion?.channel], [item.receipt.replaceAll('-', ''), 'field'])
    const { items } = succeeded(await perform(app, syncField, collector, batch([item])))
    assert.deepEqual([items[0]?.state, items[0]?.repeated], ['stored', true])
  })

  test('that arrived damaged is asked for again, and nobody else may add to it', async () => {
    const { app, collector, staff } = await ground()
    const { file, pieces } = await aPhoto()
    const bytes = new Uint8Array(pieces[0])
    for (const ordinal of [0, 1]) succeeded(await perform(app, keepFieldPart, collector, { ...file, ordinal, bytes }))
    const other = await perform(app, keepFieldPart, staff, { ...file, ordinal: 0, bytes })
    assert.ok(!other.ok && other.kind === 'forbidden' && other.hidden)
    assert.equal(succeeded(await finishFile(app, collector, file.fileKey)).refusal, 'damaged')
    const anew = await perform(app, keepFieldPart, collector, { ...file, ordinal: 0, bytes })
    assert.equal(succeeded(anew).state, 'waiting')
  })
})

describe('a door', () => {
  test('counts who comes and what they leave, by every dimension with the same totals', async () => {
    const { app, council, placeId, consultation, staff } = await ground()
    const guest = aGuestOf(council)
    const made = { consultationId: consultation.id, placeId, provisionId: 'art_3', campaign: '普法周', label: '门口' }
    const { doorId, code } = succeeded(await perform(app, makeDoor, staff, made))
    assert.match(code, /^[0-9A-HJKMNP-TV-Z]{8}$/)
    for (const again of [false, false, true]) succeeded(await perform(app, enterDoor, guest, { code, again }))
    succeeded(await perform(app, comment, guest, commentOn(consultation, { doorId })))
    succeeded(await perform(app, comment, guest, commentOn(consultation, { body: '没有经过门' })))
    const of = { councilId: council.id, consultationId: consultation.id, timeZone: 'Asia/Shanghai' }
    for (const by of ['door', 'place', 'clause', 'campaign', 'channel', 'day'] as const) {
      const shares = await sharesBy(app.database.db, of, by)
      const sum = (key: 'visits' | 'opinions') => shares.reduce((total, share) => total + share[key], 0)
      assert.deepEqual([by, sum('visits'), sum('opinions')], [by, 2, 2])
    }
    const [through] = await sharesBy(app.database.db, of, 'campaign')
    assert.deepEqual(through, { key: '普法周', visits: 2, opinions: 1 })
  })

  test('closed says so; a wrong clause and another place’s staff are refused', async () => {
    const { app, council, placeId, consultation, staff } = await ground()
    const made = { consultationId: consultation.id, placeId }
    const { doorId, code } = succeeded(await perform(app, makeDoor, staff, made))
    const stranger = await someoneAt(app, council, newId())
    const closing = { consultationId: consultation.id, doorId }
    assert.equal((await perform(app, closeDoor, stranger, closing)).ok, false)
    succeeded(await perform(app, closeDoor, staff, closing))
    const late = await perform(app, enterDoor, aGuestOf(council), { code })
    assert.ok(!late.ok && late.kind === 'conflict' && late.code === 'door-closed')
    const wrong = await perform(app, makeDoor, staff, { ...made, provisionId: 'art_99' })
    assert.ok(!wrong.ok && wrong.kind === 'invalid')
    assert.equal((await perform(app, makeDoor, stranger, made)).ok, false)
  })
})

describe('a session on site', () => {
  test('is told, corrected, and its statements are kept once as opinions of their clauses', async () => {
    const { app, placeId, consultation, staff, collector, opinions } = await ground()
    const told = {
      consultationId: consultation.id,
      clientKey: newId(),
      placeId,
      kind: 'seminar' as const,
      title: '清泉座谈会',
      heldAt: '2026-11-19T06:00:00Z',
      attended: '14',
      minutes: '王阿姨：第三条不公平',
    }
    const { sessionId, number } = succeeded(await perform(app, holdSession, collector, told))
    const corrected = succeeded(await perform(app, holdSession, staff, { ...told, attended: 15 }))
    assert.deepEqual(corrected, { sessionId, number })
    const statements = [{ clientKey: newId(), speaker: '王阿姨', body: '第三条不公平', provisionId: 'art_3' }]
    const keep = { consultationId: consultation.id, sessionId, statements }
    assert.equal((await perform(app, keepStatements, collector, keep)).ok, false)
    assert.deepEqual(succeeded(await perform(app, keepStatements, staff, keep)), { stored: 1, repeated: 0 })
    assert.deepEqual(succeeded(await perform(app, keepStatements, staff, keep)), { stored: 0, repeated: 1 })
    const [opinion] = await opinions()
    assert.deepEqual([opinion?.channel, opinion?.session_id, opinion?.provision_id], ['session', sessionId, 'art_3'])
  })

  test('held after closing gives no opinions', async () => {
    const { app, clock, placeId, consultation, staff } = await ground()
    clock.set('2026-12-25T00:00:00Z')
    const told = { consultationId: consultation.id, clientKey: newId(), placeId, kind: 'visit' as const, title: '晚了' }
    const { sessionId } = succeeded(await perform(app, holdSession, staff, { ...told, heldAt: '2026-12-24T00:00:00Z' }))
    const statements = [{ clientKey: newId(), speaker: '', body: '太晚了' }]
    const outcome = await perform(app, keepStatements, staff, {
      consultationId: consultation.id,
      sessionId,
      statements,
    })
    assert.ok(!outcome.ok && outcome.kind === 'conflict' && outcome.code === 'closed')
  })
})

describe('a paper form', () => {
  async function printed() {
    const it = await ground()
    const { app, council, placeId, consultation, staff } = it
    const [second, third] = [await someoneAt(app, council, placeId), await someoneAt(app, council, placeId)]
    succeeded(await perform(app, printPapers, staff, { consultationId: consultation.id, placeId, count: 2 }))
    const papers = await app.database.db
      .selectFrom('consultations.paper')
      .selectAll()
      .where('council_id', '=', council.id)
      .orderBy('number')
      .execute()
    const entry = { body: '电梯费用按楼层分', provision: 'art_3', name: '李桂兰', contact: '', consent: true }
    const of = (words: Partial<typeof entry> = {}) => ({
      consultationId: consultation.id,
      paperId: papers[0]!.id,
      entry: { ...entry, ...words },
    })
    return { ...it, second, third, papers, of }
  }

  test('read alike by two people is an opinion whose receipt is the form’s code', async () => {
    const { app, staff, second, papers, of, opinions } = await printed()
    succeeded(await perform(app, enterPaper, staff, of()))
    const same = await perform(app, enterPaperAgain, staff, of())
    assert.ok(!same.ok && same.kind === 'conflict' && same.code === 'same-person')
    const { differs, opinionId } = succeeded(await perform(app, enterPaperAgain, second, of()))
    assert.deepEqual(differs, [])
    const [opinion] = await opinions()
    assert.deepEqual([opinion?.id, opinion?.receipt, opinion?.channel], [opinionId, papers[0]?.code, 'paper'])
    const more = await perform(app, enterPaperAgain, second, of())
    assert.ok(!more.ok && more.kind === 'conflict' && more.code === 'entered-already')
  })

  test('read differently waits for a third person, who is neither of the two', async () => {
    const { app, staff, second, third, of, opinions } = await printed()
    const early = await perform(app, enterPaperAgain, second, of())
    assert.ok(!early.ok && early.kind === 'conflict' && early.code === 'not-typed-yet')
    succeeded(await perform(app, enterPaper, staff, of()))
    const { differs } = succeeded(await perform(app, enterPaperAgain, second, of({ body: '电梯费用按户分' })))
    assert.deepEqual(differs, ['body'])
    assert.equal((await opinions()).length, 0)
    const own = await perform(app, settlePaper, second, of())
    assert.ok(!own.ok && own.kind === 'conflict' && own.code === 'same-person')
    succeeded(await perform(app, settlePaper, third, of()))
    assert.equal((await opinions())[0]?.body, '电梯费用按楼层分')
  })

  test('not ticked is for the office alone; void, it is out of the count and takes no more words', async () => {
    const { app, staff, second, papers, of, opinions } = await printed()
    succeeded(await perform(app, enterPaper, staff, of({ consent: false })))
    succeeded(await perform(app, enterPaperAgain, second, of({ consent: false })))
    assert.equal((await opinions())[0]?.public, false)
    const other = { consultationId: of().consultationId, paperId: papers[1]!.id }
    succeeded(await perform(app, voidPaper, staff, { ...other, because: '撕坏了' }))
    const dead = await perform(app, enterPaper, staff, { ...other, entry: of().entry })
    assert.ok(!dead.ok && dead.kind === 'conflict' && dead.code === 'void')
  })

  test('that came back after closing goes to a person', async () => {
    const { app, clock, staff, second, of, opinions } = await printed()
    clock.set('2026-12-25T00:00:00Z')
    succeeded(await perform(app, enterPaper, staff, of()))
    succeeded(await perform(app, enterPaperAgain, second, of()))
    const [opinion] = await opinions()
    assert.equal(opinion?.stage, 'held')
  })
})
