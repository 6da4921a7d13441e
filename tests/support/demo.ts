import type { Page } from 'playwright-core'
import { type App, createApp } from '#kernel/app'
import { type TestClock, testClock } from '#kernel/clock'
import { openDatabase } from '#kernel/db'
import { drain } from '#kernel/worker'
import { identify } from '#parts/people'
import type { Http } from '#web/routes'
import { createWebServer } from '#web/server'
import { readConfig } from '../../src/config.ts'
import { manifests } from '../../src/house.ts'
import { modules } from '../../src/modules/index.ts'
import { prepareDemo } from '../../src/start.ts'

/** The demonstration, served: Yunshan City with everything in it, on a database of this test file's own. */
export interface DemoHouse {
  readonly app: App
  readonly http: Http
  readonly origin: string
  /** Begins at this moment, and goes only where it is moved. */
  readonly clock: TestClock
  /** Does what waits, as the worker would. */
  readonly work: () => Promise<void>
  readonly close: () => Promise<void>
}

export async function demoHouse(): Promise<DemoHouse> {
  const database = await openDatabase({ snapshot: await prepareDemo() })
  const clock = testClock(new Date())
  const app = createApp({
    database,
    clock,
    manifests,
    log: { info: () => {}, warn: () => {}, error: tellError },
    secret: readConfig({}, { demo: true }).secret,
    baseUrl: 'http://localhost:3000',
    demo: true,
  })
  const web = createWebServer({ app, modules, identify: identify(app) })
  const port = await web.listen(0, '127.0.0.1')
  return {
    app,
    http: web.http,
    clock,
    origin: `http://127.0.0.1:${port}`,
    work: () => drain(app),
    close: async () => {
      await web.close()
      await database.close()
    },
  }
}

function tellError(details: object, message: string): void {
  console.error(message, details)
}

/** Signs in as somebody of the demonstration, as its visitors do: one click. */
export async function enterAs(page: Page, name: string): Promise<void> {
  await page.goto('/me/sign-in')
  await page.getByRole('button', { name: new RegExp(name) }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/me/sign-in'))
}

/** The cookies of a browser as a request sends them. */
export async function cookiesOf(page: Page): Promise<string> {
  const cookies = await page.context().cookies()
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
}
