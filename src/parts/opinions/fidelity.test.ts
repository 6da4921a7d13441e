import assert from 'node:assert/strict'
import { describe, test } from 'vitest'
import { fidelityHints } from './fidelity.ts'

const kinds = (sentence: string, ...sources: string[]) => fidelityHints(sentence, sources).map((hint) => hint.kind)

describe('hints that a refined sentence says something else than its sources', () => {
  test('a no that got lost and one that was put in are both noticed', () => {
    assert.deepEqual(kinds('街道可以强制调解。', '别让街道硬压，调解可以，不能强制。'), ['negation-lost'])
    assert.deepEqual(kinds('街道不得组织调解。', '街道能不能来人说和说和。'), ['negation-added'])
    assert.deepEqual(kinds('The platform may publish it.', 'The platform must not publish it.'), ['negation-lost'])
  })

  test('a question with 能不能, and words that only contain the sign, are no negation', () => {
    assert.deepEqual(kinds('街道应当组织调解。', '街道能不能来人调解。'), [])
    assert.deepEqual(kinds('明确未成年人的特别保护。', '未成年人要有特别保护，无论在哪。'), [])
  })

  test('figures count by their value, however they are written', () => {
    assert.deepEqual(kinds('调解自受理之日起三十日内终结。', '调解30天内要有结果'), [])
    assert.deepEqual(fidelityHints('调解在六十日内终结。', ['调解30天内要有结果']), [
      { kind: 'number-lost', words: ['30'] },
      { kind: 'number-added', words: ['60'] },
    ])
    assert.deepEqual(kinds('经三分之二以上同意。', '要三分之二同意'), [])
    assert.deepEqual(kinds('一千二百元以下', '1200元以下'), [])
    assert.deepEqual(kinds('依照第二十一条处理', '统一按规定处理一下'), [])
  })

  test('who must do it may not change unnoticed; other words for the same ones are the same', () => {
    assert.deepEqual(fidelityHints('物业服务人应当公示。', ['街道应当公示。']), [
      { kind: 'subject-lost', words: ['街道办事处'] },
      { kind: 'subject-added', words: ['物业服务人'] },
    ])
    assert.deepEqual(kinds('物业服务人应当公示。', '物业公司要公示。'), [])
    assert.deepEqual(kinds('业主大会决定。', '业主大会来定。'), [])
  })
})
