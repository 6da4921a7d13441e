import { withoutLookAlikes } from './look-alikes.ts'

/** One line of the source that carries words. */
export interface SourceLine {
  /** From 1, as an editor counts. */
  readonly line: number
  /** As printed, without surrounding space, invisible characters and marks of Markdown. */
  readonly text: string
  /** `text` with spaces and digits in one width, character for character: what patterns are tried on. */
  readonly shape: string
  /** How many `#` stood before it; 0 for ordinary lines. */
  readonly depth: number
  /** Characters from the margin to the last one, counting the space before the first. */
  readonly width: number
  /** Set in from the margin, as Chinese paragraphs are. */
  readonly indented: boolean
  /** The end of the note on the law's history, written `<!-- INFO END -->` in some collections. */
  readonly endsNote: boolean
}

/** The lines of a text that carry words, in order. Handles every line ending, Markdown, and hard-wrapped plain text. */
export function sourceLines(source: string): readonly SourceLine[] {
  const lines: SourceLine[] = []
  let number = 0
  for (const raw of source.split(/\r\n|[\n\r\u2028\u2029]/)) {
    number += 1
    const line = sourceLine(raw, number)
    if (line) lines.push(line)
  }
  return isHardWrapped(lines) ? unwrapped(lines) : lines
}

/** Characters that show nothing: zero-width, direction marks, soft hyphens, controls. */
const invisible = /\p{Cf}|(?!\t)\p{Cc}/gu

/** Past this length a line is taken as it is: patterns that look for pairs must not be tried on it. */
const longest = 20_000
const plain = { depth: 0, indented: false, endsNote: false } as const

function sourceLine(raw: string, line: number): SourceLine | undefined {
  const endsNote = raw.length < 200 && /<!-- *INFO END *-->/.test(raw)
  let text = withoutLookAlikes(raw.replace(invisible, ''))
  if (text.length > longest) return { ...plain, line, text, shape: shapeOf(text), width: text.length }
  text = text.replace(/<!--.*?-->/g, '')
  text = text.replace(/&(?:nbsp|emsp|ensp|#160|#12288);/g, ' ').trim()
  const hashes = /^(#{1,6})(?=\s|[^#\s]|$)\s*/.exec(text)
  if (hashes) text = text.slice(hashes[0].length).replace(/\s#+$/, '')
  text = withoutEmphasis(text).trim()
  if (/^[-*_=]{3,}$/.test(text)) text = ''
  if (text === '' && !endsNote) return undefined
  const margin = /^(?:\u3000+| {2,}|\t+)/.exec(raw)?.[0].length ?? 0
  const width = margin + text.length
  return { line, text, shape: shapeOf(text), depth: hashes?.[1]?.length ?? 0, width, indented: margin > 0, endsNote }
}

function withoutEmphasis(text: string): string {
  return text
    .replace(/^>\s*/, '')
    .replace(/^[-*+]\s+(?=\S)/, '')
    .replace(/(\*\*|__)(.+?)\1/g, '$2')
    .replace(/^\*(第[^*]+)\*/, '$1')
    .replace(/^(\d+)\\\./, '$1.')
}

/** The same words with every kind of space as a plain one and full-width digits as plain ones; offsets stay. */
export function shapeOf(text: string): string {
  return text
    .replace(/\s/g, ' ')
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xff10 + 0x30))
}

/** Words with every space taken out, for comparing headings. */
export function tight(text: string): string {
  return text.replace(/\s/g, '')
}

const sentenceEnd = /[。；：！？.;:!?”’」』）)]$/

/**
 * Plain text broken at a fixed width: many lines of nearly the greatest width, and most of those end in the middle of
 * a sentence.
 */
function isHardWrapped(lines: readonly SourceLine[]): boolean {
  const body = lines.filter((line) => line.depth === 0)
  if (body.length < 8) return false
  const widest = commonWidth(body)
  if (widest < 20 || widest > 120) return false
  const full = body.filter((line) => line.width >= widest - 2 && line.width <= widest + 2)
  const broken = full.filter((line) => !sentenceEnd.test(line.text))
  return full.length >= body.length * 0.25 && broken.length >= full.length * 0.6
}

/** The width that one line in ten reaches: a title may be longer than the measure. */
function commonWidth(lines: readonly SourceLine[]): number {
  const widths = lines.map((line) => line.width).sort((a, b) => b - a)
  return widths[Math.floor(widths.length / 10)] ?? 0
}

const startsAnew =
  /^(?:第\s*[一-龥○〇\d\s]{1,12}[编章节条]|[（(][一二三四五六七八九十百\d]{1,4}[)）]|[一二三四五六七八九十]{1,3}、|\d{1,3}[.．、](?!\d)|目\s*录$|附\s*[则件录表]|附[:：])/

/** What stands without an indent of its own: headings, 目录. */
const centred = /^(?:第\s*[一二三四五六七八九十百零〇○\d\s]{1,8}(?:编|分编|章|节)(?:\s|$)|目\s*录$|附\s*[则件录表])/

function unwrapped(lines: readonly SourceLine[]): readonly SourceLine[] {
  const widest = commonWidth(lines)
  const indented = lines.filter((line) => line.indented).length
  const marksParagraphs = indented >= lines.length * 0.1 && indented <= lines.length * 0.9
  const joined: SourceLine[] = []
  let last: SourceLine | undefined
  for (const line of lines) {
    const before = joined.at(-1)
    const mayJoin = before && last && !before.endsNote && before.depth === 0 && line.depth === 0
    const full = last !== undefined && last.width >= widest - 3
    if (
      mayJoin &&
      full &&
      (marksParagraphs ? !line.indented && !centred.test(line.shape) : goesOn(last!, line, widest))
    ) {
      joined[joined.length - 1] = joinedLine(before, line)
    } else joined.push(line)
    last = line
  }
  return joined
}

/** Without indents: the line before is full, does not end a sentence early, and this one opens nothing new. */
function goesOn(last: SourceLine, line: SourceLine, widest: number): boolean {
  return !startsAnew.test(line.shape) && !(last.width < widest && /[。；：]$/.test(last.text))
}

function joinedLine(first: SourceLine, second: SourceLine): SourceLine {
  const text = joinWords(first.text, second.text)
  return { ...first, text, shape: shapeOf(text), endsNote: second.endsNote }
}

/** Two pieces of one sentence: Chinese needs no space between them, Latin words do. */
export function joinWords(first: string, second: string): string {
  const space = /[A-Za-z0-9,;]$/.test(first) && /^[A-Za-z0-9]/.test(second) ? ' ' : ''
  return `${first}${space}${second}`
}
