import { describe, expect, test } from 'vitest'
import { perform } from '#kernel/action'
import { newId } from '#kernel/ids'
import { drain } from '#kernel/worker'
import { accept, draftReply, reviewReply, sendReply } from '#parts/cases'
import { changeSetting } from '#parts/councils'
import { aCouncil, anOrganisation, aStation, eventsIn, someoneOf, succeeded } from '#support/councils'
import { house } from '#support/house'
import { aCitizen, aClerkOf, aDeputyOf, aGuest, anOfficialOf, someoneAt } from '#support/people'
import { siteOf } from '#support/site'
import { modules } from '../index.ts'
import { forward, giveTo, sendLetter } from './actions/deputy.ts'
import { answerBack, judge, judgeKept, raise } from './actions/resident.ts'
import { letterPdf } from './pages/letter.ts'
import { contactData } from './personal-data.ts'
import { departmentRecords } from './queries/figures.ts'
import { letterOf, matterByReceipt } from './queries/matter.ts'
import { titleOf } from './rules.ts'

const said = { body: '3号楼东门的路灯坏了一个月。晚上一片漆黑。', public: false, consent: true } as const

async function aTown() {
  const { app, clock } = await house('2026-11-20T01:00:00Z')
  const council = await aCouncil(app)
  const lamps = (await anOrganisation(app, council, { name_zh: '云山市照明中心' })).organisationId
  const deputy = await aDeputyOf(app, council)
  const clerk = await aClerkOf(app, council)
  const electrician = await anOfficialOf(app, council, lamps, { name: '魏红' })
  const guest = aGuest(council)
  const write = async (fields: object = {}, actor = guest) =>
    succeeded(await perform(app, raise, actor, { clientKey: newId(), ...said, ...fields }))
  const held = async (receipt: string) => {
    const found = await matterByReceipt(app.database.db, council.id, receipt)
    if (!found) throw new Error('no such matter')
    return found
  }
  const letter = (matterId: string) => ({
    matterId,
    organisationId: lamps,
    subject: '关于路灯的函',
    body: '请尽早修复。',
  })
  return { app, clock, council, lamps, deputy, clerk, electrician, guest, write, held, letter }
}

type Town = Awaited<ReturnType<typeof aTown>>

/** A letter that its department has answered. */
async function answered(town: Town): Promise<string> {
  const { app, deputy, electrician } = town
  const { receipt } = await town.write({ deputyId: deputy.personId })
  const { matter } = await town.held(receipt)
  const caseId = matter.case_id
  succeeded(await perform(app, sendLetter, deputy, town.letter(matter.id)))
  const assignmentId = (await town.held(receipt)).matter.work.lead?.id ?? ''
  succeeded(await perform(app, accept, electrician, { caseId, assignmentId }))
  const reply = { caseId, body: '12月15日前更换。', class: 'b', result: 'promised' } as const
  succeeded(await perform(app, draftReply, electrician, reply))
  succeeded(await perform(app, reviewReply, electrician, { caseId }))
  succeeded(await perform(app, sendReply, electrician, { caseId }))
  return receipt
}

