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

  test('一 and 两 that only mean "a" or "a few", ordinals and how long somebody waited are no figures', () => {
    const told =
      '我们吵了两年了，跑了三趟，一个人不同意就装不成，班主任第三天才知道，老百姓星期一要上班，十几次没人管。'
    assert.deepEqual(kinds('协商不成的，可以申请调解，由第三方评估。', told), [])
    assert.deepEqual(kinds('每个小区设一个投放点。', '小区里要有投放点'), [])
  })

  test('一 and 两 beside a measure or a limit are figures', () => {
    const numbers = (sentence: string, source: string) =>
      fidelityHints(sentence, [source]).flatMap(({ kind, words }) => (kind.startsWith('number') ? words : []))
    assert.deepEqual(numbers('应当及时答复。', '两个月内要答复'), ['2'])
    assert.deepEqual(numbers('定期公布。', '每两年公布'), ['2'])
    assert.deepEqual(numbers('提高补贴。', '补贴至少一倍'), ['1'])
    assert.deepEqual(numbers('一年以内完成。', '12个月内完成'), ['12', '1'])
    assert.deepEqual(numbers('处两万元以下罚款。', '罚20000元'), [])
  })

  test('whom the provision names may be named again', () => {
    const article = '学校应当将有关情况告知未成年人的监护人。'
    const [sentence, words] = ['学校在二十四小时内告知监护人。', '“及时”是多久？请写二十四小时以内。']
    assert.deepEqual(fidelityHints(sentence, [words], article), [])
    assert.deepEqual(fidelityHints(sentence, [words]), [{ kind: 'subject-added', words: ['学校', '监护人'] }])
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
