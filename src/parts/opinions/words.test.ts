import assert from 'node:assert/strict'
import { describe, test } from 'vitest'
import { hidesSomething, sameTextOf, searchQuery, searchVector, shownText, simhashOf } from './words.ts'

describe('words of people', () => {
  test('a vector holds every pair, the last character of a run alone, and no phrase across a gap', () => {
    assert.equal(searchVector('听证会，好'), "'听证':1 '证会':2 '会':3 '好':5")
    assert.equal(searchVector('Ａ１ B'), "'a1':1 '1':2 'b':4")
  })

  test('one character is looked for as a beginning, more as a phrase of pairs, several words together', () => {
    assert.equal(searchQuery('会'), "'会':*")
    assert.equal(searchQuery('听证会 预算'), "('听证' <-> '证会') & '预算'")
    assert.equal(searchQuery(' ，。'), null)
  })

  test('quotes and backslashes of a searcher never reach the query language', () => {
    assert.equal(searchQuery("a' | 'b\\"), "'a':* & 'b':*")
  })

  test('the same text in another dress is the same text, another text is not', () => {
    assert.equal(sameTextOf('一楼不出钱！'), sameTextOf('一楼 不出钱。'))
    assert.notEqual(sameTextOf('一楼不出钱'), sameTextOf('一楼要出钱'))
  })

  test('texts alike have fingerprints alike, and every fingerprint is a safe whole number', () => {
    const one = simhashOf('老旧小区加装电梯的费用应当由受益的业主分担，一楼住户可以不出钱，建议写明补偿的办法。')
    const alike = simhashOf('老旧小区加装电梯的费用应当由受益的业主来分担，一楼住户可以不出钱，建议写明补偿办法。')
    const other = simhashOf('公共收益每季度公布一次才够，半年太久了，账目要贴在楼道里让大家都能看得见。')
    assert.ok(Number.isSafeInteger(one) && one < 2 ** 48)
    assert.ok(distance(one, alike) < 10, `alike: ${distance(one, alike)}`)
    assert.ok(distance(one, other) > 14, `other: ${distance(one, other)}`)
  })

  test('what turns or hides words is not shown, while the words of other scripts and pictures stay', () => {
    assert.equal(shownText('反\u202e对'), '反对')
    assert.equal(shownText('同\u200b意'), '同意')
    assert.equal(shownText('同\u200d意'), '同意')
    assert.equal(shownText('می\u200cخواهم'), 'می\u200cخواهم')
    assert.equal(shownText('👨\u200d👩\u200d👧'), '👨\u200d👩\u200d👧')
    assert.equal([...shownText(`a${'\u0301'.repeat(10_000)}`)].length < 8, true)
    assert.ok(hidesSomething('同\u200b意'))
    assert.ok(!hidesSomething('同意'))
  })
})

function distance(a: number, b: number): number {
  return [...(BigInt(a) ^ BigInt(b)).toString(2)].filter((bit) => bit === '1').length
}
