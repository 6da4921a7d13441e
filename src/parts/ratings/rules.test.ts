import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { standardSettings } from '#parts/councils'
import {
  combinedScore as combined,
  countingAttempt,
  isFinal,
  isOpen,
  recheckObstacle,
  stageScore,
  tallyOf,
  valueIssue,
} from './rules.ts'
import { handlingScale, type PointScale, type Points, type StageCode, satisfactionScale } from './scale.ts'

const combinedScore = (scale: PointScale, rated: readonly (readonly [StageCode, Points])[]) =>
  combined(scale, new Map(rated))

const words = satisfactionScale(standardSettings)
const handling = handlingScale(standardSettings)

describe('a hundred points in two stages', () => {
  test('contact and face-to-face reply are the reply, results and follow-up what came of it', () => {
    expect(
      handling.stages.map(({ code, weightPercent, items }) => [code, weightPercent, items.map((i) => i.points)]),
    ).toEqual([
      ['reply', 40, [10, 30]],
      ['implementation', 60, [50, 10]],
    ])
  })

  test('each stage is shown out of 100, and both are put together by their weights', () => {
    const [reply, done] = handling.stages as [PointScale['stages'][0], PointScale['stages'][0]]
    const first = { contact: 8, 'face-to-face': 24 }
    const second = { results: 40, 'follow-up': 5 }
    expect(stageScore(reply, first)).toBe(80)
    expect(stageScore(done, second)).toBe(75)
    expect(combinedScore(handling, [['reply', first]])).toBe(null)
    expect(
      combinedScore(handling, [
        ['reply', first],
        ['implementation', second],
      ]),
    ).toBe(77)
  })

  test('with the default weights the sum is the plain sum of points, whatever they are', () => {
    const points = fc.record({
      contact: fc.integer({ min: 0, max: 10 }),
      'face-to-face': fc.integer({ min: 0, max: 30 }),
      results: fc.integer({ min: 0, max: 50 }),
      'follow-up': fc.integer({ min: 0, max: 10 }),
    })
    fc.assert(
      fc.property(points, ({ results, 'follow-up': follow, ...reply }) => {
        const rated = [
          ['reply', reply],
          ['implementation', { results, 'follow-up': follow }],
        ] as const
        const sum = reply.contact + reply['face-to-face'] + results + follow
        expect(combinedScore(handling, rated)).toBe(sum)
      }),
    )
  })

  test('a score lies between its stages, and full marks are 100 for any weights and items', () => {
    const item = fc.record({ points: fc.integer({ min: 1, max: 60 }), share: fc.integer({ min: 0, max: 60 }) })
    const stage = fc.array(item, { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), stage, stage, (weight, first, second) => {
        const scored = (code: 'reply' | 'implementation', rows: typeof first, weightPercent: number) => ({
          stage: {
            code,
            weightPercent,
            items: rows.map(({ points }, i) => ({ code: `i${i}`, name_zh: '项', name_en: 'item', points })),
          },
          given: Object.fromEntries(rows.map(({ points, share }, i) => [`i${i}`, Math.min(points, share)])),
          full: Object.fromEntries(rows.map(({ points }, i) => [`i${i}`, points])),
        })
        const stages = [scored('reply', first, weight), scored('implementation', second, 100 - weight)] as const
        const scale: PointScale = { kind: 'points', stages: stages.map((each) => each.stage) }
        const total =
          combinedScore(
            scale,
            stages.map((each) => [each.stage.code, each.given]),
          ) ?? -1
        const scores = stages.map((each) => stageScore(each.stage, each.given))
        expect(total).toBeGreaterThanOrEqual(Math.min(...scores) - 0.1)
        expect(total).toBeLessThanOrEqual(Math.max(...scores) + 0.1)
        expect(
          combinedScore(
            scale,
            stages.map((each) => [each.stage.code, each.full]),
          ),
        ).toBe(100)
      }),
    )
  })

  test('an exact half is rounded up, and no float decides it', () => {
    const stage = { items: [{ code: 'a', name_zh: '', name_en: '', points: 2000 }] }
    expect([1, 3, 1999].map((a) => stageScore(stage, { a }))).toEqual([0.1, 0.2, 100])
  })

  test('every item has whole points between nothing and its most, and no item is invented', () => {
    const issue = (points: Record<string, number>) => valueIssue(handling, 'reply', { choice: null, points })
    expect(issue({ contact: 10, 'face-to-face': 0 })).toBe(null)
    expect(issue({ contact: 11, 'face-to-face': 0 })).toMatchObject({ path: 'points-contact', code: 'out-of-range' })
    expect(issue({ contact: 9.5, 'face-to-face': 0 })).toMatchObject({ path: 'points-contact' })
    expect(issue({ contact: 9 })).toMatchObject({ path: 'points-face-to-face' })
    expect(issue({ contact: 9, 'face-to-face': 1, results: 50 })).toMatchObject({ path: 'points-results' })
    expect(valueIssue(handling, 'whole', { choice: null, points: {} })).toMatchObject({ path: 'stage' })
    expect(valueIssue(handling, 'reply', { choice: 'satisfied', points: null })).toMatchObject({ path: 'stage' })
  })
})

