import { getDocumentProxy } from 'unpdf'
import { withoutLookAlikes } from '../parse/look-alikes.ts'
import { maxCharacters } from './limits.ts'
import { linesOfPages, type PageLine, type PageWords } from './pdf-lines.ts'
import { FileRefused } from './refusal.ts'

/** Most pages that are read. */
const maxPages = 2_000

/**
 * The words of a PDF, one line for each paragraph; running heads and page numbers are left out.
 * @throws FileRefused; `no-text-layer` for a scan
 */
export async function textOfPdf(bytes: Uint8Array): Promise<string> {
  if (!hasEnd(bytes)) throw new FileRefused('damaged')
  const document = await openPdf(bytes)
  if (document.numPages > maxPages) throw new FileRefused('too-long')
  const pages: PageWords[] = []
  let total = 0
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number)
    const [left = 0, bottom = 0, right = 0, top = 0] = page.view
    const { items } = await page.getTextContent()
    const lines = pageLines(items)
    total += lines.reduce((sum, line) => sum + line.text.length, 0)
    if (total > maxCharacters) throw new FileRefused('too-long')
    pages.push({ width: right - left, height: top - bottom, bottom, lines })
    page.cleanup()
  }
  if (total < Math.max(20, document.numPages * 5)) throw new FileRefused('no-text-layer')
  const text = linesOfPages(pages).join('\n')
  if (isGarbled(text)) throw new FileRefused('no-text-layer')
  return text
}

/** A cut-off file can be mended by guessing, but its last pages would be missing without a word. */
function hasEnd(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(-4096)).includes('%%EOF')
}

async function openPdf(bytes: Uint8Array) {
  try {
    return await getDocumentProxy(bytes, { verbosity: 0, disableFontFace: true, useSystemFonts: false, useWasm: false })
  } catch (error) {
    const isLocked = error instanceof Error && error.name === 'PasswordException'
    throw new FileRefused(isLocked ? 'password' : 'damaged')
  }
}

/** Fonts without a table of characters give private or missing ones: no words a person could check. */
function isGarbled(text: string): boolean {
  const strange = text.match(/[\p{Co}\ufffd\p{Cc}]/gu)?.filter((character) => character !== '\n').length ?? 0
  return strange > text.length * 0.2
}

interface Piece {
  readonly x: number
  readonly y: number
  readonly end: number
  readonly size: number
  readonly text: string
}

/** The pieces of a page put together to lines, from top to bottom. */
function pageLines(items: readonly object[]): readonly PageLine[] {
  const pieces = items.flatMap(pieceOf).sort((a, b) => b.y - a.y || a.x - b.x)
  const lines: Piece[][] = []
  for (const piece of pieces) {
    const line = lines.at(-1)
    const first = line?.[0]
    if (first && Math.abs(first.y - piece.y) < Math.max(first.size, piece.size) * 0.5) line.push(piece)
    else lines.push([piece])
  }
  return lines.map(lineOf).filter((line) => line.text !== '')
}

function pieceOf(item: object): Piece[] {
  if (!('str' in item && 'transform' in item && 'width' in item)) return []
  const { str, transform, width } = item
  if (typeof str !== 'string' || typeof width !== 'number' || !Array.isArray(transform) || str === '') return []
  const [a = 0, b = 0, , , x = 0, y = 0] = transform.map(Number)
  return [{ x, y, end: x + width, size: Math.hypot(a, b), text: str }]
}

/** Pieces side by side; a gap wider than a third of a character is a space. */
function lineOf(pieces: readonly Piece[]): PageLine {
  const ordered = [...pieces].sort((a, b) => a.x - b.x)
  let text = ''
  let end = Number.NaN
  for (const piece of ordered) {
    const apart = piece.x - end > piece.size * 0.35 && !/\s$/.test(text) && !/^\s/.test(piece.text)
    text += `${apart ? ' ' : ''}${piece.text}`
    end = Math.max(Number.isNaN(end) ? piece.end : end, piece.end)
  }
  const seen = ordered.filter((piece) => piece.text.trim() !== '')
  const first = seen[0] ?? ordered[0]!
  return {
    text: withoutLookAlikes(text.trim()),
    x: first.x,
    end: seen.reduce((most, piece) => Math.max(most, piece.end), first.end),
    y: first.y,
    size: Math.max(...ordered.map((piece) => piece.size)),
  }
}
