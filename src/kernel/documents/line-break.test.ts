import fc from 'fast-check'
import { expect, test } from 'vitest'
import { breakLines } from './line-break.ts'

/** Han and full-width marks are 1 wide, the rest half. */
const widthOf = (char: string) => (/[\u0020-\u00ff]/.test(char) ? 0.5 : 1)
const linesOf = (text: string, measure: number) =>
  breakLines([{ text, style: null }], { measure, widthOf }).map((line) =>
    line.segments.map(({ text: t }) => t).join(''),
  )

test('a full stop does not begin a line but takes its character along', () => {
  expect(linesOf('人民代表大会。完', 6)).toEqual(['人民代表大', '会。完'])
})

test('an opening bracket does not end a line', () => {
  expect(linesOf('根据法律（草案）', 5)).toEqual(['根据法律', '（草案）'])
})

test('a Latin word and a number stay whole', () => {
  expect(linesOf('请看consultation第12345号', 8)).toEqual(['请看consultation', '第12345号'])
  expect(linesOf('一二三四20.5万元', 5)).toEqual(['一二三四', '20.5万元'])
})

test('a word wider than the line is cut rather than run off the page', () => {
  expect(linesOf('abcdefgh', 2)).toEqual(['abcd', 'efgh'])
})

test('a dash and an ellipsis of two characters are not torn apart', () => {
  expect(linesOf('一二三——四', 4)).toEqual(['一二', '三——四'])
  expect(linesOf('一二三……四', 4)).toEqual(['一二', '三……四'])
})

test('a newline ends the line and the next paragraph starts anew', () => {
  expect(linesOf('一\n\n二', 9)).toEqual(['一', '', '二'])
})

test('no text is lost and no line is too wide, whatever the text', () => {
  const char = fc.constantFrom(...'人民代表大会常务委员。，；：？！（）《》“”、—…12a b%')
  fc.assert(
    fc.property(fc.array(char, { maxLength: 80 }), fc.integer({ min: 8, max: 20 }), (chars, measure) => {
      const text = chars.join('')
      const lines = breakLines([{ text, style: null }], { measure, widthOf })
      const words = lines.map((line) => line.segments.map(({ text: t }) => t).join(''))
      expect(words.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
      for (const line of lines) expect(line.width).toBeLessThanOrEqual(measure + 1e-6)
    }),
  )
})

test('however wide the line, no closing mark begins one and no opening mark ends one', () => {
  const word = fc.constantFrom(
    '人民',
    '代表大会',
    '（草案）',
    '《条例》',
    '常委会。',
    '审议，',
    '通过！',
    '“意见”',
    '2026年',
  )
  fc.assert(
    fc.property(fc.array(word, { minLength: 5, maxLength: 60 }), fc.integer({ min: 8, max: 30 }), (words, measure) => {
      for (const line of linesOf(words.join(''), measure)) expect(line).not.toMatch(/^[。，！）》”]|[（《“]$/)
    }),
  )
})
