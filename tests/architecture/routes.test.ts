import { join } from 'node:path'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { house } from '#support/house'
import { openApi } from '#web/api'
import type { Env, Http } from '#web/routes'
import { createWebServer } from '#web/server'
import { modules } from '../../src/modules/index.ts'
import { root } from './source.ts'

/** Accept a change of either list with `npm test -- routes -u` and commit it with the change that made it. */
const kept = (name: string) => join(root, 'docs', 'api', name)

test('every address of the house is on the list, and the list names no other', async () => {
  const { app } = await house()
  const { http } = createWebServer({ app, modules, identify: async () => null })
  await expect(`${addressesOf(http).join('\n')}\n`).toMatchFileSnapshot(kept('routes.txt'))
})

test('the description of the API is the one the actions make', async () => {
  const { app } = await house()
  await expect(`${JSON.stringify(openApi(app), null, 1)}\n`).toMatchFileSnapshot(kept('openapi.json'))
})

test('an address that is not on the list would be seen', () => {
  const http = new Hono<Env>()
  http.get('/consultations/:n', (c) => c.text(''))
  http.post('/consultations/:n/publish', (c) => c.text(''))
  http.use((_, next) => next())
  expect(addressesOf(http)).toEqual(['GET    /consultations/:n', 'POST   /consultations/:n/publish'])
})

test('an address begins with the path of its module', () => {
  const strays = modules.flatMap((module) => {
    const own = new Hono<Env>()
    module.routes(own)
    return addressesOf(own)
      .map((line) => line.replace(/^\S+\s+/, ''))
      .filter((path) => path.split('/')[1] !== module.path)
      .map((path) => `${module.name}: ${path}`)
  })
  expect(strays.filter((stray) => !shared.includes(stray))).toEqual([])
})

/** Addresses that a standard, a short link or a printed slip fixes outside the folder of their module. */
const shared: readonly string[] = [
  // What stands at the root of every installation.
  'home: /councils',
  'home: /figures',
  'home: /help',
  'home: /help/accessibility',
  'home: /help/privacy',
  'home: /help/source',
  'home: /menu',
  'home: /open-data',
  'home: /open-data/:file',
  // The log's own address, as its checkpoints name it, does not belong to the page that checks receipts.
  'verify: /log/:path{.+}',
  // Printed on posters and slips: as short as can be.
  'consultations: /q/:code',
]

/** Method and path of every route, without the layers that every request passes. */
function addressesOf(http: Http): string[] {
  const lines = http.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method.padEnd(6)} ${path}`)
  return [...new Set(lines)].toSorted((a, b) => a.slice(7).localeCompare(b.slice(7)) || a.localeCompare(b))
}
