import assert from 'node:assert/strict'
import { test } from 'vitest'
import type { App } from '#kernel/app'
import { identify } from '#parts/people'
import { aCouncil, aDistrictOf } from '#support/councils'
import { house } from '#support/house'
import { sitePaths } from '#ui'
import type { HomeFigure, ModuleManifest } from '#web/routes'
import { createWebServer } from '#web/server'
import type { Viewer } from '#web/viewer'
import { modules } from '../index.ts'
import { home } from './index.ts'
import { figuresOf, frontOf } from './queries.ts'

function askerOf(app: App, list: readonly ModuleManifest[] = modules) {
  const { http } = createWebServer({ app, modules: list, identify: identify(app) })
  return async (path: string, slug: string, headers: Record<string, string> = {}) => {
    const answer = await http.request(path, { headers: { cookie: `zt_council=${slug}; zt_lang=zh-CN`, ...headers } })
    return { status: answer.status, type: answer.headers.get('content-type') ?? '', text: await answer.text() }
  }
}

function offering(name: string, offers: NonNullable<ModuleManifest['offers']>): ModuleManifest {
  return { name, path: name, routes: () => {}, offers }
}

const figure = (station: HomeFigure['station'], values: readonly number[]): HomeFigure => ({
  station,
  label: '条意见',
  how: '收到的每一条。',
  parts: values.map((value, index) => ({ href: `/matters/${index + 1}`, title: `第${index + 1}件`, value })),
})

const viewerOf = (council: Viewer['council']): Viewer => ({
  actor: { kind: 'guest', councilId: council.id, accountId: null, personId: null, grants: [], deviceId: null },
  council,
  locale: 'zh-CN',
  elder: false,
  name: null,
})

test('every address that stands on each page leads to a page', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const ask = askerOf(app)
  const dead: string[] = []
  for (const path of Object.values(sitePaths)) {
    const { status } = await ask(path, council.slug)
    if (status >= 400) dead.push(`${status} ${path}`)
  }
  // The desk is for those who serve there.
  assert.deepEqual(
    dead.filter((line) => !line.endsWith(sitePaths.desk)),
    [],
  )
})

test('the front page promises, shows the line with its numbers, and leads to what they count', async () => {
  const { app } = await house()
  const council = await aCouncil(app, { phone: '0000-12345' })
  const ask = askerOf(app, [home, offering('a', { figures: async () => [figure('heard', [400, 82])] })])
  const { status, text } = await ask('/', council.slug)
  assert.equal(status, 200)
  assert.match(text, /<h1><span>每一条意见都有回音，<\/span> <span>谁都可以核对<\/span><\/h1>/)
  assert.match(text, /<a[^>]*href="\/figures#heard"[^>]*><strong>482<\/strong> 条意见<\/a>/)
  assert.match(text, /tel:000012345/)
  assert.match(text, /<form method="get" action="\/r">/)
  assert.doesNotMatch(text, /name="csrf"/)
})

test('a number on the line is the sum of what every module counts, and of nothing else', async () => {
  const { app } = await house()
  const { id, slug } = await aCouncil(app)
  const viewer = viewerOf({ id, slug, name: '云山市人大', timeZone: 'Asia/Shanghai' })
  const offered = [
    offering('a', { figures: async () => [figure('heard', [3, 4]), figure('answered', [2])] }),
    offering('b', { figures: async () => [figure('heard', [5])] }),
    offering('c', {}),
  ]
  const figures = await figuresOf(app, viewer, offered)
  assert.deepEqual(
    figures.map(({ station, total }) => [station, total]),
    [
      ['heard', 12],
      ['answered', 2],
    ],
  )
})

test('cards stand in the order the modules ask for, what is open now apart; the newest answers first', async () => {
  const { app } = await house()
  const { id, slug } = await aCouncil(app)
  const viewer = viewerOf({ id, slug, name: '云山市人大', timeZone: 'Asia/Shanghai' })
  const card = (title: string, order: number, open = false) => ({
    href: `/${title}`,
    title,
    lines: [],
    order,
    ...(open && { tag: { tone: 'now' as const, label: '征求意见中' } }),
  })
  const answer = (said: string, day: string) => ({
    href: `/${said}`,
    about: '条例',
    said,
    answer: '已写入。',
    decision: { tone: 'ok' as const, label: '采纳' },
    at: new Date(`2026-11-${day}T00:00:00Z`),
  })
  const view = await frontOf(app, viewer, [
    offering('a', {
      home: async () => [card('later', 20, true), card('stations', 60)],
      answers: async () => [answer('一', '01'), answer('二', '09'), answer('三', '03'), answer('四', '04')],
    }),
    offering('b', { home: async () => [card('sooner', 10, true)], inbox: async () => [] }),
  ])
  assert.deepEqual(
    view.open.map(({ title }) => title),
    ['sooner', 'later'],
  )
  assert.deepEqual(
    view.other.map(({ title }) => title),
    ['stations'],
  )
  assert.deepEqual(
    view.answers.map(({ said }) => said),
    ['二', '四', '三'],
  )
  assert.equal(view.inbox, null)
})

test('the councils of the installation lead to their own host, or to the address that remembers the choice', async () => {
  const { app } = await house()
  const city = await aCouncil(app)
  const district = await aDistrictOf(app, city, { hosts: [`d-${city.slug}.localhost`] })
  const { text } = await askerOf(app)('/councils', city.slug)
  assert.match(text, new RegExp(`href="/council/${city.slug}"`))
  assert.match(text, new RegExp(`href="http://d-${city.slug}\\.localhost:3000"`))
  assert.ok(district)
})

test('an open data set is downloaded in three formats with the same rows; another name is not found', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const set = {
    name: 'things',
    title: () => '物品',
    columns: [
      { key: 'number', label: '编号', type: 'number' as const },
      { key: 'name', label: '名称', type: 'text' as const },
    ],
    async *rows(_: App, councilId: string) {
      yield { number: 1, name: councilId }
      yield { number: 2, name: '=1+1' }
    },
  }
  const ask = askerOf(app, [home, offering('a', { openData: [set] })])
  const csv = await ask('/open-data/things.csv', council.slug)
  assert.equal(csv.type, 'text/csv; charset=utf-8')
  assert.deepEqual(csv.text.replace('\ufeff', '').trim().split('\r\n'), [
    '"编号","名称"',
    `"1","${council.id}"`,
    `"2","'=1+1"`,
  ])
  const lines = (await ask('/open-data/things.jsonl', council.slug)).text.trim().split('\n')
  assert.deepEqual(
    lines.map((line) => JSON.parse(line)),
    [
      { number: 1, name: council.id },
      { number: 2, name: '=1+1' },
    ],
  )
  assert.match((await ask('/open-data/things.xlsx', council.slug)).text, /^PK/)
  assert.equal((await ask('/open-data/things.exe', council.slug)).status, 404)
  assert.equal((await ask('/open-data/others.csv', council.slug)).status, 404)
  assert.match((await ask('/open-data', council.slug)).text, /href="\/open-data\/things\.csv"/)
})

test('what remains after an erasure is what the parts themselves say', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const { text } = await askerOf(app)('/help/privacy', council.slug)
  const said = app.manifests.flatMap(({ personalData }) => personalData?.remains['zh-CN'] ?? [])
  assert.ok(said.length > 2)
  for (const { what } of said) assert.ok(text.includes(what), what)
})
