import { describe, expect, test } from 'vitest'
import { perform } from '#kernel/action'
import { newId } from '#kernel/ids'
import { drain } from '#kernel/worker'
import { askBack, clockRecords } from '#parts/cases'
import { withdraw } from '#parts/opinions'
import { aCouncil, anOrganisation, aStation, eventsIn, succeeded } from '#support/councils'
import { house } from '#support/house'
import { aClerkOf, aDeputyOf, aGuest, anOfficialOf, someoneAt } from '#support/people'
import { siteOf } from '#support/site'
import { modules } from '../../index.ts'
import { sendLetter } from '../actions/deputy.ts'
import { join } from '../actions/joining.ts'
import { raise } from '../actions/resident.ts'
import { departmentRecords } from '../queries/figures.ts'
import { matterByReceipt, voicesIn } from '../queries/matter.ts'
import { decideObjection, merge, objectToMerge, split } from './actions.ts'
import { candidatesFor } from './queries.ts'

async function aTown() {
  const { app, clock } = await house('2026-11-20T01:00:00Z')
  const council = await aCouncil(app)
  const lamps = (await anOrganisation(app, council, { name_zh: '云山市照明中心' })).organisationId
  const deputy = await aDeputyOf(app, council)
  const clerk = await aClerkOf(app, council)
  const electrician = await anOfficialOf(app, council, lamps)
  const write = async (body: string, fields: object = {}) => {
    const guest = aGuest(council)
    const input = {
      clientKey: newId(),
      body,
      public: true,
      consent: true as const,
      deputyId: deputy.personId,
      ...fields,
    }
    const { receipt, number } = succeeded(await perform(app, raise, guest, input))
    return { receipt, number, guest }
  }
  const matter = async (receipt: string) => {
    const held = await matterByReceipt(app.database.db, council.id, receipt)
    if (!held) throw new Error('no such matter')
    return held.matter
  }
  const page = async (path: string, actor: Parameters<typeof siteOf>[0]['actor'], locale?: 'en') =>
    (await siteOf({ app, council, actor, modules, ...(locale && { locale }) }).get(path)).text()
  return { app, clock, council, lamps, deputy, clerk, electrician, write, matter, page }
}
type Town = Awaited<ReturnType<typeof aTown>>

const lamp = '3号楼东门的路灯坏了一个月，晚上一片漆黑。'
const again = '3号楼东门路灯不亮，晚上漆黑看不见路。'

async function merged(town: Town) {
  const first = await town.write(lamp)
  const second = await town.write(again)
  const matterId = (await town.matter(second.receipt)).id
  const intoId = (await town.matter(first.receipt)).id
  const { mergerId } = succeeded(await perform(town.app, merge, town.clerk, { matterId, intoId, reason: '同一盏路灯' }))
  return { first, second, matterId, intoId, mergerId }
}

