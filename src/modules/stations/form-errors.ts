import type { Issue } from '#kernel/outcome'
import type { Locale } from '#kernel/text'
import { text } from './pages/form-page.text.ts'

/** What a form was refused for, in words, by field. A field of a list counts for the list. */
export function errorsIn(
  locale: Locale,
  { issues, conflict }: { readonly issues: readonly Issue[]; readonly conflict: string | null },
): Record<string, string> {
  const t = text[locale]
  const words: Readonly<Record<string, (values: NonNullable<Issue['values']>) => string>> = t.error
  const errors: Record<string, string> = {}
  for (const issue of issues) {
    const field = issue.path.split('.')[0] ?? ''
    errors[field] ??= words[issue.code]?.(issue.values ?? {}) ?? t.otherError
  }
  if (conflict) errors[''] = words[conflict]?.({}) ?? t.otherError
  return errors
}
