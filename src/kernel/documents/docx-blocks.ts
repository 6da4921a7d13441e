import {
  AlignmentType,
  BorderStyle,
  ExternalHyperlink,
  type FileChild,
  ImageRun,
  type IParagraphOptions,
  LineRuleType,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
} from 'docx'
import QRCode from 'qrcode'
import { type Align, type Block, type Colour, type Run, runsOf } from './blocks.ts'

type BlockOf<Kind extends Block['kind']> = Extract<Block, { kind: Kind }>
type Content = Paragraph | Table

/** Sizes in half points: 二号 is 22 pt, 三号 16 pt, 四号 14 pt. Source: GB/T 9704-2012, 5.2 and 7. */
const sizes = { title: 44, body: 32, table: 24, note: 28 } as const

/** One line of 28 pt gives the 22 lines to a page that the standard asks for. */
const lineTwips = 560

const latin = 'Times New Roman'

/** East Asian typefaces of official documents; `docx.ts` names what replaces those a computer lacks. */
export const typefaces = { title: '方正小标宋简体', body: '仿宋_GB2312', first: '黑体', second: '楷体_GB2312' } as const

const fontOf = (eastAsia: string) => ({ ascii: latin, hAnsi: latin, cs: latin, eastAsia })

const colours: Record<Colour, string | undefined> = {
  ink: undefined,
  muted: '55504A',
  cinnabar: 'B3311F',
  azurite: '1F5A7D',
  malachite: '2B6A4F',
}

const alignments: Record<Align, (typeof AlignmentType)[keyof typeof AlignmentType]> = {
  start: AlignmentType.LEFT,
  center: AlignmentType.CENTER,
  end: AlignmentType.RIGHT,
  justify: AlignmentType.BOTH,
}

/** Twips: twentieths of a point. */
export const twips = (mm: number) => Math.round((mm * 1_440) / 25.4)

/** The blocks as Word content of a given width in twips. */
export async function contentOf(blocks: readonly Block[], width: number): Promise<FileChild[]> {
  const content: Content[] = []
  let breaks = false
  for (const block of blocks) {
    if (block.kind === 'page-break') {
      breaks = content.length > 0
      continue
    }
    // A table or picture cannot begin a page by itself: a paragraph of a hair's height does it.
    if (breaks && !beginsPage.has(block.kind)) content.push(pageBreak())
    content.push(...(await blockContent(block, width, breaks)))
    breaks = false
  }
  return content
}

const beginsPage: ReadonlySet<Block['kind']> = new Set(['title', 'heading', 'paragraph', 'list'])

const pageBreak = () => new Paragraph({ pageBreakBefore: true, spacing: { line: 20, lineRule: LineRuleType.EXACT } })

async function blockContent(
  block: Exclude<Block, BlockOf<'page-break'>>,
  width: number,
  pageBreakBefore: boolean,
): Promise<Content[]> {
  switch (block.kind) {
    case 'title':
      return [
        lineOf(block.text, {
          font: typefaces.title,
          size: sizes.title,
          align: 'center',
          pageBreakBefore,
          heading: 'Title',
          line: 700,
        }),
        ...(block.subtitle ? [lineOf(block.subtitle, { font: typefaces.second, align: 'center' })] : []),
        blank(),
      ]
    case 'heading':
      return [
        lineOf(block.text, {
          font: { 1: typefaces.first, 2: typefaces.second, 3: typefaces.body }[block.level],
          bold: block.level === 3,
          indent: true,
          pageBreakBefore,
          heading: `Heading${block.level}`,
        }),
      ]
    case 'paragraph': {
      const size = { small: sizes.note, body: sizes.body, large: 36, huge: sizes.title }[block.size ?? 'body']
      return paragraphs(block.text, {
        align: block.align ?? 'justify',
        indent: block.indent === 'first',
        size,
        pageBreakBefore,
      })
    }
    case 'list':
      return block.items.map((item, i) =>
        lineOf(`${block.ordered ? `${i + 1}.` : '·'} ${item}`, {
          indent: true,
          pageBreakBefore: pageBreakBefore && i === 0,
        }),
      )
    case 'fields':
      return [fieldTable(block, width)]
    case 'table':
      return [
        ...(block.caption
          ? [lineOf(block.caption, { font: typefaces.first, size: sizes.table, align: 'center' })]
          : []),
        table(block, width),
        blank(),
      ]
    case 'qr':
      return qr(block)
    case 'image':
      return [image(block.bytes, block, block.mediaType === 'image/png' ? 'png' : 'jpg', block.align)]
    case 'rule':
      return [
        new Paragraph({
          border: {
            bottom: { style: BorderStyle.SINGLE, size: 6, color: colours[block.colour ?? 'muted'] ?? '000000' },
          },
        }),
      ]
    case 'columns':
      return [await columns(block, width), blank()]
    case 'frame':
      return [await frame(block, width), blank()]
    case 'line':
      return [stationLine(block)]
    case 'space':
      return [new Paragraph({ spacing: { line: twips(block.mm), lineRule: LineRuleType.EXACT } })]
  }
}

