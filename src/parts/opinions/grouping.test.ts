import assert from 'node:assert/strict'
import { describe, test } from 'vitest'
import { groupsOf, type Loose, wordsOf } from './grouping.ts'
import { sameTextOf, simhashOf } from './words.ts'

function loose(...bodies: readonly (readonly [article: string | null, body: string])[]): Loose[] {
  return bodies.map(([article, body], index) => ({
    id: String(index),
    body,
    article,
    sameText: sameTextOf(body),
    simhash: simhashOf(body),
    supports: 0,
  }))
}

async function groups(...bodies: readonly (readonly [article: string | null, body: string])[]) {
  const opinions = loose(...bodies)
  const found = groupsOf(opinions, await wordsOf(opinions.map((each) => each.body)))
  return found.map(({ why, opinions: members }) => [why, members.map((each) => each.id).join('')])
}

describe('suggestions of what belongs together', () => {
  test('the same text is one group wherever it stands, whatever its punctuation', async () => {
    assert.deepEqual(await groups(['art_1', '一楼不出钱。'], ['art_3', '一楼 不出钱！'], ['art_3', '公共收益要公开']), [
      ['same', '01'],
    ])
  })

  test('nearly the same words are close', async () => {
    assert.deepEqual(
      await groups(
        ['art_3', '建议明确协商不成时的调解主体和期限，避免久拖不决，影响邻里关系和加装进度。'],
        ['art_3', '建议明确协商不成时的调解主体和期限，避免久拖不决，影响邻里关系和加装进度！谢谢'],
        ['art_3', '停车位不够用，晚上回来没地方停。'],
      ),
      [['close', '01']],
    )
  })

  test('the same topic counts only at the same clause', async () => {
    const one = '加装电梯的费用怎么分摊，一楼不同意'
    const two = '电梯费用分摊要公平，一楼应该少出'
    assert.deepEqual(await groups(['art_3', one], ['art_3', two]), [['topic', '01']])
    assert.deepEqual(await groups(['art_3', one], ['art_2', two]), [])
  })

  test('what has nothing in common is left alone', async () => {
    assert.deepEqual(await groups(['art_3', '电梯太慢'], ['art_3', '物业费太贵'], [null, '支持']), [])
  })
})