describe('writing to a deputy', () => {
  test('a guest gets a receipt, and the deputy she chose has the matter at once', async () => {
    const { app, council, deputy, write, held } = await aTown()
    const { receipt, number } = await write({ deputyId: deputy.personId, spot: '临江路3号楼' })
    expect(number).toBe(1)
    const { matter, opinion } = await held(receipt)
    expect(matter.work).toMatchObject({ keeperId: deputy.personId, stage: 'open', title: '3号楼东门的路灯坏了一个月' })
    expect(opinion).toMatchObject({ body: said.body, public: false })
    await drain(app, council.id)
    const notices = await app.database.db
      .selectFrom('notices.notice')
      .select(['account_id', 'href'])
      .where('council_id', '=', council.id)
      .execute()
    expect(notices).toEqual([{ account_id: deputy.accountId, href: '/contact/matters/1' }])
  })

  test('the same sending twice is one matter; somebody who is no deputy, or no place, is refused', async () => {
    const { app, council, guest, clerk } = await aTown()
    const input = { clientKey: newId(), ...said }
    const first = succeeded(await perform(app, raise, guest, input))
    expect(succeeded(await perform(app, raise, guest, input))).toEqual(first)
    expect((await eventsIn(app, council, 'contact.raised')).length).toBe(1)
    const to = (fields: object) => perform(app, raise, guest, { ...input, clientKey: newId(), ...fields })
    expect(await to({ deputyId: clerk.personId })).toMatchObject({ issues: [{ path: 'deputyId', code: 'unknown' }] })
    expect(await to({ placeId: newId() })).toMatchObject({ issues: [{ path: 'placeId', code: 'unknown' }] })
    expect(await to({ files: [newId()] })).toMatchObject({ issues: [{ path: 'files', code: 'file-gone' }] })
    expect(await to({ consent: false })).toMatchObject({ kind: 'invalid' })
    expect(await to({ answerBy: 'phone' })).toMatchObject({ issues: [{ path: 'contact', code: 'contact-needed' }] })
  })

  test('written to a station, its liaison gives it to a deputy; the liaison of another place sees nothing', async () => {
    const { app, council, deputy, electrician, write, held } = await aTown()
    const station = await aStation(app, council)
    const other = await aStation(app, council, { name_zh: '望山社区代表联络站' })
    const liaison = await someoneAt(app, council, station.placeId, { roles: ['liaison'] })
    const stranger = await someoneAt(app, council, other.placeId, { roles: ['liaison'] })
    const { receipt } = await write({ placeId: station.placeId })
    const { matter } = await held(receipt)
    const given = { matterId: matter.id, deputyId: deputy.personId }
    expect(await perform(app, giveTo, stranger, given)).toMatchObject({ kind: 'forbidden' })
    expect(await perform(app, giveTo, liaison, { ...given, deputyId: electrician.personId })).toMatchObject({
      issues: [{ path: 'deputyId', code: 'unknown' }],
    })
    succeeded(await perform(app, giveTo, liaison, given))
    expect(await perform(app, giveTo, liaison, given)).toMatchObject({ issues: [{ code: 'has-it-already' }] })
    const page = (actor: typeof liaison) => siteOf({ app, council, actor, modules }).get('/contact/matters/1')
    expect((await page(stranger)).status).toBe(404)
    expect((await page(liaison)).status).toBe(200)
  })
})

describe('the contact letter', () => {
  test('has a number of its year, and a month by the setting as it stands on the day', async () => {
    const town = await aTown()
    const { app, clock, council, deputy, clerk } = town
    const change = { key: 'letterReplyMonths', value: 2, validFrom: '2026-12-01', reason: '试行' }
    succeeded(await perform(app, changeSetting, someoneOf(council, ['administrator']), change))
    const send = async () => {
      const { receipt } = await town.write({ deputyId: deputy.personId })
      const { matter } = await town.held(receipt)
      const sent = succeeded(await perform(app, sendLetter, deputy, town.letter(matter.id)))
      expect(await perform(app, sendLetter, deputy, town.letter(matter.id))).toMatchObject({ code: 'letter-sent' })
      const give = { matterId: matter.id, deputyId: clerk.personId }
      expect(await perform(app, giveTo, clerk, give)).toMatchObject({ code: 'letter-sent' })
      return [sent.year, sent.number, (await town.held(receipt)).matter.work.replyClock?.due_on]
    }
    expect(await send()).toEqual([2026, 1, '2026-12-21'])
    clock.set('2026-12-01T01:00:00Z')
    expect(await send()).toEqual([2026, 2, '2027-02-01'])
    clock.set('2027-01-04T01:00:00Z')
    expect((await send()).slice(0, 2)).toEqual([2027, 1])
  })

  test('only whoever keeps the matter sends it, to an organisation of the council', async () => {
    const town = await aTown()
    const { app, council, deputy, electrician } = town
    const { receipt } = await town.write({ deputyId: deputy.personId })
    const { matter } = await town.held(receipt)
    const another = await aDeputyOf(app, council, { name: '宋刚' })
    expect(await perform(app, sendLetter, another, town.letter(matter.id))).toMatchObject({ kind: 'forbidden' })
    expect(await perform(app, sendLetter, electrician, town.letter(matter.id))).toMatchObject({ kind: 'forbidden' })
    const nowhere = { ...town.letter(matter.id), organisationId: newId() }
    expect(await perform(app, sendLetter, deputy, nowhere)).toMatchObject({ issues: [{ path: 'organisationId' }] })
  })

  test('is a PDF on paper in both languages', async () => {
    const facts = {
      council: '云山市人民代表大会常务委员会',
      year: 2026,
      number: 3,
      organisation: '云山市照明中心',
      deputy: '王秀英',
      subject: '关于修复路灯的联系函',
      body: '请到现场查看。',
      said: said.body,
      spot: '临江路3号楼',
      sentOn: '2026年11月20日',
      dueOn: '2026年12月21日',
      url: 'http://localhost:3000/contact/matters/1',
    }
    for (const locale of ['zh-CN', 'en'] as const) {
      const { bytes, pages } = await letterPdf(facts, locale)
      expect(Buffer.from(bytes.subarray(0, 5)).toString()).toBe('%PDF-')
      expect(pages).toBe(1)
    }
  })
})

