import assert from 'node:assert/strict'
import fc from 'fast-check'
import { describe, test } from 'vitest'
import { addDays, isWeekend } from './civil-date.ts'
import { type Adjustments, type DueRule, dueOn, explainDue } from './due.ts'
import { chinaCalendar, chinaNotices } from './notices.ts'
import { recompute, type StoredDue } from './recompute.ts'
import { dueSentences } from './sentences.ts'
import { calendarOf, isSettled, isWorkingDay, type Notice } from './working-days.ts'

const rule = (kind: DueRule['kind'], amount: number, rollsToWorkingDay = true): DueRule => ({
  kind,
  amount,
  rollsToWorkingDay,
})
const due = (received: string, of: DueRule, adjustments: Adjustments = {}) =>
  dueOn(chinaCalendar, of, received, adjustments)

describe('the last day', () => {
  const cases: readonly [string, DueRule, string, Adjustments?][] = [
    ['2026-11-20', rule('months', 1), '2026-12-21'], // the 20th is a Sunday
    ['2026-11-20', rule('months', 1, false), '2026-12-20'],
    ['2026-01-31', rule('months', 1), '2026-02-28'], // a Saturday, but worked
    ['2026-06-30', rule('months', 3), '2026-09-30'],
    ['2026-09-02', rule('months', 1), '2026-10-08'], // in the middle of the break
    ['2026-02-13', rule('working-days', 2), '2026-02-24'],
    ['2026-09-18', rule('working-days', 5), '2026-09-24'], // the Sunday 20th is worked
    ['2026-04-01', rule('days', 30), '2026-05-06'], // May 1 to 5
    ['2026-04-01', rule('days', 30, false), '2026-05-01'],
    ['2026-06-01', rule('days', 10), '2026-06-15', { pauses: [{ from: '2026-06-05', to: '2026-06-07' }] }],
    ['2026-06-01', rule('days', 10, false), '2026-06-14', { pauses: [{ from: '2026-06-05', to: '2026-06-07' }] }],
    ['2026-06-01', rule('days', 10, false), '2026-06-11', { pauses: [{ from: '2026-06-12', to: '2026-06-30' }] }],
    ['2026-06-01', rule('days', 10, false), '2026-06-11', { pauses: [{ from: '2026-05-01', to: '2026-06-01' }] }],
    ['2026-06-01', rule('working-days', 5), '2026-06-10', { pauses: [{ from: '2026-06-03', to: '2026-06-04' }] }],
    ['2026-03-31', rule('months', 3), '2026-09-30', { extensions: [{ kind: 'months', amount: 3 }] }],
    ['2026-06-01', rule('working-days', 5), '2026-06-22', { extensions: [{ kind: 'working-days', amount: 9 }] }],
    ['2026-06-01', rule('days', 10, false), '2026-06-16', { extensions: [{ kind: 'working-days', amount: 3 }] }],
  ]
  for (const [received, of, expected, adjustments] of cases) {
    test(`of ${of.amount} ${of.kind} from ${received} is ${expected} ${JSON.stringify(adjustments ?? '')}`, () => {
      const { date, provisional } = due(received, of, adjustments)
      assert.equal(date, expected)
      assert.equal(provisional, false)
    })
  }

  test('a pause that a pause brings within the term counts too', () => {
    const pauses = [
      { from: '2026-06-10', to: '2026-06-12' },
      { from: '2026-06-14', to: '2026-06-14' },
    ]
    // Ten days end on the 11th; three paused days move that to the 14th, which is paused itself.
    assert.equal(due('2026-06-01', rule('days', 10, false), { pauses }).date, '2026-06-15')
  })

  test('pauses that overlap count once', () => {
    const once = due('2026-06-01', rule('days', 10, false), { pauses: [{ from: '2026-06-03', to: '2026-06-08' }] })
    const twice = due('2026-06-01', rule('days', 10, false), {
      pauses: [
        { from: '2026-06-05', to: '2026-06-08' },
        { from: '2026-06-03', to: '2026-06-06' },
      ],
    })
    assert.equal(twice.date, once.date)
  })

  test('is not guessed for a term of nothing or a pause that ends before it begins', () => {
    assert.throws(() => due('2026-06-01', rule('days', 0)), RangeError)
    assert.throws(() => due('2026-06-01', rule('months', 1.5)), RangeError)
    assert.throws(() => due('2026-06-01', rule('days', 5), { pauses: [{ from: '2026-06-04', to: '2026-06-03' }] }))
  })

  test('is a working day whenever it rolls, for every day of seven years and six kinds of term', () => {
    const rules = [
      rule('working-days', 5),
      rule('working-days', 15),
      rule('days', 30),
      rule('months', 1),
      rule('months', 3),
      rule('months', 6),
    ]
    let checked = 0
    for (let day = '2020-01-01'; day <= '2026-12-31'; day = addDays(day, 1)) {
      for (const of of rules) {
        const { date, provisional, steps } = due(day, of)
        assert(isWorkingDay(chinaCalendar, date), `${day} ${date}`)
        assert(date > day)
        assert.equal(
          provisional,
          steps.some(({ step }) => step === 'unsettled'),
        )
        if (date <= '2026-12-25') assert(!provisional, `${day} ${date}`)
        if (!isSettled(chinaCalendar, date)) assert(provisional, `${day} ${date}`)
        checked += 1
      }
    }
    assert.equal(checked, 2557 * 6)
  })

  test('never comes earlier for more time', () => {
    const day = fc.integer({ min: 0, max: 2500 }).map((n) => addDays('2020-01-01', n))
    const kind = fc.constantFrom('working-days', 'days', 'months') satisfies fc.Arbitrary<DueRule['kind']>
    fc.assert(
      fc.property(
        day,
        kind,
        fc.integer({ min: 1, max: 12 }),
        fc.nat(20),
        fc.nat(20),
        (from, of, amount, after, length) => {
          const plain = due(from, rule(of, amount)).date
          const pause = { from: addDays(from, after), to: addDays(from, after + length) }
          assert(due(from, rule(of, amount + 1)).date >= plain)
          assert(due(from, rule(of, amount), { pauses: [pause] }).date >= plain)
          assert(due(from, rule(of, amount), { extensions: [{ kind: 'days', amount: 1 }] }).date >= plain)
        },
      ),
    )
  })
})