type Setting = {
  readonly font?: string
  readonly size?: number
  readonly bold?: boolean
  readonly align?: Align
  readonly indent?: boolean
  readonly pageBreakBefore?: boolean
  readonly heading?: 'Title' | 'Heading1' | 'Heading2' | 'Heading3'
  readonly line?: number
}

function lineOf(text: string | readonly Run[], setting: Setting = {}): Paragraph {
  const {
    font = typefaces.body,
    size = sizes.body,
    bold,
    align = 'start',
    indent,
    pageBreakBefore,
    heading,
    line = lineTwips,
  } = setting
  const options: IParagraphOptions = {
    alignment: alignments[align],
    spacing: { line: Math.max(line, size * 12), lineRule: LineRuleType.EXACT },
    pageBreakBefore,
    keepNext: heading !== undefined,
    style: heading,
    // Two characters of the paragraph's own size.
    indent: indent ? { firstLine: size * 20 } : undefined,
    children: runsOf(text).flatMap((run) =>
      textRuns(run, { font, size, bold: bold || run.bold, heading: heading !== undefined }),
    ),
  }
  return new Paragraph(options)
}

function textRuns(
  run: { text: string; colour: Colour },
  { font, size, bold, heading }: { font: string; size: number; bold: boolean; heading: boolean },
) {
  // A heading's style is blue by itself; an official document is black.
  const color = colours[run.colour] ?? (heading ? '000000' : undefined)
  return run.text.split(/(https:\/\/[\x21-\x7e]+)/).map((part, i) => {
    const text = new TextRun({ text: clean(part), font: fontOf(font), size, bold, color })
    return i % 2 === 0 ? text : new ExternalHyperlink({ link: part, children: [text] })
  })
}

/** Characters XML cannot hold would make a file that Word calls damaged. */
const clean = (text: string) => text.replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]|\p{Cs}/gu, '\ufffd')

/** A newline in the text begins a new paragraph. */
function paragraphs(text: string | readonly Run[], setting: Setting): Paragraph[] {
  const parts: { text: string; bold: boolean; colour: Colour }[][] = [[]]
  for (const run of runsOf(text)) {
    for (const [i, piece] of run.text.split(/\r\n?|\n/).entries()) {
      if (i > 0) parts.push([])
      parts.at(-1)!.push({ ...run, text: piece })
    }
  }
  return parts.map((runs, i) => lineOf(runs, { ...setting, pageBreakBefore: setting.pageBreakBefore && i === 0 }))
}

const blank = () => new Paragraph({ spacing: { line: 280, lineRule: LineRuleType.EXACT } })

const none = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const
const noBorders = { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none }
const cellMargins = { left: 100, right: 100, top: 40, bottom: 40 }

/** Characters of a cell from which its row may go on overleaf. */
const longCell = 300

