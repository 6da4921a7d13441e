import { chineseOf } from '../numerals.ts'
import type { BodyHeading } from './contents.ts'
import { type Draft, draft, headingRank } from './draft.ts'
import type { Finding } from './findings.ts'
import { joinWords, type SourceLine, tight } from './lines.ts'
import { type ArticleStart, type Heading, type HeadingKind, type ListItem, recognise } from './recognise.ts'

/** The body of a document as a tree, with what did not fit. */
export interface Body {
  readonly roots: readonly Draft[]
  readonly articles: readonly Draft[]
  readonly headings: readonly BodyHeading[]
  readonly tail: readonly string[]
  readonly findings: readonly Finding[]
}

interface State {
  readonly lines: readonly SourceLine[]
  readonly roots: Draft[]
  readonly articles: Draft[]
  readonly headings: { heading: Heading; draft: Draft; line: number }[]
  readonly tail: string[]
  readonly findings: Finding[]
  readonly lastHeading: { [Kind in HeadingKind]?: Heading }
  /** Where the article stands that was last found to follow an annex, and how many articles there were then. */
  nextArticle: { readonly after: number; readonly index: number }
  /** The open headings, outermost first. */
  open: Draft[]
  article?: Draft
  paragraph?: Draft
  /** The open entries of the current list, outermost first. */
  list: Draft[]
  inTail: boolean
}

/** Index of the first heading or article, or the number of lines when there is none. */
export function startOfBody(lines: readonly SourceLine[]): number {
  const index = lines.findIndex((line) => {
    const found = recognise(line)
    if (found.is === 'article') return !found.mention && (found.sure || found.number === 1) && !found.malformed
    return found.is === 'heading'
  })
  return index < 0 ? lines.length : index
}

/** Reads the lines from the first heading or article on. */
export function buildBody(lines: readonly SourceLine[]): Body {
  const state: State = {
    lines,
    roots: [],
    articles: [],
    headings: [],
    tail: [],
    findings: [],
    lastHeading: {},
    nextArticle: { after: -1, index: -1 },
    open: [],
    list: [],
    inTail: false,
  }
  for (let index = 0; index < lines.length; index += 1) takeLine(state, index)
  const headings = state.headings.map(({ heading, draft: { heading: words }, line }) => ({ heading, words, line }))
  const { roots, articles, tail, findings } = state
  return { roots, articles, headings, tail, findings }
}

function takeLine(state: State, index: number): void {
  const line = state.lines[index]!
  if (line.text === '') return
  if (state.inTail) {
    state.tail.push(line.text)
    return
  }
  const found = recognise(line)
  if (found.is === 'annex' && state.article && !articleContinues(state, index)) {
    state.inTail = true
    state.tail.push(line.text)
  } else if (found.is === 'heading' && isHeadingHere(state, found)) takeHeading(state, found, line)
  else if (found.is === 'article' && isArticleHere(state, found)) takeArticle(state, found, line)
  else if (found.is === 'item' && line.depth === 0 && state.article) takeItem(state, found, line)
  else takeText(state, line)
}

/** Whether an article with the very next number stands below: then this is no annex yet. */
function articleContinues(state: State, index: number): boolean {
  const { after, index: known } = state.nextArticle
  if (after !== state.articles.length || (known >= 0 && known <= index)) {
    const last = state.articles.at(-1)
    const at = state.lines.findIndex((line, position) => {
      if (position <= index) return false
      const found = recognise(line)
      return found.is === 'article' && found.sure && !found.mention && isNext(last, found)
    })
    state.nextArticle = { after: state.articles.length, index: at }
  }
  return state.nextArticle.index >= 0
}

type Place = { readonly number: number; readonly suffix: number }

function isNext(last: Place | undefined, found: { readonly number: number | undefined; readonly suffix: number }) {
  if (!last) return found.number === 1 && found.suffix === 0
  if (found.number === last.number) return found.suffix === last.suffix + 1
  return found.number === last.number + 1 && found.suffix === 0
}

function isHeadingHere(state: State, found: Heading): boolean {
  if (found.sure && !/[，,]/.test(found.rest)) return true
  return found.number === 1 || isNext(state.lastHeading[found.kind], found)
}

function isArticleHere(state: State, found: ArticleStart): boolean {
  const next = isNext(state.articles.at(-1), found)
  if (found.malformed && found.number !== undefined) return next && !found.mention
  if (found.mention) return false
  return found.sure || next
}

function takeHeading(state: State, found: Heading, line: SourceLine): void {
  const entry = draft({ ...found, heading: tidyHeading(found.rest), line: line.line })
  openHeading(state, entry)
  state.lastHeading[found.kind] = found
  state.headings.push({ heading: found, draft: entry, line: line.line })
}

/** 总　则 is set wide only for looks. */
function tidyHeading(words: string): string {
  return /^[一-龥](?:\s+[一-龥])+$/.test(words) ? tight(words) : words.replace(/\s+/g, ' ').trim()
}

function openHeading(state: State, entry: Draft): void {
  const rank = rankOf(entry)
  state.open = state.open.filter((open) => rankOf(open) < rank)
  const parent = state.open.at(-1)
  if (parent) parent.children.push(entry)
  else state.roots.push(entry)
  state.open.push(entry)
  state.article = undefined
  state.paragraph = undefined
  state.list = []
}

function rankOf(entry: Draft): number {
  return entry.kind in headingRank ? headingRank[entry.kind as keyof typeof headingRank] : 9
}

