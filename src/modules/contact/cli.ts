import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { fileAsNamed, misused, print, showUsage, terminalLocale, unknownOption } from '#kernel/command-line'
import type { Locale } from '#kernel/text'
import { text } from './cli.text.ts'
import { loadSegmenter } from './routing/features.ts'
import { learn, type Proposal } from './routing/learn.ts'

/** What `contact route` answers for one matter: three labels at most, the likeliest first. */
export interface RouteReport {
  readonly id: string
  readonly labels: readonly Proposal[]
}

const options = {
  train: { type: 'string' },
  test: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false, short: 'h' },
} as const

const words = { title: z.string().default(''), text: z.string().default('') }
const id = z.union([z.string(), z.number()]).transform(String)
const Handled = z.object({ ...words, label: z.string().trim().min(1) })
const Asked = z.object({ ...words, id })

/** A file that cannot be used, with what is wrong with it in the reader's language. */
class BadFile extends Error {}

/**
 * The command line of contacts: `route --train FILE.jsonl --test FILE.jsonl [--json]` learns from handled matters and
 * proposes who is in charge of others.
 * @returns the exit status: 0 fine, 1 a file could not be used, 2 wrong usage
 */
export async function run(args: readonly string[]): Promise<number> {
  const locale = terminalLocale()
  const t = text[locale]
  const [command, ...rest] = args
  if (command === undefined || command === 'help' || command === '--help')
    return showUsage(text[locale].usage, command !== undefined)
  if (command !== 'route') return misused(t.unknownCommand(command), text[locale].usage)
  try {
    const { values } = parseArgs({ args: rest, options })
    if (values.help) return showUsage(text[locale].usage, true)
    if (!values.train || !values.test) return misused(t.needsFiles, text[locale].usage)
    const reports = await route(values.train, values.test, locale)
    print(values.json ? JSON.stringify(reports) : reports.map((report) => lineOf(report, locale)).join('\n'))
    return 0
  } catch (error) {
    if (error instanceof BadFile) {
      console.error(error.message)
      return 1
    }
    return misused(t.unknownOption(unknownOption(error)), t.usage)
  }
}

async function route(train: string, test: string, locale: Locale): Promise<readonly RouteReport[]> {
  const handled = await linesOf(train, Handled, locale)
  const asked = await linesOf(test, Asked, locale)
  const router = learn(handled, await loadSegmenter())
  return asked.map((matter) => ({ id: matter.id, labels: router.propose(matter) }))
}

/** Every line of a file of JSON lines. @throws BadFile that names the first line that does not fit */
async function linesOf<T>(file: string, schema: z.ZodType<T>, locale: Locale): Promise<readonly T[]> {
  const t = text[locale]
  const content = await readFile(fileAsNamed(file), 'utf8').catch(() => {
    throw new BadFile(t.unreadable(file))
  })
  const rows = content.replace(/^\uFEFF/, '').split(/\r?\n/)
  const found = rows.flatMap((row, index) => {
    if (row.trim() === '') return []
    const parsed = schema.safeParse(jsonOf(row))
    if (!parsed.success) throw new BadFile(t.badLine(file, index + 1, parsed.error.issues[0]?.path.join('.') || 'JSON'))
    return [parsed.data]
  })
  if (found.length === 0) throw new BadFile(t.empty(file))
  return found
}

function jsonOf(row: string): unknown {
  try {
    return JSON.parse(row)
  } catch {
    return undefined
  }
}

function lineOf({ id, labels }: RouteReport, locale: Locale): string {
  const percent = new Intl.NumberFormat(locale, { style: 'percent' })
  return [id, ...labels.map(({ label, score }) => `${label} ${percent.format(score)}`)].join('\t')
}
