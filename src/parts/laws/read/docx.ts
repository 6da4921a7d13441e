import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { openZip, type SafeZip, ZipRefused } from '#kernel/documents/zip-guard'
import { type Numbering, type NumberingLevel, numberingCounter } from './docx-numbering.ts'
import { maxCharacters } from './limits.ts'
import { FileRefused } from './refusal.ts'

/**
 * The words of a Word file, one line for each paragraph, with the numbers Word would print. Deleted words of tracked
 * changes and hidden words are left out.
 * @throws FileRefused
 */
export async function textOfDocx(bytes: Uint8Array): Promise<string> {
  try {
    const zip = await openZip(bytes)
    if (!zip.names.includes('word/document.xml')) throw new FileRefused('wrong-type')
    return await documentText(zip, await readNumbering(zip))
  } catch (error) {
    if (error instanceof ZipRefused) throw new FileRefused(refusals[error.code] ?? 'bomb')
    throw error
  }
}

const refusals: Readonly<Partial<Record<ZipRefused['code'], 'damaged' | 'password'>>> = {
  'not-a-zip': 'damaged',
  broken: 'damaged',
  encrypted: 'password',
}

interface XmlHandlers {
  open(tag: SaxesTagPlain): void
  close(name: string): void
  text?(words: string): void
}

/** Reads one file of the archive piece by piece; a DOCTYPE, and so every entity of one's own, is refused. */
async function readXml(zip: SafeZip, name: string, handlers: XmlHandlers): Promise<void> {
  const parser = new SaxesParser()
  let depth = 0
  parser.on('doctype', () => {
    throw new FileRefused('doctype')
  })
  parser.on('error', () => {
    throw new FileRefused('damaged')
  })
  parser.on('opentag', (tag) => {
    depth += 1
    if (depth > 500) throw new FileRefused('bomb')
    handlers.open(tag)
  })
  parser.on('closetag', ({ name: tag }) => {
    depth -= 1
    handlers.close(tag)
  })
  if (handlers.text) parser.on('text', (words) => handlers.text?.(words))
  const decoder = new TextDecoder('utf-8')
  for await (const piece of zip.stream(name)) parser.write(decoder.decode(piece, { stream: true }))
  parser.write(decoder.decode())
  parser.close()
}

interface Paragraph {
  words: string
  style: string
  list: string
  level: number | undefined
  hidden: boolean
}

async function documentText(zip: SafeZip, numbering: Numbering): Promise<string> {
  const label = numberingCounter(numbering)
  const lines: string[] = []
  const open: Paragraph[] = []
  let total = 0
  let skipping = 0
  let inText = false
  let run = { words: '', hidden: false, inside: false }

  const endParagraph = (paragraph: Paragraph) => {
    const words = paragraph.words.trim()
    const style = numbering.styles.get(paragraph.style)
    const list = paragraph.list || style?.list || ''
    const prefix = list !== '' && list !== '0' && words !== '' ? label(list, paragraph.level ?? style?.level ?? 0) : ''
    lines.push(...`${prefix}${words}`.split('\n'))
    total += words.length + 1
    if (total > maxCharacters) throw new FileRefused('too-long')
  }
  await readXml(zip, 'word/document.xml', {
    open({ name, attributes }) {
      if (skipping > 0 || unseen.has(name)) {
        skipping += 1
        return
      }
      const paragraph = open.at(-1)
      if (name === 'w:p') open.push({ words: '', style: '', list: '', level: undefined, hidden: false })
      else if (name === 'w:r') run = { words: '', hidden: false, inside: true }
      else if (name === 'w:t') inText = true
      else if (name === 'w:vanish') run.hidden = attributes['w:val'] !== '0' && attributes['w:val'] !== 'false'
      else if (name === 'w:pStyle' && paragraph) paragraph.style = attributes['w:val'] ?? ''
      else if (name === 'w:numId' && paragraph) paragraph.list = attributes['w:val'] ?? ''
      else if (name === 'w:ilvl' && paragraph) paragraph.level = Number(attributes['w:val'] ?? 0)
      else if (run.inside) run.words += characters[name] ?? ''
    },
    close(name) {
      if (skipping > 0) {
        skipping -= 1
        return
      }
      if (name === 'w:t') inText = false
      else if (name === 'w:r') {
        const paragraph = open.at(-1)
        if (paragraph && !run.hidden) paragraph.words += run.words
        run = { words: '', hidden: false, inside: false }
      } else if (name === 'w:p') {
        const paragraph = open.pop()
        if (paragraph) endParagraph(paragraph)
      }
    },
    text(words) {
      if (inText && skipping === 0) run.words += words
      if (run.words.length > maxCharacters) throw new FileRefused('too-long')
    },
  })
  return lines.join('\n')
}

