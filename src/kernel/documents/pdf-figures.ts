import type { Align, Block } from './blocks.ts'
import type { Line } from './line-break.ts'
import type { Pen } from './pdf-pen.ts'
import { drawLine, mm, type Piece, piecesOf, type Setting, type Style, setText, stack } from './pdf-pieces.ts'

type BlockOf<Kind extends Block['kind']> = Extract<Block, { kind: Kind }>

/** Past this many lines a row may be cut between pages. */
const linesKeptTogether = 12

/** A table as one piece a row, each carrying the header that starts its page. */
export function tablePieces(block: BlockOf<'table'>, width: number, setting: Setting): Piece[] {
  const size = setting.body * 0.92
  const shares = block.columns.map(({ share }) => share ?? 1)
  const total = shares.reduce((sum, share) => sum + share, 0)
  const widths = shares.map((share) => (width * share) / total)
  const aligns = block.columns.map(({ align }) => align ?? 'start')
  const row = { widths, aligns, size, setting }
  const header = rowPiece(
    cellLines(
      block.columns.map(({ label }) => label),
      { ...row, bold: true },
    ),
    {
      ...row,
      first: true,
      last: true,
      fill: true,
    },
  )
  const rows = block.rows.flatMap((cells) => {
    const lines = cellLines(cells, row)
    const count = Math.max(1, ...lines.map((cell) => cell.length))
    const cut = Math.ceil(count / linesKeptTogether)
    return Array.from({ length: cut }, (_, i) => {
      const slice = lines.map((cell) => cell.slice(i * linesKeptTogether, (i + 1) * linesKeptTogether))
      return { ...rowPiece(slice, { ...row, first: i === 0, last: i === cut - 1 }), header }
    })
  })
  const caption = block.caption
    ? piecesOf([{ kind: 'paragraph', text: [{ text: block.caption, bold: true }], align: 'center' }], width, setting)
    : []
  return [
    ...caption.map((piece) => ({ ...piece, keepWithNext: true })),
    { ...header, gap: setting.body * 0.5, keepWithNext: rows.length > 0 },
    ...rows,
    { height: setting.body * 0.3, gap: 0, draw: () => {} },
  ]
}

type Row = {
  readonly widths: readonly number[]
  readonly aligns: readonly Align[]
  readonly size: number
  readonly setting: Setting
  readonly bold?: boolean
}

const cellPadding = (size: number) => size * 0.5

function cellLines(cells: readonly string[], { widths, size, setting, bold }: Row): Line<Style>[][] {
  return widths.map((width, i) =>
    setText(cells[i] ?? '', { width: width - 2 * cellPadding(size), setting, size, bold }),
  )
}

function rowPiece(
  cells: readonly (readonly Line<Style>[])[],
  { widths, aligns, size, first, last, fill }: Row & { first: boolean; last: boolean; fill?: boolean },
): Piece {
  const lineHeight = size * 1.5
  const padding = size * 0.35
  const count = Math.max(1, ...cells.map((lines) => lines.length))
  const height = count * lineHeight + (first ? padding : 0) + (last ? padding : 0)
  const draw = (pen: Pen, x: number, y: number) => {
    let left = x
    for (const [i, lines] of cells.entries()) {
      const width = widths[i]!
      if (fill) pen.box({ x: left, y, w: width, h: height, fill: 'wash' })
      for (const [n, line] of lines.entries())
        drawLine(pen, line, {
          x: left + cellPadding(size),
          y: y + (first ? padding : 0) + n * lineHeight,
          width: width - 2 * cellPadding(size),
          height: lineHeight,
          size,
          align: aligns[i]!,
        })
      left += width
    }
    grid(pen, { x, y, height, widths, first, last })
  }
  return { height, gap: 0, draw }
}

function grid(
  pen: Pen,
  {
    x,
    y,
    height,
    widths,
    first,
    last,
  }: { x: number; y: number; height: number; widths: readonly number[]; first: boolean; last: boolean },
): void {
  const stroke = { width: 0.5, colour: 'rule' } as const
  const total = widths.reduce((sum, width) => sum + width, 0)
  if (first) pen.line({ x1: x, y1: y, x2: x + total, y2: y, ...stroke })
  if (last) pen.line({ x1: x, y1: y + height, x2: x + total, y2: y + height, ...stroke })
  let left = x
  for (const width of [0, ...widths]) {
    left += width
    pen.line({ x1: left, y1: y, x2: left, y2: y + height, ...stroke })
  }
}

