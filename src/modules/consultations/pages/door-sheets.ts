import { type Block, type Pdf, pdfDocument } from '#kernel/documents'
import type { Locale } from '#kernel/text'
import { text } from './door-sheets.text.ts'

export interface DoorSheet {
  readonly code: string
  /** Where the QR code leads. */
  readonly address: string
  /** In the language of the sheet, and in the other for those who read that. */
  readonly titles: Readonly<Record<Locale, string>>
  readonly councils: Readonly<Record<Locale, string>>
  readonly clauses: Readonly<Record<Locale, string>>
  readonly days: Readonly<Record<Locale, string>>
  readonly places: Readonly<Record<Locale, string>>
}

/** A poster for a wall: Chinese large, English below it. */
export function posterPdf(sheet: DoorSheet): Promise<Pdf> {
  return pdfDocument({ title: sheet.titles['zh-CN'], lang: 'zh-CN', pageNumbers: false }, [
    { kind: 'space', mm: 6 },
    {
      kind: 'paragraph',
      text: [{ text: text['zh-CN'].ask, bold: true, colour: 'cinnabar' }],
      align: 'center',
      size: 'huge',
    },
    { kind: 'title', text: sheet.titles['zh-CN'] },
    ...linesOf(sheet, 'zh-CN', 'large'),
    { kind: 'space', mm: 6 },
    { kind: 'qr', text: sheet.address, sizeMm: 86, align: 'center', label: text['zh-CN'].scan },
    { kind: 'space', mm: 4 },
    { kind: 'paragraph', text: text['zh-CN'].promise, align: 'center', size: 'large' },
    { kind: 'rule', colour: 'cinnabar' },
    { kind: 'paragraph', text: [{ text: sheet.titles.en, bold: true }], align: 'center' },
    ...linesOf(sheet, 'en', 'body'),
    { kind: 'paragraph', text: `${text.en.scan}. ${text.en.promise}`, align: 'center' },
    { kind: 'space', mm: 4 },
    { kind: 'paragraph', text: text['zh-CN'].code(sheet.code, sheet.address), align: 'center', size: 'small' },
  ])
}

/** Four slips of A6 on a sheet of A4, each complete in itself. */
export function slipsPdf(sheet: DoorSheet): Promise<Pdf> {
  const row: Block = {
    kind: 'columns',
    gapMm: 6,
    columns: [{ blocks: [slip(sheet)] }, { blocks: [slip(sheet)] }],
  }
  const margins = { top: 8, right: 8, bottom: 8, left: 8 }
  return pdfDocument({ title: sheet.titles['zh-CN'], lang: 'zh-CN', pageNumbers: false, margins }, [
    row,
    { kind: 'space', mm: 4 },
    row,
  ])
}

function slip(sheet: DoorSheet): Block {
  return {
    kind: 'frame',
    blocks: [
      {
        kind: 'paragraph',
        text: [{ text: text['zh-CN'].ask, bold: true, colour: 'cinnabar' }],
        align: 'center',
        size: 'large',
      },
      { kind: 'paragraph', text: [{ text: sheet.titles['zh-CN'], bold: true }], align: 'center' },
      { kind: 'paragraph', text: sheet.titles.en, align: 'center', size: 'small' },
      {
        kind: 'paragraph',
        text: text['zh-CN'].official(sheet.councils['zh-CN']),
        align: 'center',
        size: 'small',
      },
      { kind: 'qr', text: sheet.address, sizeMm: 46, align: 'center', label: text['zh-CN'].scan },
      {
        kind: 'paragraph',
        text: [sheet.days['zh-CN'] && text['zh-CN'].until(sheet.days['zh-CN']), sheet.places['zh-CN']]
          .filter(Boolean)
          .join(' · '),
        align: 'center',
        size: 'small',
      },
      { kind: 'paragraph', text: text['zh-CN'].promise, align: 'center', size: 'small' },
      { kind: 'paragraph', text: text.en.scan, align: 'center', size: 'small' },
      { kind: 'paragraph', text: text['zh-CN'].code(sheet.code, sheet.address), align: 'center', size: 'small' },
    ],
  }
}

function linesOf(sheet: DoorSheet, locale: Locale, size: 'body' | 'large'): Block[] {
  const t = text[locale]
  const lines = [
    sheet.clauses[locale] && t.about(sheet.clauses[locale]),
    [sheet.days[locale] && t.until(sheet.days[locale]), sheet.places[locale]].filter(Boolean).join(' · '),
    t.official(sheet.councils[locale]),
  ]
  return lines.filter(Boolean).map((line) => ({ kind: 'paragraph', text: line, align: 'center', size }))
}
