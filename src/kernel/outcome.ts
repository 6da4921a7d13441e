/** Expected refusals are values. Anything else is a bug and is thrown. */
export type RefusalKind = 'invalid' | 'missing' | 'forbidden' | 'conflict'

/** One thing wrong with the input: the path of the field and a code that the page turns into words. */
export interface Issue {
  readonly path: string
  readonly code: string
  readonly values?: Readonly<Record<string, string | number>>
}

export type Refusal =
  | { readonly ok: false; readonly kind: 'invalid'; readonly issues: readonly Issue[] }
  | { readonly ok: false; readonly kind: 'missing' }
  | { readonly ok: false; readonly kind: 'forbidden'; readonly hidden: boolean }
  | { readonly ok: false; readonly kind: 'conflict'; readonly code: string }

export type Outcome<Result> = { readonly ok: true; readonly result: Result } | Refusal

export function done<Result>(result: Result): Outcome<Result> {
  return { ok: true, result }
}

export function invalid(...issues: Issue[]): Refusal {
  return { ok: false, kind: 'invalid', issues }
}

export function missing(): Refusal {
  return { ok: false, kind: 'missing' }
}

/** @param hidden answer as if the thing did not exist, where existence itself is private */
export function forbidden(hidden = false): Refusal {
  return { ok: false, kind: 'forbidden', hidden }
}

export function conflict(code: string): Refusal {
  return { ok: false, kind: 'conflict', code }
}

/** Thrown inside an action's `run`: undoes the transaction and comes out of `perform` as the refusal. */
export class Refused extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.kind === 'conflict' ? `refused: ${refusal.code}` : `refused: ${refusal.kind}`)
    this.name = 'Refused'
    this.refusal = refusal
  }
}
