import assert from 'node:assert/strict'
import { describe, test } from 'vitest'
import { parseLegalText } from './parse.ts'
import { articlesOf } from './provisions.ts'
import type { Provision } from './tree.ts'

const law = (...body: string[]) => ['云山市养犬管理条例', ...body].join('\n')
const told = (source: string) => parseLegalText(source).problems.map(({ kind, line }) => `${kind} ${line}`)
const keys = (source: string) => articlesOf(parseLegalText(source).text).map(({ key }) => key)

function idsOf(source: string): string[] {
  const visit = (entry: Provision): string[] => [entry.id, ...entry.children.flatMap(visit)]
  return parseLegalText(source).text.provisions.flatMap(visit)
}

describe('the tree', () => {
  test('has readable ids for every level', () => {
    const source = law(
      '第一编 总则',
      '第一分编 通则',
      '第一章 一般规定',
      '第一节 原则',
      '第一条 有下列情形的：',
      '（一）甲：',
      '1．乙；',
      '2．丙。',
      '第二编 分则',
      '第一章 罪',
      '第一条之一 丁。',
    )
    assert.deepEqual(idsOf(source), [
      'part_1',
      'part_1__subpart_1',
      'part_1__subpart_1__chp_1',
      'part_1__subpart_1__chp_1__sec_1',
      'art_1',
      'art_1__para_1',
      'art_1__para_1__item_1',
      'art_1__para_1__item_1__sub_1',
      'art_1__para_1__item_1__sub_2',
      'part_2',
      'part_2__chp_1',
      'art_1-1',
      'art_1-1__para_1',
    ])
    assert.deepEqual(told(source), [])
  })

  test('gives a number met twice an id of its own', () => {
    const source = law('第一条 甲。', '第二条 乙。', '第二条 丙。', '第三条 丁。')
    assert.deepEqual(keys(source), ['1', '2', '2-dup2', '3'])
    assert.deepEqual(told(source), ['duplicate 4'])
  })

  test('keeps 条标 apart from the words', () => {
    const { text } = parseLegalText(
      law('第一条 【立法目的】为了规范养犬，制定本条例。', '第二条（适用范围）本市适用本条例。'),
    )
    assert.deepEqual(
      text.provisions.map((article) => [article.heading, article.children[0]!.text]),
      [
        ['立法目的', '为了规范养犬，制定本条例。'],
        ['适用范围', '本市适用本条例。'],
      ],
    )
  })

  test('takes the second line of an entry as its own, and the words after a list as a 款', () => {
    const source = law('第一条 有下列情形的：', '（一）甲。', '乙；', '（二）丙。', '丁。', '第二条 戊。')
    assert.deepEqual(idsOf(source).slice(0, 5), [
      'art_1',
      'art_1__para_1',
      'art_1__para_1__item_1',
      'art_1__para_1__item_2',
      'art_1__para_2',
    ])
    assert.deepEqual(told(source), [])
  })

  test('joins a heading broken over lines or set below its number', () => {
    const { text } = parseLegalText(
      law('第一章', '总　则', '第一条 甲。', '第二章 代表建议、', '批评和意见', '第二条 乙。', '附 则', '第三条 丙。'),
    )
    assert.deepEqual(
      text.provisions.map((chapter) => chapter.heading),
      ['总则', '代表建议、批评和意见', '附则'],
    )
  })

  test('keeps annexes apart from the last article', () => {
    const { text } = parseLegalText(
      law('第一条 甲。', '第二条 附件一所列犬种禁止饲养。', '附件一：', '禁养犬种', '第一条 藏獒'),
    )
    assert.deepEqual(text.tail, ['附件一：', '禁养犬种', '第一条 藏獒'])
    assert.equal(text.provisions.length, 2)
  })
})

describe('the head', () => {
  test('gives title, note, days and preamble', () => {
    const { text } = parseLegalText(
      [
        '中华人民共和国',
        '养犬法',
        '（草案二次审议稿）',
        '（２０２６年１月９日云山市人民代表大会常务委员会',
        '第三次会议通过　自2026年3月1日起施行）',
        '目　录',
        '第一章　总则',
        '第二章　附则',
        '序　言',
        '犬是人类的朋友。',
        '第一章　总则',
        '第一条　甲。',
        '第二章　附则',
        '第二条　乙。',
      ].join('\n'),
    )
    assert.equal(text.title, '中华人民共和国养犬法（草案二次审议稿）')
    assert.equal(text.note.length, 2)
    assert.deepEqual(text.dates, [
      { date: '2026-01-09', what: '云山市人民代表大会常务委员会' },
      { date: '2026-03-01', what: '施行' },
    ])
    assert.deepEqual(text.preamble, ['犬是人类的朋友。'])
    assert.equal(text.provisions.length, 2)
  })

  test('without a title is told', () => {
    assert.deepEqual(told('第一条 甲。\n第二条 乙。'), ['no-title 1'])
    assert.deepEqual(told('随便写的一段话，没有条文。'), ['no-title 1', 'no-articles 1'].sort().reverse())
  })
})

