import type { LegalText, Provision } from '../tree.ts'

const hashes: Readonly<Partial<Record<Provision['kind'], string>>> = {
  part: '##',
  subpart: '###',
  chapter: '##',
  section: '###',
}

/** The text as Markdown that reads back to the same tree. */
export function toMarkdown(text: LegalText): string {
  const lines = [
    ...(text.title === '' ? [] : [`# ${text.title}`]),
    ...text.note,
    '<!-- INFO END -->',
    ...text.preamble,
    ...text.provisions.flatMap((provision) => linesOf(provision, text)),
    ...text.tail,
  ]
  return `${lines.join('\n\n')}\n`
}

function linesOf(provision: Provision, text: LegalText): readonly string[] {
  const { kind, label, heading } = provision
  if (kind === 'article') return articleLines(provision, text)
  const under = provision.children.flatMap((child) => linesOf(child, text))
  const own = provision.text === '' ? [] : provision.text.split('\n')
  if (hashes[kind]) return [[`${depthOf(provision, text)}`, label, heading].filter(Boolean).join(' '), ...own, ...under]
  const first = own[0] ?? ''
  return [...(label + first === '' ? [] : [label === '' ? first : `${label}${first}`]), ...own.slice(1), ...under]
}

/** Chapters stand one step lower where the text has 编, and so on. */
function depthOf({ kind }: Provision, { provisions }: LegalText): string {
  const order = ['part', 'subpart', 'chapter', 'section']
  const present = order.filter((name) => hasKind(provisions, name))
  return '#'.repeat(2 + present.indexOf(kind))
}

function hasKind(provisions: readonly Provision[], kind: string): boolean {
  return provisions.some((provision) => provision.kind === kind || hasKind(provision.children, kind))
}

/** The first paragraph stands on the line of the article's number. */
function articleLines(article: Provision, text: LegalText): readonly string[] {
  const [first = '', ...rest] = article.children.flatMap((child) => linesOf(child, text))
  const start = article.children[0]?.text === '' ? ['', first] : [first]
  const heading = article.heading === undefined ? '' : `【${article.heading}】`
  const [line = '', ...others] = [...start, ...rest].filter((entry, i) => i === 0 || entry !== '')
  return [`${article.label} ${heading}${line}`.trimEnd(), ...others]
}
