import assert from 'node:assert/strict'
import { test } from 'vitest'
import { aCommentOf, anOpenConsultation } from '#support/consultations'
import { aCouncil } from '#support/councils'
import { house } from '#support/house'
import { aCitizen, aGuest } from '#support/people'
import type { Viewer } from '#web/viewer'
import { offers } from './offers.ts'

async function frontPage() {
  const { app } = await house()
  const council = await aCouncil(app)
  const consultation = await anOpenConsultation(app, council, { title: '物业管理条例' })
  const viewed = { id: council.id, slug: council.slug, name: '云山市', timeZone: 'Asia/Shanghai' }
  const viewerOf = (actor: Viewer['actor']): Viewer => ({
    actor,
    council: viewed,
    locale: 'zh-CN',
    elder: false,
    name: null,
  })
  return { app, council, consultation, viewerOf }
}

test('the front page shows an open draft with the days left, and counts every opinion once', async () => {
  const { app, council, consultation, viewerOf } = await frontPage()
  await aCommentOf(app, council, consultation)
  await aCommentOf(app, council, consultation)
  const viewer = viewerOf(aGuest(council))
  const [card] = (await offers.home?.(app, viewer)) ?? []
  assert.equal(card?.href, `/consultations/${consultation.number}`)
  assert.equal(card?.tag?.tone, 'now')
  assert.ok(card?.lines.some((line) => line.includes('还剩 30 天')))
  const figures = (await offers.figures?.(app, viewer)) ?? []
  const total = (station: string) =>
    figures
      .filter((figure) => figure.station === station)
      .flatMap((figure) => figure.parts)
      .reduce((sum, part) => sum + part.value, 0)
  assert.deepEqual([total('heard'), total('sorted'), total('answered')], [2, 0, 0])
  assert.deepEqual(await offers.answers?.(app, viewer), [])
})

test('my own opinions are listed for me, with where they are, and for nobody else', async () => {
  const { app, council, consultation, viewerOf } = await frontPage()
  const me = await aCitizen(app, council)
  const other = await aCitizen(app, council)
  const { receipt } = await aCommentOf(app, council, consultation, { actor: me })
  const mine = (await offers.mine?.(app, viewerOf(me))) ?? []
  assert.deepEqual(
    mine.map(({ href, state }) => [href, state.label]),
    [[`/r/${receipt}`, '已收到']],
  )
  assert.deepEqual(await offers.mine?.(app, viewerOf(other)), [])
  assert.deepEqual(await offers.mine?.(app, viewerOf(aGuest(council))), [])
})
