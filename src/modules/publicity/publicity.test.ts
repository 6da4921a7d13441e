import assert from 'node:assert/strict'
import { test } from 'vitest'
import { perform, systemActor } from '#kernel/action'
import type { App } from '#kernel/app'
import type { TestClock } from '#kernel/clock'
import { type Council, changeSetting } from '#parts/councils'
import { openPlace } from '#parts/network'
import { aCouncil, aGuestOf, eventsIn, someoneOf, succeeded } from '#support/councils'
import { house } from '#support/house'
import { siteOf } from '#support/site'
import { modules } from '../index.ts'
import { changePost, correctPost, draftPost, publishPost, reportPost, withdrawPost } from './actions.ts'

interface World {
  readonly app: App
  readonly clock: TestClock
  readonly council: Council
}

async function aWorld(): Promise<World> {
  const { app, clock } = await house('2026-11-20T01:00:00Z')
  return { app, clock, council: await aCouncil(app) }
}

const clerkOf = (council: Council) => someoneOf(council, ['clerk'])

const talk = {
  kind: 'talk',
  title: '讲一讲物业费',
  titleEn: 'About service fees',
  body: '讲完当场提意见。',
  startsAt: '2026-11-27T06:00:00Z',
  endsAt: '2026-11-27T08:00:00Z',
  venue: '三楼礼堂',
} as const

type Fields = Partial<Parameters<typeof perform<typeof draftPost.input, unknown, unknown>>[3]>

async function aDraft({ app, council }: World, fields: Fields = {}): Promise<{ postId: string; number: number }> {
  return succeeded(await perform(app, draftPost, clerkOf(council), { ...talk, ...fields }))
}

async function published(world: World, fields: Fields = {}) {
  const post = await aDraft(world, fields)
  succeeded(await perform(world.app, publishPost, clerkOf(world.council), { postId: post.postId }))
  return post
}

/** What the talk says, with some of it changed. */
function content<Changed extends object>(fields: Changed) {
  const { kind: _, ...rest } = talk
  return { ...rest, ...fields }
}

const rowOf = ({ app, council }: World, postId: string) =>
  app.database.db
    .selectFrom('publicity.post')
    .selectAll()
    .where('council_id', '=', council.id)
    .where('id', '=', postId)
    .executeTakeFirstOrThrow()

const guestSite = ({ app, council }: World) => siteOf({ app, council, actor: aGuestOf(council), modules })
const clerkSite = ({ app, council }: World) => siteOf({ app, council, actor: clerkOf(council), modules })

async function aPlace({ app, council }: World) {
  return succeeded(
    await perform(app, openPlace, systemActor(council.id), {
      kind: 'contact-point',
      level: 'municipal',
      hostKind: 'street',
      name_zh: '临江基层立法联系点',
      opening: [],
      since: '2026-01-01',
    }),
  )
}

test('a plan published early bears how many days ahead it was; a draft nobody sees but those who may publish it', async () => {
  const world = await aWorld()
  const { postId, number } = await aDraft(world)
  assert.equal((await guestSite(world).get(`/publicity/${number}`)).status, 404)
  assert.equal((await clerkSite(world).get(`/publicity/${number}`)).status, 200)
  succeeded(await perform(world.app, publishPost, clerkOf(world.council), { postId }))
  const row = await rowOf(world, postId)
  assert.deepEqual([row.stage, row.days_ahead, row.days_required], ['published', 7, 3])
  const page = await (await guestSite(world).get(`/publicity/${number}`)).text()
  assert.match(page, /提前 7 天公布/)
  assert.doesNotMatch(page, /公布晚了/)
  assert.deepEqual(
    (await eventsIn(world.app, world.council, 'publicity.')).map(({ name }) => name),
    ['publicity.drafted', 'publicity.published'],
  )
})

test('a plan published later than the setting asks is published and marked, by days of the council', async () => {
  const world = await aWorld()
  // Half past midnight of the 25th in Shanghai: two days ahead, though three in Greenwich.
  world.clock.set('2026-11-24T16:30:00Z')
  const { postId, number } = await published(world)
  assert.equal((await rowOf(world, postId)).days_ahead, 2)
  const list = await (await guestSite(world).get('/publicity')).text()
  assert.match(list, /只提前 2 天公布，规定至少提前 3 天/)
  assert.match(list, /已公布 1 个活动计划，其中按时公布 0 个/)
  assert.match(await (await guestSite(world).get(`/publicity/${number}`)).text(), /公布晚了/)
})

test('published on the day itself but after it began is later still', async () => {
  const world = await aWorld()
  world.clock.set('2026-11-27T06:00:01Z')
  const { postId, number } = await published(world)
  assert.equal((await rowOf(world, postId)).days_ahead, -1)
  assert.match(await (await guestSite(world).get(`/publicity/${number}`)).text(), /活动开始后才公布/)
})

