import type { Issue } from '#kernel/outcome'
import type { Locale } from '#kernel/text'
import { importText } from '#parts/councils'
import { errorsText } from './errors.text.ts'

/** What a form was refused for, in words, by the name of its field. */
export function errorsIn(
  locale: Locale,
  { issues, conflict }: { readonly issues: readonly Issue[]; readonly conflict: string | null },
): Record<string, string> {
  const words: Readonly<Record<string, (values: NonNullable<Issue['values']>) => string>> = {
    ...importText[locale],
    ...errorsText[locale],
  }
  const say = (code: string, values: NonNullable<Issue['values']> = {}) =>
    (words[code] ?? errorsText[locale].other)(values)
  const errors: Record<string, string> = {}
  for (const issue of issues) errors[issue.path] ??= say(issue.code, issue.values)
  if (conflict) errors[''] = say(conflict)
  return errors
}
