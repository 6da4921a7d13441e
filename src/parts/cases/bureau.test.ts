import { describe, expect, test } from 'vitest'
import { perform } from '#kernel/action'
import { newId } from '#kernel/ids'
import { changeSetting } from '#parts/councils'
import { aCase, accepted, aHouseWithWork, draft, handOver as give, type Work } from '#support/cases'
import { eventsIn, someoneOf, succeeded } from '#support/councils'
import { anOfficialOf } from '#support/people'
import {
  addAssist,
  askBack,
  caseStanding,
  countQueue,
  draftReply,
  eraseNote,
  handOver,
  monthRecords,
  notesOf,
  type QueueAsked,
  queueOf,
  retireTemplate,
  returnAssignment,
  reviewReply,
  saveTemplate,
  sendReply,
  setHelper,
  sort,
  templatesOf,
  writeNote,
} from './index.ts'
import { casesData } from './personal-data.ts'

const queue = ({ app, council, lamps }: Work, fields: Partial<QueueAsked> = {}) =>
  queueOf(app.database.db, {
    councilId: council.id,
    kind: 'test-case',
    organisationIds: [lamps],
    today: '2026-11-20',
    ...fields,
  })

describe('colleagues', () => {
  test('a case is given to a colleague, who is told; nobody outside the department gives or gets it', async () => {
    const work = await accepted(await aHouseWithWork())
    const { app, council } = work
    const colleague = await anOfficialOf(app, council, work.lamps, { name: '薛立' })
    const input = { caseId: work.caseId, assignmentId: await work.assignmentId(), personId: colleague.personId }
    expect(await perform(app, handOver, work.plumber, input)).toMatchObject({ kind: 'forbidden' })
    expect(await perform(app, handOver, work.deputy, input)).toMatchObject({ kind: 'forbidden' })
    const outside = { ...input, personId: work.plumber.personId }
    expect(await perform(app, handOver, work.electrician, outside)).toMatchObject({
      issues: [{ path: 'personId', code: 'not-a-colleague' }],
    })
    succeeded(await perform(app, handOver, work.electrician, input))
    expect((await work.now()).lead?.holder_id).toBe(colleague.personId)
    expect(await perform(app, handOver, work.electrician, input)).toMatchObject({
      issues: [{ code: 'has-it-already' }],
    })
    const [event] = await eventsIn(app, council, 'cases.handed-over')
    expect(event?.data).toMatchObject({ personId: colleague.personId, organisationId: work.lamps })
    expect(await queue(work, { personId: colleague.personId })).toHaveLength(1)
    expect(await queue(work, { personId: work.electrician.personId })).toHaveLength(0)
  })

  test('a helper sees it among her own, once, and is let go again', async () => {
    const work = await accepted(await aHouseWithWork())
    const { app, council } = work
    const helper = await anOfficialOf(app, council, work.lamps, { name: '薛立' })
    const input = { caseId: work.caseId, assignmentId: await work.assignmentId(), personId: helper.personId }
    succeeded(await perform(app, setHelper, work.electrician, { ...input, helps: true }))
    expect(await perform(app, setHelper, work.electrician, { ...input, helps: true })).toMatchObject({
      issues: [{ code: 'has-it-already' }],
    })
    expect(await queue(work, { personId: helper.personId })).toHaveLength(1)
    succeeded(await perform(app, setHelper, work.electrician, { ...input, helps: false }))
    expect(await queue(work, { personId: helper.personId })).toHaveLength(0)
    expect(await perform(app, setHelper, work.plumber, { ...input, helps: true })).toMatchObject({ kind: 'forbidden' })
  })

  test('a note is read by its own department alone, and taken back by its writer alone', async () => {
    const work = await accepted(await aHouseWithWork())
    const { app, council } = work
    succeeded(await perform(app, addAssist, work.deputy, { caseId: work.caseId, organisationId: work.water }))
    const colleague = await anOfficialOf(app, council, work.lamps, { name: '薛立' })
    const note = { caseId: work.caseId, organisationId: work.lamps, words: '已电话核实，灯具要外地调货' }
    expect(await perform(app, writeNote, work.plumber, note)).toMatchObject({ kind: 'forbidden' })
    expect(await perform(app, writeNote, work.deputy, note)).toMatchObject({ kind: 'forbidden' })
    expect(await perform(app, writeNote, work.electrician, { ...note, words: ' ' })).toMatchObject({ kind: 'invalid' })
    const { noteId } = succeeded(await perform(app, writeNote, work.electrician, note))
    const read = (organisation: string) => notesOf(app.database.db, council.id, work.caseId, [organisation])
    expect((await read(work.lamps)).map(({ words }) => words)).toEqual([note.words])
    expect(await read(work.water)).toEqual([])
    const [event] = await eventsIn(app, council, 'cases.note-written')
    expect(JSON.stringify(event?.data)).not.toContain('核实')
    const erase = { caseId: work.caseId, noteId }
    expect(await perform(app, eraseNote, colleague, erase)).toMatchObject({ kind: 'forbidden' })
    succeeded(await perform(app, eraseNote, work.electrician, erase))
    expect((await read(work.lamps)).map(({ words }) => words)).toEqual([''])
    expect(await perform(app, eraseNote, work.electrician, erase)).toMatchObject({ code: 'erased-already' })
  })

  test('notes are in their writer’s copy, and go with her account or with that of the one who asked', async () => {
    for (const whose of ['electrician', 'resident'] as const) {
      const work = await accepted(await aHouseWithWork())
      const { app, council } = work
      const words = '住户说白天都在家'
      succeeded(
        await perform(app, writeNote, work.electrician, { caseId: work.caseId, organisationId: work.lamps, words }),
      )
      const copy = await casesData.export(app.database.db, work.electrician.accountId)
      expect(copy?.rows).toContainEqual(expect.objectContaining({ is: 'note', words }))
      const account = {
        app,
        councilId: council.id,
        accountId: work[whose].accountId,
        ground: 'asked',
        now: app.clock.now(),
      }
      await app.database.db.transaction().execute((tx) => casesData.erase(tx, account))
      const [note] = await notesOf(app.database.db, council.id, work.caseId, [work.lamps])
      expect(note?.words).toBe('')
    }
  })

  test('templates belong to one department: its people change and retire them, nobody else', async () => {
    const work = await aHouseWithWork()
    const { app, council, lamps } = work
    const input = { organisationId: lamps, title: '已派人查看', body: '{单位}已派人到{地点}查看。' }
    expect(await perform(app, saveTemplate, work.plumber, input)).toMatchObject({ kind: 'forbidden' })
    const { templateId } = succeeded(await perform(app, saveTemplate, work.electrician, input))
    const stolen = { ...input, organisationId: work.water, templateId }
    expect(await perform(app, saveTemplate, work.plumber, stolen)).toMatchObject({ kind: 'missing' })
    succeeded(await perform(app, saveTemplate, work.electrician, { ...input, templateId, title: '已查看' }))
    const titles = async () => (await templatesOf(app.database.db, council.id, [lamps])).map(({ title }) => title)
    expect(await titles()).toEqual(['已查看'])
    expect(await templatesOf(app.database.db, council.id, [work.water])).toEqual([])
    succeeded(await perform(app, retireTemplate, work.electrician, { organisationId: lamps, templateId }))
    expect(await titles()).toEqual([])
    expect(await perform(app, saveTemplate, work.electrician, { ...input, templateId })).toMatchObject({
      kind: 'missing',
    })
  })

  test('where the council wants it, only the head of the department lets a reply pass', async () => {
    const work = await aHouseWithWork()
    const { app, council } = work
    const change = { key: 'replyReviewByHead', value: true, validFrom: '2026-11-20', reason: '把关' }
    succeeded(await perform(app, changeSetting, someoneOf(council, ['administrator']), change))
    await accepted(work)
    const of = { caseId: work.caseId }
    const head = await anOfficialOf(app, council, work.lamps, { name: '曹颖', roles: ['department-head'] })
    const other = await anOfficialOf(app, council, work.water, { name: '袁野', roles: ['department-head'] })
    succeeded(await perform(app, draftReply, work.electrician, { ...of, ...draft }))
    expect(await perform(app, reviewReply, work.electrician, of)).toMatchObject({ kind: 'forbidden' })
    expect(await perform(app, reviewReply, other, of)).toMatchObject({ kind: 'forbidden' })
    expect(await perform(app, sendReply, work.electrician, of)).toMatchObject({ code: 'not-reviewed' })
    succeeded(await perform(app, reviewReply, head, of))
    succeeded(await perform(app, sendReply, work.electrician, of))
  })
})