function table({ columns: heads, rows }: BlockOf<'table'>, width: number): Table {
  const widths = sharesOf(heads, width)
  const row = (cells: readonly string[], head: boolean) =>
    new TableRow({
      tableHeader: head,
      // A row longer than a page would push Word into leaving it out.
      cantSplit: head || cells.every((words) => words.length < longCell),
      children: heads.map(
        (column, i) =>
          new TableCell({
            width: { size: widths[i]!, type: WidthType.DXA },
            shading: head ? { fill: 'F5F1E9' } : undefined,
            children: paragraphs(cells[i] ?? '', {
              font: head ? typefaces.first : typefaces.body,
              size: sizes.table,
              align: head ? 'center' : (column.align ?? 'start'),
              line: 360,
            }),
          }),
      ),
    })
  return new Table({
    width: { size: width, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    margins: cellMargins,
    rows: [
      row(
        heads.map(({ label }) => label),
        true,
      ),
      ...rows.map((cells) => row(cells, false)),
    ],
  })
}

function sharesOf(parts: readonly { readonly share?: number }[], width: number): number[] {
  const total = parts.reduce((sum, { share }) => sum + (share ?? 1), 0)
  return parts.map(({ share }) => Math.floor((width * (share ?? 1)) / total))
}

function fieldTable({ rows }: BlockOf<'fields'>, width: number): Table {
  const longest = Math.max(2, ...rows.map(({ label }) => label.length))
  const labelWidth = Math.min(Math.round(width * 0.4), (longest + 1.5) * sizes.body * 10)
  return grid(
    rows.map(({ label, value }) => [paragraphs([{ text: label, colour: 'muted' }], {}), paragraphs(value, {})]),
    [labelWidth, width - labelWidth],
  )
}

async function columns(block: BlockOf<'columns'>, width: number): Promise<Table> {
  const widths = sharesOf(block.columns, width)
  const cells = await Promise.all(block.columns.map(({ blocks }, i) => cellContent(blocks, widths[i]! - 200)))
  return grid([cells], widths)
}

/** A table nobody sees, to set things side by side. */
function grid(rows: readonly (readonly (readonly Content[])[])[], widths: readonly number[]): Table {
  return new Table({
    width: { size: widths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
    columnWidths: [...widths],
    layout: TableLayoutType.FIXED,
    borders: noBorders,
    margins: cellMargins,
    rows: rows.map(
      (cells) =>
        new TableRow({
          children: cells.map(
            (children, i) =>
              new TableCell({ width: { size: widths[i]!, type: WidthType.DXA }, children: [...children] }),
          ),
        }),
    ),
  })
}

async function frame(block: BlockOf<'frame'>, width: number): Promise<Table> {
  const side = { style: BorderStyle.SINGLE, size: 8, color: colours[block.colour ?? 'muted'] ?? '000000' }
  return new Table({
    width: { size: width, type: WidthType.DXA },
    columnWidths: [width],
    layout: TableLayoutType.FIXED,
    borders: { top: side, bottom: side, left: side, right: side },
    margins: { left: 240, right: 240, top: 160, bottom: 160 },
    rows: [new TableRow({ children: [new TableCell({ children: await cellContent(block.blocks, width - 480) })] })],
  })
}

/** Word cannot open a cell that does not end with a paragraph. */
async function cellContent(blocks: readonly Block[], width: number): Promise<Content[]> {
  const content = (await contentOf(blocks, width)).filter(
    (child) => child instanceof Paragraph || child instanceof Table,
  )
  return content.at(-1) instanceof Paragraph ? content : [...content, blank()]
}

async function qr({ text, sizeMm, label, align = 'start' }: BlockOf<'qr'>): Promise<Paragraph[]> {
  const bytes = await QRCode.toBuffer(text, { errorCorrectionLevel: 'Q', margin: 4, scale: 8 })
  const picture = image(bytes, { widthMm: sizeMm, alt: label ?? text }, 'png', align)
  return label
    ? [picture, lineOf([{ text: label, colour: 'muted' }], { size: sizes.table, align, line: 360 })]
    : [picture]
}

function image(
  bytes: Uint8Array,
  { widthMm, alt }: { widthMm: number; alt: string },
  type: 'png' | 'jpg',
  align: Align = 'start',
): Paragraph {
  const { width, height } = pixelsOf(bytes, type)
  const points = (widthMm * 96) / 25.4
  return new Paragraph({
    alignment: alignments[align],
    children: [
      new ImageRun({
        type,
        data: bytes,
        transformation: { width: points, height: (points * height) / width },
        altText: { name: alt, title: alt, description: alt },
      }),
    ],
  })
}

/** Pixels of a PNG from its header, of a JPEG from its frame header. @throws Error when it is neither */
function pixelsOf(bytes: Uint8Array, type: 'png' | 'jpg'): { width: number; height: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (type === 'png') return { width: view.getUint32(16), height: view.getUint32(20) }
  for (let at = 2; at + 9 < bytes.length; at += 2 + view.getUint16(at + 2)) {
    const marker = bytes[at + 1]!
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
  }
  throw new Error('the picture is no JPEG')
}

/** The line in words and dots: passed stations filled, the present one a ring, later ones pale. */
function stationLine({ stations }: BlockOf<'line'>): Paragraph {
  const runs = stations.flatMap(({ label, note, state }, i): Run[] => [
    ...(i > 0 ? [{ text: ' ── ', colour: stations[i - 1]!.state === 'passed' ? 'cinnabar' : 'muted' } as const] : []),
    { text: state === 'passed' ? '● ' : '○ ', colour: state === 'later' ? 'muted' : 'cinnabar' },
    {
      text: note ? `${label}（${note}）` : label,
      bold: state === 'present',
      colour: state === 'later' ? 'muted' : 'ink',
    },
  ])
  return lineOf(runs, { size: sizes.table, align: 'center' })
}