describe('words', () => {
  test('one of the council’s words is chosen', () => {
    expect(valueIssue(words, 'whole', { choice: 'satisfied', points: null })).toBe(null)
    expect(valueIssue(words, 'whole', { choice: '', points: null })).toMatchObject({ code: 'empty' })
    expect(valueIssue(words, 'whole', { choice: 'great', points: null })).toMatchObject({ code: 'unknown' })
    expect(valueIssue(words, 'reply', { choice: 'satisfied', points: null })).not.toBe(null)
  })

  test('who abstains takes part and is not asked whether she is content', () => {
    const given = ['satisfied', 'satisfied', 'basically-satisfied', 'dissatisfied', 'abstain']
    expect(tallyOf(words, given)).toEqual({ counts: [2, 1, 1, 1], all: 5, decided: 4, content: 3, contentPercent: 75 })
    expect(tallyOf(words, ['abstain'])).toMatchObject({ all: 1, decided: 0, contentPercent: null })
    expect(tallyOf(words, [])).toMatchObject({ all: 0, contentPercent: null })
  })

  test('every rating is counted once, in whatever order they come', () => {
    const choice = fc.constantFrom(...words.options.map(({ code }) => code))
    fc.assert(
      fc.property(fc.array(choice, { maxLength: 60 }), (choices) => {
        const tally = tallyOf(words, choices)
        expect(tally.counts.reduce((sum, count) => sum + count, 0)).toBe(choices.length)
        expect(tallyOf(words, choices.toReversed())).toEqual(tally)
        expect(tally.content).toBeLessThanOrEqual(tally.decided)
      }),
    )
  })
})

describe('time', () => {
  const at = (day: number) => new Date(Date.UTC(2026, 10, day))
  const stage = { attempt: 1, closesAt: at(10), finalAt: at(20), recheck: null }
  const asked = { ...stage, recheck: { state: 'asked', decidedAt: null } } as const

  test('a rating can be changed until its stage closes, and is final once nobody can ask for a re-check', () => {
    expect([isOpen(stage, at(9)), isOpen(stage, at(10))]).toEqual([true, false])
    expect([isFinal(stage, at(19)), isFinal(stage, at(20)), isFinal(asked, at(30))]).toEqual([false, true, false])
  })

  test('a re-check is asked for once, in time, of something that was rated', () => {
    expect(recheckObstacle(stage, { rated: true }, at(19))).toBe(null)
    expect(recheckObstacle(stage, { rated: false }, at(19))).toBe('not-rated')
    expect(recheckObstacle(stage, { rated: true }, at(20))).toBe('too-late')
    expect(recheckObstacle(asked, { rated: true }, at(11))).toBe('rechecked-already')
  })

  test('rated anew the new rating counts; until then the original', () => {
    expect(countingAttempt([{ attempt: 1 }])).toBe(1)
    expect(countingAttempt([{ attempt: 1 }, { attempt: 2 }])).toBe(2)
  })
})