function takeArticle(state: State, found: ArticleStart, line: SourceLine): void {
  const last = state.articles.at(-1)
  const number = found.number ?? (last ? last.number + 1 : 1)
  const entry = draft({ kind: 'article', number, suffix: found.suffix, label: found.label, line: line.line })
  if (found.malformed) {
    const taken = articleName(number, found.suffix)
    const { label } = found
    state.findings.push({
      kind: 'not-understood',
      line: line.line,
      say: (t) => (found.number === undefined ? t.unreadableNumber(label, taken) : t.malformedArticle(label, taken)),
    })
  }
  const parent = state.open.at(-1)
  if (parent) parent.children.push(entry)
  else state.roots.push(entry)
  state.articles.push(entry)
  state.article = entry
  state.paragraph = undefined
  state.list = []
  const { heading, words } = articleHeading(found.rest)
  entry.heading = heading
  if (words !== '') openParagraph(state, entry, words, line.line)
}

/** 条标: 第一条 【立法目的】 or （立法目的） before the words. */
function articleHeading(rest: string): { readonly heading: string; readonly words: string } {
  const match =
    /^[【[〔]([^】\]〕]{1,40})[】\]〕]\s*(.*)$/.exec(rest) ?? /^[（(]([^（()）]{2,20})[)）]\s*(.+)$/.exec(rest)
  return match ? { heading: match[1]!.trim(), words: match[2]! } : { heading: '', words: rest }
}

function openParagraph(state: State, article: Draft, text: string, line: number): void {
  state.paragraph = draft({ kind: 'paragraph', text, line })
  article.children.push(state.paragraph)
  state.list = []
}

function takeItem(state: State, found: ListItem, line: SourceLine): void {
  const article = state.article!
  resumeList(state, article, found)
  if (!state.paragraph) openParagraph(state, article, '', line.line)
  const level = state.list.findIndex((open) => open.style === found.style)
  const depth = level < 0 ? state.list.length : level
  const last = state.list[depth]
  if (found.malformed && last?.number !== found.number - 1) {
    takeText(state, line)
    return
  }
  if (found.malformed) {
    const { label } = found
    const taken = `（${chineseOf(found.number)}）`
    state.findings.push({ kind: 'not-understood', line: line.line, say: (t) => t.malformedItem(label, taken) })
  }
  const entry = draft({
    kind: depth === 0 ? 'item' : 'subitem',
    number: found.number,
    label: found.label,
    text: found.rest,
    line: line.line,
    style: found.style,
  })
  const parent = depth === 0 ? state.paragraph! : state.list[depth - 1]!
  parent.children.push(entry)
  state.list = [...state.list.slice(0, depth), entry]
}

/**
 * An entry that carries on the numbers of the list above: the paragraphs since then are further words of that list's
 * last entry, not 款 of their own.
 */
function resumeList(state: State, article: Draft, found: ListItem): void {
  if (found.number === 1 || !state.paragraph || state.paragraph.children.length > 0) return
  const from = article.children.findLastIndex((paragraph) => paragraph.children.length > 0)
  if (from < 0) return
  const holder = article.children[from]!
  const last = holder.children.at(-1)!
  const since = article.children.slice(from + 1)
  const announced = since.some((paragraph) => /[：:]$/.test(paragraph.text))
  if (last.style !== found.style || last.number >= found.number || announced) return
  const deepest = last.children.at(-1) ?? last
  for (const paragraph of since) deepest.text = `${deepest.text}\n${paragraph.text}`
  article.children.length = from + 1
  state.paragraph = holder
  state.list = [last]
}

function takeText(state: State, line: SourceLine): void {
  if (state.article) {
    const name = unnumberedHeading(line)
    if (name === undefined) openParagraph(state, state.article, line.text, line.line)
    else takeUnnumbered(state, name, line)
    return
  }
  const open = state.open.at(-1)
  if (!open) return
  if (continuesHeading(open, line)) open.heading = tidyHeading(joinWords(open.heading, line.text))
  else {
    open.text = open.text === '' ? line.text : `${open.text}\n${line.text}`
    const start = line.text.slice(0, 20)
    state.findings.push({ kind: 'not-understood', line: line.line, say: (t) => t.textOutsideArticles(start) })
  }
}

/** A heading broken over two lines, or set below its number. */
function continuesHeading(open: Draft, line: SourceLine): boolean {
  return open.text === '' && open.heading.length <= 80 && line.text.length <= 40 && !/[。；：！？，]/.test(line.text)
}

/** 附则 without a number, or a line marked as a heading in Markdown. */
function unnumberedHeading(line: SourceLine): string | undefined {
  const words = tight(line.text)
  if (/^(?:附则|总则|罚则)$/.test(words)) return words
  return line.depth > 0 && line.text.length <= 40 && !/[。；：]$/.test(line.text) ? line.text : undefined
}

function takeUnnumbered(state: State, heading: string, line: SourceLine): void {
  const kind = state.roots.find((root) => root.kind !== 'article')?.kind ?? 'chapter'
  openHeading(state, draft({ kind, heading, line: line.line }))
  if (/^(?:附则|总则|罚则)$/.test(heading)) return
  state.findings.push({ kind: 'not-understood', line: line.line, say: (t) => t.headingWithoutNumber(heading) })
}

/** 第十二条之一 */
export function articleName(number: number, suffix: number): string {
  return `第${chineseOf(number)}条${suffix > 0 ? `之${chineseOf(suffix)}` : ''}`
}