describe('sorting', () => {
  test('the grade sets the clock by the council’s settings, from the day of the first sorting', async () => {
    const work = await aHouseWithWork()
    const { app, clock, council } = work
    const of = { caseId: work.caseId, topic: 'lamp' }
    expect(await perform(app, sort, work.deputy, { ...of, grade: 'hard' })).toMatchObject({ kind: 'forbidden' })
    expect(await perform(app, sort, work.clerk, { ...of, topic: 'nothing', grade: 'hard' })).toMatchObject({
      issues: [{ path: 'topic', code: 'unknown' }],
    })
    succeeded(await perform(app, sort, work.clerk, { ...of, grade: 'simple' }))
    const due = async () => (await work.now()).replyClock?.due_on
    expect(await due()).toBe('2026-11-24')
    clock.set('2026-11-23T01:00:00Z')
    succeeded(await perform(app, sort, work.clerk, { ...of, grade: 'hard' }))
    expect(await due()).toBe('2026-12-11')
    const it = await work.now()
    expect(caseStanding(it, app.clock.now(), council.time_zone)).toMatchObject({ dueOn: '2026-12-11' })
    const [first] = await eventsIn(app, council, 'cases.sorted')
    expect(first?.data).toMatchObject({ topic: 'lamp', grade: 'simple' })
  })

  test('a letter keeps the date its grade gave, and the grade no longer changes; the topic may', async () => {
    const work = await aHouseWithWork()
    const { app } = work
    const of = { caseId: work.caseId, topic: 'lamp', grade: 'ordinary' } as const
    succeeded(await perform(app, sort, work.clerk, of))
    await give(app, work.council, work.caseId, work.lamps)
    expect((await work.now()).replyClock?.due_on).toBe('2026-11-27')
    expect(await perform(app, sort, work.clerk, { ...of, grade: 'hard' })).toMatchObject({
      issues: [{ path: 'grade', code: 'letter-sent' }],
    })
    succeeded(await perform(app, sort, work.clerk, { ...of, topic: 'road' }))
    expect(await queue(work, { topic: 'road', grade: 'ordinary' })).toHaveLength(1)
    expect(await queue(work, { topic: 'lamp' })).toHaveLength(0)
  })
})

