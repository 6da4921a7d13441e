import assert from 'node:assert/strict'
import { test } from 'vitest'
import { articleLabel, provisionPath } from './labels.ts'
import { parseLegalText } from './parse.ts'
import { articlesOf, findProvision, plainWords } from './provisions.ts'

const { text } = parseLegalText(
  [
    '云山市养犬管理条例',
    '第一编 总则',
    '第二章 登记',
    '第二十一条 甲。',
    '下列犬只除外：',
    '（一）乙；',
    '（二）丙：',
    '1．丁；',
    '2．戊。',
    '第二十一条之一 有下列情形的：',
    '(一)己；',
    '(二)庚。',
    '附则',
    '第二十二条 辛。',
  ].join('\n'),
)

test('provisions are cited as laws cite them', () => {
  const cited: readonly [string, string, string][] = [
    ['part_1__chp_2', '第一编第二章', 'Part 1, Chapter 2'],
    ['art_21', '第二十一条', 'Article 21'],
    ['art_21__para_2__item_2', '第二十一条第二款第（二）项', 'Article 21, paragraph 2, item 2'],
    [
      'art_21__para_2__item_2__sub_1',
      '第二十一条第二款第（二）项第一目',
      'Article 21, paragraph 2, item 2, sub-item 1',
    ],
    ['art_21-1__para_1', '第二十一条之一第一款', 'Article 21-1, paragraph 1'],
    ['art_21-1__para_1__item_2', '第二十一条之一第（二）项', 'Article 21-1, item 2'],
  ]
  for (const [id, zh, en] of cited) {
    assert.equal(provisionPath(text, id, 'zh-CN'), zh)
    assert.equal(provisionPath(text, id, 'en'), en)
  }
  assert.equal(provisionPath(text, 'art_99', 'zh-CN'), '')
})

test('a provision is found with all that stand above it', () => {
  const found = findProvision(text, 'art_21__para_2__item_1')
  assert.equal(found?.provision.text, '乙；')
  assert.deepEqual(
    found?.above.map(({ id }) => id),
    ['part_1', 'part_1__chp_2', 'art_21', 'art_21__para_2'],
  )
  assert.equal(findProvision(text, 'art_99'), undefined)
})

test('articles are listed in order with all their words', () => {
  const articles = articlesOf(text)
  assert.deepEqual(
    articles.map(({ key }) => key),
    ['21', '21-1', '22'],
  )
  assert.equal(articles[0]!.words, '甲。\n下列犬只除外：\n（一）乙；\n（二）丙：\n1．丁；\n2．戊。')
  assert.deepEqual(
    articles[2]!.under.map(({ heading }) => heading),
    ['附则'],
  )
  assert.equal(plainWords(findProvision(text, 'art_21-1__para_1')!.provision), '有下列情形的：\n(一)己；\n(二)庚。')
})

test('a printed label is said in the language of the reader', () => {
  assert.equal(articleLabel('第十二条之一', 'en'), 'Article 12-1')
  assert.equal(articleLabel('第 三 条', 'en'), 'Article 3')
  assert.equal(articleLabel('第十二条之一', 'zh-CN'), '第十二条之一')
  assert.equal(articleLabel('附则', 'en'), '附则')
})
