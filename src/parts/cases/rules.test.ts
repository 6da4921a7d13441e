import { describe, expect, test } from 'vitest'
import type { Actor } from '#kernel/action'
import {
  isKeeper,
  isLate,
  nextReminder,
  organisationsServed,
  remindersFor,
  reviewObstacle,
  type StandingFacts,
  standingOf,
  worksAt,
} from './rules.ts'
import { promisesIn, vagueWordsIn } from './words.ts'

const at = (day: string) => new Date(`${day}T02:00:00Z`)
const clock = { dueOn: '2026-12-20', provisional: false, pausedOn: null, metOn: null, stoppedOn: null }
const waiting: StandingFacts = {
  stage: 'open',
  keeperId: 'deputy',
  keptSince: at('2026-11-20'),
  outcome: null,
  closedFor: null,
  closedAt: null,
  answeredAt: null,
  settledAt: null,
  lead: null,
  question: null,
  replyClock: null,
  openPromises: [],
}
const lead = { organisationId: 'lighting', state: 'accepted', since: at('2026-11-25') } as const

describe('a case says at every moment who holds it, since when, due when, and why', () => {
  test.each([
    ['nobody has taken it up', waiting, 'keeper', '2026-11-20', null, 'waits-for-keeper'],
    [
      'handed to a department',
      { ...waiting, lead: { ...lead, state: 'assigned' }, replyClock: clock },
      'organisation',
      '2026-11-25',
      '2026-12-20',
      'assigned',
    ],
    ['accepted', { ...waiting, lead, replyClock: clock }, 'organisation', '2026-11-25', '2026-12-20', 'accepted'],
    [
      'returned: the one who assigned it holds it, and the date stays',
      { ...waiting, lead: { ...lead, state: 'returned' }, replyClock: clock },
      'keeper',
      '2026-11-25',
      '2026-12-20',
      'returned',
    ],
    [
      'asked back: the one who asked holds it',
      { ...waiting, lead, replyClock: clock, question: { askedAt: at('2026-11-27') } },
      'asker',
      '2026-11-27',
      '2026-12-20',
      'asked-back',
    ],
    [
      'answered, and not judged yet',
      { ...waiting, lead, stage: 'answered', answeredAt: at('2026-12-01') },
      'asker',
      '2026-12-01',
      null,
      'to-be-judged',
    ],
    [
      'settled with a promise: the department, until the day of the promise',
      {
        ...waiting,
        lead,
        stage: 'settled',
        outcome: 'promised',
        settledAt: at('2026-12-02'),
        openPromises: [{ dueOn: '2027-01-15' }],
      },
      'organisation',
      '2026-12-02',
      '2027-01-15',
      'promise-open',
    ],
    ['settled', { ...waiting, stage: 'settled', settledAt: at('2026-12-02') }, 'nobody', '2026-12-02', null, 'settled'],
  ] as const)('%s', (_, facts, holder, since, dueOn, why) => {
    const standing = standingOf(facts as StandingFacts, '2026-12-03')
    expect([standing.holder.kind, standing.since, standing.dueOn, standing.why]).toEqual([
      holder,
      at(since),
      dueOn,
      why,
    ])
  })
})

test('late is what runs after its day or was met after it, never what is paused or stopped', () => {
  expect(isLate(clock, '2026-12-20')).toBe(false)
  expect(isLate(clock, '2026-12-21')).toBe(true)
  expect(isLate({ ...clock, pausedOn: '2026-12-01' }, '2027-01-01')).toBe(false)
  expect(isLate({ ...clock, stoppedOn: '2026-12-01' }, '2027-01-01')).toBe(false)
  expect(isLate({ ...clock, metOn: '2026-12-20' }, '2027-01-01')).toBe(false)
  expect(isLate({ ...clock, metOn: '2026-12-21' }, '2027-01-01')).toBe(true)
})

test('reminders go to the holder before and on the day, to the organisation after it, then to the office, then to those who lead', () => {
  const all = remindersFor('reply', '2026-12-20', { before: 5, office: 3, leader: 10 })
  expect(all).toEqual([
    { level: 'before', on: '2026-12-15' },
    { level: 'on-the-day', on: '2026-12-20' },
    { level: 'late', on: '2026-12-21' },
    { level: 'office', on: '2026-12-23' },
    { level: 'leader', on: '2026-12-30' },
  ])
  expect(nextReminder(all, 0, '2026-12-01')?.on).toBe('2026-12-15')
  expect(nextReminder(all, 1, '2026-12-16')?.level).toBe('on-the-day')
  expect(nextReminder(all, 0, '2026-12-22')?.level).toBe('late')
  expect(nextReminder(all, 4, '2027-01-01')?.level).toBe('leader')
  expect(nextReminder(all, 5, '2027-01-01')).toBeNull()
  expect(remindersFor('return', '2026-12-20', { before: 2, office: 3, leader: 10 }).map(({ level }) => level)).toEqual([
    'before',
    'on-the-day',
  ])
})