/** Deleted words, the words of fields, and the second copy of what newer Word versions draw otherwise. */
const unseen = new Set(['w:del', 'w:moveFrom', 'w:instrText', 'mc:Fallback', 'w:rPrChange', 'w:pPrChange'])
const characters: Readonly<Record<string, string>> = {
  'w:tab': '\t',
  'w:br': '\n',
  'w:cr': '\n',
  'w:noBreakHyphen': '-',
}

async function readNumbering(zip: SafeZip): Promise<Numbering> {
  const lists = new Map<string, { abstract: string; starts: Map<number, number> }>()
  const levels = new Map<string, Map<number, NumberingLevel>>()
  const styles = new Map<string, { list: string; level: number }>()
  if (zip.names.includes('word/numbering.xml')) await readLists(zip, lists, levels)
  if (zip.names.includes('word/styles.xml') && lists.size > 0) await readStyles(zip, styles)
  return { lists, levels, styles }
}

async function readLists(
  zip: SafeZip,
  lists: Map<string, { abstract: string; starts: Map<number, number> }>,
  levels: Map<string, Map<number, NumberingLevel>>,
): Promise<void> {
  let abstract = ''
  let list = ''
  let at = 0
  let level = { start: 1, format: 'decimal', pattern: '', gap: ' ' }
  await readXml(zip, 'word/numbering.xml', {
    open({ name, attributes }) {
      const value = attributes['w:val'] ?? ''
      if (name === 'w:abstractNum') {
        abstract = attributes['w:abstractNumId'] ?? ''
        levels.set(abstract, new Map())
      } else if (name === 'w:num') {
        list = attributes['w:numId'] ?? ''
        lists.set(list, { abstract: '', starts: new Map() })
      } else if (name === 'w:lvl' || name === 'w:lvlOverride') {
        at = Number(attributes['w:ilvl'] ?? 0)
        if (name === 'w:lvl') level = { start: 1, format: 'decimal', pattern: '', gap: ' ' }
      } else if (name === 'w:abstractNumId' && lists.has(list)) lists.get(list)!.abstract = value
      else if (name === 'w:startOverride') lists.get(list)?.starts.set(at, Number(value))
      else if (name === 'w:start') level.start = Number(value)
      else if (name === 'w:numFmt') level.format = value
      else if (name === 'w:lvlText') level.pattern = value
      else if (name === 'w:suff') level.gap = value === 'nothing' ? '' : ' '
    },
    close(name) {
      if (name === 'w:lvl' && list === '') levels.get(abstract)?.set(at, level)
    },
  })
}

async function readStyles(zip: SafeZip, styles: Map<string, { list: string; level: number }>): Promise<void> {
  let style = ''
  await readXml(zip, 'word/styles.xml', {
    open({ name, attributes }) {
      const value = attributes['w:val'] ?? ''
      if (name === 'w:style') style = attributes['w:styleId'] ?? ''
      else if (name === 'w:numId') styles.set(style, { list: value, level: styles.get(style)?.level ?? 0 })
      else if (name === 'w:ilvl') styles.set(style, { list: styles.get(style)?.list ?? '', level: Number(value) })
    },
    close() {},
  })
}
