import type { Issue } from '#kernel/outcome'
import type { Locale } from '#kernel/text'
import type { Again } from '#web/form'
import { fromLocal, toLocal } from '#web/local-time'
import { text } from './pages/form-page.text.ts'
import type { Post } from './queries.ts'

type Values = Readonly<Record<string, string>>

/** What a form says, as the actions take it. */
export function contentInput(values: Values, languages: readonly string[], timeZone: string) {
  const { title = '', titleEn = '', body = '', bodyEn = '', venue = '', venueEn = '' } = values
  const { audience = '', audienceEn = '', matter = '', law = '' } = values
  const instant = (typed: string | undefined) => (typed?.trim() ? fromLocal(typed.trim(), timeZone) : null)
  return {
    title,
    titleEn,
    body,
    bodyEn,
    venue,
    venueEn,
    audience,
    audienceEn,
    matter,
    law,
    languages: [...languages],
    startsAt: instant(values.startsAt),
    endsAt: instant(values.endsAt),
  }
}

/** A post's own values, as its form shows them. */
export function formValues(post: Post, timeZone: string): Values {
  const english = post.others.en ?? {}
  const local = (at: Date | null) => (at ? toLocal(at, timeZone) : '')
  return {
    title: post.title,
    titleEn: english.title ?? '',
    body: post.body,
    bodyEn: english.body ?? '',
    venue: post.venue,
    venueEn: english.venue ?? '',
    audience: post.audience,
    audienceEn: english.audience ?? '',
    law: post.law,
    matter: post.matter_type && post.matter_id ? `${post.matter_type}:${post.matter_id}` : '',
    startsAt: local(post.starts_at),
    endsAt: local(post.ends_at),
  }
}

/** What a form was refused for, in words, by field. */
export function errorsIn(
  locale: Locale,
  { issues, conflict }: Pick<Again, 'issues' | 'conflict'>,
): Record<string, string> {
  const t = text[locale]
  const words: Readonly<Record<string, string>> = t.error
  const errors: Record<string, string> = {}
  for (const issue of issues) {
    const field = issue.path.split('.')[0] ?? ''
    errors[field] ??= words[codeOf(issue)] ?? t.wrong
  }
  if (conflict) errors[''] = words[conflict] ?? t.wrong
  return errors
}

/** A time that cannot be read is told as such, whatever the schema calls it. */
function codeOf({ path, code }: Issue): string {
  return /At$/.test(path) && code.startsWith('invalid') ? 'invalid_date' : code
}
