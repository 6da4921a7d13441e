import { createReadStream } from 'node:fs'
import { access, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { perform, systemActor } from '#kernel/action'
import type { App } from '#kernel/app'
import { fileAsNamed, misused, print, showUsage, terminalLocale, unknownOption } from '#kernel/command-line'
import type { Tx } from '#kernel/db'
import type { Locale } from '#kernel/text'
import { allCouncils, problemInWords } from '#parts/councils'
import { type Imported, importPopolo, judgeFile, NotPopolo, type OpenFile, popoloPieces } from '#parts/popolo'
import { readConfig } from './config.ts'
import { text } from './exchange-popolo.text.ts'
import { openHouse } from './start.ts'

const options = {
  council: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  'public-names': { type: 'boolean', default: false },
  public: { type: 'boolean', default: false },
  out: { type: 'string' },
  help: { type: 'boolean', default: false, short: 'h' },
} as const

/** @returns the exit code: 0 done, 1 the file or council could not be used, 2 asked wrongly */
export async function popoloCommand(args: readonly string[]): Promise<number> {
  const t = text[terminalLocale()]
  const [command, ...rest] = args
  if (command === undefined || command === '--help' || command === 'help')
    return showUsage(t.usage, command !== undefined)
  if (command !== 'import' && command !== 'export') return misused(t.unknownOption(command), t.usage)
  const read = parsed(rest)
  if ('unknown' in read) return misused(t.unknownOption(read.unknown), t.usage)
  const { values, positionals } = read
  if (values.help) return showUsage(t.usage, true)
  if (!values.council) return misused(t.needsCouncil, t.usage)
  if (command === 'import' && !positionals[0]) return misused(t.needsFile, t.usage)
  const app = await openHouse(readConfig(process.env))
  try {
    const council = (await allCouncils(app.database.db)).find(({ slug }) => slug === values.council)
    if (!council) return failed(t.unknownCouncil(values.council))
    if (command === 'export') return await write(app, council.id, values)
    return await bring(app, council.id, positionals[0] as string, values)
  } finally {
    await app.database.close()
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    return { unknown: unknownOption(error) }
  }
}

async function bring(
  app: App,
  councilId: string,
  file: string,
  asked: { readonly 'dry-run'?: boolean; readonly 'public-names'?: boolean },
): Promise<number> {
  const locale = terminalLocale()
  const t = text[locale]
  const path = fileAsNamed(file)
  const readable = await access(path).then(
    () => true,
    () => false,
  )
  if (!readable) return failed(t.unreadable(file))
  const source: OpenFile = () => createReadStream(path, 'utf8')
  try {
    const imported = asked['dry-run']
      ? await judgeFile({ tx: app.database.db as unknown as Tx, councilId }, source)
      : await importAll(app, councilId, { file, source, publicNames: asked['public-names'] ?? false })
    if (imported.problems.length > 0) return failed(problemsInWords(imported, locale))
    print(t.counts(imported.added, imported.changed, imported.unchanged))
    if (asked['dry-run']) print(t.dry)
    return 0
  } catch (error) {
    if (error instanceof NotPopolo) return failed(problemInWords({ column: null, code: error.code }, locale))
    throw error
  }
}

async function importAll(
  app: App,
  councilId: string,
  { file, source, publicNames }: { readonly file: string; readonly source: OpenFile; readonly publicNames: boolean },
): Promise<Imported> {
  const input = { fileName: basename(file), open: source, publicNames }
  const outcome = await perform(app, importPopolo, systemActor(councilId), input)
  if (!outcome.ok) throw new Error(`refused: ${JSON.stringify(outcome)}`)
  return outcome.result
}

const shown = 50

function problemsInWords({ problems }: Imported, locale: Locale): string {
  const t = text[locale]
  const lines = problems
    .slice(0, shown)
    .map(
      (each) =>
        `${each.collection} ${each.nth}${each.column ? ` ${each.column}` : ''}: ${problemInWords(each, locale)}`,
    )
  const rest = problems.length - lines.length
  return [t.faulty(problems.length), ...lines, ...(rest > 0 ? [t.more(rest)] : [])].join('\n')
}

async function write(
  app: App,
  councilId: string,
  { out, ...asked }: { readonly out?: string; readonly public?: boolean },
): Promise<number> {
  const pieces = popoloPieces(app.database.db, councilId, asked.public ? 'public' : 'office')
  if (!out) {
    for await (const piece of pieces) process.stdout.write(piece)
    return 0
  }
  const file = await open(fileAsNamed(out), 'w')
  try {
    for await (const piece of pieces) await file.write(piece)
  } finally {
    await file.close()
  }
  return 0
}

function failed(reason: string): number {
  console.error(reason)
  return 1
}
