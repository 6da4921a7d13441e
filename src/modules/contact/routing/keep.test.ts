import { expect, test } from 'vitest'
import { perform } from '#kernel/action'
import { newId } from '#kernel/ids'
import { accept, draftReply, reviewReply, sendReply } from '#parts/cases'
import { aCouncil, anOrganisation, aStation, eventsIn, succeeded } from '#support/councils'
import { house } from '#support/house'
import { aDeputyOf, aGuest, anOfficialOf } from '#support/people'
import { sendLetter } from '../actions/deputy.ts'
import { raise } from '../actions/resident.ts'
import { matterByReceipt } from '../queries/matter.ts'
import { loadSegmenter } from './features.ts'
import { keepRouter, learnAll } from './keep.ts'
import { learn, modelOf, routerOf } from './learn.ts'
import { proposedFor } from './propose.ts'
import { packModel, unpackModel } from './stored.ts'

const bus = [
  '公交车太少，早上要等四十分钟。',
  '公交站太远，老人走不动。',
  '二路公交晚上没有车。',
  '公交车停靠太快，孩子上不去。',
  '公交站台没有座位。',
]
const river = [
  '河水发臭，工厂夜里排污水。',
  '小河里漂着垃圾，味道刺鼻。',
  '工厂烟囱冒黑烟，河边树都黑了。',
  '排污口又流黑水，河里鱼死了。',
  '垃圾场的污水流进河里。',
]

test('a stored model proposes what the fresh one proposes', async () => {
  const segment = await loadSegmenter()
  const handled = [
    ...bus.map((text) => ({ title: '', text, label: '交通' })),
    ...river.map((text) => ({ title: '', text, label: '环保' })),
  ]
  const fresh = learn(handled, segment)
  const stored = routerOf(unpackModel(packModel(modelOf(handled, segment))), segment)
  for (const text of ['公交什么时候来？', '河里又有污水', '路灯不亮']) {
    const asked = { title: '', text }
    expect(stored.propose(asked).map(({ label }) => label)).toEqual(fresh.propose(asked).map(({ label }) => label))
    expect(stored.propose(asked)[0]?.score).toBeCloseTo(fresh.propose(asked)[0]?.score ?? 0, 5)
  }
})

test('the worker learns from what departments answered, once there is enough; a page only reads it', {
  timeout: 120_000,
}, async () => {
  const { app } = await house('2026-11-20T01:00:00Z')
  const council = await aCouncil(app)
  const deputy = await aDeputyOf(app, council)
  const station = await aStation(app, council)
  const traffic = (await anOrganisation(app, council, { name_zh: '交通局' })).organisationId
  const water = (await anOrganisation(app, council, { name_zh: '环保局' })).organisationId
  const answer = async (body: string, organisationId: string) => {
    const official = await anOfficialOf(app, council, organisationId)
    const input = {
      clientKey: newId(),
      body,
      public: false,
      consent: true as const,
      deputyId: deputy.personId,
      placeId: station.placeId,
    }
    const { receipt } = succeeded(await perform(app, raise, aGuest(council), input))
    const held = await matterByReceipt(app.database.db, council.id, receipt)
    const matterId = held?.matter.id ?? ''
    const caseId = held?.matter.case_id ?? ''
    succeeded(await perform(app, sendLetter, deputy, { matterId, organisationId, subject: '函', body: '请办理。' }))
    const after = await matterByReceipt(app.database.db, council.id, receipt)
    succeeded(await perform(app, accept, official, { caseId, assignmentId: after?.matter.work.lead?.id ?? '' }))
    succeeded(await perform(app, draftReply, official, { caseId, body: '已经办好。', class: 'a', result: 'solved' }))
    succeeded(await perform(app, reviewReply, official, { caseId }))
    succeeded(await perform(app, sendReply, official, { caseId }))
  }
  for (const body of bus.slice(0, 4)) await answer(body, traffic)
  for (const body of river) await answer(body, water)
  expect(await learnAll(app)).toBe(0)
  const asked = { title: '', text: '公交车半小时不来', placeId: null }
  expect(await proposedFor(app, council.id, asked)).toEqual([])
  await answer(bus[4] ?? '', traffic)
  expect(await learnAll(app)).toBe(1)
  expect((await proposedFor(app, council.id, asked))[0]?.organisationId).toBe(traffic)
  const sum = (await proposedFor(app, council.id, asked)).reduce((all, { score }) => all + score, 0)
  expect(sum).toBeCloseTo(1, 6)
  const [event] = await eventsIn(app, council, 'contact.router-learned')
  expect(event?.data).toMatchObject({ version: 1, matters: 10, labels: 2 })
  // Nothing new was handled: nothing is learned again.
  expect(await learnAll(app)).toBe(0)
  const row = await app.database.db
    .selectFrom('contact.router')
    .selectAll()
    .where('council_id', '=', council.id)
    .executeTakeFirstOrThrow()
  // The place these came from speaks for the department that has more of them there.
  const nothing = { title: '', text: '请帮忙看看', placeId: station.placeId }
  const input = { matters: 10, labels: 2, macroF1: null, topThree: null, model: new Uint8Array(row.model) }
  const places = { [station.placeId]: { [water]: 500 } }
  expect(await perform(app, keepRouter, deputy, { ...input, places })).toMatchObject({ kind: 'forbidden' })
  const { systemActor } = await import('#kernel/action')
  expect(succeeded(await perform(app, keepRouter, systemActor(council.id), { ...input, places }))).toEqual({
    version: 2,
  })
  expect((await proposedFor(app, council.id, nothing))[0]?.organisationId).toBe(water)
})
