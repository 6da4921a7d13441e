import assert from 'node:assert/strict'
import { beforeAll, test } from 'vitest'
import { type Actor, perform, systemActor } from '#kernel/action'
import type { App } from '#kernel/app'
import { readZip } from '#kernel/documents'
import { newId } from '#kernel/ids'
import { type Council, changeSetting } from '#parts/councils'
import { openPlace } from '#parts/network'
import { anOpenConsultation, anOpinion } from '#support/consultations'
import { aCouncil, aGuestOf, someoneOf, succeeded } from '#support/councils'
import { house } from '#support/house'
import { siteOf } from '#support/site'
import { anArgument } from '#support/upward'
import { modules } from '../index.ts'
import { countCouncil } from './count.ts'
import type { Section } from './section.ts'

interface Told {
  readonly app: App
  readonly council: Council
  readonly places: readonly { readonly id: string; readonly number: number }[]
}

let told: Told
beforeAll(async () => {
  told = await aCouncilThatListened()
})

/** Three places with 9, 6 and 2 opinions, 4 online, 2 received from below; three of the first are one suggestion. */
async function aCouncilThatListened(): Promise<Told> {
  const { app } = await house('2026-11-20T01:00:00Z')
  const council = await aCouncil(app)
  const places = []
  for (const name of ['临江', '望山', '清泉']) {
    places.push(
      succeeded(
        await perform(app, openPlace, systemActor(council.id), {
          kind: 'collection-point',
          level: 'community',
          hostKind: 'community',
          name_zh: `${name}社区信息采集点`,
          opening: [],
          since: '2026-01-01',
        }),
      ),
    )
  }
  const consultation = await anOpenConsultation(app, council, { title: '物业管理条例（草案）' })
  const given: string[] = []
  const give = async (count: number, fields: Parameters<typeof anOpinion>[3]) => {
    for (let index = 0; index < count; index += 1) {
      const { opinionId } = await anOpinion(app, council, consultation, {
        ...fields,
        body: `第 ${given.length} 条意见`,
        contributor: { name: '李桂兰', deviceId: newId() },
      })
      given.push(opinionId)
    }
  }
  await give(9, { channel: 'field', placeId: places[0]?.placeId ?? null })
  await give(6, { channel: 'paper', placeId: places[1]?.placeId ?? null })
  await give(2, { channel: 'field', placeId: places[2]?.placeId ?? null })
  await give(4, { channel: 'online' })
  await give(2, { channel: 'package' })
  await anArgument(app, council, consultation, { opinionIds: given.slice(0, 3) })
  await countCouncil(app, council)
  return { app, council, places: places.map(({ placeId, number }) => ({ id: placeId, number })) }
}

const siteFor = (actor: Actor) => siteOf({ app: told.app, council: told.council, actor, modules })
const asGuest = () => siteFor(aGuestOf(told.council))

async function sectionsAt(path: string): Promise<Section[]> {
  const answer = await asGuest().get(path)
  assert.equal(answer.status, 200)
  return ((await answer.json()) as { sections: Section[] }).sections
}

const sectionOf = (sections: readonly Section[], id: string) => {
  const section = sections.find((each) => each.id === id)
  assert.ok(section, id)
  return section
}

test('every breakdown adds up to the same total, whatever was put together', async () => {
  const sections = await sectionsAt('/insight/figures.json')
  const totals = ['ledger', 'channels', 'places', 'months', 'matters'].map((id) => {
    const { columns, total, rows } = sectionOf(sections, id)
    const at = columns.findIndex(({ key }) => key === 'collected')
    assert.equal(
      rows.reduce((sum, { values }) => sum + Number(values[at]), 0),
      total?.[at],
    )
    return total?.[at]
  })
  assert.deepEqual(totals, [23, 23, 23, 23, 23])
  assert.deepEqual(sectionOf(sections, 'suggestions').total?.slice(0, 3), [1, 1, 0])
})

test('a place with fewer than the setting says is not shown alone, nor can it be asked for', async () => {
  const places = sectionOf(await sectionsAt('/insight/figures.json'), 'places')
  assert.deepEqual(
    places.rows.map(({ name, values }) => [name, values[0]]),
    [
      ['临江社区信息采集点', 9],
      ['望山社区信息采集点', 6],
      ['另外 3 处（合并）', 8],
    ],
  )
  const page = await (await asGuest().get(`/insight?place=${told.places[2]?.number}`)).text()
  assert.match(page, /这个地点的意见太少/)
  assert.doesNotMatch(page, /清泉/)
})

test('one place is shown by year, and not by month or channel', async () => {
  const sections = await sectionsAt(`/insight/figures.json?place=${told.places[0]?.number}`)
  assert.deepEqual(
    sections.map(({ id }) => id),
    ['ledger', 'answers'],
  )
  assert.equal(sectionOf(sections, 'ledger').total?.[0], 9)
})

