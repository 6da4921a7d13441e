import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { type Actor, perform } from '#kernel/action'
import { newId } from '#kernel/ids'
import { drain } from '#kernel/worker'
import { settingsAt } from '#parts/councils'
import { claim, withdraw } from '#parts/opinions'
import { aCouncil, anOrganisation, aStation, succeeded } from '#support/councils'
import { house } from '#support/house'
import { aCitizen, aClerkOf, aDeputyOf, aGuest } from '#support/people'
import { siteOf } from '#support/site'
import { modules } from '../index.ts'
import { sendLetter } from './actions/deputy.ts'
import { hide, join } from './actions/joining.ts'
import { judge, raise } from './actions/resident.ts'
import { cellsOf, departmentRecords, lateMatters, monthRecords, placeRecords, sumOf } from './queries/figures.ts'
import { matterByReceipt, voicesIn } from './queries/matter.ts'
import { nearestPlace, similarMatters } from './queries/near.ts'

const gate = { latitude: 30.27414, longitude: 120.15512, accuracyM: 12 }
const nearby = { words: '路灯不亮了', spot: '', topic: '', position: { latitude: 30.2746, longitude: 120.1554 } }

async function aTown() {
  const { app, clock } = await house('2026-11-20T01:00:00Z')
  const council = await aCouncil(app)
  const clerk = await aClerkOf(app, council)
  const guest = aGuest(council)
  const snap = async (fields: object = {}, actor: Actor = guest) =>
    succeeded(
      await perform(app, raise, actor, {
        clientKey: newId(),
        body: '东门的路灯不亮，晚上一片漆黑',
        public: true,
        placeShown: true,
        position: gate,
        consent: true,
        ...fields,
      }),
    )
  const held = async (receipt: string) => {
    const found = await matterByReceipt(app.database.db, council.id, receipt)
    if (!found) throw new Error('no such matter')
    return found
  }
  const joining = async (receipt: string, actor: Actor, fields: object = {}) =>
    perform(app, join, actor, {
      matterId: (await held(receipt)).matter.id,
      clientKey: newId(),
      body: '我也摸黑走了一个月',
      consent: true,
      ...fields,
    })
  const site = (actor: Actor) => siteOf({ app, council, actor, modules })
  const offered = (filing: Partial<typeof nearby> = {}) => similarMatters(app, council.id, { ...nearby, ...filing })
  return { app, clock, council, clerk, guest, snap, held, joining, site, offered }
}

describe('a snapped matter', () => {
  test('keeps the position to eleven metres, and shows everybody a hundred', async () => {
    const { snap, held, site, council, guest } = await aTown()
    const { receipt } = await snap()
    const { matter } = await held(receipt)
    expect([matter.latitude, matter.longitude, matter.accuracy_m]).toEqual([30.2741, 120.1551, 12])
    const page = await (await site(aGuest(council)).get('/contact/public/1')).text()
    expect(page).toContain('30.274')
    expect(page).not.toMatch(/30\.2741|120\.1551/)
    expect(await (await site(guest).get(`/contact/${receipt}`)).text()).toContain('100 米')
  })

  test('goes to the station nearest to it when nobody was chosen', async () => {
    const { app, council, snap, held } = await aTown()
    const station = await aStation(app, council, { latitude: 30.28, longitude: 120.15 })
    await aStation(app, council, { name_zh: '远方联络站', latitude: 30.5, longitude: 120.5 })
    expect((await nearestPlace(app.database.db, council.id, gate))?.placeId).toBe(station.placeId)
    expect((await held((await snap()).receipt)).matter.work.scopeId).toBe(station.placeId)
  })

  test('is refused with a topic the council has not', async () => {
    const { app, council, guest } = await aTown()
    const { matterTopics } = await settingsAt(app.database.db, council.id, app.clock.now())
    const send = (topic: string) =>
      perform(app, raise, guest, { clientKey: newId(), body: '路灯', public: false, consent: true, topic })
    expect(await send('no-such-topic')).toMatchObject({ issues: [{ path: 'topic', code: 'unknown' }] })
    succeeded(await send(matterTopics[0]?.code ?? ''))
  })
})

