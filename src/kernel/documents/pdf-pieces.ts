import type { PDFImage } from '@cantoo/pdf-lib'
import type { Align, Block, Run } from './blocks.ts'
import { runsOf } from './blocks.ts'
import { breakLines, type Line } from './line-break.ts'
import { framePiece, linePiece, tablePieces } from './pdf-figures.ts'
import type { Typeface, Weight } from './pdf-fonts.ts'
import type { Ink, Pen } from './pdf-pen.ts'
import { qrMatrix, qrRuns, quietZone } from './qr.ts'

/** A slice of the document that a page either holds or does not. Points. */
export type Piece = {
  readonly height: number
  /** Empty room above it, unless it starts a page. */
  readonly gap: number
  readonly keepWithNext?: boolean
  /** Drawn again above it when it starts a page: the header of its table. */
  readonly header?: Piece
  readonly breakBefore?: boolean
  readonly draw: (pen: Pen, x: number, y: number) => void
}

export type Setting = {
  readonly typeface: Typeface
  readonly images: ReadonlyMap<Uint8Array, PDFImage>
  /** Body size in points; all other sizes follow from it. */
  readonly body: number
  /** The room a page has for its text, which an unbreakable piece must not exceed. */
  readonly pageHeight: number
}

export type Style = { readonly weight: Weight; readonly colour: Ink; readonly size: number }

export const mm = (length: number) => (length * 72) / 25.4

/** The pieces of a list of blocks, set to a width. */
export function piecesOf(blocks: readonly Block[], width: number, setting: Setting): Piece[] {
  const pieces: Piece[] = []
  let breakBefore = false
  for (const block of blocks) {
    if (block.kind === 'page-break') {
      breakBefore = pieces.length > 0
      continue
    }
    const [first, ...rest] = piecesOfBlock(block, width, setting)
    if (!first) continue
    pieces.push(breakBefore ? { ...first, breakBefore } : first, ...rest)
    breakBefore = false
  }
  return pieces
}

function piecesOfBlock(block: Exclude<Block, { kind: 'page-break' }>, width: number, setting: Setting): Piece[] {
  const { body } = setting
  switch (block.kind) {
    case 'title':
      return [
        ...textPieces(block.text, {
          width,
          setting,
          size: body * 1.75,
          bold: true,
          align: 'center',
          leading: 1.4,
          gap: body,
          keep: true,
        }),
        ...(block.subtitle
          ? textPieces(block.subtitle, {
              width,
              setting,
              size: body,
              colour: 'muted',
              align: 'center',
              gap: body * 0.4,
              keep: true,
            })
          : []),
        gapPiece(body * 0.5),
      ]
    case 'heading': {
      const size = body * { 1: 1.35, 2: 1.15, 3: 1 }[block.level]
      return textPieces(block.text, {
        width,
        setting,
        size,
        bold: true,
        leading: 1.5,
        gap: body * { 1: 1.3, 2: 1.1, 3: 0.8 }[block.level],
        keep: true,
      })
    }
    case 'paragraph': {
      const size = body * { small: 0.85, body: 1, large: 1.25, huge: 2 }[block.size ?? 'body']
      const indent = block.indent === 'first' ? size * 2 : 0
      return textPieces(block.text, { width, setting, size, align: block.align ?? 'justify', indent, gap: size * 0.45 })
    }
    case 'list':
      return block.items.flatMap((item, i) => listItem(block.ordered ? `${i + 1}.` : '·', item, width, setting))
    case 'fields':
      return fieldPieces(block.rows, width, setting)
    case 'table':
      return tablePieces(block, width, setting)
    case 'qr':
      return [qrPiece(block, width, setting)]
    case 'image':
      return [imagePiece(block, width, setting)]
    case 'rule':
      return [
        {
          height: 1,
          gap: body * 0.7,
          draw: (pen, x, y) =>
            pen.line({ x1: x, y1: y, x2: x + width, y2: y, width: 0.6, colour: block.colour ?? 'rule' }),
        },
        gapPiece(body * 0.3),
      ]
    case 'columns':
      return columnPieces(block, width, setting)
    case 'frame':
      return framePiece(block, width, setting)
    case 'line':
      return [linePiece(block, width, setting), gapPiece(body * 0.4)]
    case 'space':
      return [gapPiece(mm(block.mm))]
  }
}

