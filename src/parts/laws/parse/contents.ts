import type { Finding } from './findings.ts'
import { type SourceLine, tight } from './lines.ts'
import { type Heading, type Recognised, recognise } from './recognise.ts'

/** The table of contents of a document: which lines it takes, and what it promises. */
export interface Contents {
  /** Index of the first line and of the first line after it. */
  readonly from: number
  readonly to: number
  readonly entries: readonly ContentsEntry[]
}

export interface ContentsEntry {
  readonly heading: Heading
  readonly line: number
  /** Lines without a number that follow: a long heading broken in two, or entries such as 附则. */
  readonly loose: readonly string[]
}

/** A heading of the body, to be held against the contents. */
export interface BodyHeading {
  readonly heading: Heading
  readonly words: string
  readonly line: number
}

/**
 * Tells the table of contents from the body: it begins at 目录, or at headings that come before the first article,
 * and ends where its first heading is met again.
 */
export function findContents(lines: readonly SourceLine[]): Contents | undefined {
  const firstArticle = lines.findIndex((line) => {
    const found = recognise(line)
    return found.is === 'article' && found.sure && !found.mention
  })
  const zone = firstArticle < 0 ? lines.length : firstArticle
  const title = lines.findIndex((line, index) => index < zone && /^目[录次]$/.test(tight(line.text)))
  if (title >= 0) return contentsFrom(lines, title, title + 1, zone)
  const first = lines.findIndex((line, index) => index < zone && recognise(line).is === 'heading')
  return first < 0 ? undefined : untitledContents(lines, first, zone)
}

/** Headings that follow each other with no words between are contents when most of them come again further down. */
function untitledContents(lines: readonly SourceLine[], first: number, zone: number): Contents | undefined {
  const contents = contentsFrom(lines, first, first, zone)
  const outermost = contents.entries[0]?.heading.kind
  const keys = contents.entries.map(({ heading }) => heading).filter(({ kind }) => kind === outermost)
  if (keys.length < 2) return undefined
  const later = new Set(lines.slice(contents.to).map(recognise).map(keyOf))
  return keys.filter((heading) => later.has(keyOf(heading))).length > keys.length / 2 ? contents : undefined
}

function keyOf(found: Recognised): string {
  return found.is === 'heading' ? `${found.kind}${found.number}-${found.suffix}` : ''
}

function contentsFrom(lines: readonly SourceLine[], from: number, start: number, zone: number): Contents {
  const entries: { heading: Heading; line: number; loose: string[] }[] = []
  const seen = new Set<string>()
  const seenLoose = new Set<string>()
  let index = start
  for (; index < zone; index += 1) {
    const line = lines[index]!
    const entry = withoutLeader(line)
    const found = recognise(entry)
    if (found.is === 'heading') {
      const key = keyOf(found)
      const outermost = entries[0]?.heading.kind ?? found.kind
      if (found.kind === outermost && seen.has(key)) break
      seen.add(key)
      entries.push({ heading: found, line: line.line, loose: [] })
    } else {
      if (/[。；]$/.test(entry.text) || entry.text.length > 60) break
      const loose = tight(entry.text)
      if (seenLoose.has(loose)) break
      seenLoose.add(loose)
      entries.at(-1)?.loose.push(loose)
    }
  }
  return { from, to: index, entries }
}

/** 第一章 总则…………3 without its dots and page. */
function withoutLeader(line: SourceLine): SourceLine {
  if (line.text.length > 200) return line
  const text = line.text.replace(/\s*(?:[.．·•…‥。]{2,}|[-—–_]{3,}|\s{2,}|\t)\s*[（(]?\d{1,4}[)）]?$/, '')
  return text === line.text ? line : { ...line, text, shape: line.shape.slice(0, text.length) }
}

/** Where the contents and the body do not say the same. Kinds the contents do not list at all are not asked for. */
export function compareContents(contents: Contents, body: readonly BodyHeading[]): readonly Finding[] {
  if (contents.entries.length === 0) return []
  if (body.length === 0) {
    const line = contents.entries[0]!.line
    return [{ kind: 'contents-mismatch', line, say: (t) => t.contentsWithoutBody }]
  }
  const kinds = new Set(contents.entries.map((entry) => entry.heading.kind))
  const listed = withPaths(contents.entries, (entry) => entry.heading)
  const present = withPaths(
    body.filter((entry) => kinds.has(entry.heading.kind)),
    (entry) => entry.heading,
  )
  const findings: Finding[] = []
  for (const [path, entry] of listed) {
    const found = present.get(path)
    const promised = `${entry.heading.label} ${entry.heading.rest}`.trim()
    if (!found) {
      const line = entry.line
      findings.push({ kind: 'contents-mismatch', line, say: (t) => t.contentsMissingInBody(promised) })
    } else if (!sameHeading(entry, found.words)) {
      const words = `${found.heading.label} ${found.words}`.trim()
      findings.push({ kind: 'contents-mismatch', line: entry.line, say: (t) => t.contentsDiffer(promised, words) })
    }
  }
  for (const [path, entry] of present) {
    if (listed.has(path)) continue
    const words = `${entry.heading.label} ${entry.words}`.trim()
    findings.push({ kind: 'contents-mismatch', line: entry.line, say: (t) => t.contentsMissing(words) })
  }
  return findings
}

const ranks = { part: 0, subpart: 1, chapter: 2, section: 3 } as const

/** Entries under the numbers of all headings above them, since every chapter has its own 第一节. */
function withPaths<T>(entries: readonly T[], headingOf: (entry: T) => Heading): ReadonlyMap<string, T> {
  const paths = new Map<string, T>()
  const open: string[] = []
  for (const entry of entries) {
    const { kind, number, suffix } = headingOf(entry)
    open.length = ranks[kind]
    open[ranks[kind]] = `${kind}${number}-${suffix}`
    const path = open.filter(Boolean).join('/')
    if (!paths.has(path)) paths.set(path, entry)
  }
  return paths
}

function sameHeading(entry: ContentsEntry, words: string): boolean {
  const body = bare(words)
  let promised = bare(entry.heading.rest)
  if (promised === body) return true
  for (const loose of entry.loose) {
    promised += bare(loose)
    if (promised === body) return true
  }
  return false
}

/** Only the words: spacing and punctuation of contents are often set differently. */
function bare(words: string): string {
  return words.normalize('NFKC').replace(/[\s\p{P}]/gu, '')
}
