import assert from 'node:assert/strict'
import { describe, test } from 'vitest'
import { readSentences, typedOf } from './sources.ts'

const opinions = [
  { id: 'a', body: '我们楼吵了两年了，\n街道能不能来人说和说和。' },
  { id: 'b', body: '别让街道硬压，不能强制。' },
]

describe('the sources of a refined sentence as they are typed', () => {
  test('a number and words lead to where they stand, spaces and line ends aside', () => {
    const { sentences, issues } = readSentences(
      [{ text: '可以申请调解。', sources: '1：两年了，街道能不能 来人\n2' }],
      opinions,
    )
    assert.deepEqual(issues, [])
    assert.deepEqual(
      sentences[0]?.sources.map(({ opinionId, start, end }) => [
        opinionId,
        opinions.find((each) => each.id === opinionId)?.body.slice(start, end),
      ]),
      [
        ['a', '两年了，\n街道能不能来人'],
        ['b', '别让街道硬压，不能强制。'],
      ],
    )
  })

  test('words that do not stand there, and numbers nobody has, are named by their row', () => {
    const { issues } = readSentences(
      [
        { text: '甲', sources: '1：飞机场' },
        { text: '', sources: '' },
        { text: '乙', sources: '7' },
        { text: '', sources: '2' },
      ],
      opinions,
    )
    assert.deepEqual(
      issues.map(({ path, code }) => `${path} ${code}`),
      ['sentences.0.sources not-in-opinion', 'sentences.2.sources no-such-source', 'sentences.3.text empty'],
    )
  })

  test('rows left empty are passed over, and each sentence remembers its row', () => {
    const typed = [
      { text: ' ', sources: '' },
      { text: '甲', sources: '1' },
    ]
    const { sentences, rows } = readSentences(typed, opinions)
    assert.deepEqual([sentences.map(({ text }) => text), rows], [['甲'], [1]])
  })

  test('what was stored is shown as it would be typed, and read again it is the same', () => {
    const first = readSentences([{ text: '不得强制。', sources: '2: 不能强制\n1' }], opinions)
    const again = readSentences([typedOf(first.sentences[0]!, opinions)], opinions)
    assert.deepEqual(again, first)
  })
})
