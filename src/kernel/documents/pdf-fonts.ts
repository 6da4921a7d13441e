import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { PDFDocument, PDFFont } from '@cantoo/pdf-lib'

/** A character the typeface cannot show. `shown` is false for marks without a look of their own, which are left out. */
export type MissingCharacter = {
  readonly char: string
  readonly code: string
  readonly count: number
  readonly shown: boolean
}

export type Weight = 'regular' | 'bold'

export type Typeface = {
  readonly fonts: Readonly<Record<Weight, PDFFont>>
  /** The text as it will be drawn: lacking characters become 〔U+XXXX〕. */
  readonly shown: (text: string) => string
  /** Advance in ems. */
  readonly width: (char: string, weight: Weight) => number
  readonly missing: readonly MissingCharacter[]
}

const files: Record<Weight, string> = {
  regular: '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  bold: '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf',
}

/** What a reader of the page does not need: Noto's layout tables, which would also turn letters into ligatures that no search finds. */
const unneeded = ['GSUB', 'GPOS', 'GDEF', 'BASE', 'VORG', 'vhea', 'vmtx', 'STAT', 'DSIG', 'gasp', 'kern', 'meta']

const straightQuotes = [
  ['“', '"'],
  ['”', '"'],
  ['‘', "'"],
  ['’', "'"],
] as const

/** Between Latin letters it is an apostrophe in any language, and not a quotation mark an em wide. */
const apostrophe = /(?<=\p{Script=Latin})’(?=\p{Script=Latin})/gu

type FullFont = { readonly bytes: Uint8Array; readonly glyphOf: (codePoint: number) => number }

/**
 * Embeds just the glyphs a text needs, in both weights where both are used.
 * The whole typeface is 10 MB a weight; a subset of a page is about 30 kB.
 */
export async function embedTypeface(
  pdf: PDFDocument,
  texts: Readonly<Record<Weight, string>>,
  lang: string,
): Promise<Typeface> {
  const { default: fontkit } = await import('@pdf-lib/fontkit')
  pdf.registerFontkit(fontkit)
  const { glyphOf } = await fullFont('regular')
  const { substitutes, missing } = survey(texts.regular + texts.bold, glyphOf)
  // The typeface draws curly quotation marks a full em wide, which is right in Chinese only.
  if (!/^(zh|ja|ko)/i.test(lang)) for (const [curly, straight] of straightQuotes) substitutes.set(curly, straight)
  const shown = (text: string) => {
    let drawn = ''
    for (const char of text.normalize('NFC').replace(apostrophe, "'")) drawn += substitutes.get(char) ?? char
    return drawn
  }
  const fonts = {
    regular: await embed(pdf, 'regular', shown(texts.regular)),
    bold: await embed(pdf, 'bold', shown(texts.bold)),
  }
  const widths = { regular: new Map<string, number>(), bold: new Map<string, number>() }
  const width = (char: string, weight: Weight) => {
    const known = widths[weight].get(char)
    if (known !== undefined) return known
    const measured = fonts[weight].widthOfTextAtSize(char, 1)
    widths[weight].set(char, measured)
    return measured
  }
  return { fonts, shown, width, missing }
}

async function embed(pdf: PDFDocument, weight: Weight, text: string): Promise<PDFFont> {
  const { default: subsetFont } = await import('subset-font')
  const full = await fullFont(weight)
  const subset = await subsetFont(full.bytes, `${text} `, {
    targetFormat: 'truetype',
    noHinting: true,
    dropTables: unneeded,
  })
  return pdf.embedFont(subset, {
    subset: false,
    customName: `ZTSUBS+NotoSansSC-${weight === 'bold' ? 'Bold' : 'Regular'}`,
  })
}

/**
 * What to draw instead of a character. Two characters with one glyph (人 and the Kangxi radical ⼈, space and
 * no-break space) would both be read back from the file as the first of them, so the rarer is drawn as the commoner.
 */
function survey(text: string, glyphOf: (codePoint: number) => number) {
  const counts = new Map<string, number>()
  for (const char of text.normalize('NFC')) counts.set(char, (counts.get(char) ?? 0) + 1)
  const substitutes = new Map<string, string>()
  const missing: MissingCharacter[] = []
  const byGlyph = new Map<number, string>()
  for (const [char, count] of [...counts].sort((a, b) => b[1] - a[1])) {
    if (char === '\n' || char === '\r') continue
    if (char === '\t') {
      substitutes.set(char, '  ')
      continue
    }
    const codePoint = char.codePointAt(0)!
    const code = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`
    const glyph = isInvisible(char) ? 0 : glyphOf(codePoint)
    if (glyph === 0) {
      const visible = !isLookless(char)
      substitutes.set(char, visible ? `〔${code}〕` : '')
      missing.push({ char, code, count, shown: visible })
      continue
    }
    const twin = byGlyph.get(glyph)
    if (twin !== undefined) substitutes.set(char, twin)
    else byGlyph.set(glyph, char)
  }
  return { substitutes, missing }
}

/** Variation selectors, joiners and the like; direction marks are not among them: who hides text with them must be seen. */
const isLookless = (char: string) => /^(?:\p{Variation_Selector}|[\u00ad\u200b-\u200d\u2060\ufeff])$/u.test(char)
const isInvisible = (char: string) => /^(?:\p{Variation_Selector}|\p{Cc}|\p{Cf})$/u.test(char)

const loaded = new Map<Weight, Promise<FullFont>>()

function fullFont(weight: Weight): Promise<FullFont> {
  const known = loaded.get(weight)
  if (known) return known
  const loading = load(weight)
  loaded.set(weight, loading)
  loading.catch(() => loaded.delete(weight))
  return loading
}

async function load(weight: Weight): Promise<FullFont> {
  const { default: fontkit } = await import('@pdf-lib/fontkit')
  const bytes = await readFile(createRequire(import.meta.url).resolve(files[weight]))
  const font = fontkit.create(bytes)
  return { bytes, glyphOf: (codePoint) => font.glyphForCodePoint(codePoint)?.id ?? 0 }
}