/** Blocks in a border; more than a page of them flows on without one. */
export function framePiece(block: BlockOf<'frame'>, width: number, setting: Setting): Piece[] {
  const padding = setting.body * 1.1
  const inner = piecesOf(block.blocks, width - 2 * padding, setting)
  const content = stack(inner)
  const height = content.height + 2 * padding
  if (height > setting.pageHeight) return piecesOf(block.blocks, width, setting)
  return [
    {
      height,
      gap: setting.body * 0.7,
      draw: (pen, x, y) => {
        pen.box({ x, y, w: width, h: height, stroke: block.colour ?? 'rule', width: 0.8 })
        content.draw(pen, x + padding, y + padding)
      },
    },
    { height: setting.body * 0.3, gap: 0, draw: () => {} },
  ]
}

/** The vermilion line: across when each station has room for its name, else downwards. */
export function linePiece(block: BlockOf<'line'>, width: number, setting: Setting): Piece {
  return width / Math.max(1, block.stations.length) >= mm(22)
    ? lineAcross(block, width, setting)
    : lineDown(block, width, setting)
}

const trackWidth = 2.4
const dotRadius = 4.2

function lineAcross({ stations }: BlockOf<'line'>, width: number, setting: Setting): Piece {
  const cell = width / Math.max(1, stations.length)
  const texts = stations.map((station) => stationText(station, cell * 0.92, setting))
  const top = dotRadius * 2 + 6
  return {
    height: top + Math.max(0, ...texts.map(({ height }) => height)),
    gap: setting.body * 0.8,
    draw: (pen, x, y) => {
      const centre = (i: number) => x + cell * (i + 0.5)
      for (let i = 0; i + 1 < stations.length; i++)
        track(
          pen,
          { x1: centre(i), y1: y + dotRadius + 1, x2: centre(i + 1), y2: y + dotRadius + 1 },
          stations[i]!.state,
        )
      for (const [i, station] of stations.entries()) {
        stop(pen, centre(i), y + dotRadius + 1, station.state)
        texts[i]!.draw(pen, x + cell * i + cell * 0.04, y + top, 'center')
      }
    },
  }
}

function lineDown({ stations }: BlockOf<'line'>, width: number, setting: Setting): Piece {
  const indent = dotRadius * 2 + 10
  const texts = stations.map((station) => stationText(station, width - indent, setting))
  const gap = setting.body * 0.5
  const tops = texts.map((_, i) => texts.slice(0, i).reduce((sum, { height }) => sum + height + gap, 0))
  const middle = setting.body * 0.75
  return {
    height: texts.reduce((sum, { height }) => sum + height + gap, 0),
    gap: setting.body * 0.8,
    draw: (pen, x, y) => {
      const at = (i: number) => y + tops[i]! + middle
      for (let i = 0; i + 1 < stations.length; i++)
        track(pen, { x1: x + dotRadius + 1, y1: at(i), x2: x + dotRadius + 1, y2: at(i + 1) }, stations[i]!.state)
      for (const [i, station] of stations.entries()) {
        stop(pen, x + dotRadius + 1, at(i), station.state)
        texts[i]!.draw(pen, x + indent, y + tops[i]!, 'start')
      }
    },
  }
}

type Station = BlockOf<'line'>['stations'][number]

function stationText(station: Station, width: number, setting: Setting) {
  const { body } = setting
  const label = setText(station.label, {
    width,
    setting,
    size: body * 0.95,
    bold: station.state !== 'later',
    colour: station.state === 'later' ? 'muted' : 'ink',
  })
  const note = station.note ? setText(station.note, { width, setting, size: body * 0.8, colour: 'muted' }) : []
  const lines = [
    ...label.map((line) => ({ line, size: body * 0.95, height: body * 1.45 })),
    ...note.map((line) => ({ line, size: body * 0.8, height: body * 1.2 })),
  ]
  return {
    height: lines.reduce((sum, { height }) => sum + height, 0),
    draw: (pen: Pen, x: number, y: number, align: Align) => {
      let top = y
      for (const { line, size, height } of lines) {
        drawLine(pen, line, { x, y: top, width, height, size, align })
        top += height
      }
    },
  }
}

const track = (pen: Pen, ends: { x1: number; y1: number; x2: number; y2: number }, state: Station['state']) =>
  pen.line({ ...ends, width: trackWidth, colour: state === 'passed' ? 'cinnabar' : 'rule' })

/** Passed stations are filled, the present one is a ring, later ones are pale. */
function stop(pen: Pen, x: number, y: number, state: Station['state']): void {
  const stroke = state === 'later' ? 'rule' : 'cinnabar'
  pen.dot({ x, y, radius: dotRadius, fill: state === 'passed' ? 'cinnabar' : 'white', stroke, width: 2 })
}