describe('the one who asked', () => {
  test('answers, judges and confirms by her receipt; once an account has it, that account alone', async () => {
    const town = await aTown()
    const { app, council } = town
    const receipt = await answered(town)
    expect(await perform(app, answerBack, town.guest, { receipt, words: '3号楼' })).toMatchObject({ code: 'not-asked' })
    const nobody = { receipt: '7KQ4-M2XC-9TRA', verdict: 'solved' } as const
    expect(await perform(app, judge, town.guest, nobody)).toMatchObject({ kind: 'missing' })
    succeeded(await perform(app, judge, aGuest(council), { receipt, verdict: 'accepted' }))
    expect(await perform(app, judge, town.guest, { receipt, verdict: 'solved' })).toMatchObject({
      code: 'stage:settled',
    })
    const promise = { receipt, promiseId: newId(), verdict: 'confirmed' } as const
    expect(await perform(app, judgeKept, town.guest, promise)).toMatchObject({ kind: 'missing' })
    const citizen = await aCitizen(app, council)
    const own = succeeded(await perform(app, raise, citizen, { clientKey: newId(), ...said }))
    const words = { receipt: own.receipt, words: '3号楼' }
    expect(await perform(app, answerBack, town.guest, words)).toMatchObject({ kind: 'forbidden' })
  })

  test('hears in the deputy’s own words what the department answered, once for each reply', async () => {
    const town = await aTown()
    const { app, deputy } = town
    const { receipt: fresh } = await town.write({ deputyId: deputy.personId })
    const early = { matterId: (await town.held(fresh)).matter.id, words: '他们会换。' }
    expect(await perform(app, forward, deputy, early)).toMatchObject({ code: 'no-reply' })
    const receipt = await answered(town)
    const handed = { matterId: (await town.held(receipt)).matter.id, words: '他们会换，我也去看。' }
    expect(await perform(app, forward, town.electrician, handed)).toMatchObject({ kind: 'forbidden' })
    succeeded(await perform(app, forward, deputy, handed))
    expect(await perform(app, forward, deputy, handed)).toMatchObject({ code: 'forwarded-already' })
    const page = await siteOf({ app, council: town.council, actor: town.guest, modules }).get(`/contact/${receipt}`)
    expect(await page.text()).toContain('我也去看')
  })

  test('finds her matter by its code at the receipts’ address too', async () => {
    const town = await aTown()
    const { receipt } = await town.write()
    const site = siteOf({ app: town.app, council: town.council, actor: town.guest, modules })
    const redirected = await site.get(`/r/${receipt}`)
    expect(redirected.status).toBe(303)
    expect(redirected.headers.get('location')).toBe(`/contact/${receipt.replace(/^(.{4})(.{4})/, '$1-$2-')}`)
    expect((await site.get('/contact/7KQ4-M2XC-9TRB')).status).toBe(404)
  })

  test('her name and telephone are for the deputy and the liaison, not for the department', async () => {
    const town = await aTown()
    const { app, council, deputy, electrician } = town
    const phone = '+8613800138000'
    const { receipt } = await town.write({
      deputyId: deputy.personId,
      name: '李阿姨',
      answerBy: 'phone',
      contactKind: 'phone',
      contact: phone,
    })
    succeeded(await perform(app, sendLetter, deputy, town.letter((await town.held(receipt)).matter.id)))
    const seenBy = async (actor: typeof deputy) =>
      (await siteOf({ app, council, actor, modules }).get('/contact/matters/1')).text()
    expect(await seenBy(deputy)).toContain(phone)
    const departmentSees = await seenBy(electrician)
    expect(departmentSees).toContain('路灯坏了一个月')
    expect(departmentSees).not.toMatch(/李阿姨|13800138000/)
  })
})

