/**
 * A matter filed from a phone: from the page to the confirmation with an empty cache, on a line like 4G. Taps are those
 * on the page's own controls; bytes are what the browser receives for every page, sheet, script and picture; what the
 * phone sends (the photo) stands beside them. The server's time is the same filing on a line without delay.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import sharp from 'sharp'
import { bounded, type Measure, NotMeasured } from './figure.ts'
import { startDemo } from './start.ts'

const browsers = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const flags = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update']
/** 9 Mbit/s down, 4.5 up, 60 ms there and back. */
const fourG = { offline: false, latency: 60, downloadThroughput: 1_125_000, uploadThroughput: 562_500 }

export const measure: Measure = async () => {
  const executablePath = browsers.find((path) => path && existsSync(path))
  if (!executablePath) throw new NotMeasured('no Chromium')
  const dataDir = mkdtempSync(join(tmpdir(), 'zhitong-filed-'))
  const demo = await startDemo(dataDir)
  const browser = await chromium.launch({ executablePath, args: flags })
  try {
    const onLine = await file(browser, demo.origin, 0, fourG)
    const direct = await file(browser, demo.origin, 1, null)
    return [
      bounded('matter filed from a phone: taps', onLine.taps, 'taps', 3),
      bounded('matter filed from a phone: received in all', onLine.receivedBytes / 1000, 'kB', 60),
      bounded('matter filed from a phone: server time, send to receipt', direct.serverMs / 1000, 's', 1),
      bounded('matter filed from a phone: send to receipt on 4G, photo of 300 kB', onLine.waitedMs / 1000, 's', 3),
    ]
  } finally {
    await browser.close()
    await demo.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

interface Filed {
  readonly taps: number
  readonly receivedBytes: number
  readonly serverMs: number
  readonly waitedMs: number
}

/** @param nth keeps two filings apart: the same place would be offered to join */
async function file(browser: Browser, origin: string, nth: number, line: typeof fourG | null): Promise<Filed> {
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
    permissions: ['geolocation'],
    geolocation: { latitude: 30.21 + nth / 10, longitude: 119.9, accuracy: 12 },
  })
  const page = await context.newPage()
  const client = await context.newCDPSession(page)
  await client.send('Network.enable')
  if (line) await client.send('Network.emulateNetworkConditions', line)
  let receivedBytes = 0
  let serverMs = 0
  let sending = false
  client.on('Network.loadingFinished', ({ encodedDataLength }) => {
    receivedBytes += encodedDataLength
  })
  page.on('requestfinished', (request) => {
    const { requestStart, responseStart } = request.timing()
    if (sending && ['document', 'fetch'].includes(request.resourceType())) serverMs += responseStart - requestStart
  })
  await page.goto('/contact/snap', { waitUntil: 'networkidle' })
  let taps = 0
  const tap = async (selector: string) => {
    await page.locator(selector).tap()
    taps += 1
  }
  const chooser = page.waitForEvent('filechooser')
  await tap('input[name=photo]')
  await (await chooser).setFiles({ name: 'snap.jpg', mimeType: 'image/jpeg', buffer: await aPhoto() })
  await page.locator('.preview img').waitFor()
  await tap('[data-snap-here]')
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>('[name=latitude]')?.value !== '')
  sending = true
  const from = performance.now()
  await tap('button[value=send]')
  await page.waitForURL(/\?new=1$/, { waitUntil: 'domcontentloaded' })
  const waitedMs = performance.now() - from
  await page.waitForLoadState('networkidle')
  await context.close()
  return { taps, receivedBytes, serverMs, waitedMs }
}

/** Noise compresses badly, as a street at night does. */
function aPhoto(): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 110, sigma: 12 } as const
  return sharp({ create: { width: 1600, height: 1200, channels: 3, background: '#333', noise } })
    .jpeg({ quality: 70 })
    .toBuffer()
}