test('the keeper, the office and the liaison of the place keep a case; a department serves its own organisation', () => {
  const someone = (role: string, scopeId: string | null = null, personId = 'p'): Actor => ({
    kind: 'person',
    councilId: 'c',
    accountId: personId,
    personId,
    deviceId: null,
    grants: [{ role, scopeId }],
  })
  const kept = { keeperId: 'deputy', scopeId: 'station' }
  expect(isKeeper(someone('deputy', null, 'deputy'), kept)).toBe(true)
  expect(isKeeper(someone('deputy', null, 'another'), kept)).toBe(false)
  expect(isKeeper(someone('clerk'), kept)).toBe(true)
  expect(isKeeper(someone('liaison', 'station'), kept)).toBe(true)
  expect(isKeeper(someone('liaison', 'elsewhere'), kept)).toBe(false)
  expect(isKeeper(someone('liaison', 'station'), { keeperId: null, scopeId: null })).toBe(false)
  expect(worksAt(someone('department', 'lighting'), 'lighting')).toBe(true)
  expect(worksAt(someone('department', 'water'), 'lighting')).toBe(false)
  expect(worksAt(someone('department', 'water'), null)).toBe(false)
  expect(organisationsServed(someone('department', 'water'))).toEqual(['water'])
})

test('a draft is reviewed once, and by somebody else where the council wants that', () => {
  const draft = { state: 'draft', draftedBy: 'p' } as const
  expect(reviewObstacle(null, { personId: 'p', byAnother: false })).toBe('no-draft')
  expect(reviewObstacle(draft, { personId: 'p', byAnother: true })).toBe('own-draft')
  expect(reviewObstacle(draft, { personId: 'q', byAnother: true })).toBeNull()
  expect(reviewObstacle(draft, { personId: 'p', byAnother: false })).toBeNull()
  expect(reviewObstacle({ ...draft, state: 'sent' }, { personId: 'q', byAnother: true })).toBe('reviewed-already')
})

test('vague words are named once each, in the order in which they stand', () => {
  expect(vagueWordsIn('我们将逐步推进，尽快办理，逐步完善。', ['尽快', '适时', '逐步'])).toEqual(['逐步', '尽快'])
  expect(vagueWordsIn('12月15日前更换完毕。', ['尽快', '适时'])).toEqual([])
})

describe('a sentence that names a day to come is offered as a promise', () => {
  const found = (body: string) =>
    promisesIn(body, '2026-11-20').map(({ dueOn, what, amountFen }) => [dueOn, what, amountFen])
  test.each([
    ['我们将于2026年12月15日前更换路灯。', '2026-12-15', '我们将于更换路灯', null],
    ['12月15日前更换路灯12盏，投入3.5万元。', '2026-12-15', '更换路灯12盏，投入3.5万元', 3_500_000],
    ['1月10日前完成。', '2027-01-10', '完成', null],
    ['年底前通车。', '2026-12-31', '通车', null],
    ['明年3月底前修好。', '2027-03-31', '修好', null],
    ['15日内更换。', '2026-12-05', '更换', null],
    ['两个月内完工。', '2027-01-20', '完工', null],
    ['The lamp will be replaced by 2026-12-15.', '2026-12-15', 'The lamp will be replaced by', null],
  ])('%s', (body, dueOn, what, amount) => {
    expect(found(body)).toEqual([[dueOn, what, amount]])
  })

  test('a day that has passed, no day, and a day that does not exist promise nothing', () => {
    expect(found('我们于2026年11月3日到现场查看。')).toEqual([])
    expect(found('我们会认真研究。')).toEqual([])
    expect(found('2026年2月30日前完成。')).toEqual([])
  })

  test('each sentence is taken by itself, and two amounts are left to a person', () => {
    expect(found('12月1日前立杆；12月20日前通电。')).toEqual([
      ['2026-12-01', '立杆', null],
      ['2026-12-20', '通电', null],
    ])
    expect(found('12月1日前投入2万元和3000元。')[0]?.[2]).toBeNull()
  })
})
