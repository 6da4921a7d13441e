import assert from 'node:assert/strict'
import { test } from 'vitest'
import { chineseOf, numberOf } from './numerals.ts'

test('every number up to 9999 is read back from its Chinese writing', () => {
  for (let value = 0; value <= 9999; value += 1) assert.equal(numberOf(chineseOf(value)), value)
})

test('numbers are written as laws write them', () => {
  const expected: readonly [number, string][] = [
    [1, '一'],
    [10, '十'],
    [12, '十二'],
    [20, '二十'],
    [100, '一百'],
    [101, '一百零一'],
    [110, '一百一十'],
    [115, '一百一十五'],
    [1000, '一千'],
    [1005, '一千零五'],
    [1050, '一千零五十'],
    [1260, '一千二百六十'],
    [9999, '九千九百九十九'],
  ]
  for (const [value, words] of expected) assert.equal(chineseOf(value), words)
})

test('other ways of writing a number are understood', () => {
  const expected: readonly [string, number][] = [
    ['一十二', 12],
    ['二十 一', 21],
    ['一百十五', 115],
    ['一百○五', 105],
    ['二〇〇七', 2007],
    ['廿三', 23],
    ['一百廿三', 123],
    ['１２', 12],
    ['0305', 305],
    ['两百', 200],
    ['贰拾伍', 25],
  ]
  for (const [words, value] of expected) assert.equal(numberOf(words), value, words)
})

test('what is not a number up to 9999 is refused', () => {
  for (const words of ['', '十百', '一二十', '百', '一千千', '总', '12345', '二十十', '十廿', '第一']) {
    assert.equal(numberOf(words), undefined, words)
  }
  for (const value of [-1, 1.5, 10_000, Number.NaN]) assert.throws(() => chineseOf(value), RangeError)
})
