import { SaxesParser } from 'saxes'
import type { LegalText, Provision, ProvisionKind } from '../tree.ts'
import { undated } from './akn.ts'

/** The file is no Akoma Ntoso document that can be read; the message says why, with the line. */
export class UnreadableAkn extends Error {}

const longest = 30_000_000
const deepest = 200

interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: (Element | string)[]
  readonly line: number
}

const kinds: Readonly<Record<string, ProvisionKind>> = {
  book: 'part',
  tome: 'part',
  part: 'part',
  title: 'part',
  subpart: 'subpart',
  chapter: 'chapter',
  section: 'section',
  article: 'article',
  rule: 'article',
  paragraph: 'paragraph',
  subsection: 'paragraph',
  alinea: 'paragraph',
  subparagraph: 'paragraph',
  point: 'item',
  indent: 'item',
}

/**
 * Reads an Akoma Ntoso act or bill into a tree; a file written by this product comes back as the tree it was made of,
 * with the lines of the XML. No document type, no entities but the five of XML.
 * @throws UnreadableAkn
 */
export function readAkn(xml: string): LegalText {
  const root = elementsOf(xml)
  if (root.name !== 'akomaNtoso') throw new UnreadableAkn(`line ${root.line}: the root element is not akomaNtoso`)
  const body = find(root, 'body') ?? find(root, 'mainBody')
  if (!body) throw new UnreadableAkn(`line ${root.line}: there is no body`)
  const preface = find(root, 'preface')
  const title = preface && find(preface, 'docTitle')
  return {
    title: title ? words(title) : '',
    note: preface
      ? blocks(preface)
          .filter((block) => !find(block, 'docTitle'))
          .map(words)
      : [],
    preamble: blocks(find(root, 'preamble')).map(words),
    dates: inside(find(root, 'FRBRWork'), 'FRBRdate')
      .map(({ attributes }) => ({ date: attributes.date ?? '', what: attributes.name ?? '' }))
      .filter(({ what }) => what !== undated),
    provisions: provisionsIn(body, ''),
    tail: blocks(find(root, 'conclusions')).map(words),
  }
}

function elementsOf(xml: string): Element {
  if (xml.length > longest) throw new UnreadableAkn(`longer than ${longest} characters`)
  const parser = new SaxesParser({ xmlns: true, position: true })
  const open: Element[] = []
  let root: Element | undefined
  const refuse = (why: string): never => {
    throw new UnreadableAkn(`line ${parser.line}: ${why}`)
  }
  parser.on('error', (error) => refuse(error.message))
  parser.on('doctype', () => refuse('a document type is not accepted'))
  parser.on('opentag', ({ local, attributes }) => {
    if (open.length >= deepest) refuse('nested too deeply')
    const values = Object.values(attributes).map(({ local: name, value }) => [name, value])
    const element = { name: local, attributes: Object.fromEntries(values), children: [], line: parser.line }
    open.at(-1)?.children.push(element)
    root ??= element
    open.push(element)
  })
  parser.on('closetag', () => void open.pop())
  parser.on('text', (text) => void open.at(-1)?.children.push(text))
  parser.on('cdata', (text) => void open.at(-1)?.children.push(text))
  parser.write(xml).close()
  return root ?? refuse('there is no element')
}

/** Provisions among the children; an element of another name is looked through. */
function provisionsIn(parent: Element, parentId: string): readonly Provision[] {
  return elements(parent).flatMap((element) => {
    const kind = kinds[element.name]
    if (kind) return [provisionOf(element, kind, parentId, ordinal(parent, element))]
    return ['hcontainer', 'division', 'list'].includes(element.name) ? provisionsIn(element, parentId) : []
  })
}

function provisionOf(element: Element, kind: ProvisionKind, parentId: string, position: number): Provision {
  const num = child(element, 'num')
  const label = num ? words(num) : ''
  const number = kind === 'paragraph' ? String(position) : (num?.attributes.title ?? digitsOf(label))
  const id =
    element.attributes.eId ?? element.attributes.id ?? nameUnder(parentId, `${element.name}_${number || position}`)
  const heading = child(element, 'heading')
  const content = child(element, 'content') ?? child(element, 'intro')
  return {
    id,
    kind,
    number,
    label,
    ...(heading && { heading: words(heading) }),
    text: textOf(content),
    children: [...itemsOf(content, kind, id), ...provisionsIn(element, id)],
    line: element.line,
  }
}

function itemsOf(holder: Element | undefined, kind: ProvisionKind, parentId: string): readonly Provision[] {
  const list = holder && child(holder, 'blockList')
  if (!list) return []
  return elements(list)
    .filter(({ name }) => name === 'item')
    .map((item, i): Provision => {
      const num = child(item, 'num')
      const label = num ? words(num) : ''
      const id = item.attributes.eId ?? nameUnder(parentId, `item_${i + 1}`)
      const own = kind === 'item' || kind === 'subitem' ? 'subitem' : 'item'
      const heading = child(item, 'heading')
      return {
        id,
        kind: own,
        number: num?.attributes.title ?? digitsOf(label),
        label,
        ...(heading && { heading: words(heading) }),
        text: textOf(item),
        children: itemsOf(item, own, id),
        line: item.line,
      }
    })
}

/** The blocks before any list, one line each. */
function textOf(holder: Element | undefined): string {
  if (!holder) return ''
  const introduction = inside(child(holder, 'blockList'), 'listIntroduction')
  return [...elements(holder).filter(({ name }) => name === 'p' || name === 'block'), ...introduction]
    .map(words)
    .join('\n')
}

function ordinal(parent: Element, element: Element): number {
  return (
    elements(parent)
      .filter(({ name }) => name === element.name)
      .indexOf(element) + 1
  )
}

function nameUnder(parentId: string, own: string): string {
  return parentId === '' ? own : `${parentId}__${own}`
}

function digitsOf(label: string): string {
  return /\d+(?:-\d+)?/.exec(label)?.[0] ?? ''
}

function elements(parent: Element | undefined): readonly Element[] {
  return (parent?.children ?? []).filter((entry) => typeof entry !== 'string')
}

function child(parent: Element, name: string): Element | undefined {
  return elements(parent).find((element) => element.name === name)
}

function inside(parent: Element | undefined, name: string): readonly Element[] {
  return elements(parent).flatMap((element) => [...(element.name === name ? [element] : []), ...inside(element, name)])
}

function find(parent: Element, name: string): Element | undefined {
  return inside(parent, name)[0]
}

function blocks(parent: Element | undefined): readonly Element[] {
  return elements(parent).flatMap((element) =>
    element.name === 'p' || element.name === 'longTitle'
      ? [element]
      : element.name === 'container'
        ? blocks(element)
        : [],
  )
}

/** All words inside, line breaks of the file's layout aside. */
function words(element: Element): string {
  return element.children
    .map((entry) => (typeof entry === 'string' ? entry : words(entry)))
    .join('')
    .replace(/\s*\n\s*/g, ' ')
    .trim()
}
