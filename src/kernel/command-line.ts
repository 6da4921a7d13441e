import { resolve } from 'node:path'
import { type Locale, localeOf } from './text.ts'

/** The language of the person at the terminal: English where LC_ALL or LANG begins with en, else Chinese. */
export function terminalLocale(): Locale {
  return localeOf(process.env.LC_ALL || process.env.LANG)
}

/** Files are named from where the person stands, not from where the program lies. */
export function fileAsNamed(file: string): string {
  return resolve(process.env.INVOKED_FROM ?? process.cwd(), file)
}

/**
 * The option that `parseArgs` did not know.
 * @throws the error itself when it is no complaint about the options
 */
export function unknownOption(error: unknown): string {
  const complaint = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
  if (!complaint) throw error
  return /'([^']+)'/.exec(error.message)?.[1] ?? ''
}

export function print(words: string): void {
  process.stdout.write(`${words}\n`)
}

/** How the command is used: what was asked for goes to the output, the answer to a mistake to the errors. */
export function showUsage(usage: string, asked: boolean): number {
  if (asked) print(usage)
  else console.error(usage)
  return asked ? 0 : 2
}

/** What was wrong, and how the command is used. */
export function misused(reason: string, usage: string): number {
  console.error(`${reason}\n\n${usage}`)
  return 2
}
