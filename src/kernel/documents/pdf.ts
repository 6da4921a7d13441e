import type { PDFDocument, PDFImage } from '@cantoo/pdf-lib'
import { type Block, type Margins, type PageSize, runsOf, sheetMm } from './blocks.ts'
import { text } from './documents.text.ts'
import { embedTypeface, type MissingCharacter, type Typeface } from './pdf-fonts.ts'
import type { Pen } from './pdf-pen.ts'
import { mm, type Piece, piecesOf, type Setting } from './pdf-pieces.ts'

export type { MissingCharacter } from './pdf-fonts.ts'

export type PdfSetup = {
  readonly title: string
  /** Language of the text, BCP 47; page numbers follow it. */
  readonly lang: string
  readonly pageSize?: PageSize
  /** Default 22 mm on A4, less on smaller sheets. */
  readonly margins?: Margins
  /** Whether each page says which of how many it is. Default true. */
  readonly pageNumbers?: boolean
  /** A line at the foot of each page, left of the page number. */
  readonly footer?: string
  /** A double vermilion border on each page, without any seal. */
  readonly certificate?: boolean
  /** Written into the file; without it the same input gives the same bytes. */
  readonly madeAt?: Date
  readonly author?: string
}

export type Pdf = {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly pages: number
  /** Characters the typeface lacks; tell whoever made the document when it is not empty. */
  readonly missing: readonly MissingCharacter[]
}

/**
 * A PDF of the blocks: Chinese line breaking, selectable text, only the glyphs it uses.
 * A frame or columns higher than one page flow on without border or side by side.
 * @throws Error when an image is neither the JPEG nor the PNG it claims to be
 */
export async function pdfDocument(setup: PdfSetup, blocks: readonly Block[]): Promise<Pdf> {
  const { PDFDocument } = await import('@cantoo/pdf-lib')
  const pdf = await PDFDocument.create({ updateMetadata: false })
  describe(pdf, setup)
  const typeface = await embedTypeface(pdf, charactersOf(setup, blocks), setup.lang)
  const sheet = layoutOf(setup)
  const setting: Setting = {
    typeface,
    images: await embedImages(pdf, blocks),
    body: sheet.body,
    pageHeight: sheet.height,
  }
  const pages = paginate(piecesOf(blocks, sheet.width, setting), sheet.height)
  const { penOn } = await import('./pdf-pen.ts')
  for (const [i, pieces] of pages.entries()) {
    const pen = penOn(pdf.addPage([sheet.sheetWidth, sheet.sheetHeight]), typeface.fonts)
    if (setup.certificate) border(pen, sheet)
    for (const { piece, y } of pieces) piece.draw(pen, sheet.left, sheet.top + y)
    foot(pen, { setup, sheet, typeface, page: i + 1, pages: pages.length })
  }
  return { bytes: await pdf.save(), pages: pages.length, missing: typeface.missing }
}

function describe(pdf: PDFDocument, { title, lang, author, madeAt }: PdfSetup): void {
  pdf.setTitle(title, { showInWindowTitleBar: true })
  pdf.setLanguage(lang)
  pdf.setProducer('Zhitong')
  if (author) pdf.setAuthor(author)
  if (!madeAt) return
  pdf.setCreationDate(madeAt)
  pdf.setModificationDate(madeAt)
}

type Sheet = ReturnType<typeof layoutOf>

function layoutOf({ pageSize = 'A4', margins, pageNumbers = true, footer, certificate }: PdfSetup) {
  const { wMm, hMm } = sheetMm(pageSize)
  const edge = Math.min(22, Math.max(7, wMm * 0.105)) + (certificate ? 6 : 0)
  const { top, right, bottom, left } = margins ?? { top: edge, right: edge, bottom: edge, left: edge }
  const footRoom = pageNumbers || footer ? Math.max(0, 8 - bottom / 2) : 0
  return {
    sheetWidth: mm(wMm),
    sheetHeight: mm(hMm),
    left: mm(left),
    top: mm(top),
    bottom: mm(bottom),
    width: mm(wMm - left - right),
    height: mm(hMm - top - bottom - footRoom),
    body: Math.min(10.5, Math.max(7.5, 6 + wMm / 45)),
  }
}

