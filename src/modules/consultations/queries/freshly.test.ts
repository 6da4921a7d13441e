import assert from 'node:assert/strict'
import { test } from 'vitest'
import { createApp } from '#kernel/app'
import { house } from '#support/house'
import { freshly } from './freshly.ts'

test('what was asked a moment ago is not asked again, until something is recorded or asking failed', async () => {
  const { app: base } = await house()
  const app = createApp({ ...base, manifests: [] })
  let asked = 0
  const ask = () => freshly(app, 'a', async () => ++asked)
  assert.deepEqual([await ask(), await ask()], [1, 1])
  assert.equal(await freshly(app, 'b', async () => ++asked), 2)
  app.afterCommit()
  assert.equal(await ask(), 3)
  const failing = () => freshly(app, 'c', () => Promise.reject(new Error('down')))
  await assert.rejects(failing(), /down/)
  assert.equal(await freshly(app, 'c', async () => 'up'), 'up')
})
