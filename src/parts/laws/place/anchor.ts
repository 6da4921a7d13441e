import type { Provision, ProvisionId } from '../tree.ts'
import { layoutOf } from './layout.ts'

/**
 * What an opinion is about: some words of one provision of one published version, which never changes.
 * Shaped after the quote and position selectors of the W3C Web Annotation Data Model.
 */
export interface Anchor {
  readonly provisionId: ProvisionId
  /** The words themselves. */
  readonly quote: string
  /** What stands before and after them in the provision, some ten characters each. */
  readonly prefix: string
  readonly suffix: string
  /** Where they begin in the printed words of the provision, in UTF-16 units from 0. */
  readonly start: number
}

const surroundings = 10

/**
 * An anchor on some words of a provision.
 * @param start, end offsets into `layoutOf(provision).words`, in UTF-16 units; cut to what there is
 */
export function anchorOn(provision: Provision, start: number, end: number): Anchor {
  const { words } = layoutOf(provision)
  const from = Math.min(Math.max(0, start), words.length)
  const to = Math.min(Math.max(from, end), words.length)
  return {
    provisionId: provision.id,
    quote: words.slice(from, to),
    prefix: words.slice(Math.max(0, from - surroundings), from),
    suffix: words.slice(to, to + surroundings),
    start: from,
  }
}

/** What a Web Annotation needs besides the anchor. */
export interface AnnotationFacts {
  /** Addresses of the annotation and of the version it speaks about. */
  readonly id: string
  readonly source: string
  readonly body?: { readonly text: string; readonly language: string }
  /** ISO instant. */
  readonly createdAt?: string
}

/** The anchor as a W3C Web Annotation in JSON-LD (https://www.w3.org/TR/annotation-model/). */
export function toWebAnnotation(anchor: Anchor, facts: AnnotationFacts) {
  return {
    '@context': 'http://www.w3.org/ns/anno.jsonld',
    id: facts.id,
    type: 'Annotation',
    motivation: 'commenting',
    ...(facts.createdAt && { created: facts.createdAt }),
    ...(facts.body && {
      body: { type: 'TextualBody', value: facts.body.text, language: facts.body.language, format: 'text/plain' },
    }),
    target: {
      source: facts.source,
      selector: {
        type: 'FragmentSelector',
        value: anchor.provisionId,
        refinedBy: [
          { type: 'TextQuoteSelector', exact: anchor.quote, prefix: anchor.prefix, suffix: anchor.suffix },
          { type: 'TextPositionSelector', start: anchor.start, end: anchor.start + anchor.quote.length },
        ],
      },
    },
  }
}
