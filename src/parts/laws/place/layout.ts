import type { Provision, ProvisionId } from '../tree.ts'

/** Where every provision of an article begins and ends in the article's printed words. */
export interface Layout {
  readonly words: string
  readonly spans: readonly Span[]
}

export interface Span {
  readonly id: ProvisionId
  readonly from: number
  readonly to: number
}

/**
 * The printed words of a provision (its heading, its text, then each child with its label) and the place of everything
 * in them. The first span is the provision itself, outer ones stand before inner ones.
 */
export function layoutOf(provision: Provision): Layout {
  const spans: Span[] = []
  const words = lay(provision, 0, spans)
  return { words, spans }
}

function lay(provision: Provision, from: number, spans: Span[]): string {
  const at = spans.length
  spans.push({ id: provision.id, from, to: from })
  let words = (provision.heading ?? '') + provision.text
  for (const child of provision.children) {
    words += child.label
    words += lay(child, from + words.length, spans)
  }
  spans[at] = { id: provision.id, from, to: from + words.length }
  return words
}

/** The innermost provision that holds the whole range. */
export function innermost(layout: Layout, from: number, to: number): Span {
  return layout.spans.findLast((span) => span.from <= from && to <= span.to) ?? layout.spans[0]!
}
