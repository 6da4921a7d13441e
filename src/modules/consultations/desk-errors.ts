import type { Issue } from '#kernel/outcome'
import type { Locale } from '#kernel/text'
import type { Again } from '#web/form'
import { errorText } from './pages/desk-errors.text.ts'

/** What a form of the desk was refused for, in words, by field; '' for what belongs to no field. */
export function errorsIn(locale: Locale, again: Pick<Again, 'issues' | 'conflict'>): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const issue of again.issues) errors[fieldOf(issue)] ??= wordsOf(locale, issue.code, issue.values ?? {})
  if (again.conflict) errors[''] = wordsOf(locale, again.conflict, {})
  return errors
}

function fieldOf({ path }: Issue): string {
  return path.startsWith('sentences.') ? path : (path.split('.')[0] ?? '')
}

function wordsOf(locale: Locale, code: string, values: NonNullable<Issue['values']>): string {
  const words: Readonly<Record<string, (values: NonNullable<Issue['values']>) => string>> = errorText[locale]
  return (words[code === 'too_big' ? 'tooLong' : code] ?? words.other)?.(values) ?? code
}
