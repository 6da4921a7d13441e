import type { z } from 'zod'
import { type Action, perform } from '#kernel/action'
import type { Issue, Outcome, Refusal } from '#kernel/outcome'
import { refusalPage } from './errors.tsx'
import type { Ctx } from './routes.ts'

/** What a form sent: texts by field name, the last one winning; lists keep all. */
export interface Sent {
  readonly values: Readonly<Record<string, string>>
  readonly lists: Readonly<Record<string, readonly string[]>>
  readonly files: Readonly<Record<string, readonly File[]>>
}

/** What the same page is shown with again after a refusal. */
export interface Again {
  readonly values: Readonly<Record<string, string>>
  readonly issues: readonly Issue[]
  /** Code of a conflict, `stage:closed` for instance; null when the input was invalid. */
  readonly conflict: string | null
  readonly status: 409 | 422
}

export interface Submission<Schema extends z.ZodType, Result> {
  readonly input: z.input<Schema>
  /** Where to go when it is done: an address for a 303, or an answer of its own. */
  readonly done: (result: Result) => string | Response | Promise<string | Response>
  /** The same page with the same values. Without it, a conflict or invalid input gets the plain refusal page. */
  readonly again?: (again: Again) => Response | Promise<Response>
}

/**
 * Performs an action with what a form sent: done 303 · invalid 422 and conflict 409 with the same page and values ·
 * missing 404 · forbidden 403, or 404 where existence is private. The hidden field `once` makes a double click harmless.
 */
export async function submit<Schema extends z.ZodType, Subject, Result>(
  c: Ctx,
  declared: Action<Schema, Subject, Result>,
  { input, done, again }: Submission<Schema, Result>,
): Promise<Response> {
  const { values } = await sent(c)
  const outcome = await perform(c.get('app'), declared, c.get('viewer').actor, input, onceOf(values))
  return answer(c, outcome, { done, ...(again && { again }) })
}

/** Turns an outcome into an answer, for a route that performs more than one action. */
export async function answer<Result>(
  c: Ctx,
  outcome: Outcome<Result>,
  { done, again }: Pick<Submission<z.ZodType, Result>, 'done' | 'again'>,
): Promise<Response> {
  if (outcome.ok) {
    const to = await done(outcome.result)
    return typeof to === 'string' ? c.redirect(to, 303) : to
  }
  const { values } = await sent(c)
  if (again && outcome.kind === 'invalid') return again({ values, issues: outcome.issues, conflict: null, status: 422 })
  if (again && outcome.kind === 'conflict') return again({ values, issues: [], conflict: outcome.code, status: 409 })
  return refusalPage(c, outcome satisfies Refusal, values)
}

/** The form's fields, read once. Strips carriage returns; trims nothing: what a person typed is hers. */
export async function sent(c: Ctx): Promise<Sent> {
  const before = c.get('sent')
  if (before) return before
  const values: Record<string, string> = Object.create(null)
  const lists: Record<string, string[]> = Object.create(null)
  const files: Record<string, File[]> = Object.create(null)
  const form = await c.req.formData().catch(() => new FormData())
  for (const [name, value] of form.entries()) {
    if (typeof value === 'string') {
      const text = value.replaceAll('\r\n', '\n')
      values[name] = text
      lists[name] = [...(lists[name] ?? []), text]
    } else if (value.size > 0) {
      files[name] = [...(files[name] ?? []), value]
    }
  }
  const read: Sent = { values, lists, files }
  c.set('sent', read)
  return read
}

function onceOf(values: Readonly<Record<string, string>>): { once?: string } {
  return values.once && /^[0-9a-f-]{36}$/.test(values.once) ? { once: values.once } : {}
}