describe('merging', () => {
  test('two matters are one thread with two voices; each receipt keeps its own words and leads to the thread', async () => {
    const town = await aTown()
    const { app, council } = town
    const { first, second, intoId } = await merged(town)
    const into = await town.matter(first.receipt)
    expect(await voicesIn(app.database.db, into)).toBe(2)
    const records = await departmentRecords(app, { id: council.id, timeZone: council.time_zone }, 'zh-CN')
    expect(records.reduce((sum, { asked }) => sum + asked, 0)).toBe(1)
    const own = await town.page(`/contact/${second.receipt}`, second.guest)
    expect(own).toContain(again)
    expect(own).toContain('同一盏路灯')
    expect(own).not.toContain(lamp)
    expect(await town.page(`/contact/${first.receipt}`, first.guest)).not.toContain(again)
    const kept = await town.page(`/contact/matters/${first.number}`, town.clerk)
    expect(kept).toContain(lamp)
    expect(kept).toContain(again)
    expect((await town.matter(first.receipt)).id).toBe(intoId)
  })

  test('everybody who speaks in either is told, and of every later step of the thread', async () => {
    const town = await aTown()
    const { app, council } = town
    const { first } = await merged(town)
    await drain(app, council.id)
    const told = async () => {
      const rows = await app.database.db
        .selectFrom('notices.notice')
        .select(['device_id', 'kind'])
        .where('council_id', '=', council.id)
        .where('device_id', 'is not', null)
        .execute()
      return rows
    }
    expect((await told()).map(({ kind }) => kind).sort()).toEqual(['contact.merged', 'contact.merged-here'])
    const into = await town.matter(first.receipt)
    const letter = { matterId: into.id, organisationId: town.lamps, subject: '关于路灯的函', body: '请修复。' }
    succeeded(await perform(app, sendLetter, town.deputy, letter))
    await drain(app, council.id)
    const later = (await told()).filter(({ kind }) => kind === 'contact.letter-sent')
    expect(new Set(later.map(({ device_id }) => device_id)).size).toBe(2)
  })

  test('only those who sort both may merge; what is not open, the same one, or a chain is refused', async () => {
    const town = await aTown()
    const { app, council } = town
    const station = await aStation(app, council)
    const other = await aStation(app, council, { name_zh: '望山社区代表联络站' })
    const liaison = await someoneAt(app, council, station.placeId, { roles: ['liaison'] })
    const at = (placeId: string) => ({ placeId, deputyId: null })
    const [a, b, far] = await Promise.all(
      [station.placeId, station.placeId, other.placeId].map(async (placeId) =>
        town.matter((await town.write(lamp, at(placeId))).receipt),
      ),
    )
    if (!a || !b || !far) throw new Error('not written')
    const reason = '同一盏路灯'
    expect(await perform(app, merge, town.deputy, { matterId: a.id, intoId: b.id, reason })).toMatchObject({
      kind: 'forbidden',
    })
    expect(await perform(app, merge, liaison, { matterId: a.id, intoId: far.id, reason })).toMatchObject({
      kind: 'forbidden',
    })
    expect(await perform(app, merge, liaison, { matterId: a.id, intoId: a.id, reason })).toMatchObject({
      kind: 'missing',
    })
    expect(await perform(app, merge, liaison, { matterId: a.id, intoId: b.id, reason: ' ' })).toMatchObject({
      issues: [{ path: 'reason', code: 'empty' }],
    })
    succeeded(await perform(app, merge, liaison, { matterId: a.id, intoId: b.id, reason }))
    expect(await perform(app, merge, town.clerk, { matterId: a.id, intoId: far.id, reason })).toMatchObject({
      code: 'stage:closed',
    })
    expect(await perform(app, merge, town.clerk, { matterId: far.id, intoId: a.id, reason })).toMatchObject({
      code: 'other-not-open',
    })
    expect(await perform(app, merge, town.clerk, { matterId: b.id, intoId: far.id, reason })).toMatchObject({
      code: 'holds-others',
    })
    const [event] = await eventsIn(app, council, 'contact.merged')
    expect(event?.data).toMatchObject({ caseId: a.case_id, kind: 'contact' })
  })

  test('nothing more is done to a merged matter itself', async () => {
    const town = await aTown()
    const { second } = await merged(town)
    const { case_id: caseId } = await town.matter(second.receipt)
    expect(await perform(town.app, askBack, town.deputy, { caseId, words: '几号楼？' })).toMatchObject({
      code: 'stage:closed',
    })
  })

  test('like matters are proposed, unlike ones are not', async () => {
    const town = await aTown()
    const { receipt } = await town.write(lamp)
    await town.write(again)
    await town.write('公交车早上要等四十分钟，孩子上学总迟到。')
    const { id, spot } = await town.matter(receipt)
    const found = await candidatesFor(town.app.database.db, town.council.id, { id, body: lamp, spot, scopeIds: null })
    expect(found.map(({ title }) => title)).toEqual([again.replace('。', '')])
  })
})

