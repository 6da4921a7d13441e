import { extname } from 'node:path'
import { FileRefused } from './refusal.ts'

/** How a file is to be read. */
export type FileKind = 'text' | 'html' | 'docx' | 'pdf'

const kindOfName: Readonly<Record<string, FileKind>> = {
  '.txt': 'text',
  '.text': 'text',
  '.md': 'text',
  '.markdown': 'text',
  '.htm': 'html',
  '.html': 'html',
  '.docx': 'docx',
  '.pdf': 'pdf',
}

/**
 * The kind of a file, told from its first bytes. A name that promises another kind is refused: a file that is two
 * things at once must not be read as the one that was not meant.
 * @throws FileRefused
 */
export async function fileKind(bytes: Uint8Array, name: string): Promise<FileKind> {
  if (bytes.length === 0) throw new FileRefused('empty')
  const found = kindOfContent(bytes)
  const extension = extname(name).toLowerCase()
  const promised = kindOfName[extension]
  if (promised === undefined) {
    if (extension !== '' && !isPlain(found)) throw new FileRefused('name-differs')
    if (isPlain(found) && (await isKnownFormat(bytes))) throw new FileRefused('wrong-type')
    return found
  }
  if (promised !== found && !(isPlain(promised) && isPlain(found))) throw new FileRefused('name-differs')
  return promised
}

/** A picture or program may begin with bytes that could be text. */
async function isKnownFormat(bytes: Uint8Array): Promise<boolean> {
  const { fileTypeFromBuffer } = await import('file-type')
  const found = await fileTypeFromBuffer(bytes.subarray(0, 4096)).catch(() => undefined)
  return found !== undefined && !/^(?:text\/|application\/(?:xml|xhtml))/.test(found.mime)
}

function isPlain(kind: FileKind): boolean {
  return kind === 'text' || kind === 'html'
}

function kindOfContent(bytes: Uint8Array): FileKind {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096))
  if (start.subarray(0, 5).toString('latin1') === '%PDF-') return 'pdf'
  if (start.subarray(0, 4).toString('latin1') === 'PK\x03\x04') return 'docx'
  if (start.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))) throw new FileRefused('old-office')
  if (isBinary(start)) throw new FileRefused('wrong-type')
  return looksLikeHtml(start.toString('latin1')) ? 'html' : 'text'
}

/** Control characters other than tabs and line ends do not occur in text; UTF-16 is full of zero bytes. */
function isBinary(start: Buffer): boolean {
  if (hasUtf16Mark(start) || looksLikeUtf16(start)) return false
  const controls = start.filter((byte) => byte < 0x20 && ![0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1a].includes(byte)).length
  return controls > 2 || start.includes(0)
}

export function hasUtf16Mark(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
}

/** Little-endian UTF-16 without a mark: the line ends of a Chinese text are its only zero bytes, at odd places. */
export function looksLikeUtf16(bytes: Uint8Array): boolean {
  const start = bytes.subarray(0, 4096)
  let chinese = 0
  for (let index = 0; index + 1 < start.length; index += 2) {
    const unit = start[index]! | (start[index + 1]! << 8)
    if (unit === 0 || (unit < 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09)) return false
    if ((unit >= 0x4e00 && unit <= 0x9fff) || (unit >= 0x3000 && unit <= 0x303f)) chinese += 1
  }
  return start.includes(0) && chinese > start.length / 2 / 2
}

function looksLikeHtml(start: string): boolean {
  return /^(?:\xef\xbb\xbf)?\s*(?:<!doctype html|<\?xml[^>]*>\s*<!doctype html|<(?:html|head|body|meta|div|p|span|table|article|section|h[1-6]|ol|ul)[\s>])/i.test(
    start,
  )
}
