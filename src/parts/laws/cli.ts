import { parseArgs } from 'node:util'
import { fileAsNamed, misused, print, showUsage, terminalLocale, unknownOption } from '#kernel/command-line'
import type { Locale } from '#kernel/text'
import { text } from './cli.text.ts'
import { parseLegalText } from './parse.ts'
import { FileRefused, readDocumentFile, refusalMessage } from './read.ts'
import type { Comparison, LegalText, Problem, ProvisionCounts } from './tree.ts'

/** What `laws check` says of one file. */
export interface CheckReport {
  readonly file: string
  readonly counts: ProvisionCounts
  readonly problems: readonly Problem[]
}

interface Asked {
  readonly files: readonly string[]
  readonly json: boolean
  readonly to: string | undefined
  readonly locale: Locale
}

/**
 * The command line of legal texts: `check FILE…`, `compare OLD NEW`, `export FILE --to akn|docx|md`. Speaks Chinese,
 * and English where LANG begins with en.
 * @returns the exit status: 0 fine, 1 problems were found or a file could not be read, 2 wrong usage
 */
export async function run(args: readonly string[]): Promise<number> {
  const locale = terminalLocale()
  const [command, ...rest] = args
  try {
    const { values, positionals } = parseArgs({ args: rest, allowPositionals: true, options })
    if (command === undefined || command === 'help' || values.help)
      return showUsage(text[locale].usage, command !== undefined)
    const asked = { files: positionals, json: values.json, to: values.to, locale }
    if (command === 'check') return await check(asked)
    if (command === 'compare') return await compare(asked)
    if (command === 'export') return await exportFile(asked)
    return misused(text[locale].unknownCommand(command), text[locale].usage)
  } catch (error) {
    return misused(text[locale].unknownOption(unknownOption(error)), text[locale].usage)
  }
}

const options = {
  json: { type: 'boolean', default: false },
  to: { type: 'string' },
  help: { type: 'boolean', default: false, short: 'h' },
} as const

async function check({ files, json, locale }: Asked): Promise<number> {
  if (files.length === 0) return misused(text[locale].needsFiles, text[locale].usage)
  const reports: CheckReport[] = []
  for (const file of files) reports.push(await reportOf(file, locale))
  print(json ? JSON.stringify(reports) : reports.map((report) => reportText(report, locale)).join('\n'))
  return reports.some((report) => report.problems.length > 0) ? 1 : 0
}

const noCounts: ProvisionCounts = { parts: 0, chapters: 0, sections: 0, articles: 0, paragraphs: 0, items: 0 }

async function reportOf(file: string, locale: Locale): Promise<CheckReport> {
  try {
    const { counts, problems } = parseLegalText(await readDocumentFile(fileAsNamed(file)), locale)
    return { file, counts, problems }
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error
    const message = refusalMessage(error.code, locale)
    return { file, counts: noCounts, problems: [{ kind: 'unreadable', line: 0, message }] }
  }
}

function reportText({ file, counts, problems }: CheckReport, locale: Locale): string {
  const t = text[locale]
  const { parts, chapters, sections, articles, paragraphs, items } = counts
  const summary = problems.length === 0 ? t.fine : t.problems(problems.length)
  const lines = problems.map(({ line, message }) => (line > 0 ? `  ${t.line(line)}  ${message}` : `  ${message}`))
  return [
    `${file}`,
    `  ${t.counts(parts, chapters, sections, articles, paragraphs, items)}  ${summary}`,
    ...lines,
  ].join('\n')
}

async function compare({ files, json, locale }: Asked): Promise<number> {
  const [old, fresh] = files
  if (old === undefined || fresh === undefined || files.length > 2)
    return misused(text[locale].needsTwo, text[locale].usage)
  const texts: LegalText[] = []
  for (const file of [old, fresh]) {
    const read = await legalTextOf(file, locale)
    if (!read) return 1
    texts.push(read)
  }
  const { compareTexts } = await import('./compare.ts')
  const comparison = compareTexts(texts[0]!, texts[1]!)
  print(json ? JSON.stringify(comparison) : comparisonText(comparison, locale))
  return 0
}

function comparisonText({ links, added, deleted }: Comparison, locale: Locale): string {
  const t = text[locale]
  const count = (kind: Comparison['links'][number]['kind']) => links.filter((link) => link.kind === kind).length
  const lines = links
    .filter((link) => link.kind !== 'same' || link.from.join() !== link.to.join())
    .map(({ from, to, kind }) => `  ${from.join(t.between)} → ${to.join(t.between)}  ${t.linkKind[kind]}`)
  if (added.length > 0) lines.push(t.added(added.join(t.between)))
  if (deleted.length > 0) lines.push(t.deleted(deleted.join(t.between)))
  return [t.compared(count('same'), count('moved'), count('changed'), count('split'), count('merged')), ...lines].join(
    '\n',
  )
}

async function exportFile({ files, to, locale }: Asked): Promise<number> {
  const [file] = files
  if (file === undefined || files.length > 1) return misused(text[locale].needsOne, text[locale].usage)
  if (to !== 'akn' && to !== 'docx' && to !== 'md') return misused(text[locale].needsFormat, text[locale].usage)
  const legalText = await legalTextOf(file, locale)
  if (!legalText) return 1
  const { exportText } = await import('./export.ts')
  process.stdout.write(await exportText(legalText, to))
  return 0
}

/** The text of a file, or undefined after saying why it cannot be read. */
async function legalTextOf(file: string, locale: Locale): Promise<LegalText | undefined> {
  try {
    return parseLegalText(await readDocumentFile(fileAsNamed(file)), locale).text
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error
    console.error(text[locale].unreadable(file, refusalMessage(error.code, locale)))
    return undefined
  }
}