describe('splitting', () => {
  test('after any run of mergers and splits everything stands as before: stages, dates, words, voices, counts', {
    timeout: 180_000,
  }, async () => {
    const town = await aTown()
    const { app, council, clock } = town
    const written = await Promise.all([1, 2, 3, 4].map((n) => town.write(`${lamp}第${n}次反映。`)))
    const [one, two] = written
    if (!one || !two) throw new Error('not written')
    const joiner = { clientKey: newId(), body: '我家也是', consent: true as const }
    const intoFirst = { ...joiner, matterId: (await town.matter(one.receipt)).id }
    succeeded(await perform(app, join, aGuest(council), intoFirst))
    const letter = { organisationId: town.lamps, subject: '关于路灯的函', body: '请修复。' }
    succeeded(await perform(app, sendLetter, town.deputy, { matterId: (await town.matter(two.receipt)).id, ...letter }))
    const asked = { councilId: council.id, kind: 'contact', today: '2026-11-20' }
    const state = async () => {
      const shown = []
      for (const { receipt, guest } of written) {
        const matter = await town.matter(receipt)
        const { work } = matter
        const page = await town.page(`/contact/${receipt}`, guest)
        shown.push({
          stage: work.stage,
          keeper: work.keeperId,
          lead: work.lead && [work.lead.organisation_id, work.lead.state],
          clocks: work.clocks.map(({ kind, due_on, paused_on, met_on, stopped_on }) => [
            kind,
            due_on,
            paused_on,
            met_on,
            stopped_on,
          ]),
          voices: await voicesIn(app.database.db, matter),
          words: page.includes('第') && page.includes(lamp),
        })
      }
      return { shown, counts: await clockRecords(app.database.db, asked) }
    }
    const before = await state()
    let seed = 20261120
    const random = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648
      return seed % below
    }
    const standing: string[] = []
    let refused = 0
    for (let turn = 0; turn < 16; turn += 1) {
      clock.set(new Date(app.clock.now().getTime() + 60_000))
      if (standing.length > 0 && random(2) === 0) {
        const [mergerId = ''] = standing.splice(random(standing.length), 1)
        succeeded(await perform(app, split, town.clerk, { mergerId, reason: '不是同一盏' }))
      } else {
        const a = written[random(4)]
        const b = written[random(4)]
        if (!a || !b) continue
        const input = { matterId: (await town.matter(a.receipt)).id, intoId: (await town.matter(b.receipt)).id }
        const outcome = await perform(app, merge, town.clerk, { ...input, reason: '同一盏' })
        if (outcome.ok) standing.push(outcome.result.mergerId)
        else refused += 1
      }
      const voices = new Set<string>()
      let sum = 0
      for (const { receipt } of written) {
        const matter = await town.matter(receipt)
        voices.add(matter.id)
        if (matter.work.stage !== 'closed') sum += await voicesIn(app.database.db, matter)
      }
      expect(sum).toBe(5)
      const counts = await clockRecords(app.database.db, asked)
      expect(counts.reduce((all, { cases }) => all + cases, 0)).toBe(4 - standing.length)
    }
    expect(refused).toBeGreaterThan(0)
    while (standing.length > 0) {
      const mergerId = standing.pop() ?? ''
      succeeded(await perform(app, split, town.clerk, { mergerId, reason: '分开' }))
    }
    expect(await state()).toEqual(before)
  })

  test('the days between do not count: a split letter has as many days left as it had', async () => {
    const town = await aTown()
    const { app, clock } = town
    const first = await town.write(lamp)
    const second = await town.write(again)
    const matterId = (await town.matter(second.receipt)).id
    const letter = { matterId, organisationId: town.lamps, subject: '关于路灯的函', body: '请修复。' }
    succeeded(await perform(app, sendLetter, town.deputy, letter))
    const intoId = (await town.matter(first.receipt)).id
    const { mergerId } = succeeded(await perform(app, merge, town.clerk, { matterId, intoId, reason: '同一盏' }))
    clock.set('2026-11-30T01:00:00Z')
    succeeded(await perform(app, split, town.clerk, { mergerId, reason: '不是同一盏' }))
    const { work } = await town.matter(second.receipt)
    expect(work.stage).toBe('open')
    expect(work.replyClock).toMatchObject({ due_on: '2026-12-30', paused_on: null })
    expect(await perform(app, split, town.clerk, { mergerId, reason: '再分' })).toMatchObject({ code: 'split-already' })
    expect(await perform(app, split, town.deputy, { mergerId, reason: '再分' })).toMatchObject({ kind: 'forbidden' })
  })
})