test('the setting decides how few are too few, from its day on', async () => {
  const { app, clock } = await house('2026-11-20T01:00:00Z')
  const council = await aCouncil(app)
  const place = succeeded(
    await perform(app, openPlace, systemActor(council.id), {
      kind: 'collection-point',
      level: 'community',
      hostKind: 'community',
      name_zh: '临江社区信息采集点',
      opening: [],
      since: '2026-01-01',
    }),
  )
  const consultation = await anOpenConsultation(app, council)
  for (let index = 0; index < 3; index += 1) {
    await anOpinion(app, council, consultation, { placeId: place.placeId, channel: 'field', body: `意见 ${index}` })
  }
  await anOpinion(app, council, consultation)
  await countCouncil(app, council)
  const site = siteOf({ app, council, actor: aGuestOf(council), modules })
  const rowsOf = async () => {
    const { sections } = (await (await site.get('/insight/figures.json')).json()) as { sections: Section[] }
    return sectionOf(sections, 'places').rows.map(({ values }) => values[0])
  }
  assert.deepEqual(await rowsOf(), [4])
  const change = { key: 'smallGroupLeast', value: 1, validFrom: '2026-11-20', reason: '常委会决定' }
  clock.advance(1000)
  succeeded(await perform(app, changeSetting, someoneOf(council, ['administrator']), change))
  assert.deepEqual(await rowsOf(), [3, 1])
})

test('the page, the sheet, the CSV, the open data and the report hold the same totals', async () => {
  const site = asGuest()
  const json = await sectionsAt('/insight/figures.json')
  const csv = (await (await site.get('/insight/figures.csv')).text()).split('\r\n')
  const open = (await (await site.get('/open-data/opinion-figures.csv')).text()).split('\r\n')
  const html = await (await site.get('/insight')).text()
  const sheet = await (await site.get('/insight/sheet')).text()
  assert.deepEqual(csv.slice(1), open.slice(1))
  for (const { id, columns, total } of json) {
    const cells = (total ?? []).map((value, index) => ({ value, column: columns[index] }))
    for (const { value, column } of cells) {
      if (typeof value !== 'number') continue
      assert.ok(csv.includes(`"${id}","*","${column?.key}","${value}",""`), `${id} ${column?.key}`)
    }
    const words = cells.map(({ value, column }) => wordsOf(value, column?.kind))
    for (const page of [html, sheet]) {
      const foots = [...page.matchAll(/<tfoot>(.*?)<\/tfoot>/g)].map(([, foot = '']) =>
        [...foot.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, cell]) => cell),
      )
      assert.ok(
        foots.some((foot) => JSON.stringify(foot) === JSON.stringify(words)),
        `${id}: ${words}`,
      )
    }
  }
})

function wordsOf(value: Section['rows'][number]['values'][number], kind = 'count'): string {
  if (value === null) return kind === 'text' ? '' : '—'
  return kind === 'percent' ? `${value}%` : String(value)
}

test('figures hold the name of nobody', async () => {
  for (const path of ['/insight', '/insight/figures.csv', '/insight/figures.json', '/insight/sheet']) {
    assert.doesNotMatch(await (await asGuest().get(path)).text(), /李桂兰/, path)
  }
})

test('every table says where what it counts stands, and every chart has its table beneath', async () => {
  const html = await (await asGuest().get('/insight')).text()
  const sections = html.split('<div class="figures"').slice(1)
  assert.ok(sections.length >= 7)
  for (const section of sections) {
    assert.match(section, /数的是：<a href="\/[^"]+">/)
    if (section.includes('class="chart')) assert.ok(section.indexOf('<table') > section.indexOf('class="chart'))
  }
})

test('the legislative pipeline knows each draft by articles and chapters', async () => {
  const answer = await asGuest().get('/insight/figures.json?of=legislation')
  const { sections } = (await answer.json()) as { sections: Section[] }
  const projects = sectionOf(sections, 'projects')
  const value = (key: string) => projects.rows[0]?.values[projects.columns.findIndex((column) => column.key === key)]
  assert.deepEqual([value('articles'), value('chapters'), value('drafts'), value('single')], [4, 2, 1, '否'])
  const measures = Object.fromEntries(
    sectionOf(sections, 'small-incision').rows.map(({ key, values }) => [key, values[0]]),
  )
  assert.deepEqual(
    [measures.drafts, measures['no-chapters'], measures['no-chapters-percent'], measures['articles-median']],
    [1, 0, 0, 4],
  )
})

test('the yearly report is for the office, and a Word file', async () => {
  assert.equal((await asGuest().get('/insight/report')).status, 404)
  assert.equal((await asGuest().get('/insight/report.docx?year=2026')).status, 404)
  const clerk = siteFor(someoneOf(told.council, ['clerk']))
  assert.equal((await clerk.get('/insight/report')).status, 200)
  const file = await clerk.get('/insight/report.docx?year=2026')
  assert.equal(file.status, 200)
  const document = (await readZip(new Uint8Array(await file.arrayBuffer()))).get('word/document.xml')
  const words = Buffer.from(document ?? [])
    .toString('utf8')
    .replace(/<[^>]+>/g, '')
  assert.match(words, /2026年，共收集意见23条，其中本级收集21条，其他人大报送2条。/)
  assert.match(words, /提炼形成建议1条，上报0条/)
  assert.equal((await clerk.get('/insight/report.docx?year=1999')).status, 404)
})

test('before anything was counted the page says so', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const page = await siteOf({ app, council, actor: aGuestOf(council), modules }).get('/insight')
  assert.match(await page.text(), /还没有统计过/)
})