describe('ways of writing', () => {
  test.each([
    [
      'spaces and digits of any width',
      ['第 一 条　甲。', '第２条 乙。', '第三 条 丙。', '**第四条** 丁。', '第五条：戊。'],
    ],
    [
      'no space after the number',
      [
        '第一条为了规范养犬，制定本条例。',
        '第二条本市适用本条例。',
        '第三条本条例自公布之日起施行。',
        '第四条甲。',
        '第五条乙。',
      ],
    ],
    ['look-alike characters', ['第⼀条 甲。', '第⼆条 乙。', '第三条 丙。', '第四条 丁。', '第五条 戊。']],
    [
      'Markdown headings and list marks',
      ['### 第一条 甲。', '- 第二条 乙。', '> 第三条 丙。', '__第四条__ 丁。', '#### 第五条', '戊。'],
    ],
  ])('%s are understood', (_, lines) => {
    assert.deepEqual(keys(law(...lines)), ['1', '2', '3', '4', '5'])
    assert.deepEqual(told(law(...lines)), [])
  })

  test('lists in narrow, half, ringed and dotted numbers are lists', () => {
    for (const entries of [
      ['(一)甲；', '(二)乙。'],
      ['（一) 甲；', '（ 二 ）乙。'],
      ['一、甲；', '二、乙。'],
      ['1.甲；', '2.乙。'],
      ['①甲；', '②乙。'],
      ['㈠甲；', '㈡乙。'],
      ['1）甲；', '2）乙。'],
    ]) {
      const { counts, problems } = parseLegalText(law('第一条 有下列情形的：', ...entries, '第二条 丙。'))
      assert.equal(counts.items, 2, entries[0])
      assert.deepEqual(problems, [], entries[0])
    }
  })

  test('the mention of an article at the beginning of a line is not an article', () => {
    const source = law(
      '第一条 甲。',
      '第二条 乙。',
      '第一条第二款规定的犬只除外。',
      '第五条、第六条的规定适用于工作犬。',
      '第一章规定的措施，可以一并适用。',
      '第三条 丙。',
    )
    assert.deepEqual(keys(source), ['1', '2', '3'])
    assert.deepEqual(told(source), [])
  })

  test('articles quoted in an instruction are not articles', () => {
    const source = [
      '云山市人民代表大会常务委员会关于修改条例的决定',
      '一、将第三条修改为：',
      '“第三条 甲。',
      '“乙。”',
      '二、本决定自公布之日起施行。',
    ].join('\n')
    assert.deepEqual(told(source), ['no-articles 1'])
  })
})