describe('the queue', () => {
  test('follows every step of a case, whichever action took it', async () => {
    const work = await aHouseWithWork()
    const { app } = work
    const step = async () => (await queue(work)).map((each) => [each.step, each.dueOn, each.paused])
    expect(await step()).toEqual([])
    await accepted(work)
    expect(await step()).toEqual([['accepted', '2026-12-21', false]])
    const of = { caseId: work.caseId }
    succeeded(await perform(app, askBack, work.electrician, { ...of, words: '几号楼？' }))
    expect(await step()).toEqual([['asked-back', '2026-12-21', true]])
    expect(await queue(work, { due: 'paused' })).toHaveLength(1)
    expect(await queue(work, { due: 'week', today: '2026-12-18' })).toHaveLength(0)
  })

  test('a returned letter leaves it; a draft, a review and a sent reply are told apart', async () => {
    const work = await aHouseWithWork()
    const { app } = work
    await give(app, work.council, work.caseId, work.lamps)
    const of = { caseId: work.caseId }
    const returned = { ...of, assignmentId: await work.assignmentId(), reason: '不归我们管' }
    succeeded(await perform(app, returnAssignment, work.electrician, returned))
    expect(await queue(work)).toEqual([])
    const other = { ...work, caseId: await aCase(app, work.council, { keeper: work.deputy }) }
    const second = {
      ...other,
      now: async () => (await import('#support/cases')).theCase(app, work.council, other.caseId),
      assignmentId: async () => (await second.now()).lead?.id ?? '',
    }
    await accepted(second)
    const seen: (string | undefined)[] = []
    for (const action of [draftReply, reviewReply, sendReply] as const) {
      const input = action === draftReply ? { caseId: second.caseId, ...draft } : { caseId: second.caseId }
      succeeded(await perform(app, action as typeof sendReply, work.electrician, input))
      seen.push((await queue(work))[0]?.step)
    }
    expect(seen).toEqual(['draft', 'reviewed', 'answered'])
    expect(await queue(work, { waiting: true })).toEqual([])
  })

  test('orders by the day that counts and counts what it lists; a stranger to the search finds nothing', async () => {
    const work = await accepted(await aHouseWithWork())
    const { app, council, clock } = work
    clock.set('2026-11-27T01:00:00Z')
    const later = await aCase(app, council, { keeper: work.deputy })
    await give(app, council, later, work.lamps)
    const listed = await queue(work)
    expect(listed.map(({ caseId }) => caseId)).toEqual([work.caseId, later])
    expect((await queue(work, { sort: 'newest' })).map(({ caseId }) => caseId)).toEqual([later, work.caseId])
    expect(await queue(work, { words: '路灯' })).toHaveLength(2)
    expect(await queue(work, { words: '%' })).toHaveLength(0)
    expect(await queue(work, { aboutIds: [newId()] })).toHaveLength(0)
    const asked = { councilId: council.id, kind: 'test-case', organisationIds: [work.lamps], today: '2026-12-22' }
    expect(await countQueue(app.database.db, { ...asked, due: 'late' })).toBe(1)
    expect(await countQueue(app.database.db, { ...asked, organisationIds: [work.water] })).toBe(0)
  })
})

