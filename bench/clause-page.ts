/**
 * The public page of an article with 50 of 10,000 opinions, over HTTP from wrk: made anew for each request, and kept.
 * Ceilings of the same run: bare node:http asking the same query and sending the same bytes, and bare node:http sending
 * the same bytes from memory.
 */
import { execFile, spawn } from 'node:child_process'
import { promisify } from 'node:util'
import { identify } from '#parts/people'
import { anOpenConsultation } from '#support/consultations'
import { createWebServer } from '#web/server'
import { modules } from '../src/modules/index.ts'
import { fillOpinions } from './corpus.part.ts'
import { type Measure, median, NotMeasured, shareOf } from './figure.ts'
import { benchHouse } from './house.part.ts'

const opinions = 10_000
const connections = 32
const rounds = 5
const seconds = 3
const run = promisify(execFile)

export const measure: Measure = async () => {
  await run('wrk', ['-v']).catch((error: { code?: unknown }) => {
    if (error.code === 'ENOENT') throw new NotMeasured('wrk is not installed')
  })
  const house = await benchHouse({ connections: 10 })
  const closers: (() => Promise<void> | void)[] = [() => house.close()]
  try {
    const { app, council } = house
    const consultation = await anOpenConsultation(app, council)
    await fillOpinions(house, consultation, opinions, () => 'art_3')
    const web = createWebServer({ app, modules, identify: identify(app) })
    const port = await web.listen(0, '127.0.0.1')
    closers.unshift(() => web.close())
    const path = `/consultations/${consultation.number}/clauses/art_3`
    const page = `http://127.0.0.1:${port}${path}`
    const html = await (await fetch(page)).text()
    if (!html.includes('<ul class="said">')) throw new Error('the page shows no opinions')
    const bare = await bareServer({ html, url: house.url, councilId: council.id, consultationId: consultation.id })
    closers.unshift(() => bare.stop())
    // A council chosen by cookie is never served from memory: each of these is made anew.
    const anew = ['-H', `Cookie: zt_council=${council.slug}`]
    const kept = ['-H', 'Accept-Encoding: br']
    const rates: Readonly<Record<'anew' | 'bareQuery' | 'kept' | 'bareBytes', number[]>> = {
      anew: [],
      bareQuery: [],
      kept: [],
      bareBytes: [],
    }
    await load(page, anew, 2)
    for (let round = 0; round < rounds; round += 1) {
      rates.bareQuery.push(await load(`${bare.origin}/query`, [], seconds))
      rates.anew.push(await load(page, anew, seconds))
      rates.bareBytes.push(await load(`${bare.origin}/bytes`, kept, seconds))
      rates.kept.push(await load(page, kept, seconds))
    }
    return [
      shareOf('clause page, made anew for each request', median(rates.anew), '/s', median(rates.bareQuery), 0.35),
      shareOf('clause page, kept and compressed', median(rates.kept), '/s', median(rates.bareBytes), 0.7),
    ]
  } finally {
    for (const close of closers) await close()
  }
}

/** Requests answered in a second. @throws Error when an answer was not 2xx */
async function load(url: string, headers: readonly string[], forSeconds: number): Promise<number> {
  const { stdout } = await run('wrk', ['-t1', `-c${connections}`, `-d${forSeconds}s`, ...headers, url])
  if (/Non-2xx/.test(stdout)) throw new Error(stdout)
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1])
}

interface Bare {
  readonly html: string
  readonly url: string
  readonly councilId: string
  readonly consultationId: string
}

/** The ceilings in a process of their own, as the house has one to itself. */
async function bareServer(bare: Bare): Promise<{ readonly origin: string; stop(): void }> {
  const child = spawn(process.execPath, ['--import', 'tsx', new URL('bare-page.part.ts', import.meta.url).pathname], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', () => reject(new Error('the bare server ended')))
    child.once('message', (message) => resolve(Number(message)))
    child.send(bare)
  })
  return { origin: `http://127.0.0.1:${port}`, stop: () => void child.kill() }
}
