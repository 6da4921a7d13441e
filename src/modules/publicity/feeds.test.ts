import assert from 'node:assert/strict'
import { SaxesParser } from 'saxes'
import { test } from 'vitest'
import { perform } from '#kernel/action'
import { type CalendarEvent, iCalendar } from '#kernel/documents'
import { aCouncil, aGuestOf, someoneOf, succeeded } from '#support/councils'
import { house } from '#support/house'
import { siteOf } from '#support/site'
import { modules } from '../index.ts'
import { correctPost, draftPost, publishPost, withdrawPost } from './actions.ts'

interface Property {
  readonly name: string
  readonly parameters: Readonly<Record<string, string>>
  readonly value: string
}

/** An iCalendar read by the rules of RFC 5545 alone, and refused where it breaks one. */
function readCalendar(text: string): { head: Property[]; events: Property[][] } {
  assert.ok(text.endsWith('\r\n'), 'every line ends with CRLF')
  assert.doesNotMatch(text.replaceAll('\r\n', ''), /[\r\n]/, 'no other line breaks')
  const raw = text.split('\r\n').slice(0, -1)
  for (const line of raw) assert.ok(Buffer.byteLength(line) <= 75, `at most 75 octets: ${line}`)
  const lines = text
    .replaceAll(/\r\n[ \t]/g, '')
    .split('\r\n')
    .slice(0, -1)
  const properties = lines.map((line): Property => {
    const [, name, parameters, value] = /^([A-Z-]+)((?:;[A-Z-]+=[^;:"]*)*):(.*)$/.exec(line) ?? []
    assert.ok(name && value !== undefined, `a content line: ${line}`)
    const pairs = (parameters ?? '')
      .split(';')
      .filter(Boolean)
      .map((pair) => pair.split('=') as [string, string])
    return { name, parameters: Object.fromEntries(pairs), value }
  })
  assert.deepEqual([properties[0]?.name, properties[0]?.value], ['BEGIN', 'VCALENDAR'])
  assert.deepEqual([properties.at(-1)?.name, properties.at(-1)?.value], ['END', 'VCALENDAR'])
  const head: Property[] = []
  const events: Property[][] = []
  let inside: Property[] | null = null
  for (const property of properties.slice(1, -1)) {
    if (property.name === 'BEGIN') {
      assert.equal(property.value, 'VEVENT')
      inside = []
    } else if (property.name === 'END') {
      assert.ok(inside)
      events.push(inside)
      inside = null
    } else (inside ?? head).push(property)
  }
  assert.equal(inside, null)
  for (const needed of ['VERSION', 'PRODID'])
    assert.ok(
      head.some(({ name }) => name === needed),
      needed,
    )
  for (const event of events) {
    for (const once of ['UID', 'DTSTAMP', 'DTSTART', 'SUMMARY', 'SEQUENCE', 'STATUS']) {
      assert.equal(event.filter(({ name }) => name === once).length, 1, once)
    }
  }
  return { head, events }
}

const textOf = (event: readonly Property[], wanted: string) =>
  event
    .find(({ name }) => name === wanted)
    ?.value.replaceAll(/\\([\\;,nN])/g, (_, sign: string) => (sign.toLowerCase() === 'n' ? '\n' : sign))

const instantOf = (event: readonly Property[], wanted: string) => {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(textOf(event, wanted) ?? '') ?? []
  return `${y}-${mo}-${d}T${h}:${mi}:${s}Z`
}

const event: CalendarEvent = {
  uid: 'a@house',
  sequence: 2,
  changedAt: new Date('2026-11-20T01:02:03.456Z'),
  startsAt: new Date('2026-11-27T06:00:00Z'),
  endsAt: null,
  title: '讲一讲：物业费，公共收益；和一条反斜线 \\ 在一个很长很长很长很长很长很长很长很长很长的标题里 😀😀😀😀😀',
  where: '二楼, 河滨路 18 号; 会议室',
  about: '第一行\n第二行\r\n第三行\u0007',
  url: 'http://house/publicity/1',
  withdrawn: false,
}

test('words come out of a calendar as they went in, however long and whatever signs they hold', () => {
  const calendar = iCalendar({
    product: 'tests',
    name: '云山市人大',
    language: 'zh-CN',
    events: [event, { ...event, uid: 'b@house' }],
  })
  const { head, events } = readCalendar(calendar)
  assert.equal(textOf(head, 'NAME'), '云山市人大')
  assert.equal(events.length, 2)
  const [read = []] = events
  assert.equal(textOf(read, 'SUMMARY'), event.title)
  assert.equal(textOf(read, 'LOCATION'), event.where)
  assert.equal(textOf(read, 'DESCRIPTION'), '第一行\n第二行\n第三行')
  assert.equal(instantOf(read, 'DTSTART'), '2026-11-27T06:00:00Z')
  assert.equal(instantOf(read, 'DTSTAMP'), '2026-11-20T01:02:03Z')
  assert.deepEqual([textOf(read, 'SEQUENCE'), textOf(read, 'STATUS')], ['2', 'CONFIRMED'])
  assert.equal(
    read.some(({ name }) => name === 'DTEND'),
    false,
  )
})

test('a calendar that breaks a rule is found', () => {
  const good = iCalendar({ product: 'tests', name: 'x', language: 'en', events: [event] })
  assert.throws(() => readCalendar(good.replaceAll('\r\n', '\n')))
  assert.throws(() => readCalendar(good.replaceAll('\r\n ', '')))
  assert.throws(() => readCalendar(good.replace('UID:', 'XID:')))
})

async function aPublishedTalk() {
  const { app, clock } = await house('2026-11-20T01:00:00Z')
  const council = await aCouncil(app)
  const clerk = someoneOf(council, ['clerk'])
  const talk = {
    kind: 'talk' as const,
    title: '讲一讲 <物业费> & "公共收益"',
    titleEn: 'About fees',
    startsAt: '2026-11-27T06:00:00Z',
    endsAt: '2026-11-27T08:00:00Z',
    venue: '三楼礼堂',
  }
  const { postId, number } = succeeded(await perform(app, draftPost, clerk, talk))
  succeeded(await perform(app, publishPost, clerk, { postId }))
  const get = async (path: string, locale: 'zh-CN' | 'en' = 'zh-CN') =>
    siteOf({ app, council, actor: aGuestOf(council), modules, locale }).get(path)
  return { app, clock, council, clerk, talk, postId, number, get }
}

test('the calendar of the council holds what is published, moves it when corrected, and cancels it when withdrawn', async () => {
  const { app, clock, clerk, talk, postId, number, get } = await aPublishedTalk()
  const read = async (path: string) => readCalendar(await (await get(path)).text()).events[0] ?? []
  const first = await read('/publicity/calendar.ics')
  assert.equal(textOf(first, 'SUMMARY'), talk.title)
  assert.equal(textOf(first, 'SEQUENCE'), '0')
  assert.equal(instantOf(first, 'DTEND'), '2026-11-27T08:00:00Z')
  clock.advance(60_000)
  const { kind: _, ...content } = talk
  const moved = { ...content, postId, startsAt: '2026-11-28T06:00:00Z', endsAt: null, reason: '改期' }
  succeeded(await perform(app, correctPost, clerk, moved))
  const second = await read(`/publicity/${number}/event.ics`)
  assert.deepEqual([textOf(second, 'UID'), textOf(second, 'SEQUENCE')], [textOf(first, 'UID'), '1'])
  assert.equal(instantOf(second, 'DTSTART'), '2026-11-28T06:00:00Z')
  succeeded(await perform(app, withdrawPost, clerk, { postId, reason: '主讲人生病' }))
  const third = await read('/publicity/calendar.ics')
  assert.deepEqual([textOf(third, 'STATUS'), textOf(third, 'SEQUENCE')], ['CANCELLED', '2'])
  assert.match(textOf(third, 'DESCRIPTION') ?? '', /主讲人生病/)
})

test('a draft is in no calendar and no feed', async () => {
  const { app, clerk, talk, get } = await aPublishedTalk()
  const draft = succeeded(await perform(app, draftPost, clerk, { ...talk, title: '还是草稿' }))
  assert.equal((await get(`/publicity/${draft.number}/event.ics`)).status, 404)
  for (const path of ['/publicity/calendar.ics', '/publicity/feed.atom', '/publicity', '/publicity/calendar']) {
    assert.doesNotMatch(await (await get(path)).text(), /还是草稿/, path)
  }
})

test('the feed is well-formed Atom with what RFC 4287 asks of feed and entries', async () => {
  const { number, get, talk } = await aPublishedTalk()
  const answer = await get('/publicity/feed.atom')
  assert.match(answer.headers.get('content-type') ?? '', /^application\/atom\+xml/)
  const elements = readXml(await answer.text())
  const at = (path: string) => elements.filter((element) => element.path === path)
  for (const needed of ['id', 'title', 'updated', 'author/name']) assert.equal(at(`feed/${needed}`).length, 1, needed)
  for (const needed of ['id', 'title', 'updated', 'summary']) assert.equal(at(`feed/entry/${needed}`).length, 1, needed)
  assert.equal(at('feed/entry/title')[0]?.text, talk.title)
  assert.equal(at('feed/entry/id')[0]?.text, `http://localhost:3000/publicity/${number}`)
  assert.match(at('feed/entry/updated')[0]?.text ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  assert.deepEqual(
    at('feed/link').map(({ attributes }) => attributes.rel),
    ['self', 'alternate'],
  )
  assert.match(await (await get('/publicity/feed.atom', 'en')).text(), /About fees/)
})

interface Element {
  readonly path: string
  readonly attributes: Readonly<Record<string, string>>
  text: string
}

function readXml(xml: string): Element[] {
  const open: string[] = []
  const elements: Element[] = []
  const here: Element[] = []
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    open.push(name)
    const element = { path: open.join('/'), attributes: attributes as Record<string, string>, text: '' }
    here.push(element)
    elements.push(element)
  })
  parser.on('text', (text) => {
    const last = here.at(-1)
    if (last) last.text += text
  })
  parser.on('closetag', () => {
    open.pop()
    here.pop()
  })
  parser.write(xml).close()
  return elements
}
