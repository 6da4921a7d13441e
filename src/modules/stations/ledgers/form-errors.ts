import type { Locale } from '#kernel/text'
import type { Again } from '#web/form'
import { text } from './pages/ledgers.text.ts'

type Refused = Pick<Again, 'issues' | 'conflict'>

/** What a form was refused for, in words, by field. @param nameOf the field of a path; its first step unless given */
export function ledgerErrors(
  locale: Locale,
  { issues, conflict }: Refused,
  nameOf: (path: string) => string = (path) => path.split('.')[0] ?? '',
): Record<string, string> {
  const t = text[locale]
  const words: Readonly<Record<string, string>> = t.error
  const errors: Record<string, string> = {}
  for (const { path, code } of issues) errors[nameOf(path)] ??= words[code] ?? t.wrong
  if (conflict) errors[''] = words[conflict] ?? t.wrong
  return errors
}
