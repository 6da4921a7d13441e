/**
 * What a document says, apart from how it is drawn: one list of blocks makes a PDF (`pdfDocument`) and a
 * Word file (`docxDocument`). All text is plain; lengths are millimetres.
 */
export type Block =
  | TitleBlock
  | HeadingBlock
  | ParagraphBlock
  | ListBlock
  | FieldsBlock
  | TableBlock
  | QrBlock
  | ImageBlock
  | RuleBlock
  | ColumnsBlock
  | FrameBlock
  | LineBlock
  | SpaceBlock
  | PageBreakBlock

/** A run of text. Plain strings are ink in the regular weight. */
export type Run = string | { readonly text: string; readonly bold?: boolean; readonly colour?: Colour }

export type Colour = 'ink' | 'muted' | 'cinnabar' | 'azurite' | 'malachite'

export type Align = 'start' | 'center' | 'end' | 'justify'

/** The name of the whole document, centred; `subtitle` stands smaller beneath it. */
export type TitleBlock = { readonly kind: 'title'; readonly text: string; readonly subtitle?: string }

/** A heading; it never stands alone at the foot of a page. */
export type HeadingBlock = { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }

/** `indent: 'first'` moves the first line in by two characters, as Chinese prose does. */
export type ParagraphBlock = {
  readonly kind: 'paragraph'
  readonly text: string | readonly Run[]
  readonly align?: Align
  readonly indent?: 'none' | 'first'
  readonly size?: 'small' | 'body' | 'large' | 'huge'
}

/** Short points, dotted or numbered `1.` `2.` …. */
export type ListBlock = { readonly kind: 'list'; readonly ordered?: boolean; readonly items: readonly string[] }

/** Label and value side by side. */
export type FieldsBlock = {
  readonly kind: 'fields'
  readonly rows: readonly { readonly label: string; readonly value: string }[]
}

/** A table; its header row is repeated on every page it reaches. `share` is a column's part of the width. */
export type TableBlock = {
  readonly kind: 'table'
  readonly columns: readonly { readonly label: string; readonly share?: number; readonly align?: Align }[]
  readonly rows: readonly (readonly string[])[]
  readonly caption?: string
}

/** A QR code drawn as vectors; `label` stands beneath it and says where it leads. */
export type QrBlock = {
  readonly kind: 'qr'
  readonly text: string
  readonly sizeMm: number
  readonly label?: string
  readonly align?: Align
}

/** A JPEG or PNG; `alt` says in words what it shows. */
export type ImageBlock = {
  readonly kind: 'image'
  readonly bytes: Uint8Array
  readonly mediaType: 'image/jpeg' | 'image/png'
  readonly widthMm: number
  readonly alt: string
  readonly align?: Align
}

/** A thin line across the measure. */
export type RuleBlock = { readonly kind: 'rule'; readonly colour?: Colour }

/** Blocks side by side; `share` is a column's part of the width. They stay on one page. */
export type ColumnsBlock = {
  readonly kind: 'columns'
  readonly gapMm?: number
  readonly columns: readonly { readonly share?: number; readonly blocks: readonly Block[] }[]
}

/** Blocks within a drawn border, kept on one page. */
export type FrameBlock = { readonly kind: 'frame'; readonly blocks: readonly Block[]; readonly colour?: Colour }

/** 直通线, the vermilion line through a process: stations passed, the present one, and those still to come. */
export type LineBlock = {
  readonly kind: 'line'
  readonly stations: readonly {
    readonly label: string
    readonly note?: string
    readonly state: 'passed' | 'present' | 'later'
  }[]
}

export type SpaceBlock = { readonly kind: 'space'; readonly mm: number }

export type PageBreakBlock = { readonly kind: 'page-break' }

/** Millimetres from the edge of the sheet. */
export type Margins = {
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly left: number
}

export type PageSize = 'A3' | 'A4' | 'A5' | 'A6' | { readonly wMm: number; readonly hMm: number }

const sheets = { A3: [297, 420], A4: [210, 297], A5: [148, 210], A6: [105, 148] } as const

/** Width and height of a sheet in millimetres, upright. */
export function sheetMm(size: PageSize): { readonly wMm: number; readonly hMm: number } {
  if (typeof size !== 'string') return size
  const [wMm, hMm] = sheets[size]
  return { wMm, hMm }
}

/** The runs of a paragraph with every field filled in. */
export function runsOf(text: string | readonly Run[]): { text: string; bold: boolean; colour: Colour }[] {
  const runs = typeof text === 'string' ? [text] : text
  return runs.map((run) =>
    typeof run === 'string'
      ? { text: run, bold: false, colour: 'ink' }
      : { text: run.text, bold: run.bold ?? false, colour: run.colour ?? 'ink' },
  )
}
