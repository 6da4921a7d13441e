import { type ChildProcess, fork } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'

export type Confines = {
  /** Resident memory at which the process is killed, in megabytes. */
  readonly memoryMb: number
  /** Processor time after which the process is killed. */
  readonly workMs: number
}

export const usualConfines: Confines = { memoryMb: 256, workMs: 10_000 }

/**
 * How much longer than its work a process may take in all. On a machine that is busy with other things a sound file
 * must not be refused because it had to wait for its turn.
 */
const patience = 6

/** `failed` is an error thrown by the work itself; its `code`, where it had one, is kept. */
export type Confined<Answer> =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly reason: 'memory' | 'time' | 'busy' | 'crashed' }
  | { readonly ok: false; readonly reason: 'failed'; readonly message: string; readonly code: string | null }

/** At most this many at once, since each may take the memory of its confines; more wait, and past `mostWaiting` are turned away. */
const mostAtOnce = 2
const mostWaiting = 40
const watchEveryMs = 20
const megabyte = 1_048_576

let running = 0
const waiting: (() => void)[] = []

/**
 * Runs the `run` export of a file of ours on untrusted input in a process of its own, which can neither write files
 * nor start others, knows no secret of this one's environment, and is killed past its memory or time.
 * @param file URL of a TypeScript file whose `run(input)` returns the answer; both must be structured-cloneable
 */
export async function runConfined<Answer>(
  file: URL,
  input: unknown,
  confines: Confines = usualConfines,
): Promise<Confined<Answer>> {
  if (running >= mostAtOnce) {
    if (waiting.length >= mostWaiting) return { ok: false, reason: 'busy' }
    await new Promise<void>((turn) => waiting.push(turn))
  }
  running += 1
  try {
    return await inProcess<Answer>(file, input, confines)
  } finally {
    running -= 1
    waiting.shift()?.()
  }
}

function inProcess<Answer>(file: URL, input: unknown, { memoryMb, workMs }: Confines): Promise<Confined<Answer>> {
  const child = start(memoryMb)
  return new Promise((resolve) => {
    let settled = false
    const settle = (outcome: Confined<Answer>) => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      clearInterval(watch)
      child.kill('SIGKILL')
      resolve(outcome)
    }
    const timer = setTimeout(() => settle({ ok: false, reason: 'time' }), workMs * (onLinux ? patience : 1))
    const watch = setInterval(async () => {
      if ((await residentBytes(child.pid)) > memoryMb * megabyte) settle({ ok: false, reason: 'memory' })
      if ((await workedMs(child.pid)) > workMs) settle({ ok: false, reason: 'time' })
    }, watchEveryMs)
    child.on('message', (outcome) => settle(outcome as Confined<Answer>))
    child.on('error', () => settle({ ok: false, reason: 'crashed' }))
    // V8 ends the process by SIGABRT when its heap is full.
    child.on('exit', (_, signal) => settle({ ok: false, reason: signal === 'SIGABRT' ? 'memory' : 'crashed' }))
    child.send({ file: file.href, input }, (error) => error && settle({ ok: false, reason: 'crashed' }))
  })
}

function start(memoryMb: number): ChildProcess {
  const child = fork(fileURLToPath(new URL('./confined-child.ts', import.meta.url)), [], {
    // Types are stripped by Node itself; an older one needs the loader this process runs under.
    execArgv: [
      ...(process.features.typescript ? [] : ['--import', 'tsx']),
      `--max-old-space-size=${Math.round(memoryMb * 0.75)}`,
      '--permission',
      '--allow-fs-read=*',
      '--allow-addons',
      '--no-warnings',
    ],
    env: { NODE_ENV: 'production', TZ: 'UTC' },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  try {
    if (child.pid) setPriority(child.pid, 10)
  } catch {
    // Already gone, or a system without priorities: it runs as any other.
  }
  return child
}

const onLinux = process.platform === 'linux'
/** Linux counts processor time for its users in hundredths of a second, on every processor it runs on. */
const tickMs = 10

/** Processor time of all threads by Linux; elsewhere 0, where the time on the wall holds. */
async function workedMs(pid: number | undefined): Promise<number> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    // The name in brackets may hold blanks; behind it come the state as the third field and utime, stime as 14 and 15.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) * tickMs
  } catch {
    return 0
  }
}

/** Resident memory by Linux; elsewhere 0, where only the heap's own limit holds. */
async function residentBytes(pid: number | undefined): Promise<number> {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8')
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}
