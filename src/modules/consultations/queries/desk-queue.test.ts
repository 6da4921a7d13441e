import assert from 'node:assert/strict'
import { test } from 'vitest'
import { anOpenConsultation, anOpinion } from '#support/consultations'
import { aCouncil } from '#support/councils'
import { house } from '#support/house'
import { queue } from './desk-queue.ts'

const numbered = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二', '十二条之一', '十三']

test('by clause means in the order of the law: 2, 10, 12 with its paragraphs, 12之一, 13; the whole text first', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const articles = numbered.map(
    (number) => `第${number.includes('条') ? number : `${number}条`} 有第一款。\n\n有第二款。`,
  )
  const consultation = await anOpenConsultation(app, council, { source: `某办法\n\n${articles.join('\n\n')}\n` })
  const places = ['art_13', 'art_12-1', 'art_12__para_2', 'art_10', null, 'art_12', 'art_12__para_1', 'art_2']
  for (const provisionId of places) {
    await anOpinion(app, council, consultation, { anchor: provisionId === null ? null : { provisionId } })
  }
  const { rows, total } = await queue(app.database.db, {
    councilId: council.id,
    consultationId: consultation.id,
    filter: {},
    order: 'clause',
    page: 1,
    personId: null,
  })
  assert.equal(total, places.length)
  assert.deepEqual(
    rows.map((row) => row.provision_id),
    [null, 'art_2', 'art_10', 'art_12', 'art_12__para_1', 'art_12__para_2', 'art_12-1', 'art_13'],
  )
})