const gapPiece = (height: number): Piece => ({ height, gap: 0, draw: () => {} })

export type TextSetting = {
  readonly width: number
  readonly setting: Setting
  readonly size: number
  readonly bold?: boolean
  readonly colour?: Ink
  readonly align?: Align
  readonly leading?: number
  readonly indent?: number
  readonly gap?: number
  readonly keep?: boolean
}

/** A text as one piece a line. The first line is kept with the second. */
export function textPieces(text: string | readonly Run[], at: TextSetting): Piece[] {
  const { width, size, align = 'start', leading = 1.65, indent = 0, gap = 0, keep = false } = at
  const height = size * leading
  const lines = setText(text, at)
  return lines.map((line, i) => ({
    height,
    gap: i === 0 ? gap : 0,
    keepWithNext: (keep && i === lines.length - 1) || (i === 0 && lines.length > 1),
    draw: (pen, x, y) => {
      const start = i === 0 || !lines[i - 1]!.continues ? indent : 0
      drawLine(pen, line, { x: x + start, y, width: width - start, height, size, align })
    },
  }))
}

/** The broken lines of a text, with each character that will really be drawn. */
export function setText(
  text: string | readonly Run[],
  { width, setting, size, bold, colour, indent }: TextSetting,
): Line<Style>[] {
  const { shown, width: advance } = setting.typeface
  const styled = runsOf(text).map((run) => ({
    text: shown(run.text),
    style: {
      weight: bold || run.bold ? ('bold' as const) : ('regular' as const),
      colour: run.colour === 'ink' ? (colour ?? 'ink') : run.colour,
      size,
    },
  }))
  return breakLines<Style>(styled, {
    measure: width,
    indent,
    widthOf: (char, style) => advance(char, style.weight) * size,
  })
}

export function drawLine(
  pen: Pen,
  line: Line<Style>,
  {
    x,
    y,
    width,
    height,
    size,
    align,
  }: { x: number; y: number; width: number; height: number; size: number; align: Align },
): void {
  const slack = width - line.width
  const count = line.segments.reduce((sum, { text }) => sum + [...text].length, 0)
  const spacing = align === 'justify' && line.continues && count > 1 ? spread(slack / (count - 1), size) : 0
  let at = x + { start: 0, justify: 0, center: slack / 2, end: slack }[align]
  const baseline = y + (height - size) / 2 + size * 0.88
  for (const { text, style, width: segmentWidth } of line.segments) {
    pen.text({ x: at, baseline, text, size: style.size, weight: style.weight, colour: style.colour, spacing })
    at += segmentWidth + spacing * [...text].length
  }
}

/** More than a tenth of an em between characters is read back as a space, so such a line stays ragged. */
const spread = (spacing: number, size: number) => (spacing < size * 0.09 ? spacing : 0)

function listItem(mark: string, item: string, width: number, setting: Setting): Piece[] {
  const { body } = setting
  const indent = body * 1.6
  const lines = textPieces(item, { width: width - indent, setting, size: body, gap: body * 0.25, align: 'justify' })
  const [sign] = setText(mark, { width: indent, setting, size: body, bold: true, colour: 'cinnabar' })
  return lines.map((line, i) => ({
    ...line,
    draw: (pen, x, y) => {
      if (i === 0 && sign) drawLine(pen, sign, { x, y, width: indent, height: line.height, size: body, align: 'start' })
      line.draw(pen, x + indent, y)
    },
  }))
}

