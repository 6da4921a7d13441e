import { z } from 'zod'

export const longestBody = 5000
export const longestSuggestion = 5000

/** What a person types: whatever she likes, except what no database can hold. */
function typed(most: number) {
  return z
    .string()
    .max(most)
    .transform((text) => text.toWellFormed().replaceAll('\0', ''))
}

function emptyIsNone(text: string): string | null {
  return text.trim() === '' ? null : text
}

/** Words that must be there. */
export const body = typed(longestBody).refine((text) => text.trim() !== '', { message: 'empty' })
/** Words that may be there. */
export const optionalWords = (most: number) => typed(most).transform(emptyIsNone).nullable().default(null)

/** An anchor: a provision of one version, perhaps with words in it. */
export const Anchor = z.object({
  provisionId: z.string().regex(/^[a-z][a-z0-9_-]{0,99}$/),
  quote: optionalWords(2000),
  prefix: optionalWords(60),
  suffix: optionalWords(60),
  start: z.int().min(0).max(100_000).nullable().default(null),
})

export const answerWays = ['receipt', 'inbox', 'phone', 'email', 'post'] as const
export const nameSeenBy = ['nobody', 'office', 'everyone'] as const
export const stances = ['support', 'oppose', 'neutral'] as const