describe('beyond the notices', () => {
  test('a date says that it may still change, and which notice is missing', () => {
    const { date, provisional, steps } = due('2026-12-20', rule('working-days', 15))
    assert.equal(date, '2027-01-08')
    assert(provisional)
    assert.deepEqual(
      steps.find(({ step }) => step === 'unsettled'),
      { step: 'unsettled', years: [2027] },
    )
    assert(!due('2026-12-20', rule('days', 30, false)).provisional, 'a plain number of days needs no notice')
    assert(due('2026-12-20', rule('days', 30)).provisional)
  })

  test('a new notice moves the dates it touches, settles the rest, and leaves certain ones alone', () => {
    const notice: Notice = {
      year: 2027,
      status: 'published',
      title: '2027',
      issuedOn: '2026-11-25',
      days: [{ holiday: 'new-year', from: '2027-01-01', to: '2027-01-03', worked: [] }],
    }
    const stored = (id: string, received: string, of: DueRule): StoredDue => {
      const { date, provisional } = due(received, of)
      return { id, rule: of, receivedOn: received, date, provisional }
    }
    const dues = [
      stored('moves', '2026-12-28', rule('working-days', 5)),
      stored('settles', '2027-01-10', rule('working-days', 5)),
      stored('certain', '2026-06-01', rule('working-days', 5)),
      stored('far', '2027-12-20', rule('working-days', 15)),
      { ...stored('told', '2026-12-28', rule('working-days', 5)), provisional: false },
    ]
    const changed = recompute(calendarOf([...chinaNotices, notice]), dues)
    assert.deepEqual(
      changed.map(({ id, before, due: { date, provisional } }) => [id, before, date, provisional]),
      [
        ['moves', '2027-01-04', '2027-01-05', false],
        ['settles', '2027-01-15', '2027-01-15', false],
      ],
    )
    assert.deepEqual(recompute(chinaCalendar, dues), [], 'and without a new notice nothing changes')
  })
})

describe('the reasons', () => {
  test('name every break, every worked weekend and the move to a working day', () => {
    const steps = explainDue(chinaCalendar, rule('working-days', 3), '2026-02-13')
    assert.deepEqual(
      steps.map(({ step }) => step),
      ['received', 'term', 'worked-weekend', 'holiday-skipped', 'due'],
    )
    assert.deepEqual(
      explainDue(chinaCalendar, rule('months', 1), '2026-09-02').filter(({ step }) => step === 'rolled'),
      [{ step: 'rolled', from: '2026-10-02', to: '2026-10-08' }],
    )
    assert.deepEqual(
      explainDue(chinaCalendar, rule('months', 1), '2026-08-31').filter(({ step }) => step === 'month-is-shorter'),
      [{ step: 'month-is-shorter', day: 31, last: '2026-09-30' }],
    )
  })

  test('account for every day between receipt and the last day', () => {
    const day = fc.integer({ min: 0, max: 2400 }).map((n) => addDays('2020-01-01', n))
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 40 }), (received, amount) => {
        const { date, steps } = due(received, rule('working-days', amount))
        let passed = 0
        for (let each = addDays(received, 1); each <= date; each = addDays(each, 1)) passed += 1
        const skipped = steps.reduce((sum, step) => {
          if (step.step === 'weekends-skipped') return sum + step.days
          if (step.step !== 'holiday-skipped') return sum
          let days = 0
          for (let each = step.from; each <= step.to; each = addDays(each, 1)) days += 1
          return sum + days
        }, 0)
        assert.equal(passed - skipped, amount)
        const worked = steps.filter(({ step }) => step === 'worked-weekend')
        for (const step of worked) assert(step.step === 'worked-weekend' && isWeekend(step.on))
      }),
    )
  })

  test('are sentences in both languages, one for each step', () => {
    const { steps } = due('2026-12-20', rule('working-days', 15), {
      pauses: [{ from: '2026-12-22', to: '2026-12-23' }],
      extensions: [{ kind: 'days', amount: 1 }],
    })
    const zh = dueSentences('zh-CN', steps)
    const en = dueSentences('en', steps)
    assert.equal(zh.length, steps.length)
    assert.equal(en.length, steps.length)
    assert.equal(zh[0], '2026年12月20日星期日收到，当天不算。')
    assert.equal(en[0], 'Received on Sunday, 20 December 2026. That day is not counted.')
    assert(zh.some((sentence) => sentence.includes('2027年的放假安排还没有公布')))
    assert(en.every((sentence) => !/\p{Script=Han}/u.test(sentence)))
  })
})
