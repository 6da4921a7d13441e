import type { Locale } from '#kernel/text'
import type { Problem, ProblemKind } from '../tree.ts'
import { text } from './problems.text.ts'

export type ProblemText = (typeof text)[Locale]

/** Something in the source that could not be understood, to be said in the reader's language. */
export interface Finding {
  readonly kind: ProblemKind
  readonly line: number
  readonly say: (t: ProblemText) => string
}

/** The findings as problems, in the order of their lines. */
export function problemsOf(findings: readonly Finding[], locale: Locale): readonly Problem[] {
  return [...findings]
    .sort((a, b) => a.line - b.line)
    .map(({ kind, line, say }) => ({ kind, line, message: say(text[locale]) }))
}
