import { expect, test } from 'vitest'
import { keptOf, rhythmOf, valueOn } from './rhythm.ts'
import { hasRoom, mediaOrigin, reminderAt, stageNow } from './rules.ts'

const held = (day: string) => ({ day, number: 1, topic: '停车', held: true })

test('a month that is over without a session is shown as such, the present one is still open', () => {
  const stretches = rhythmOf({
    year: 2026,
    months: () => 1,
    since: '2026-07-15',
    until: null,
    days: [held('2026-08-20'), held('2026-10-09'), { ...held('2026-12-02'), held: false }],
    today: '2026-11-20',
  })
  expect(stretches.map(({ beginsOn, state }) => `${beginsOn.slice(5, 7)} ${state}`)).toEqual([
    '08 done',
    '09 none',
    '10 done',
    '11 open',
    '12 planned',
  ])
  expect(keptOf(stretches, '2026-11-20')).toEqual({ owed: 3, kept: 2 })
})

test('a session in the month in which the place opened counts, though none was owed', () => {
  const asked = { year: 2026, months: () => 1, since: '2026-07-15', until: '2026-09-01', today: '2026-11-20' }
  expect(rhythmOf({ ...asked, days: [held('2026-07-20')] }).map(({ state }) => state)).toEqual(['done', 'none'])
  expect(rhythmOf({ ...asked, days: [] }).map(({ beginsOn }) => beginsOn)).toEqual(['2026-08-01'])
})

test('a new rule counts from its day: quarters until summer, months after', () => {
  const stretches = rhythmOf({
    year: 2026,
    months: (day) => (day < '2026-07-01' ? 3 : 1),
    since: '2025-01-01',
    until: null,
    days: [],
    today: '2026-08-01',
  })
  expect(stretches.map(({ beginsOn }) => beginsOn.slice(5, 7))).toEqual([
    '01',
    '04',
    '07',
    '08',
    '09',
    '10',
    '11',
    '12',
  ])
})

test('of several changes the one that holds on the day counts, and the later decision of two', () => {
  const at = (day: string) => new Date(`${day}T00:00:00Z`)
  const changes = [
    { value: 2, from: at('2026-03-01'), changedAt: at('2026-02-01') },
    { value: 3, from: at('2026-03-01'), changedAt: at('2026-02-02') },
    { value: 4, from: at('2026-06-01'), changedAt: at('2026-02-01') },
  ]
  expect([at('2026-01-01'), at('2026-03-01'), at('2026-07-01')].map((day) => valueOn(changes, day, 1))).toEqual([
    1, 3, 4,
  ])
})

test('a meeting begins and is over by the clock, though nobody pressed a button', () => {
  const starts_at = new Date('2026-11-25T06:30:00Z')
  const ends_at = new Date('2026-11-25T08:30:00Z')
  const now = (stage: 'published' | 'running' | 'planned', at: string) =>
    stageNow({ stage, starts_at, ends_at }, new Date(`2026-11-25T${at}:00Z`))
  expect(now('published', '06:29')).toBe('published')
  expect(now('published', '06:30')).toBe('running')
  expect(now('published', '08:30')).toBe('ended')
  // Begun by hand it may go on for a while.
  expect(now('running', '09:30')).toBe('running')
  expect(now('running', '11:30')).toBe('ended')
  expect(now('planned', '11:30')).toBe('planned')
})

test('the reminder leaves at nine in the morning of the day before, in the council’s time', () => {
  const startsAt = new Date('2026-11-25T06:30:00Z')
  const at = reminderAt(startsAt, 'Asia/Shanghai', new Date('2026-11-20T01:00:00Z'))
  expect(at?.toISOString()).toBe('2026-11-24T01:00:00.000Z')
  expect(reminderAt(startsAt, 'Asia/Shanghai', new Date('2026-11-24T01:00:00Z'))).toBeNull()
})

test('only an address with https and without a password is one for a picture', () => {
  expect(mediaOrigin('https://live.example.org:8443/a/b.m3u8')).toBe('https://live.example.org:8443')
  expect(mediaOrigin('http://live.example.org/a')).toBeNull()
  expect(mediaOrigin('https://u:p@live.example.org/a')).toBeNull()
  expect(mediaOrigin('javascript:alert(1)')).toBeNull()
  expect(hasRoom(10, 9, 2)).toBe(false)
  expect(hasRoom(null, 1000, 20)).toBe(true)
})
