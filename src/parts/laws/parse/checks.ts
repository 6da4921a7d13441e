import { chineseOf } from '../numerals.ts'
import type { Body } from './build.ts'
import { articleName } from './build.ts'
import type { Draft } from './draft.ts'
import type { Finding } from './findings.ts'
import { checkSequence, type SequenceRule } from './sequence.ts'

export interface CheckContext {
  /** A 修正案 quotes articles of another law: its numbers may jump. */
  readonly isAmendment: boolean
}

/** Everything in the tree that a careful reader would stumble over. */
export function checkBody(body: Body, { isAmendment }: CheckContext): readonly Finding[] {
  const first = body.articles[0]?.number ?? 1
  const isExcerpt = isAmendment || first > 9
  const articleRule: SequenceRule = { name: articleName, startsAt: isExcerpt ? 'any' : [1], gaps: !isAmendment }
  return [
    ...checkSequence(body.articles, articleRule),
    ...body.articles.flatMap((article, index) => swallowed(article, body.articles[index + 1])),
    ...(isAmendment ? [] : checkHeadings(body.roots, isExcerpt)),
    ...body.articles.flatMap((article) => checkArticle(article, isAmendment)),
  ]
}

/** The article that is missing next may stand in the middle of a paragraph, where a line break was lost. */
function swallowed(article: Draft, next: Draft | undefined): readonly Finding[] {
  if (!next || next.number <= article.number + 1) return []
  const name = articleName(article.number + 1, 0)
  const holder = article.children.find((paragraph) =>
    new RegExp(`[。；] *${name}(?=[^、，至和及第]{8})`).test(paragraph.text),
  )
  return holder ? [{ kind: 'not-understood', line: holder.line, say: (t) => t.swallowed(name) }] : []
}

const headingNames: Readonly<Record<string, string>> = { part: '编', subpart: '分编', chapter: '章', section: '节' }

/** Headings of one kind are numbered through under their parent, or carry on from the parent before. */
function checkHeadings(roots: readonly Draft[], isExcerpt: boolean): Finding[] {
  const findings: Finding[] = []
  const lastOf = new Map<string, number>()
  const visit = (siblings: readonly Draft[]): void => {
    for (const kind of Object.keys(headingNames)) {
      const numbered = siblings.filter((entry) => entry.kind === kind && entry.number > 0)
      if (numbered.length === 0) continue
      const name = (number: number, suffix: number) =>
        `第${chineseOf(number)}${headingNames[kind]}${suffix > 0 ? `之${chineseOf(suffix)}` : ''}`
      const startsAt = isExcerpt ? 'any' : [1, (lastOf.get(kind) ?? 0) + 1]
      findings.push(...checkSequence(numbered, { name, startsAt, gaps: true }))
      lastOf.set(kind, numbered.at(-1)!.number)
    }
    for (const entry of siblings) {
      if (!(entry.kind in headingNames)) continue
      if (entry.children.length === 0 && entry.text === '') {
        const name = `${entry.label} ${entry.heading}`.trim()
        findings.push({ kind: 'empty-provision', line: entry.line, say: (t) => t.emptyHeading(name) })
      }
      visit(entry.children)
    }
  }
  visit(roots)
  return findings
}

function checkArticle(article: Draft, isAmendment: boolean): readonly Finding[] {
  const name = articleName(article.number, article.suffix)
  if (article.children.length === 0) {
    return [{ kind: 'empty-provision', line: article.line, say: (t) => t.emptyArticle(name) }]
  }
  return article.children.flatMap((paragraph, index) => [
    ...checkList(paragraph, name),
    ...unclosedList(paragraph, name),
    ...(index < article.children.length - 1 || isAmendment ? [] : announcedButAbsent(paragraph, name)),
  ])
}

function checkList(parent: Draft, name: string): readonly Finding[] {
  const items = parent.children
  if (items.length === 0) return []
  const findings: Finding[] = []
  const byStyle = Map.groupBy(items, (item) => item.style)
  for (const list of byStyle.values()) {
    const written = (number: number) => `${name}${writtenLike(list[0]!, number)}`
    findings.push(...checkSequence(list, { name: written, startsAt: [1], gaps: true }))
  }
  for (const item of items) {
    const itemName = `${name}${item.label}`
    if (item.text === '' && item.children.length === 0) {
      findings.push({ kind: 'empty-provision', line: item.line, say: (t) => t.emptyItem(itemName) })
    }
    findings.push(...checkList(item, itemName))
  }
  return findings
}

/** The last words of a list must not ask for more; inside it, 目 may end with the semicolon of their 项. */
function unclosedList(paragraph: Draft, name: string): readonly Finding[] {
  let last = paragraph.children.at(-1)
  let path = name
  while (last && last.children.length > 0) {
    path += last.label
    last = last.children.at(-1)
  }
  if (!last || !/[；;、]$/.test(last.text)) return []
  const entry = `${path}${last.label}`
  return [{ kind: 'unclosed-list', line: last.line, say: (t) => t.unclosedList(entry) }]
}

function writtenLike(item: Draft, number: number): string {
  return /[0-9０-９]/.test(item.label)
    ? item.label.replace(/[0-9０-９]+/, String(number))
    : item.label.replace(/[^（()）、.．\s]+/, chineseOf(number))
}

function announcedButAbsent(paragraph: Draft, name: string): readonly Finding[] {
  if (paragraph.children.length > 0 || !/[：:]$/.test(paragraph.text)) return []
  return [{ kind: 'unclosed-list', line: paragraph.line, say: (t) => t.listWithoutItems(name) }]
}