test('erasure takes the place she named, its position and the photo of her verdict; the letter stays', async () => {
  const town = await aTown()
  const { app, council, deputy } = town
  const citizen = await aCitizen(app, council)
  const { receipt } = await town.write(
    {
      deputyId: deputy.personId,
      spot: '我家3号楼201门口',
      position: { latitude: 30.2741, longitude: 120.1551, accuracyM: 9 },
    },
    citizen,
  )
  succeeded(await perform(app, sendLetter, deputy, town.letter((await town.held(receipt)).matter.id)))
  const { id: matterId } = (await town.held(receipt)).matter
  const evidence = { council_id: council.id, matter_id: matterId, round: 1, promise_id: null, at: app.clock.now() }
  const [hers, theirs] = [newId(), newId()]
  await app.database.db
    .insertInto('contact.evidence')
    .values([
      { ...evidence, file_id: hers, hers: true },
      { ...evidence, file_id: theirs, hers: false },
    ])
    .execute()
  const section = await contactData.export(app.database.db, citizen.accountId)
  expect(section?.rows).toMatchObject([{ spot: '我家3号楼201门口', latitude: 30.2741, longitude: 120.1551 }])
  const account = { app, councilId: council.id, accountId: citizen.accountId, ground: 'asked', now: app.clock.now() }
  await app.database.db.transaction().execute((tx) => contactData.erase(tx, account))
  const { matter } = await town.held(receipt)
  expect([matter.spot, matter.latitude, matter.account_id]).toEqual(['', null, null])
  const left = await app.database.db.selectFrom('contact.evidence').select('file_id').execute()
  expect(left.map(({ file_id }) => file_id)).toEqual([theirs])
  expect(await letterOf(app.database.db, council.id, matter.id)).toMatchObject({ number: 1, due_on: '2026-12-21' })
})

test('the public page and the open data say the same, and every matter counts once', async () => {
  const town = await aTown()
  const { app, council } = town
  await town.write()
  const receipt = await answered(town)
  succeeded(await perform(app, judge, town.guest, { receipt, verdict: 'not-solved', words: '还是黑的' }))
  const shown = await departmentRecords(app, { id: council.id, timeZone: council.time_zone }, 'zh-CN')
  expect(shown.map(({ name, asked, answered: replied, reopened }) => [name, asked, replied, reopened])).toEqual([
    ['云山市照明中心', 1, 1, 1],
    [null, 1, 0, 0],
  ])
  const file = await siteOf({ app, council, actor: town.guest, modules }).get('/open-data/contact-departments.jsonl')
  const lines = (await file.text()).trim().split('\n')
  const rows: Record<string, unknown>[] = lines.map((line) => JSON.parse(line))
  for (const figure of ['asked', 'answered', 'solved', 'reopened', 'late'] as const) {
    expect(rows.map((row) => row[figure])).toEqual(shown.map((record) => record[figure]))
  }
})

test('the first sentence names a matter in lists', () => {
  expect(titleOf('路灯坏了。晚上很黑。')).toBe('路灯坏了')
  expect(titleOf('没有句号的一行\n第二行')).toBe('没有句号的一行')
  expect(titleOf('很'.repeat(60))).toBe(`${'很'.repeat(40)}…`)
})