describe('"is it this one?"', () => {
  test('a public matter nearby is offered with its photo; a private one never, nor one that was hidden', async () => {
    const { app, clerk, snap, held, offered, site, council } = await aTown()
    await snap({ public: false, placeShown: false })
    await snap({ public: false, placeShown: true })
    expect(await offered()).toEqual([])
    expect((await site(aGuest(council)).get('/contact/public/1')).status).toBe(404)
    const { receipt } = await snap()
    expect((await offered()).map(({ number, voices }) => [number, voices])).toEqual([[3, 1]])
    const { matter } = await held(receipt)
    const given = { matterId: matter.id, reasonCode: 'personal-data', reason: '照片里有车牌' } as const
    expect(await perform(app, hide, aGuest(council), given)).toMatchObject({ kind: 'forbidden' })
    succeeded(await perform(app, hide, clerk, given))
    expect(await offered()).toEqual([])
    expect((await site(aGuest(council)).get('/contact/public/3')).status).toBe(404)
  })

  test('where the place is not shown, its position neither finds the matter nor is told', async () => {
    const { snap, offered } = await aTown()
    await snap({ placeShown: false, spot: '我家3号楼201门口', body: '门口的井盖松了' })
    expect(await offered({ words: '' })).toEqual([])
    const [found] = await offered({ words: '门口的井盖松了' })
    expect(found).toMatchObject({ spot: '', photo: null, metres: null })
  })

  test('what lies farther away than the council says is not offered', async () => {
    const { snap, offered } = await aTown()
    await snap()
    expect(await offered({ position: { latitude: 30.29, longitude: 120.1551 } })).toEqual([])
  })
})

describe('joining', () => {
  test('gives a receipt of her own, counts once, and leaving takes it back', async () => {
    const { app, council, guest, snap, held, joining, site } = await aTown()
    const { receipt } = await snap()
    const neighbour = aGuest(council)
    const key = newId()
    const first = succeeded(await joining(receipt, neighbour, { clientKey: key }))
    expect(succeeded(await joining(receipt, neighbour, { clientKey: key }))).toEqual(first)
    expect(first.receipt).not.toBe(receipt)
    const voices = async () => voicesIn(app.database.db, (await held(receipt)).matter)
    expect(await voices()).toBe(2)
    expect(await joining(receipt, neighbour)).toMatchObject({ kind: 'conflict', code: 'joined-already' })
    expect(await joining(receipt, guest)).toMatchObject({ kind: 'conflict', code: 'joined-already' })
    expect(await (await site(neighbour).get(`/contact/${first.receipt}`)).text()).toContain('一共 2 人反映')
    const left = await site(neighbour).post(`/contact/${first.receipt}/leave`, {})
    expect(left.headers.get('location')).toMatch(/done=left$/)
    expect(await voices()).toBe(1)
    expect(await perform(app, withdraw, neighbour, { receipt: first.receipt })).toMatchObject({ code: 'withdrawn' })
    succeeded(await joining(receipt, neighbour))
    expect(await voices()).toBe(2)
  })

  test('a private matter cannot be joined: for everybody else it is not there', async () => {
    const { council, snap, joining } = await aTown()
    const { receipt } = await snap({ public: false, placeShown: false })
    expect(await joining(receipt, aGuest(council))).toMatchObject({ kind: 'missing' })
  })

  test('whoever joined hears of each step like the one who raised it, and may not speak for her', async () => {
    const { app, council, snap, held, joining } = await aTown()
    const deputy = await aDeputyOf(app, council)
    const citizen = await aCitizen(app, council)
    const { receipt } = await snap({ deputyId: deputy.personId })
    const mine = succeeded(await joining(receipt, citizen))
    await app.database.db
      .updateTable('cases.matter')
      .set({ stage: 'answered', answered_at: app.clock.now() })
      .where('id', '=', (await held(receipt)).matter.case_id)
      .execute()
    const verdict = { receipt: mine.receipt, verdict: 'solved' } as const
    expect(await perform(app, judge, citizen, verdict)).toMatchObject({ kind: 'conflict', code: 'joined-only' })
    const { work } = (await held(receipt)).matter
    const { tell } = await import('./reactions.ts')
    await app.database.db.transaction().execute(async (tx) => {
      const event = {
        id: newId(),
        councilId: council.id,
        name: 'cases.replied',
        data: { caseId: work.id, kind: 'contact' },
        personId: null,
        accountId: null,
      }
      await tell.run({ tx, event, now: app.clock.now(), app } as unknown as Parameters<typeof tell.run>[0])
    })
    const told = await app.database.db
      .selectFrom('notices.notice')
      .select('href')
      .where('account_id', '=', citizen.accountId)
      .execute()
    expect(told.map(({ href }) => href.replaceAll('-', ''))).toContain(`/contact/${mine.receipt}`)
  })

  test('claiming her own words does not make a neighbour the one who raised it', async () => {
    const { app, council, snap, held, joining } = await aTown()
    const { receipt } = await snap()
    const neighbour = aGuest(council)
    const { receipt: hers } = succeeded(await joining(receipt, neighbour))
    const account = await aCitizen(app, council)
    succeeded(await perform(app, claim, { ...account, deviceId: neighbour.deviceId }, { receipt: hers }))
    await drain(app, council.id)
    const { matter } = await held(receipt)
    expect([matter.account_id, matter.work.asker_account_id]).toEqual([null, null])
  })

  test('what is between the one who raised it and the deputy is not on a neighbour’s receipt', async () => {
    const { council, snap, joining, site } = await aTown()
    const { receipt } = await snap({ spot: '我家3号楼201门口', placeShown: false })
    const neighbour = aGuest(council)
    const { receipt: hers } = succeeded(await joining(receipt, neighbour))
    expect(await (await site(neighbour).get(`/contact/${hers}`)).text()).not.toContain('201门口')
    expect((await site(neighbour).get(`/contact/${hers}/letter.pdf`)).status).toBe(404)
  })
})