test('a plan keeps the number of days that was asked for when it was published', async () => {
  const world = await aWorld()
  const { postId } = await published(world)
  world.clock.advance(1000)
  const change = { key: 'planAdvanceDays', value: 10, validFrom: '2026-11-20', reason: '常委会决定' }
  succeeded(await perform(world.app, changeSetting, someoneOf(world.council, ['administrator']), change))
  assert.equal((await rowOf(world, postId)).days_required, 3)
  const later = await published(world)
  assert.equal((await rowOf(world, later.postId)).days_required, 10)
})

test('a correction keeps what was said before, with its reason, where everybody reads it', async () => {
  const world = await aWorld()
  const { postId, number } = await published(world)
  const corrected = content({ postId, venue: '二楼会议室', reason: '礼堂停电' })
  succeeded(await perform(world.app, correctPost, clerkOf(world.council), corrected))
  const page = await (await guestSite(world).get(`/publicity/${number}`)).text()
  assert.match(page, /二楼会议室/)
  assert.match(page, /礼堂停电/)
  assert.match(page, /三楼礼堂/)
  const again = await perform(world.app, correctPost, clerkOf(world.council), corrected)
  assert.deepEqual(again, { ok: false, kind: 'conflict', code: 'nothing-changed' })
})

test('an activity moved to another day counts as told on the day on which it was moved', async () => {
  const world = await aWorld()
  const { postId } = await published(world)
  world.clock.set('2026-11-25T01:00:00Z')
  const moved = content({
    postId,
    startsAt: '2026-11-26T06:00:00Z',
    endsAt: '2026-11-26T08:00:00Z',
    reason: '主讲人换了时间',
  })
  succeeded(await perform(world.app, correctPost, clerkOf(world.council), moved))
  assert.equal((await rowOf(world, postId)).days_ahead, 1)
  const venue = { ...moved, venue: '二楼', reason: '换地方' }
  world.clock.set('2026-11-26T01:00:00Z')
  succeeded(await perform(world.app, correctPost, clerkOf(world.council), venue))
  assert.equal((await rowOf(world, postId)).days_ahead, 1)
})

test('a withdrawn post stays on its page with the reason, and cannot be changed or withdrawn again', async () => {
  const world = await aWorld()
  const { postId, number } = await published(world)
  const clerk = clerkOf(world.council)
  const nothing = await perform(world.app, withdrawPost, clerk, { postId, reason: ' ' })
  assert.deepEqual([nothing.ok, !nothing.ok && nothing.kind], [false, 'invalid'])
  succeeded(await perform(world.app, withdrawPost, clerk, { postId, reason: '主讲人生病' }))
  const page = await (await guestSite(world).get(`/publicity/${number}`)).text()
  assert.match(page, /撤回[\s\S]*主讲人生病/)
  assert.match(await (await guestSite(world).get('/publicity')).text(), /已撤回/)
  for (const outcome of [
    await perform(world.app, withdrawPost, clerk, { postId, reason: '再撤' }),
    await perform(world.app, correctPost, clerk, content({ postId, reason: '改', title: '别的' })),
    await perform(world.app, publishPost, clerk, { postId }),
  ]) {
    assert.deepEqual(outcome, { ok: false, kind: 'conflict', code: 'stage:withdrawn' })
  }
})

test('a draft is changed without a trace, a published post only by a correction', async () => {
  const world = await aWorld()
  const { postId } = await aDraft(world)
  const clerk = clerkOf(world.council)
  succeeded(await perform(world.app, changePost, clerk, content({ postId, title: '新标题' })))
  assert.equal((await rowOf(world, postId)).title, '新标题')
  succeeded(await perform(world.app, publishPost, clerk, { postId }))
  const outcome = await perform(world.app, changePost, clerk, content({ postId }))
  assert.deepEqual(outcome, { ok: false, kind: 'conflict', code: 'stage:published' })
})

test('an activity needs a time that ends after it begins, an article has none', async () => {
  const world = await aWorld()
  const clerk = clerkOf(world.council)
  const refusalOf = async (fields: Fields) => {
    const outcome = await perform(world.app, draftPost, clerk, { ...talk, ...fields })
    return outcome.ok || outcome.kind !== 'invalid' ? null : outcome.issues.map(({ path, code }) => `${path} ${code}`)
  }
  assert.deepEqual(await refusalOf({ startsAt: null, endsAt: null }), ['startsAt time-needed'])
  assert.deepEqual(await refusalOf({ endsAt: '2026-11-27T05:00:00Z' }), ['endsAt end-before-start'])
  assert.deepEqual(await refusalOf({ kind: 'news' }), ['startsAt time-not-wanted'])
  const { postId } = await published(world)
  const outcome = await perform(
    world.app,
    correctPost,
    clerk,
    content({ postId, startsAt: null, endsAt: null, reason: '改' }),
  )
  assert.deepEqual(outcome, { ok: false, kind: 'invalid', issues: [{ path: 'startsAt', code: 'time-needed' }] })
})

