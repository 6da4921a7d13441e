import type { Issue } from '#kernel/outcome'
import type { Locale } from '#kernel/text'
import type { Again } from '#web/form'
import { errorText, missingText } from './pages/desk-errors.text.ts'

/** What a form of the desk was refused for, in words, by field; '' for what belongs to no field. */
export function errorsIn(locale: Locale, again: Pick<Again, 'issues' | 'conflict'>): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const issue of again.issues) {
    const field = fieldOf(issue)
    errors[field] ??= missingIn(locale, field, issue.code) ?? wordsOf(locale, issue.code, issue.values ?? {})
  }
  if (again.conflict) errors[''] = wordsOf(locale, again.conflict, {})
  return errors
}

/** What is to be filled in or chosen, by the field's name: in the summary its label is out of sight. */
function missingIn(locale: Locale, field: string, code: string): string | undefined {
  const words: Readonly<Record<string, string>> = missingText[locale]
  const name = field.replace(/\.\d+/g, '')
  // A day that cannot be read is no date to the schema; a list without an entry is too small.
  return ['empty', 'too_small', 'invalid_type'].includes(code) ? words[name] : undefined
}

function fieldOf({ path }: Issue): string {
  return path.startsWith('sentences.') ? path : (path.split('.')[0] ?? '')
}

function wordsOf(locale: Locale, code: string, values: NonNullable<Issue['values']>): string {
  const words: Readonly<Record<string, (values: NonNullable<Issue['values']>) => string>> = errorText[locale]
  return (words[code === 'too_big' ? 'tooLong' : code] ?? words.other)?.(values) ?? code
}