/** All characters by weight, before layout, since only what is embedded can be measured. */
function charactersOf(setup: PdfSetup, blocks: readonly Block[]): { regular: string; bold: string } {
  const found = {
    regular: `${setup.footer ?? ''}${footLabel(setup.lang, 1234567890, 1234567890)}〔〕U+0123456789ABCDEF`,
    bold: '',
  }
  const visit = (block: Block): void => {
    switch (block.kind) {
      case 'title':
        found.bold += block.text
        found.regular += block.subtitle ?? ''
        return
      case 'heading':
        found.bold += block.text
        return
      case 'paragraph':
        for (const run of runsOf(block.text)) found[run.bold ? 'bold' : 'regular'] += run.text
        return
      case 'list':
        found.bold += '0123456789.·'
        found.regular += block.items.join('')
        return
      case 'fields':
        found.regular += block.rows.map(({ label, value }) => label + value).join('')
        return
      case 'table':
        found.bold += (block.caption ?? '') + block.columns.map(({ label }) => label).join('')
        found.regular += block.rows.flat().join('')
        return
      case 'qr':
        found.regular += block.label ?? ''
        return
      case 'line':
        for (const { label, note, state } of block.stations) {
          found[state === 'later' ? 'regular' : 'bold'] += label
          found.regular += note ?? ''
        }
        return
      case 'columns':
        for (const column of block.columns) column.blocks.forEach(visit)
        return
      case 'frame':
        block.blocks.forEach(visit)
    }
  }
  blocks.forEach(visit)
  return found
}

async function embedImages(pdf: PDFDocument, blocks: readonly Block[]): Promise<Map<Uint8Array, PDFImage>> {
  const images = new Map<Uint8Array, PDFImage>()
  const visit = async (block: Block): Promise<void> => {
    if (block.kind === 'image' && !images.has(block.bytes))
      images.set(
        block.bytes,
        await (block.mediaType === 'image/png' ? pdf.embedPng(block.bytes) : pdf.embedJpg(block.bytes)),
      )
    const inner =
      block.kind === 'frame'
        ? block.blocks
        : block.kind === 'columns'
          ? block.columns.flatMap((column) => column.blocks)
          : []
    for (const each of inner) await visit(each)
  }
  for (const block of blocks) await visit(block)
  return images
}

/** Fills pages from the top; what must stay with the next piece moves along with it. */
export function paginate(pieces: readonly Piece[], height: number): { piece: Piece; y: number }[][] {
  const pages: { piece: Piece; y: number }[][] = [[]]
  let y = 0
  const place = (piece: Piece) => {
    pages.at(-1)!.push({ piece, y })
    y += piece.height
  }
  for (const [i, piece] of pieces.entries()) {
    const started = pages.at(-1)!.length > 0
    if (started && (piece.breakBefore || y + piece.gap + keptHeight(pieces, i) > height + 1e-6)) {
      pages.push([])
      y = 0
    }
    if (pages.at(-1)!.length > 0) y += piece.gap
    else if (piece.header) place(piece.header)
    place(piece)
  }
  return pages
}

/** The height of a piece with all that must follow it on the same page, but no more than half a dozen pieces. */
function keptHeight(pieces: readonly Piece[], from: number): number {
  let sum = pieces[from]!.height
  for (let i = from; pieces[i]!.keepWithNext && pieces[i + 1] && i < from + 6; i++)
    sum += pieces[i + 1]!.gap + pieces[i + 1]!.height
  return sum
}

function border(pen: Pen, { sheetWidth, sheetHeight }: Sheet): void {
  for (const [inset, width] of [
    [mm(9), 2],
    [mm(10.8), 0.6],
  ] as const)
    pen.box({ x: inset, y: inset, w: sheetWidth - 2 * inset, h: sheetHeight - 2 * inset, stroke: 'cinnabar', width })
}

const footLabel = (lang: string, page: number, pages: number) =>
  text[lang.startsWith('zh') ? 'zh-CN' : 'en'].pageOf(page, pages)

function foot(
  pen: Pen,
  {
    setup,
    sheet,
    typeface,
    page,
    pages,
  }: { setup: PdfSetup; sheet: Sheet; typeface: Typeface; page: number; pages: number },
): void {
  const size = sheet.body * 0.8
  const baseline = sheet.sheetHeight - Math.max(mm(5), sheet.bottom / 2) + size * 0.3 - (setup.certificate ? mm(4) : 0)
  const write = (words: string, x: (width: number) => number) => {
    const drawn = typeface.shown(words)
    const width = [...drawn].reduce((sum, char) => sum + typeface.width(char, 'regular') * size, 0)
    pen.text({ x: x(width), baseline, text: drawn, size, weight: 'regular', colour: 'muted' })
  }
  if (setup.footer) write(setup.footer, () => sheet.left)
  if (setup.pageNumbers === false) return
  write(footLabel(setup.lang, page, pages), (width) =>
    setup.footer ? sheet.left + sheet.width - width : sheet.left + (sheet.width - width) / 2,
  )
}
