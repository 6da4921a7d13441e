import { expect, test } from 'vitest'
import type { Letter } from '../queries/letters.ts'
import { type LetterFacts, lettersPdf } from './letter.ts'

const facts: LetterFacts = {
  givenAt: new Date('2026-11-20T01:00:00Z'),
  matter: { 'zh-CN': '云山市住宅小区物业管理条例（草案）', en: 'By-law on Property Management (draft)' },
  council: { 'zh-CN': '云山市人民代表大会常务委员会', en: 'Standing Committee of the Yunshan City People’s Congress' },
  day: () => '2026年11月20日',
  placeOf: () => '第三条',
  handOver: () => '云水街道基层立法联系点，和平路 12 号',
  follow: 'https://yunshan.example.cn/r',
}

const answered: Letter['items'][number] = {
  opinionId: '0190',
  receipt: '7KQ4M2XC9TRA',
  body: '一楼用不上电梯，能不能写明一楼可以不出钱？\n\n请写清楚。',
  suggested: '一楼业主可以不承担费用。',
  quote: null,
  versionId: null,
  provisionId: 'art_3',
  channel: 'paper',
  givenAt: new Date('2026-10-03T01:00:00Z'),
  decision: 'adopted',
  reason: '采纳。第三条第二款写明一楼业主可以不承担费用。',
  changes: [
    {
      versionId: 'v',
      provisionId: 'art_3',
      oldProvisionId: 'art_3',
      before: '由业主协商确定。',
      after: '由业主协商确定，一楼业主可以不承担费用。',
    },
  ],
  decidedAt: new Date('2026-11-18T01:00:00Z'),
  left: null,
}

function aLetter(fields: Partial<Letter> = {}): Letter {
  return {
    key: 'k',
    name: '李桂兰',
    address: '和平里 3 号楼 101',
    placeId: null,
    locale: 'zh-CN',
    items: [answered],
    delivered: false,
    ...fields,
  }
}

test.each(['zh-CN', 'en'])(
  'an answer of usual length is a letter of one page, every character drawn (%s)',
  async (locale) => {
    const { pages, missing } = await lettersPdf([aLetter({ locale })], facts)
    expect({ pages, missing }).toEqual({ pages: 1, missing: [] })
  },
)

test('each letter begins on a page of its own, and a long one does not run into the next', async () => {
  const long = { ...answered, body: '物业费收支要公开。'.repeat(300) }
  const alone = await lettersPdf([aLetter({ items: [long] })], facts)
  const three = await lettersPdf([aLetter(), aLetter({ items: [long] }), aLetter({ address: null, name: null })], facts)
  expect(alone.pages).toBeGreaterThan(1)
  expect(three.pages).toBe(alone.pages + 2)
})
