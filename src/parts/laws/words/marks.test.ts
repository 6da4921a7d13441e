import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Mark, markWords } from './marks.ts'
import { tokensOf } from './tokens.ts'

const side = (marks: readonly Mark[], kind: 'ins' | 'del') =>
  marks
    .filter((mark) => mark.kind === 'same' || mark.kind === kind)
    .map(({ text }) => text)
    .join('')

const written = (marks: readonly Mark[]) =>
  marks.map(({ kind, text }) => (kind === 'same' ? text : kind === 'ins' ? `{+${text}+}` : `[-${text}-]`)).join('')

/** Sentences of the law's own words, so that both sides share much. */
const sentence = fc
  .array(
    fc.constantFrom(
      '业主',
      '应当',
      '三十日',
      '内',
      '第十二条',
      '，',
      '。',
      '的',
      '物业服务人',
      '公布',
      '1.5',
      '万元',
      '和',
      '、',
      '二分之一',
    ),
    { maxLength: 60 },
  )
  .map((words) => words.join(''))
const anyText = fc.oneof(
  sentence,
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
)

describe('word marks', () => {
  test('kept and deleted words are the old text, kept and inserted words the new one', () => {
    fc.assert(
      fc.property(anyText, anyText, (old, fresh) => {
        const marks = markWords(old, fresh)
        expect(side(marks, 'del')).toBe(old)
        expect(side(marks, 'ins')).toBe(fresh)
      }),
      { numRuns: 1500 },
    )
  })

  test('two marks of one kind never follow each other, and a deletion stands before its insertion', () => {
    fc.assert(
      fc.property(sentence, sentence, (old, fresh) => {
        const kinds = markWords(old, fresh).map(({ kind }) => kind)
        kinds.forEach((kind, i) => {
          expect(kind).not.toBe(kinds[i + 1])
          expect(`${kind} ${kinds[i + 1]}`).not.toBe('ins del')
        })
      }),
    )
  })

  test('an unchanged text is one kept mark, an empty one none', () => {
    expect(markWords('本法自公布之日起施行。', '本法自公布之日起施行。')).toEqual([
      { kind: 'same', text: '本法自公布之日起施行。' },
    ])
    expect(markWords('', '')).toEqual([])
  })

  test('a word is replaced as a whole', () => {
    expect(written(markWords('公共收益的收支情况每半年公布一次。', '公共收益的收支情况每季度公布一次。'))).toBe(
      '公共收益的收支情况每[-半年-]{+季度+}公布一次。',
    )
  })

  test('a number is never cut in the middle', () => {
    expect(written(markWords('处二十万元以下罚款。', '处二百五十万元以下罚款。'))).toMatch(
      /^处\[-二十万.*-\]\{\+二百五十万/u,
    )
    expect(written(markWords('依照本法第一百二十一条的规定', '依照本法第一百二十三条的规定'))).toBe(
      '依照本法[-第一百二十一条-]{+第一百二十三条+}的规定',
    )
    expect(written(markWords('按照1.5倍发给', '按照1.8倍发给'))).toBe('按照[-1.5-]{+1.8+}倍发给')
  })

  test('a stray character between two rewritten stretches is marked with them', () => {
    const marks = markWords('由县级主管部门的工作人员负责检查。', '由乡镇人民政府的执法队伍负责检查。')
    expect(marks.filter(({ kind, text }) => kind === 'same' && text === '的')).toEqual([])
  })

  test('an insertion alone deletes nothing', () => {
    const marks = markWords('居民和村民可以提出意见。', '居民、商户和村民、游客可以书面提出意见。')
    expect(marks.some(({ kind }) => kind === 'del')).toBe(false)
  })

  test('a text with nothing in common is replaced as a whole', () => {
    expect(markWords('甲乙丙丁戊己庚辛', '子丑寅卯辰巳午未').map(({ kind }) => kind)).toEqual(['del', 'ins'])
  })

  test('a very long rewritten text is still marked, clause by clause', () => {
    const clause = (i: number, word: string) => `第${i}户${word}应当在规定期限内申报，`
    const old = Array.from({ length: 900 }, (_, i) => clause(i, i % 2 ? '业主' : '住户')).join('')
    const fresh = Array.from({ length: 900 }, (_, i) => clause(i, i % 2 ? '居民' : '住户')).join('')
    const marks = markWords(old, fresh)
    expect(side(marks, 'del')).toBe(old)
    expect(side(marks, 'ins')).toBe(fresh)
    expect(marks.filter(({ kind }) => kind === 'same').length).toBeGreaterThan(400)
  })

  test('tokens joined again are the text', () => {
    fc.assert(fc.property(anyText, (text) => void expect(tokensOf(text).join('')).toBe(text)))
  })
})