test('how it went is told after it began; told again, the reason and the old number stand beside it', async () => {
  const world = await aWorld()
  const { postId, number } = await published(world)
  const clerk = clerkOf(world.council)
  const report = { postId, attended: '64', copies: '', outcome: '' }
  assert.deepEqual(await perform(world.app, reportPost, clerk, report), {
    ok: false,
    kind: 'conflict',
    code: 'not-begun',
  })
  world.clock.set('2026-11-28T01:00:00Z')
  succeeded(await perform(world.app, reportPost, clerk, report))
  const silent = await perform(world.app, reportPost, clerk, { ...report, attended: 66 })
  assert.deepEqual(silent, { ok: false, kind: 'invalid', issues: [{ path: 'reason', code: 'empty' }] })
  succeeded(await perform(world.app, reportPost, clerk, { ...report, attended: 66, reason: '补上签到' }))
  const page = await (await guestSite(world).get(`/publicity/${number}`)).text()
  assert.match(page, /66 人/)
  assert.match(page, /补上签到/)
  const nothing = await perform(world.app, reportPost, clerk, { postId, attended: '', copies: '', outcome: '' })
  assert.deepEqual(nothing.ok, false)
})

test('the staff of a place publish for it, and neither for the council nor for another place', async () => {
  const world = await aWorld()
  const place = await aPlace(world)
  const staff = someoneOf(world.council, ['point-staff'], place.placeId)
  succeeded(await perform(world.app, draftPost, staff, { ...talk, placeId: place.placeId }))
  const forCouncil = await perform(world.app, draftPost, staff, talk)
  assert.deepEqual(forCouncil, { ok: false, kind: 'forbidden', hidden: false })
  const { postId } = await aDraft(world)
  const foreign = await perform(world.app, publishPost, staff, { postId })
  assert.deepEqual(foreign, { ok: false, kind: 'forbidden', hidden: false })
})

test('the page of a place shows what happens there next, and no longer when it is over', async () => {
  const world = await aWorld()
  const place = await aPlace(world)
  await published(world, { placeId: place.placeId })
  const at = async () => (await guestSite(world).get(`/stations/${place.number}`)).text()
  assert.match(await at(), /近期活动[\s\S]*讲一讲物业费/)
  world.clock.set('2026-11-27T08:00:01Z')
  assert.doesNotMatch(await at(), /讲一讲物业费/)
})

test('those who publish are reminded of activities nobody has told about, others are not', async () => {
  const world = await aWorld()
  await published(world)
  world.clock.set('2026-11-28T01:00:00Z')
  assert.match(await (await clerkSite(world).get('/desk')).text(), /还没有写活动情况：讲一讲物业费/)
  const collector = siteOf({
    app: world.app,
    council: world.council,
    actor: someoneOf(world.council, ['collector']),
    modules,
  })
  assert.doesNotMatch(await (await collector.get('/desk')).text(), /还没有写活动情况/)
})

test('a form that is refused keeps every word, also of the reason', async () => {
  const world = await aWorld()
  const site = clerkSite(world)
  const answer = await site.post('/publicity/new', {
    kind: 'talk',
    title: '',
    body: '写了很久的话',
    startsAt: '2026-11-27T14:00',
    languages: 'en',
  })
  assert.equal(answer.status, 422)
  const html = await answer.text()
  assert.match(html, /写了很久的话/)
  assert.match(html, /value="2026-11-27T14:00"/)
  assert.match(html, /value="en" checked/)
  const { number } = await published(world)
  const refused = await site.post(`/publicity/${number}/withdraw`, { reason: '' })
  assert.equal(refused.status, 422)
  assert.match(await refused.text(), /请填写/)
})

test('a time typed in the form is meant in the council’s time zone', async () => {
  const world = await aWorld()
  const answer = await clerkSite(world).post('/publicity/new', {
    kind: 'talk',
    title: '讲座',
    startsAt: '2026-11-27T14:00',
  })
  assert.equal(answer.status, 303)
  const row = await world.app.database.db
    .selectFrom('publicity.post')
    .select('starts_at')
    .where('council_id', '=', world.council.id)
    .executeTakeFirstOrThrow()
  assert.equal(row.starts_at?.toISOString(), '2026-11-27T06:00:00.000Z')
})

test('the open data hold every activity that was published, withdrawn ones too, and no draft', async () => {
  const world = await aWorld()
  await aDraft(world, { title: '还是草稿' })
  await published(world)
  const { postId } = await published(world, { title: '撤回的讲座' })
  succeeded(await perform(world.app, withdrawPost, clerkOf(world.council), { postId, reason: '停电' }))
  await published(world, { kind: 'notice', title: '通知', startsAt: null, endsAt: null })
  const lines = (await (await guestSite(world).get('/open-data/activities.jsonl')).text()).trim().split('\n')
  const rows = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  assert.deepEqual(
    rows.map((row) => [row.title, row.stage, row.days_ahead, row.withdrawn_because]),
    [
      ['讲一讲物业费', 'published', 7, null],
      ['撤回的讲座', 'withdrawn', 7, '停电'],
    ],
  )
})
