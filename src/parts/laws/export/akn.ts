import type { LegalText, Provision, ProvisionKind } from '../tree.ts'
import { type FullMeta, isDay } from './meta.ts'
import { attributes, escaped } from './xml.ts'

export const aknNamespace = 'http://docs.oasis-open.org/legaldocml/ns/akn/3.0'

/** Name of the date that stands where a text has none: the schema asks for one. */
export const undated = 'date-not-stated'

/** 编 分编 章 节 条 款 as elements of Akoma Ntoso; 项 and 目 are items of a list inside the 款. */
export const elementOf: Readonly<Record<Exclude<ProvisionKind, 'item' | 'subitem'>, string>> = {
  part: 'part',
  subpart: 'subpart',
  chapter: 'chapter',
  section: 'section',
  article: 'article',
  paragraph: 'paragraph',
}

/**
 * The text as Akoma Ntoso 3.0 (OASIS LegalDocML), valid against the final schema. Ids of provisions become `eId`,
 * numbers stand in the `title` of `num`, so that reading the file back gives the same tree.
 */
export function toAkn(text: LegalText, meta: FullMeta): string {
  const body = text.provisions.map(hierarchy).join('\n')
  const preamble = text.preamble.length === 0 ? '' : `<preamble>${paragraphs(text.preamble)}</preamble>`
  const conclusions = text.tail.length === 0 ? '' : `<conclusions>${paragraphs(text.tail)}</conclusions>`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<akomaNtoso xmlns="${aknNamespace}">`,
    `<${meta.kind}${attributes({ name: meta.kind === 'bill' ? 'draft' : 'law', contains: containsOf(text) })}>`,
    metaOf(text, meta),
    '<preface>',
    `<p class="title"><docTitle>${escaped(text.title)}</docTitle></p>`,
    ...text.note.map((line) => `<p class="note">${escaped(line)}</p>`),
    '</preface>',
    preamble,
    `<body>${body === '' ? '<hcontainer name="empty"><content><p/></content></hcontainer>' : body}</body>`,
    conclusions,
    `</${meta.kind}>`,
    '</akomaNtoso>',
    '',
  ]
    .filter((line, i, lines) => line !== '' || i === lines.length - 1)
    .join('\n')
}

function containsOf(text: LegalText): string {
  return text.dates.some(({ what }) => /修[正订改]/u.test(what)) ? 'singleVersion' : 'originalVersion'
}

function metaOf(text: LegalText, meta: FullMeta): string {
  const stated = text.dates.filter(({ date }) => isDay(date))
  const dates = stated.length > 0 ? stated : [{ date: meta.date ?? meta.madeOn, what: undated }]
  const workDate = meta.date ?? dates[0]!.date
  const versionDate = meta.versionDate ?? workDate
  const work = `/akn/${meta.country}/${meta.kind}/${workDate}/${encodeURIComponent(text.title || 'untitled')}`
  const expression = `${work}/zho@${versionDate}`
  const author = '<FRBRauthor href="#author" as="#publisher"/>'
  const frbr = (name: string, uri: string, rest: string) =>
    `<${name}><FRBRthis value="${uri}/!main"/><FRBRuri value="${uri}"/>${rest}</${name}>`
  return [
    '<meta><identification source="#author">',
    frbr(
      'FRBRWork',
      work,
      `${dates.map(({ date, what }) => `<FRBRdate${attributes({ date, name: what })}/>`).join('')}${author}<FRBRcountry value="${meta.country}"/>`,
    ),
    frbr(
      'FRBRExpression',
      expression,
      `<FRBRdate date="${versionDate}" name="version"/>${author}<FRBRlanguage language="zho"/>`,
    ),
    frbr('FRBRManifestation', `${expression}.akn`, `<FRBRdate date="${meta.madeOn}" name="file"/>${author}`),
    '</identification>',
    '<references source="#author">',
    `<TLCOrganization${attributes({ eId: 'author', href: `/akn/ontology/organization/${meta.country}/${encodeURIComponent(meta.author)}`, showAs: meta.author })}/>`,
    `<TLCRole eId="publisher" href="/akn/ontology/role/${meta.country}/publisher" showAs="公布机关"/>`,
    '</references></meta>',
  ].join('\n')
}

/** 编 to 款. */
function hierarchy(provision: Provision): string {
  if (provision.kind === 'item' || provision.kind === 'subitem') return looseItem(provision)
  const name = elementOf[provision.kind]
  const inside =
    provision.kind === 'paragraph' || provision.children.length === 0
      ? `<content>${lines(provision.text)}${list(provision)}</content>`
      : `${provision.text === '' ? '' : `<intro>${lines(provision.text)}</intro>`}${provision.children.map(hierarchy).join('\n')}`
  return `<${name}${attributes({ eId: provision.id })}>${head(provision)}${inside}</${name}>`
}

/** An item that stands under no 款. */
function looseItem(provision: Provision): string {
  return `<point${attributes({ eId: provision.id })}>${head(provision)}<content>${lines(provision.text)}${list(provision)}</content></point>`
}

function head({ kind, number, label, heading }: Provision): string {
  const num =
    kind === 'paragraph' || (label === '' && number === '')
      ? ''
      : `<num${attributes({ title: number })}>${escaped(label)}</num>`
  return heading === undefined ? num : `${num}<heading>${escaped(heading)}</heading>`
}

function list({ id, children }: Provision): string {
  if (children.length === 0) return ''
  const items = children.map(
    (item) => `<item${attributes({ eId: item.id })}>${head(item)}${lines(item.text)}${list(item)}</item>`,
  )
  return `<blockList${attributes({ eId: `${id}__list_1` })}>${items.join('')}</blockList>`
}

/** One `p` for each line; at least one, even empty: the schema asks for a block. */
function lines(text: string): string {
  return paragraphs(text.split('\n'))
}

function paragraphs(texts: readonly string[]): string {
  return texts.map((text) => (text === '' ? '<p/>' : `<p>${escaped(text)}</p>`)).join('')
}
