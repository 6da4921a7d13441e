import { type Block, type Pdf, pdfDocument } from '#kernel/documents'
import type { Locale } from '#kernel/text'
import { text } from './letter.text.ts'

/** What stands in one letter, in the language it is printed in. */
export interface LetterFacts {
  readonly council: string
  readonly year: number
  readonly number: number
  readonly organisation: string
  readonly deputy: string | null
  readonly subject: string
  readonly body: string
  readonly said: string
  readonly spot: string
  /** The day it was sent, and the day the reply is due, in words. */
  readonly sentOn: string
  readonly dueOn: string
  /** Where it is handled. */
  readonly url: string
}

/**
 * The letter in the order of an official document (GB/T 9704): who issues it, in red over a red line; its number; the
 * subject; to whom; the body; who signs, and when.
 */
export function letterPdf(facts: LetterFacts, locale: Locale): Promise<Pdf> {
  const t = text[locale]
  const lines = (words: string): Block[] =>
    words
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => ({ kind: 'paragraph', text: line, indent: 'first', size: 'large', align: 'justify' }))
  const blocks: Block[] = [
    {
      kind: 'paragraph',
      text: [{ text: t.head(facts.council), bold: true, colour: 'cinnabar' }],
      align: 'center',
      size: locale === 'en' ? 'large' : 'huge',
    },
    { kind: 'space', mm: 4 },
    { kind: 'paragraph', text: t.number(facts.year, facts.number), align: 'center', size: 'large' },
    { kind: 'rule', colour: 'cinnabar' },
    { kind: 'title', text: facts.subject },
    { kind: 'paragraph', text: t.to(facts.organisation), size: 'large' },
    ...lines(facts.deputy ? t.opening(facts.deputy) : t.openingOffice),
    {
      kind: 'frame',
      blocks: [
        { kind: 'paragraph', text: t.said, size: 'small' },
        ...facts.said
          .split('\n')
          .filter((line) => line.trim() !== '')
          .map((line): Block => ({ kind: 'paragraph', text: line, size: 'body' })),
        ...(facts.spot ? [{ kind: 'paragraph' as const, text: t.spot(facts.spot), size: 'small' as const }] : []),
      ],
    },
    { kind: 'space', mm: 2 },
    ...lines(facts.body),
    ...lines(t.closing(facts.dueOn)),
    { kind: 'space', mm: 6 },
    {
      kind: 'columns',
      columns: [
        {
          blocks: [
            ...(facts.deputy
              ? [
                  {
                    kind: 'paragraph' as const,
                    text: t.deputy(facts.deputy),
                    align: 'end' as const,
                    size: 'large' as const,
                  },
                ]
              : []),
            { kind: 'paragraph', text: facts.council, align: 'end', size: 'large' },
            { kind: 'paragraph', text: facts.sentOn, align: 'end', size: 'large' },
          ],
        },
      ],
    },
    { kind: 'space', mm: 6 },
    { kind: 'rule' },
    {
      kind: 'columns',
      gapMm: 5,
      columns: [
        {
          share: 4,
          blocks: [
            { kind: 'space', mm: 4 },
            { kind: 'fields', rows: [{ label: t.dueRow, value: t.due(facts.dueOn) }] },
            { kind: 'paragraph', text: t.scanWords },
          ],
        },
        { share: 1, blocks: [{ kind: 'qr', text: facts.url, sizeMm: 24, label: t.scan, align: 'end' }] },
      ],
    },
  ]
  const margins = { top: 30, right: 26, bottom: 22, left: 28 }
  return pdfDocument({ title: facts.subject, lang: locale, pageNumbers: false, margins }, blocks)
}
