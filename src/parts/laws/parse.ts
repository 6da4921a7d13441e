import type { Locale } from '#kernel/text'
import { buildBody, startOfBody } from './parse/build.ts'
import { checkBody } from './parse/checks.ts'
import { compareContents, findContents } from './parse/contents.ts'
import { finished } from './parse/draft.ts'
import { type Finding, problemsOf } from './parse/findings.ts'
import { datesOf, readHead } from './parse/head.ts'
import { sourceLines } from './parse/lines.ts'
import type { Parsed, Provision, ProvisionCounts } from './tree.ts'

/**
 * Reads a Chinese legal text: title, note, preamble, 编 章 节 条 款 项 目 and annexes, and what could not be understood.
 * Never fails: what is not a legal text comes back with its words in the preamble and the problem `no-articles`.
 * @param source plain text or Markdown, any line endings
 * @param locale the language of the problems' messages
 */
export function parseLegalText(source: string, locale: Locale = 'zh-CN'): Parsed {
  const lines = sourceLines(source)
  const contents = findContents(lines)
  const before = contents ? lines.slice(0, contents.from) : lines
  const after = contents ? lines.slice(contents.to) : []
  const start = contents ? contents.from + startOfBody(after) + contents.to - contents.from : startOfBody(lines)
  const head = readHead(contents ? [...before, ...lines.slice(contents.to, start)] : lines.slice(0, start))
  const body = buildBody(lines.slice(start))
  const findings: Finding[] = [...body.findings, ...checkBody(body, { isAmendment: /修正案/.test(head.title) })]
  if (contents) findings.push(...compareContents(contents, body.headings))
  if (head.title === '') findings.push({ kind: 'no-title', line: head.titleLine, say: (t) => t.noTitle })
  if (body.articles.length === 0) findings.push({ kind: 'no-articles', line: 1, say: (t) => t.noArticles })
  const provisions = finished(body.roots)
  return {
    text: {
      title: head.title,
      note: head.note,
      preamble: head.preamble,
      dates: datesOf(head.note),
      provisions,
      tail: body.tail,
    },
    problems: problemsOf(findings, locale),
    counts: countsOf(provisions),
  }
}

/** How many 编 章 节 条 款 项 there are; headings without a number are not counted. */
export function countsOf(provisions: readonly Provision[]): ProvisionCounts {
  const counts = { parts: 0, chapters: 0, sections: 0, articles: 0, paragraphs: 0, items: 0 }
  const visit = (provision: Provision): void => {
    const key = countKeys[provision.kind]
    if (key && provision.number !== '') counts[key] += 1
    provision.children.forEach(visit)
  }
  provisions.forEach(visit)
  return counts
}

const countKeys: Readonly<Partial<Record<Provision['kind'], keyof ProvisionCounts>>> = {
  part: 'parts',
  chapter: 'chapters',
  section: 'sections',
  article: 'articles',
  paragraph: 'paragraphs',
  item: 'items',
}
