import { joinWords } from '../parse/lines.ts'

/** One printed line; lengths are points, y counts upwards. */
export interface PageLine {
  readonly text: string
  readonly x: number
  readonly end: number
  readonly y: number
  readonly size: number
}

export interface PageWords {
  readonly width: number
  readonly height: number
  /** y of the lower edge. */
  readonly bottom: number
  readonly lines: readonly PageLine[]
}

/** The paragraphs of a document from its printed lines. */
export function linesOfPages(pages: readonly PageWords[]): readonly string[] {
  const running = runningLines(pages)
  const bodies = pages.map((page) => page.lines.filter((line) => !isMargin(page, line, running)))
  const measure = measureOf(bodies.flat())
  const paragraphs: string[] = []
  let last: PageLine | undefined
  for (const body of bodies) {
    body.forEach((line, index) => {
      const samePage = index > 0
      if (last && continues(last, line, samePage, measure)) {
        paragraphs[paragraphs.length - 1] = joinWords(paragraphs.at(-1) ?? '', line.text)
      } else paragraphs.push(line.text)
      last = line
    })
  }
  return paragraphs
}

/** The column of text: where lines begin and end, how large letters are, and how far lines stand apart. */
interface Measure {
  readonly left: number
  readonly right: number
  readonly size: number
  readonly leading: number
}

function measureOf(lines: readonly PageLine[]): Measure {
  const size = commonest(lines.map((line) => Math.round(line.size * 2) / 2)) ?? 12
  const body = lines.filter((line) => Math.abs(line.size - size) < size * 0.15)
  const right = quantile(
    body.map((line) => line.end),
    0.9,
  )
  const full = body.filter((line) => line.end > right - size * 1.5)
  const left = commonest(full.map((line) => Math.round(line.x))) ?? Math.min(...body.map((line) => line.x))
  const gaps = lines.slice(1).map((line, index) => Math.round(lines[index]!.y - line.y))
  const leading = quantile(
    gaps.filter((gap) => gap > size * 0.8 && gap < size * 4),
    0.1,
  )
  return { left: Math.min(left, secondLeft(full, left)), right, size, leading: leading || size * 1.5 }
}

/** When most full lines are the first of their paragraph, the commonest beginning is the indented one. */
function secondLeft(full: readonly PageLine[], left: number): number {
  const others = full.map((line) => Math.round(line.x)).filter((x) => x < left - 5)
  return others.length > full.length * 0.1 ? (commonest(others) ?? left) : left
}

/** A line carries its paragraph on when the one before is full and this one is neither set in nor set apart. */
function continues(last: PageLine, line: PageLine, samePage: boolean, measure: Measure): boolean {
  const { size, left, right, leading } = measure
  // A full stop may not begin a line, so the character before it goes down with it: a full line can be short by two.
  const mayBeShortBy = /[。；：]$/.test(last.text) ? 1.6 : 2.6
  const wasFull = last.end > right - size * mayBeShortBy
  const isIndented = line.x > left + size * 0.8
  const isApart = samePage && last.y - line.y > leading * 1.45
  const otherSize = Math.abs(line.size - last.size) > size * 0.15
  if (!wasFull || isIndented || isApart || otherSize) return false
  return !(startsAnew.test(line.text) && /[。；：]$/.test(last.text))
}

const startsAnew =
  /^(?:第\s*[一二三四五六七八九十百千零〇\d]{1,9}\s*(?:编|分编|章|节|条)|[（(][一二三四五六七八九十百\d]{1,4}[)）])/

/** Lines of the upper and lower margin that are page numbers or come again on other pages. */
function isMargin(page: PageWords, line: PageLine, running: ReadonlySet<string>): boolean {
  const height = (line.y - page.bottom) / page.height
  if (height > 0.12 && height < 0.9) return false
  return isPageNumber(line.text) || running.has(withoutDigits(line.text))
}

function isPageNumber(text: string): boolean {
  return /^[-—–－·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／共，,]\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–－·\s]*$/.test(text)
}

/** Words that stand in the margins of at least half of three pages or more. */
function runningLines(pages: readonly PageWords[]): ReadonlySet<string> {
  if (pages.length < 3) return new Set()
  const seen = new Map<string, number>()
  for (const page of pages) {
    const edges = new Set(
      page.lines
        .filter((line) => {
          const height = (line.y - page.bottom) / page.height
          return height <= 0.12 || height >= 0.9
        })
        .map((line) => withoutDigits(line.text)),
    )
    for (const words of edges) seen.set(words, (seen.get(words) ?? 0) + 1)
  }
  return new Set([...seen].filter(([, times]) => times >= pages.length / 2).map(([words]) => words))
}

function withoutDigits(text: string): string {
  return text.replace(/\d+/g, '#').replace(/\s/g, '')
}

function commonest(values: readonly number[]): number | undefined {
  const counts = new Map<number, number>()
  let best: number | undefined
  for (const value of values) {
    const count = (counts.get(value) ?? 0) + 1
    counts.set(value, count)
    if (best === undefined || count > counts.get(best)!) best = value
  }
  return best
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
