/**
 * From the command to the first page: the demonstration after installation, on an empty data folder, through the same
 * script that `npm run demo` runs. The ceiling beside it is a bare Node that serves one page.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { prepareDemo } from '../src/start.ts'
import { assets } from '../src/web/assets.ts'
import { type Measure, median } from './figure.ts'

const root = join(import.meta.dirname, '..')
const rounds = 3
const goalS = 5

export const measure: Measure = async () => {
  await prepare()
  const ours: number[] = []
  const bare: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await bareNodeS())
    ours.push(await firstPageS())
  }
  const [value, ceiling] = [median(ours), median(bare)]
  const goal = `≤ ${goalS} s`
  return [
    {
      name: 'start of the demo to its first page',
      value,
      unit: 's',
      ceiling,
      ratio: value / ceiling,
      goal,
      holds: value <= goalS,
    },
  ]
}

/** What the first `npm run` after an installation does. */
async function prepare(): Promise<void> {
  assets().url('public.css')
  await prepareDemo()
}

async function firstPageS(): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), 'zhitong-start-'))
  try {
    const from = performance.now()
    const demo = await startDemo(dataDir)
    const s = (performance.now() - from) / 1000
    await demo.stop()
    return s
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** The demonstration on a data folder of its own. Ready when its front page has been read to the end. */
export async function startDemo(dataDir: string): Promise<{ readonly origin: string; stop(): Promise<void> }> {
  await prepare()
  const port = await freePort()
  const child = spawn(process.execPath, [join(root, 'scripts', 'run.mjs'), 'src/main.ts', 'demo'], {
    cwd: root,
    env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', DATA_DIR: dataDir, DATABASE_URL: '' },
    stdio: 'ignore',
  })
  const origin = `http://127.0.0.1:${port}`
  await firstAnswer(origin, child)
  return { origin, stop: () => ended(child) }
}

async function bareNodeS(): Promise<number> {
  const port = await freePort()
  const script = `require('node:http').createServer((_, r) => r.end('<!doctype html><title>x</title>')).listen(${port}, '127.0.0.1')`
  const from = performance.now()
  const child = spawn(process.execPath, ['-e', script], { stdio: 'ignore' })
  await firstAnswer(`http://127.0.0.1:${port}`, child)
  const s = (performance.now() - from) / 1000
  await ended(child)
  return s
}

async function firstAnswer(origin: string, child: ChildProcess): Promise<void> {
  const until = performance.now() + 120_000
  while (performance.now() < until && child.exitCode === null) {
    const page = await fetch(`${origin}/`).then(
      async (response) => ({ ok: response.ok, text: await response.text() }),
      () => null,
    )
    if (page?.ok && page.text.includes('<title>')) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  child.kill()
  throw new Error(`${origin} gave no page`)
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}

/** A port that nobody listens on just now. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