function fieldPieces(rows: readonly { label: string; value: string }[], width: number, setting: Setting): Piece[] {
  const { body } = setting
  const labels = rows.map(({ label }) => setText(label, { width: width * 0.4, setting, size: body, colour: 'muted' }))
  const labelWidth = Math.max(...labels.flat().map((line) => line.width), 0) + body * 1.2
  return rows.flatMap(({ value }, row) => {
    const values = textPieces(value, { width: width - labelWidth, setting, size: body })
    const height = body * 1.65
    const count = Math.max(values.length, labels[row]!.length)
    return Array.from(
      { length: count },
      (_, i): Piece => ({
        height,
        gap: i === 0 ? body * 0.2 : 0,
        keepWithNext: i + 1 < count,
        draw: (pen, x, y) => {
          const label = labels[row]![i]
          if (label) drawLine(pen, label, { x, y, width: labelWidth, height, size: body, align: 'start' })
          values[i]?.draw(pen, x + labelWidth, y)
        },
      }),
    )
  })
}

function qrPiece(block: Extract<Block, { kind: 'qr' }>, width: number, setting: Setting): Piece {
  const matrix = qrMatrix(block.text)
  const edge = Math.min(mm(block.sizeMm), width)
  const module = edge / (matrix.size + 2 * quietZone)
  const runs = qrRuns(matrix)
  const labels = block.label ? setText(block.label, { width, setting, size: setting.body * 0.85, colour: 'muted' }) : []
  const lineHeight = setting.body * 0.85 * 1.4
  return {
    height: edge + labels.length * lineHeight,
    gap: setting.body * 0.5,
    draw: (pen, x, y) => {
      const labelWidth = Math.max(edge, ...labels.map((line) => line.width))
      const left = x + offsetOf(block.align, width, labelWidth) + (labelWidth - edge) / 2
      pen.box({ x: left, y, w: edge, h: edge, fill: 'white' })
      pen.boxes(
        runs.map((run) => ({
          x: left + (run.x + quietZone) * module,
          y: y + (run.y + quietZone) * module,
          w: run.length * module,
          h: module,
        })),
        'ink',
      )
      for (const [i, line] of labels.entries())
        drawLine(pen, line, {
          x: left - (labelWidth - edge) / 2,
          y: y + edge + i * lineHeight,
          width: labelWidth,
          height: lineHeight,
          size: setting.body * 0.85,
          align: 'center',
        })
    },
  }
}

function imagePiece(block: Extract<Block, { kind: 'image' }>, width: number, setting: Setting): Piece {
  const image = setting.images.get(block.bytes)!
  const ratio = image.height / image.width
  const w = Math.min(mm(block.widthMm), width, setting.pageHeight / ratio)
  const h = w * ratio
  return {
    height: h,
    gap: setting.body * 0.5,
    draw: (pen, x, y) => pen.image(image, { x: x + offsetOf(block.align, width, w), y, w, h }),
  }
}

function offsetOf(align: Align | undefined, width: number, used: number): number {
  if (align === 'center') return (width - used) / 2
  return align === 'end' ? width - used : 0
}

function columnPieces(block: Extract<Block, { kind: 'columns' }>, width: number, setting: Setting): Piece[] {
  const gap = mm(block.gapMm ?? 6)
  const shares = block.columns.map(({ share }) => share ?? 1)
  const total = shares.reduce((sum, share) => sum + share, 0)
  const room = width - gap * (block.columns.length - 1)
  const columns = block.columns.map(({ blocks }, i) => stack(piecesOf(blocks, (room * shares[i]!) / total, setting)))
  const height = Math.max(0, ...columns.map((column) => column.height))
  if (height > setting.pageHeight) return block.columns.flatMap(({ blocks }) => piecesOf(blocks, width, setting))
  return [
    {
      height,
      gap: setting.body * 0.5,
      draw: (pen, x, y) => {
        let left = x
        for (const [i, column] of columns.entries()) {
          column.draw(pen, left, y)
          left += (room * shares[i]!) / total + gap
        }
      },
    },
  ]
}

/** Pieces one under the other as one; the gap above the first is dropped. */
export function stack(pieces: readonly Piece[]): { height: number; draw: Piece['draw'] } {
  const tops: number[] = []
  let height = 0
  for (const [i, piece] of pieces.entries()) {
    height += i === 0 ? 0 : piece.gap
    tops.push(height)
    height += piece.height
  }
  return {
    height,
    draw: (pen, x, y) => {
      for (const [i, piece] of pieces.entries()) piece.draw(pen, x, y + tops[i]!)
    },
  }
}
