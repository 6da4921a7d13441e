import assert from 'node:assert/strict'
import { describe, test } from 'vitest'
import { arrival, differences, givenAtOf, statementsOf, suggestClause } from './field-rules.ts'

const at = (text: string) => new Date(text)
const open = { stage: 'open', opens_at: at('2026-11-01T00:00:00Z'), closes_at: at('2026-12-01T00:00:00Z') } as const

describe('the time a phone claims', () => {
  const now = at('2026-11-20T10:00:00Z')

  test('is believed when the phone’s clock is right', () => {
    const { givenAt, aheadS } = givenAtOf(at('2026-11-20T08:00:00Z'), at('2026-11-20T10:00:30Z'), now)
    assert.deepEqual([givenAt.toISOString(), aheadS], ['2026-11-20T08:00:00.000Z', 30])
  })

  test('is set right by as much as the clock is wrong, three days ahead or behind', () => {
    const ahead = givenAtOf(at('2026-11-23T08:00:00Z'), at('2026-11-23T10:00:00Z'), now)
    const behind = givenAtOf(at('2026-11-17T08:00:00Z'), at('2026-11-17T10:00:00Z'), now)
    assert.equal(ahead.givenAt.toISOString(), '2026-11-20T08:00:00.000Z')
    assert.equal(behind.givenAt.toISOString(), '2026-11-20T08:00:00.000Z')
    assert.deepEqual([ahead.aheadS, behind.aheadS], [259_200, -259_200])
  })

  test('never lies in the future', () => {
    assert.equal(givenAtOf(at('2026-11-25T08:00:00Z'), now, now).givenAt.toISOString(), now.toISOString())
  })
})

test('what was given before closing and arrives after it goes to a person; what was given after it is refused', () => {
  const after = at('2026-12-02T00:00:00Z')
  assert.equal(arrival(open, at('2026-11-20T00:00:00Z'), at('2026-11-21T00:00:00Z')), 'taken')
  assert.equal(arrival(open, at('2026-11-30T23:59:59Z'), after), 'late')
  assert.deepEqual(arrival(open, at('2026-12-01T00:00:00Z'), after), { refused: 'closed' })
  assert.deepEqual(arrival({ ...open, stage: 'answered' }, at('2026-11-20T00:00:00Z'), after), {
    refused: 'answered-already',
  })
  assert.deepEqual(arrival({ ...open, stage: 'prepared' }, after, after), { refused: 'not-open-yet' })
})

test('two readings of a form differ in words, not in spaces or widths', () => {
  const first = { provision: 'art_3', body: '一楼 不出钱', suggested: '', name: '李', contact: '', consent: true }
  assert.deepEqual(differences(first, { ...first, body: '一楼不出钱\n' }), [])
  assert.deepEqual(differences(first, { ...first, body: '一楼要出钱', consent: false }), ['body', 'consent'])
})

describe('minutes', () => {
  test('are split by speakers and empty lines, and a speaker’s lines stay together', () => {
    const minutes = '王阿姨：电梯的钱怎么分？\n一楼用不上。\n\n李师傅: 第二条要写清楚\n\n- 没有名字的一句\n接着说'
    assert.deepEqual(statementsOf(minutes), [
      { speaker: '王阿姨', body: '电梯的钱怎么分？\n一楼用不上。' },
      { speaker: '李师傅', body: '第二条要写清楚' },
      { speaker: null, body: '没有名字的一句\n接着说' },
    ])
  })

  test('a colon inside a sentence names nobody', () => {
    assert.deepEqual(statementsOf('大家都说，应该写明：一楼不出钱'), [
      { speaker: null, body: '大家都说，应该写明：一楼不出钱' },
    ])
  })

  test('without words are no statements', () => assert.deepEqual(statementsOf(' \n\n'), []))
})

describe('the clause suggested for a statement', () => {
  const clauses = [
    { id: 'art_1', label: '第一条', words: '为了规范物业管理活动，制定本条例。' },
    { id: 'art_2', label: '第二条', words: '物业服务人应当公布公共收益的收支情况。' },
    { id: 'art_3', label: '第三条', words: '老旧小区加装电梯的，费用分摊方案由业主协商确定。' },
    { id: 'art_4', label: '第四条', words: '本条例自2027年7月1日起施行。' },
  ]

  test('is the one it names', () => {
    assert.equal(suggestClause('第二条写得不清楚', clauses), 'art_2')
    assert.equal(suggestClause('Article 3 is unfair', clauses), 'art_3')
  })

  test('is the one whose rare words it shares', () => {
    assert.equal(suggestClause('加装电梯的费用，一楼不该分摊', clauses), 'art_3')
    assert.equal(suggestClause('公共收益每月都要公布', clauses), 'art_2')
  })

  test('is none when nothing fits', () => assert.equal(suggestClause('今天天气很好', clauses), null))
})
