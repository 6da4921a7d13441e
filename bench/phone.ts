/**
 * What a phone loads on its first visit: the reading page of the real draft, and the page of its article with the most
 * opinions, with an empty cache. Bytes are counted on the wire by the browser itself, headers included.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { type Figure, type Measure, NotMeasured } from './figure.ts'
import { startDemo } from './start.ts'

const browsers = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const flags = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update']

export const measure: Measure = async () => {
  const executablePath = browsers.find((path) => path && existsSync(path))
  if (!executablePath) throw new NotMeasured('no Chromium')
  const dataDir = mkdtempSync(join(tmpdir(), 'zhitong-phone-'))
  const demo = await startDemo(dataDir)
  const browser = await chromium.launch({ executablePath, args: flags })
  try {
    const open = async (path: string) => {
      const context = await browser.newContext({
        viewport: { width: 390, height: 844 },
        hasTouch: true,
        isMobile: true,
      })
      const weight = await weigh(await context.newPage(), `${demo.origin}${path}`)
      await context.close()
      return weight
    }
    const { reading, clause } = await pagesOf(demo.origin)
    return [
      ...figuresOf('phone: reading page of the real draft', await open(reading)),
      ...figuresOf('phone: its most discussed article', await open(clause)),
    ]
  } finally {
    await browser.close()
    await demo.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

interface Weight {
  readonly all: number
  readonly script: number
}

/** Kilobytes of 1,000 bytes. */
async function weigh(page: Page, url: string): Promise<Weight> {
  const client = await page.context().newCDPSession(page)
  await client.send('Network.enable')
  const scripts = new Set<string>()
  let all = 0
  let script = 0
  client.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId)
  })
  client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    all += encodedDataLength
    if (scripts.has(requestId)) script += encodedDataLength
  })
  const response = await page.goto(url, { waitUntil: 'networkidle' })
  if (response?.status() !== 200) throw new Error(`${url}: ${response?.status()}`)
  return { all: all / 1000, script: script / 1000 }
}

/** The open consultation, as the list of consultations links to it, and the article most is said about. */
async function pagesOf(origin: string): Promise<{ reading: string; clause: string }> {
  const list = await (await fetch(`${origin}/consultations`)).text()
  const numbers = [...list.matchAll(/href="(\/consultations\/\d+)"/g)].map((match) => match[1]!)
  for (const reading of new Set(numbers)) {
    const html = await (await fetch(`${origin}${reading}`)).text()
    if (!html.includes('反网络暴力法')) continue
    const clause = /href="(\/consultations\/\d+\/clauses\/art_28)[^"]*"/.exec(html)?.[1]
    if (clause) return { reading, clause }
  }
  throw new Error('the demonstration shows no page of the real draft')
}

function figuresOf(name: string, { all, script }: Weight): Figure[] {
  return [
    { name, value: all, unit: 'kB', ceiling: null, ratio: null, goal: '≤ 60 kB in all', holds: all <= 60 },
    { name, value: script, unit: 'kB', ceiling: null, ratio: null, goal: '≤ 10 kB of script', holds: script <= 10 },
  ]
}
