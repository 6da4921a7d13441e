import type { ComponentChildren } from 'preact'
import type { Refusal } from '#kernel/outcome'
import { sitePaths } from '#ui'
import { text } from './errors.text.ts'
import { page } from './page.tsx'
import type { Ctx } from './routes.ts'

/** The one error page: what happened, what to do next, and the words the person had typed. */
export function refusalPage(c: Ctx, refusal: Refusal, typed: Readonly<Record<string, string>> = {}): Response {
  const t = text[c.get('viewer').locale]
  if (refusal.kind === 'missing' || (refusal.kind === 'forbidden' && refusal.hidden)) return notFoundPage(c, typed)
  if (refusal.kind === 'forbidden') return problem(c, 403, t.forbidden, t.forbiddenNext, typed)
  if (refusal.kind === 'conflict') return problem(c, 409, t.conflict, t.conflictNext, typed)
  return problem(c, 422, t.invalid, t.invalidNext, typed)
}

export function notFoundPage(c: Ctx, typed: Readonly<Record<string, string>> = {}): Response {
  const t = text[c.get('viewer').locale]
  return problem(c, 404, t.missing, t.missingNext, typed)
}

export function foreignPostPage(c: Ctx, typed: Readonly<Record<string, string>>): Response {
  const t = text[c.get('viewer').locale]
  return problem(c, 403, t.foreign, t.foreignNext, typed)
}

export function tooLargePage(c: Ctx, megabytes: number): Response {
  const t = text[c.get('viewer').locale]
  return problem(c, 413, t.tooLarge, t.tooLargeNext(megabytes))
}

export function tooManyPage(c: Ctx, typed: Readonly<Record<string, string>> = {}): Response {
  const t = text[c.get('viewer').locale]
  return problem(c, 429, t.tooMany, t.tooManyNext, typed)
}

/** For a bug: says nothing of its inside but the number under which it was written down. */
export function brokenPage(c: Ctx, typed: Readonly<Record<string, string>> = {}): Response {
  const t = text[c.get('viewer').locale]
  return problem(c, 500, t.broken, t.brokenNext(c.get('requestId')), typed)
}

function problem(
  c: Ctx,
  status: 403 | 404 | 409 | 413 | 422 | 429 | 500,
  title: string,
  next: string,
  typed: Readonly<Record<string, string>> = {},
): Response {
  const t = text[c.get('viewer').locale]
  const children: ComponentChildren = (
    <>
      <h1>{title}</h1>
      <p>{next}</p>
      <Typed typed={typed} title={t.yourWords} />
      <ul class="links">
        {onward.map(([href, name]) => (
          <li key={href}>
            <a href={href}>{t[name]}</a>
          </li>
        ))}
      </ul>
      <p class="muted">{t.reference(c.get('requestId'))}</p>
    </>
  )
  return page(c, { title, status, width: 'narrow', unlisted: true }, children)
}

/** Where somebody who came to nothing may go on. */
const onward = [
  [sitePaths.home, 'home'],
  [sitePaths.receipt, 'find'],
  [sitePaths.help, 'help'],
] as const

/** Whatever a person wrote survives every refusal: she can copy it from here. */
function Typed({ typed, title }: { readonly typed: Readonly<Record<string, string>>; readonly title: string }) {
  const words = Object.entries(typed).filter(([name, value]) => !hidden.has(name) && value.trim().length > 3)
  if (words.length === 0) return null
  return (
    <section>
      <h2>{title}</h2>
      {words.map(([name, value]) => (
        <textarea key={name} aria-label={title} rows={Math.min(8, value.split('\n').length + 2)} readOnly>
          {value}
        </textarea>
      ))}
    </section>
  )
}

const hidden = new Set(['csrf', 'once', 'code', 'password', 'token'])
