import { type Block, type Pdf, pdfDocument } from '#kernel/documents'
import type { Locale } from '#kernel/text'
import { text } from './paper-form.text.ts'

export interface PaperForms {
  readonly locale: Locale
  readonly title: string
  readonly council: string
  readonly closes: string
  readonly place: string
  /** Where codes are looked up: `https://…/r`. */
  readonly follow: string
  readonly forms: readonly { readonly number: number; readonly code: string }[]
}

/** Numbered forms to write on by pen, one a page, each with a slip to keep that bears the same code. */
export function paperFormsPdf(sheet: PaperForms): Promise<Pdf> {
  const blocks = sheet.forms.flatMap((form, index): Block[] => [
    ...(index === 0 ? [] : [{ kind: 'page-break' as const }]),
    ...formBlocks(sheet, form),
  ])
  const margins = { top: 14, right: 16, bottom: 12, left: 16 }
  return pdfDocument({ title: text[sheet.locale].title, lang: sheet.locale, pageNumbers: false, margins }, blocks)
}

function formBlocks(sheet: PaperForms, { number, code }: { readonly number: number; readonly code: string }): Block[] {
  const t = text[sheet.locale]
  const head = [
    t.official(sheet.council),
    sheet.closes && t.until(sheet.closes),
    sheet.place ? t.back(sheet.place) : t.backAny,
  ]
  return [
    {
      kind: 'columns',
      gapMm: 6,
      columns: [
        {
          share: 4,
          blocks: [
            {
              kind: 'paragraph',
              text: [{ text: `${t.title} ${t.number(number)}`, bold: true, colour: 'cinnabar' }],
              size: 'large',
            },
            { kind: 'paragraph', text: [{ text: sheet.title, bold: true }], size: 'large' },
            { kind: 'paragraph', text: head.filter(Boolean).join(' · '), size: 'small' },
          ],
        },
        { share: 1, blocks: [{ kind: 'qr', text: `${sheet.follow}/${code}`, sizeMm: 27, align: 'end', label: code }] },
      ],
    },
    { kind: 'paragraph', text: t.clause },
    box(t.opinion, 56),
    box(t.suggested, 22),
    box(t.name, 7),
    box(t.contact, 7),
    box(t.letter, 7),
    { kind: 'paragraph', text: t.consent },
    { kind: 'rule', colour: 'cinnabar' },
    {
      kind: 'columns',
      gapMm: 6,
      columns: [
        {
          share: 4,
          blocks: [
            { kind: 'paragraph', text: [{ text: `${t.keep} · ${t.number(number)}`, bold: true }] },
            { kind: 'paragraph', text: t.keepWords(code, sheet.follow) },
            { kind: 'paragraph', text: sheet.title, size: 'small' },
          ],
        },
        {
          share: 1,
          blocks: [{ kind: 'qr', text: `${sheet.follow}/${code}`, sizeMm: 24, align: 'end', label: t.scan }],
        },
      ],
    },
  ]
}

/** A box to write in. */
function box(label: string, mm: number): Block {
  return {
    kind: 'frame',
    blocks: [
      { kind: 'paragraph', text: label, size: 'small' },
      { kind: 'space', mm },
    ],
  }
}