describe('an objection', () => {
  test('of whoever holds the receipt is decided by a person, who splits or explains', async () => {
    const town = await aTown()
    const { app, council } = town
    const { first, second, mergerId } = await merged(town)
    const { receipt } = second
    expect(await perform(app, objectToMerge, first.guest, { receipt: first.receipt, words: '不是' })).toMatchObject({
      code: 'not-merged',
    })
    succeeded(await perform(app, objectToMerge, second.guest, { receipt, words: '我说的是西门' }))
    expect(await perform(app, objectToMerge, second.guest, { receipt, words: '再说一次' })).toMatchObject({
      code: 'objected-already',
    })
    const { id: objectionId } = await app.database.db
      .selectFrom('contact.merge_objection')
      .select('id')
      .where('council_id', '=', council.id)
      .executeTakeFirstOrThrow()
    const decision = { objectionId, split: true, answer: '确实是西门，分开办理' }
    expect(await perform(app, decideObjection, town.electrician, decision)).toMatchObject({ kind: 'forbidden' })
    succeeded(await perform(app, decideObjection, town.clerk, decision))
    expect((await town.matter(receipt)).work.stage).toBe('open')
    expect(await perform(app, decideObjection, town.clerk, decision)).toMatchObject({ code: 'split-already' })
    const names = (await eventsIn(app, council, 'contact.')).map(({ name }) => name)
    expect(names).toContain('contact.objection-decided')
    expect(mergerId).toBeTruthy()
  })

  test('may be refused with a reason, which stands behind the receipt', async () => {
    const town = await aTown()
    const { app, council } = town
    const { second } = await merged(town)
    succeeded(await perform(app, objectToMerge, second.guest, { receipt: second.receipt, words: '不一样' }))
    const { id: objectionId } = await app.database.db
      .selectFrom('contact.merge_objection')
      .select('id')
      .where('council_id', '=', council.id)
      .executeTakeFirstOrThrow()
    const answer = '现场看过，是同一盏灯'
    succeeded(await perform(app, decideObjection, town.clerk, { objectionId, split: false, answer }))
    expect((await town.matter(second.receipt)).work.stage).toBe('closed')
    expect(await town.page(`/contact/${second.receipt}`, second.guest)).toContain(answer)
  })
})

describe('taken back', () => {
  test('a matter is closed for everybody who had it, its clocks end, and lateness stays on record', async () => {
    const town = await aTown()
    const { app, council, clock } = town
    const { receipt, guest } = await town.write(lamp)
    const letter = { organisationId: town.lamps, subject: '关于路灯的函', body: '请修复。' }
    succeeded(await perform(app, sendLetter, town.deputy, { matterId: (await town.matter(receipt)).id, ...letter }))
    clock.set('2026-12-28T01:00:00Z')
    await drain(app, council.id)
    succeeded(await perform(app, withdraw, guest, { receipt }))
    await drain(app, council.id)
    const { work } = await town.matter(receipt)
    expect(work).toMatchObject({ stage: 'closed', closed_for: 'withdrawn' })
    expect(work.clocks.every(({ met_on, stopped_on }) => met_on !== null || stopped_on !== null)).toBe(true)
    const records = await departmentRecords(app, { id: council.id, timeZone: council.time_zone }, 'zh-CN')
    expect(records).toMatchObject([{ name: '云山市照明中心', asked: 1, answered: 0, late: 1 }])
    expect(await town.page(`/contact/${receipt}`, guest)).toContain('提出的人撤回了')
    const reminded = await eventsIn(app, council, 'cases.reminded')
    clock.set('2027-02-01T01:00:00Z')
    await drain(app, council.id)
    expect(await eventsIn(app, council, 'cases.reminded')).toHaveLength(reminded.length)
  })

  test('a matter others speak in goes on until the last of them has taken back her words', async () => {
    const town = await aTown()
    const { app, council } = town
    const { receipt, guest } = await town.write(lamp)
    const matterId = (await town.matter(receipt)).id
    const joiner = aGuest(council)
    const joined = { clientKey: newId(), body: '我家也是', consent: true as const, matterId }
    const theirs = succeeded(await perform(app, join, joiner, joined))
    succeeded(await perform(app, withdraw, guest, { receipt }))
    await drain(app, council.id)
    expect((await town.matter(receipt)).work.stage).toBe('open')
    succeeded(await perform(app, withdraw, joiner, { receipt: theirs.receipt }))
    await drain(app, council.id)
    expect((await town.matter(receipt)).work.stage).toBe('closed')
  })
})