describe('the page of three taps', () => {
  const photo = async () =>
    new File(
      [
        new Uint8Array(
          await sharp({ create: { width: 60, height: 40, channels: 3, background: '#222' } })
            .jpeg()
            .toBuffer(),
        ),
      ],
      'lamp.jpg',
      { type: 'image/jpeg' },
    )
  const form = (fields: Readonly<Record<string, string | File>>) => {
    const data = new FormData()
    for (const [name, value] of Object.entries({ key: newId(), public: 'yes', ...fields })) data.set(name, value)
    return data
  }
  const place = { latitude: '30.274100', longitude: '120.155100', accuracy: '9' }

  test('takes a photo and a position and nothing else, and answers with the receipt', async () => {
    const { site, guest, held } = await aTown()
    const sent = await site(guest).post('/contact/snap', form({ photo: await photo(), ...place }))
    expect(sent.status).toBe(303)
    const code = /contact\/([\w-]+)\?/.exec(sent.headers.get('location') ?? '')?.[1] ?? ''
    expect((await held(code)).opinion.body).toBe('照片里的这件事')
  })

  test('refuses what has neither picture nor words nor place, and keeps what there is', async () => {
    const { site, guest } = await aTown()
    const empty = await site(guest).post('/contact/snap', form({}))
    expect(empty.status).toBe(422)
    expect(await empty.text()).toMatch(/请拍一张照片[\s\S]*请按“用现在的位置”/)
    const without = await site(guest).post('/contact/snap', form({ photo: await photo(), body: '黑' }))
    const page = await without.text()
    expect(without.status).toBe(422)
    expect(page).toMatch(/name="file" value="[0-9a-f-]{36}"/)
    expect(page).toContain('照片和录音已经收好 1 个')
    expect(page).toContain('>黑</textarea>')
  })

  test('offers the one nearby first, joins it with one press, and sends one’s own when it is another', async () => {
    const { app, council, site, snap, held } = await aTown()
    const { receipt } = await snap()
    const neighbour = aGuest(council)
    const asked = await site(neighbour).post('/contact/snap', form({ body: '路灯不亮', ...place }))
    expect(asked.status).toBe(200)
    expect(await asked.text()).toContain('是不是这一件')
    const joined = await site(neighbour).post('/contact/snap', form({ body: '路灯不亮', ...place, join: '1' }))
    expect(joined.status).toBe(303)
    expect(await voicesIn(app.database.db, (await held(receipt)).matter)).toBe(2)
    const own = await site(aGuest(council)).post('/contact/snap', form({ body: '路灯不亮', ...place, seen: 'yes' }))
    expect(own.status).toBe(303)
  })

  test('shows the number to call for words of danger, before and after, and sends all the same', async () => {
    const { site, guest } = await aTown()
    const refused = await site(guest).post('/contact/snap', form({ body: '楼道里有燃气味' }))
    expect(await refused.text()).toMatch(/role="alert" data-emergency="true">/)
    const sent = await site(guest).post('/contact/snap', form({ body: '楼道里有燃气味', ...place }))
    expect(sent.status).toBe(303)
    const page = await site(guest).get(sent.headers.get('location') ?? '')
    expect(await page.text()).toMatch(/tel:119[\s\S]*这件事已经发出/)
  })
})

