import {
  appendBezierCurve,
  beginText,
  closePath,
  endText,
  fill,
  lineTo,
  moveTo,
  type PDFFont,
  type PDFImage,
  type PDFPage,
  popGraphicsState,
  pushGraphicsState,
  rectangle,
  setCharacterSpacing,
  setFillingRgbColor,
  setFontAndSize,
  setLineWidth,
  setStrokingRgbColor,
  setTextMatrix,
  showText,
  stroke,
} from '@cantoo/pdf-lib'
import type { Colour } from './blocks.ts'
import type { Weight } from './pdf-fonts.ts'

export type Ink = Colour | 'rule' | 'wash' | 'white'

const inks: Record<Ink, readonly [number, number, number]> = {
  ink: [0x1d, 0x1b, 0x18],
  muted: [0x55, 0x50, 0x4a],
  cinnabar: [0xb3, 0x31, 0x1f],
  azurite: [0x1f, 0x5a, 0x7d],
  malachite: [0x2b, 0x6a, 0x4f],
  rule: [0xd3, 0xcc, 0xbf],
  wash: [0xf5, 0xf1, 0xe9],
  white: [0xff, 0xff, 0xff],
}

/** Marks on one page. Points, measured from the top left corner of the sheet. */
export type Pen = {
  text(at: {
    readonly x: number
    readonly baseline: number
    readonly text: string
    readonly size: number
    readonly weight: Weight
    readonly colour: Ink
    readonly spacing?: number
  }): void
  line(at: { x1: number; y1: number; x2: number; y2: number; width: number; colour: Ink }): void
  box(at: { x: number; y: number; w: number; h: number; fill?: Ink; stroke?: Ink; width?: number }): void
  /** Many filled rectangles in one colour, as the modules of a QR code. */
  boxes(boxes: readonly { x: number; y: number; w: number; h: number }[], colour: Ink): void
  dot(at: { x: number; y: number; radius: number; fill: Ink; stroke: Ink; width: number }): void
  image(image: PDFImage, at: { x: number; y: number; w: number; h: number }): void
}

export function penOn(page: PDFPage, fonts: Readonly<Record<Weight, PDFFont>>): Pen {
  const { height } = page.getSize()
  const names = {
    regular: page.node.newFontDictionary('R', fonts.regular.ref),
    bold: page.node.newFontDictionary('B', fonts.bold.ref),
  }
  const filling = (ink: Ink) => setFillingRgbColor(...fraction(ink))
  const stroking = (ink: Ink, width: number) => [setStrokingRgbColor(...fraction(ink)), setLineWidth(width)]
  return {
    text({ x, baseline, text, size, weight, colour, spacing = 0 }) {
      if (text === '') return
      page.pushOperators(
        beginText(),
        filling(colour),
        setFontAndSize(names[weight], size),
        setCharacterSpacing(spacing),
        setTextMatrix(1, 0, 0, 1, round(x), round(height - baseline)),
        showText(fonts[weight].encodeText(text)),
        endText(),
      )
    },
    line({ x1, y1, x2, y2, width, colour }) {
      page.pushOperators(
        ...stroking(colour, width),
        moveTo(round(x1), round(height - y1)),
        lineTo(round(x2), round(height - y2)),
        stroke(),
      )
    },
    box({ x, y, w, h, fill: inside, stroke: border, width = 0.5 }) {
      const shape = rectangle(round(x), round(height - y - h), round(w), round(h))
      if (inside) page.pushOperators(filling(inside), shape, fill())
      if (border) page.pushOperators(...stroking(border, width), shape, stroke())
    },
    boxes(boxes, colour) {
      page.pushOperators(
        filling(colour),
        ...boxes.map(({ x, y, w, h }) => rectangle(round(x), round(height - y - h), round(w), round(h))),
        fill(),
      )
    },
    dot({ x, y, radius, fill: inside, stroke: border, width }) {
      const circle = () => circleAt(x, height - y, radius)
      page.pushOperators(filling(inside), ...circle(), fill(), ...stroking(border, width), ...circle(), stroke())
    },
    image(image, { x, y, w, h }) {
      page.pushOperators(pushGraphicsState())
      page.drawImage(image, { x, y: height - y - h, width: w, height: h })
      page.pushOperators(popGraphicsState())
    },
  }
}

const fraction = (ink: Ink) => {
  const [r, g, b] = inks[ink]
  return [round(r / 255), round(g / 255), round(b / 255)] as const
}

const round = (value: number) => Math.round(value * 1000) / 1000

/** Four curves; 0.5523 is the handle length that makes a Bézier quarter a circle within 0.03 %. */
function circleAt(x: number, y: number, r: number) {
  const k = r * 0.5523
  return [
    moveTo(x + r, y),
    appendBezierCurve(x + r, y + k, x + k, y + r, x, y + r),
    appendBezierCurve(x - k, y + r, x - r, y + k, x - r, y),
    appendBezierCurve(x - r, y - k, x - k, y - r, x, y - r),
    appendBezierCurve(x + k, y - r, x + r, y - k, x + r, y),
    closePath(),
  ]
}
