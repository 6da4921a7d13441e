import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { FileKind } from './file-kind.ts'
import { conversionLimits, maxCharacters } from './limits.ts'
import { FileRefused, isRefusalCode, type RefusalCode } from './refusal.ts'

const child = fileURLToPath(new URL('./conversion-child.ts', import.meta.url))
const pageBytes = 4096

/**
 * The words of a file, taken out in a process of its own: whatever the file does to it, it ends within
 * `conversionLimits` and leaves the caller unharmed. At most two run at a time.
 * @throws FileRefused
 */
export async function convert(kind: Exclude<FileKind, 'text'>, bytes: Uint8Array): Promise<string> {
  const leave = await enter()
  try {
    return await runChild(kind, bytes)
  } finally {
    leave()
  }
}

function runChild(kind: string, bytes: Uint8Array): Promise<string> {
  const heap = `--max-old-space-size=${conversionLimits.heapMegabytes}`
  const loader = process.features.typescript ? [] : ['--import', 'tsx']
  const running = spawn(process.execPath, [heap, ...loader, child, kind], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { NODE_NO_WARNINGS: '1' },
  })
  return new Promise((resolve, reject) => {
    let stopped: RefusalCode | undefined
    const pieces: Buffer[] = []
    let size = 0
    const stop = (code: RefusalCode) => {
      stopped ??= code
      running.kill('SIGKILL')
    }
    const clock = setTimeout(() => stop('too-slow'), conversionLimits.waitMs)
    const watch = watchMemory(running, () => stop('too-heavy'))
    running.stdout.on('data', (piece: Buffer) => {
      size += piece.length
      if (size > maxCharacters * 8) stop('too-long')
      else pieces.push(piece)
    })
    // A child that ended early closes the pipe it was still being written to.
    running.stdin.on('error', () => {})
    running.on('error', reject)
    running.on('close', (status) => {
      clearTimeout(clock)
      clearInterval(watch)
      const answer = stopped ?? answerOf(Buffer.concat(pieces), status)
      if (typeof answer === 'string') reject(new FileRefused(answer))
      else resolve(answer.text)
    })
    running.stdin.end(bytes)
  })
}

/** The answer of a child that ended by itself; one that died without an answer ran out of memory. */
function answerOf(output: Buffer, status: number | null): { readonly text: string } | RefusalCode {
  if (status !== 0) return 'too-heavy'
  const answer: unknown = JSON.parse(output.toString('utf8'))
  if (typeof answer !== 'object' || answer === null) return 'damaged'
  if ('text' in answer && typeof answer.text === 'string') return { text: answer.text }
  return 'refused' in answer && isRefusalCode(answer.refused) ? answer.refused : 'damaged'
}

/** The limit of the heap does not count buffers; where the system tells the whole size, that is watched too. */
function watchMemory(running: ChildProcess, stop: () => void): NodeJS.Timeout {
  return setInterval(async () => {
    const statm = await readFile(`/proc/${running.pid}/statm`, 'utf8').catch(() => '')
    const resident = Number(statm.split(' ')[1] ?? 0) * pageBytes
    if (resident > conversionLimits.memoryBytes) stop()
  }, 20)
}

const waiting: (() => void)[] = []
let free = 2

async function enter(): Promise<() => void> {
  if (free > 0) free -= 1
  else await new Promise<void>((resolve) => waiting.push(resolve))
  return () => {
    const next = waiting.shift()
    if (next) next()
    else free += 1
  }
}
