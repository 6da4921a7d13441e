import { type DefaultTreeAdapterTypes, parse } from 'parse5'

type Node = DefaultTreeAdapterTypes.Node

const blocks = new Set(
  'address article aside blockquote body br caption center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
)
const unseen = new Set('head script style template noscript iframe object svg math select button textarea'.split(' '))

/** The text of a web page or of pasted HTML, one line for each block; headings keep a Markdown mark. */
export function textOfHtml(html: string): string {
  const lines: string[] = []
  let current = ''
  let mark = ''
  const endLine = () => {
    const line = current.replace(/[^\S\u3000]+/g, ' ').trim()
    if (line !== '') lines.push(`${mark}${line}`)
    current = ''
    mark = ''
  }
  const pending: ({ readonly node: Node } | { readonly end: string })[] = [{ node: parse(html) }]
  while (pending.length > 0) {
    const step = pending.pop()!
    if ('end' in step) {
      endLine()
      continue
    }
    const { node } = step
    if (node.nodeName === '#text' && 'value' in node) current += node.value
    if (!('childNodes' in node) || unseen.has(node.nodeName) || isHidden(node)) continue
    if (blocks.has(node.nodeName)) {
      endLine()
      if (/^h[1-6]$/.test(node.nodeName)) mark = `${'#'.repeat(Number(node.nodeName[1]))} `
      pending.push({ end: node.nodeName })
    }
    for (let index = node.childNodes.length - 1; index >= 0; index -= 1) {
      pending.push({ node: node.childNodes[index]! })
    }
  }
  endLine()
  return lines.join('\n')
}

function isHidden(node: Node): boolean {
  return (
    'attrs' in node &&
    node.attrs.some(
      ({ name, value }) => name === 'hidden' || (name === 'style' && /display\s*:\s*none/i.test(value.slice(0, 500))),
    )
  )
}
