import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Figure, type Measure, NotMeasured } from './figure.ts'

/**
 * Runs every benchmark, each in a process of its own, and prints one table; nothing else is written.
 * `npm run bench -- search` runs those whose file name begins so.
 */
const notBenchmarks = ['run.ts', 'figure.ts']
const asked = process.argv.slice(2)

if (asked[0] === '--one' && asked[1]) await measureOne(asked[1])
else await measureAll()

interface Answer {
  readonly figures: readonly Figure[]
  /** Why nothing was measured. */
  readonly absent: string | null
}

async function measureAll(): Promise<void> {
  const files = readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith('.ts') && !notBenchmarks.includes(name) && !name.endsWith('.part.ts'))
    .filter((name) => asked.length === 0 || asked.some((begin) => name.startsWith(begin)))
  const rows: (readonly string[])[] = [['figure', 'value', 'unit', 'ceiling', 'ratio', 'goal', '']]
  let short = 0
  for (const file of files) {
    const { figures, absent } = await answerOf(file)
    if (absent) rows.push([file.replace(/\.ts$/, ''), '', '', '', '', '', `not measured: ${absent}`])
    for (const figure of figures) {
      rows.push(rowOf(figure))
      if (!figure.holds) short += 1
    }
  }
  print(rows)
  process.exitCode = short === 0 ? 0 : 1
}

/** In a process of its own, so that one benchmark's heap, pools and compiled code do not help or harm the next. */
function answerOf(file: string): Promise<Answer> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'run.ts'), '--one', file], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    let answer: Answer | undefined
    let errors = ''
    child.on('message', (message) => {
      answer = message as Answer
    })
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      errors = (errors + text).slice(-2000)
    })
    child.on('close', () => {
      const failure =
        errors
          .trim()
          .split('\n')
          .find((line) => line.includes('Error')) ?? 'it ended without an answer'
      resolve(answer ?? { figures: [], absent: failure })
    })
  })
}

async function measureOne(file: string): Promise<void> {
  const { measure } = (await import(`./${file}`)) as { readonly measure: Measure }
  const answer = await answerFrom(measure)
  await new Promise<void>((resolve) => process.send?.(answer, undefined, undefined, () => resolve()))
  process.exit(0)
}

async function answerFrom(measure: Measure): Promise<Answer> {
  try {
    return { figures: await measure(), absent: null }
  } catch (error) {
    if (error instanceof NotMeasured) return { figures: [], absent: error.message }
    throw error
  }
}

function rowOf({ name, value, unit, ceiling, ratio, goal, holds }: Figure): string[] {
  return [
    name,
    shown(value),
    unit,
    ceiling === null ? '' : shown(ceiling),
    ratio === null ? '' : ratio.toFixed(2),
    goal,
    holds ? 'holds' : 'falls short',
  ]
}

/** Three significant figures, whole numbers in full. */
function shown(value: number): string {
  return Number.isInteger(value) || Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3)
}

function print(rows: readonly (readonly string[])[]): void {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  const numbers = new Set([1, 3, 4])
  for (const row of rows) {
    const cells = row.map((cell, column) =>
      numbers.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
    )
    console.log(cells.join('  ').trimEnd())
  }
}