describe('the public pages', () => {
  test('department, place and month add up to the same, and to the open data, joined voices with them', async () => {
    const { app, council, snap, joining, site } = await aTown()
    const station = await aStation(app, council)
    for (let n = 0; n < 5; n += 1) await snap({ placeId: station.placeId, body: `第${n}盏路灯不亮`, position: null })
    const { receipt } = await snap({ public: false, placeShown: false, position: null })
    const open = await snap({ position: null })
    succeeded(await joining(open.receipt, aGuest(council)))
    expect(receipt).toBeTruthy()
    const asked = { id: council.id, timeZone: council.time_zone }
    const sums = [
      await departmentRecords(app, asked, 'zh-CN'),
      monthRecords(await cellsOf(app, asked)),
      await placeRecords(app, asked),
    ].map((rows) => sumOf(rows))
    expect(sums[0]).toMatchObject({ asked: 7, voices: 8, answered: 0 })
    expect(sums[1]).toEqual(sums[0])
    expect(sums[2]).toEqual(sums[0])
    for (const set of ['departments', 'months', 'places']) {
      const file = await site(aGuest(council)).get(`/open-data/contact-${set}.jsonl`)
      const rows: Record<string, number>[] = (await file.text())
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
      const sum = (name: string) => rows.reduce((all, row) => all + (row[name] ?? 0), 0)
      expect([set, sum('asked'), sum('voices'), sum('late')]).toEqual([set, 7, 8, 0])
    }
  })

  test('a place where few wrote is not named', async () => {
    const { app, council, snap } = await aTown()
    const station = await aStation(app, council)
    await snap({ placeId: station.placeId })
    const [row] = await placeRecords(app, { id: council.id, timeZone: council.time_zone })
    expect(row).toMatchObject({ kind: 'few', nameZh: null, asked: 1 })
  })

  test('words of one and two characters are found, in public matters only', async () => {
    const { council, snap, site } = await aTown()
    await snap({ body: '东门的路灯不亮' })
    await snap({ body: '路灯晃眼，睡不着', public: false, placeShown: false })
    await snap({ body: '井盖松了' })
    const found = async (query: string) =>
      [...(await (await site(aGuest(council)).get(`/contact/public?${query}`)).text()).matchAll(/public\/(\d+)"/g)].map(
        ([, number]) => Number(number),
      )
    expect(await found('q=路灯')).toEqual([1])
    expect(await found('q=灯')).toEqual([1])
    expect(await found('q=盖')).toEqual([3])
    expect(await found('q=睡不着')).toEqual([])
    expect(await found('')).toEqual([3, 1])
    expect(await found('month=2026-11&state=open')).toEqual([3, 1])
    expect(await found('month=2026-10')).toEqual([])
  })

  test('what stays late after the office was told is on the public list; a private matter without its words', async () => {
    const { app, clock, council, snap, held, site } = await aTown()
    const deputy = await aDeputyOf(app, council)
    const lamps = (await anOrganisation(app, council, { name_zh: '云山市照明中心' })).organisationId
    for (const open of [true, false]) {
      const { receipt } = await snap({ deputyId: deputy.personId, public: open, placeShown: open, body: '路灯不亮' })
      const letter = { matterId: (await held(receipt)).matter.id, organisationId: lamps, subject: '函', body: '请修。' }
      succeeded(await perform(app, sendLetter, deputy, letter))
    }
    const asked = { id: council.id, timeZone: council.time_zone }
    const late = async () => (await lateMatters(app, asked, { limit: 10 })).matters
    clock.set('2026-12-28T01:00:00Z')
    expect(await late()).toEqual([])
    clock.set('2026-12-29T01:00:00Z')
    expect((await late()).map(({ number, body, daysLate }) => [number, body, daysLate])).toEqual([
      [1, '路灯不亮', 8],
      [2, null, 8],
    ])
    const page = await (await site(aGuest(council)).get('/contact/late')).text()
    expect(page).toContain('不公开的一件事')
    expect(page.match(/路灯不亮/g)).toHaveLength(1)
    const department = await (await site(aGuest(council)).get('/contact/departments/1')).text()
    expect(department).toMatch(/2 件，2 件逾期/)
  })
})
