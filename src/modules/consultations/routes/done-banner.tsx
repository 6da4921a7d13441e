import type { ComponentChildren } from 'preact'
import { DoneBanner } from '#ui'
import type { Ctx } from '#web/routes'

/** The answer to a form as the address tells it (`?done=merge`), for a page's options; nothing for a word it does not know. */
export function doneBanner(
  c: Ctx,
  words: Readonly<Record<string, string>>,
  next?: ComponentChildren,
): { readonly banner?: ComponentChildren } {
  const done = c.req.query('done') ?? ''
  const title = Object.hasOwn(words, done) ? words[done] : undefined
  return title ? { banner: <DoneBanner title={title}>{next}</DoneBanner> } : {}
}
