import type { Issue } from '#kernel/outcome'

type Words = Readonly<Record<string, (values: NonNullable<Issue['values']>) => string>>

/** What a form was refused for, in words, by field. A field of a list counts for the list. */
export function errorsIn(
  t: { readonly error: Words; readonly otherError: string },
  { issues, conflict }: { readonly issues: readonly Issue[]; readonly conflict: string | null },
): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const issue of issues) {
    const field = issue.path.split('.')[0] ?? ''
    errors[field] ??= t.error[issue.code]?.(issue.values ?? {}) ?? t.otherError
  }
  if (conflict) errors[''] = t.error[conflict]?.({}) ?? t.otherError
  return errors
}