describe('problems', () => {
  test('a label with something missing is told and taken for what it must be', () => {
    const source = law(
      '第一条 甲。',
      '第二 乙。',
      '三条 丙。',
      '第四十十条 丁。',
      '第五条 有下列情形的：',
      '（一）甲；',
      '（二 乙。',
      '第六条 戊。',
    )
    assert.deepEqual(keys(source), ['1', '2', '3', '4', '5', '6'])
    assert.deepEqual(told(source), ['not-understood 3', 'not-understood 4', 'not-understood 5', 'not-understood 8'])
  })

  test('numbers of chapters and sections are checked under what they stand in', () => {
    const source = law(
      '第一章 甲',
      '第一节 甲',
      '第一条 甲。',
      '第三节 丙',
      '第二条 乙。',
      '第三章 丙',
      '第一节 丁',
      '第三条 丙。',
    )
    assert.deepEqual(told(source), ['gap 5', 'gap 7'])
  })

  test('chapters may be numbered through the parts or anew in each', () => {
    const parts = (second: string) =>
      law('第一编 甲', '第一章 甲', '第一条 甲。', '第二编 乙', `第${second}章 乙`, '第二条 乙。')
    assert.deepEqual(told(parts('一')), [])
    assert.deepEqual(told(parts('二')), [])
    assert.deepEqual(told(parts('三')), ['gap 6'])
  })

  test('a list that does not end, a list that is only announced, and empty provisions are told', () => {
    assert.deepEqual(told(law('第一条 有下列情形的：', '（一）甲；', '（二）乙；', '第二条 丙。')), ['unclosed-list 4'])
    assert.deepEqual(told(law('第一条 有下列情形的：', '第二条 丙。')), ['unclosed-list 2'])
    assert.deepEqual(told(law('第一章 甲', '第二章 乙', '第一条', '第二条 有下列情形的：', '（一）', '（二）乙。')), [
      'empty-provision 2',
      'empty-provision 4',
      'empty-provision 6',
    ])
  })

  test('contents are held against the body', () => {
    const contents = ['目录', '第一章 总则', '第二章 登记', '第三章 附则']
    const body = (second: string) => [
      '第一章 总 则',
      '第一条 甲。',
      `第二章 ${second}`,
      '第二条 乙。',
      '第三章 附则',
      '第三条 丙。',
    ]
    assert.deepEqual(told(law(...contents, ...body('登记'))), [])
    assert.deepEqual(told(law(...contents, ...body('免疫'))), ['contents-mismatch 4'])
    assert.deepEqual(told(law(...contents, '第四章 罚则', ...body('登记'))), ['contents-mismatch 6'])
    assert.deepEqual(told(law(...contents.slice(0, 3), ...body('登记'))), ['contents-mismatch 9'])
    assert.deepEqual(told(law(...contents.map((line, page) => `${line}………………${page}`), ...body('登记'))), [])
  })

  test('a number misprinted higher is one gap and one double, not a hundred', () => {
    assert.deepEqual(
      told(
        law(
          '第一条 甲。',
          '第九条 乙。',
          ...['三', '四', '五', '六', '七', '八', '九', '十'].map((n) => `第${n}条 丙。`),
        ),
      ),
      ['gap 3', 'duplicate 3'].sort(),
    )
  })

  test('an excerpt that begins with article 205 is no gap, a law that begins with article 2 is', () => {
    assert.deepEqual(told(law('第二百零五条 甲。', '第二百零六条 乙。')), [])
    assert.deepEqual(told(law('第二条 甲。', '第三条 乙。')), ['gap 2'])
  })

  test('another document behind the first is told once', () => {
    const articles = ['一', '二', '三', '四', '五'].map((n) => `第${n}条 甲。`)
    assert.deepEqual(told(law(...articles, ...articles.slice(0, 4))), ['out-of-order 7'])
  })

  test('an article that lost its line break is told where it stands', () => {
    const source = law('第一条 甲。 第二条本市范围内的养犬活动适用本条例。', '第三条 乙。')
    assert.deepEqual(told(source), ['not-understood 2', 'gap 3'])
    assert.deepEqual(told(law('第一条 甲。第二条、第三条规定的除外。', '第三条 乙。')), ['gap 3'])
  })

  test('are said in Chinese and in English', () => {
    const source = law('第一条 甲。', '第三条 乙。')
    assert.equal(parseLegalText(source).problems[0]!.message, '第一条之后就是第三条，缺少第二条。')
    assert.equal(parseLegalText(source, 'en').problems[0]!.message, '第一条 is followed by 第三条: 第二条 is missing.')
  })
})

describe('hostile text', () => {
  test.each([
    ['one endless line of comment marks', '<!--'.repeat(1_000_000)],
    ['marks that never close', `${'**__'.repeat(1_000_000)}`],
    ['spaces before a page number', `第一章 总则${' '.repeat(2_000_000)}x`],
    ['spaces inside a number', `第一${' '.repeat(2_000_000)}`],
    ['annexes over and over', `云山市条例\n第一条 甲。\n${'附件 甲\n'.repeat(90_000)}第二条 乙。\n第四条 丙。`],
    ['chapters over and over', `云山市条例\n${'第一章规则\n'.repeat(90_000)}`],
    ['lists nested in lists', `云山市条例\n第一条 甲：\n${'（一）甲\n1.乙\n①丙\n'.repeat(30_000)}`],
    ['articles in falling order', Array.from({ length: 9000 }, (_, at) => `第${9000 - at}条 甲。`).join('\n')],
  ])('%s end in an answer', (_, source) => {
    assert.ok(parseLegalText(source).problems.length > 0)
  })
})