test('a department’s record says by month what was in time, late, returned and said not solved', async () => {
  const work = await accepted(await aHouseWithWork())
  const { app, council, clock } = work
  clock.set('2026-11-30T01:00:00Z')
  const of = { caseId: work.caseId }
  succeeded(await perform(app, draftReply, work.electrician, { ...of, ...draft }))
  succeeded(await perform(app, reviewReply, work.electrician, of))
  succeeded(await perform(app, sendReply, work.electrician, of))
  const second = await aCase(app, council, { keeper: work.deputy })
  clock.set('2026-12-02T01:00:00Z')
  await give(app, council, second, work.lamps)
  const asked = {
    councilId: council.id,
    kind: 'test-case',
    organisationIds: [work.lamps],
    timeZone: council.time_zone,
    today: '2027-01-20',
  }
  const { months, total } = await monthRecords(app.database.db, asked)
  expect(
    months.map(({ month, given, inTime, late, lateNow, waiting, medianDays }) => [
      month,
      given,
      inTime,
      late,
      lateNow,
      waiting,
      medianDays,
    ]),
  ).toEqual([
    ['2026-12', 1, 0, 0, 1, 1, null],
    ['2026-11', 1, 1, 0, 0, 0, 10],
  ])
  expect(total).toMatchObject({ given: 2, inTime: 1, lateNow: 1, medianDays: 10 })
  expect((await monthRecords(app.database.db, { ...asked, organisationIds: [work.water] })).months).toEqual([])
})
