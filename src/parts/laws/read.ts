import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { convert } from './read/conversion.ts'
import { fileKind } from './read/file-kind.ts'
import { maxCharacters, maxFileBytes, maxLines } from './read/limits.ts'
import { decodeText } from './read/plain-text.ts'
import { FileRefused } from './read/refusal.ts'

export { FileRefused, type RefusalCode, refusalMessage } from './read/refusal.ts'

/**
 * The words of an uploaded document (.docx, .pdf with text, .txt, .md, .html) as text for `parseLegalText`.
 * @param name the name it was sent under; only its ending is looked at
 * @throws FileRefused
 */
export async function readDocument(name: string, bytes: Uint8Array): Promise<string> {
  if (bytes.length > maxFileBytes) throw new FileRefused('too-large')
  const kind = await fileKind(bytes, name)
  return withinLength(kind === 'text' ? decodeText(bytes) : await convert(kind, bytes))
}

/**
 * The words of what a person pasted: plain text, Markdown, or the HTML of a page.
 * @throws FileRefused
 */
export async function readPasted(pasted: string): Promise<string> {
  if (!/<(?:p|div|br|h[1-6]|li|td|span|body|html)[\s>/]/i.test(pasted)) return withinLength(pasted)
  return withinLength(await convert('html', new TextEncoder().encode(pasted)))
}

/**
 * A document of the disk; its size is looked at before a byte is read.
 * @throws FileRefused
 */
export async function readDocumentFile(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined)
  if (!found) throw new FileRefused('not-found')
  if (!found.isFile()) throw new FileRefused('not-a-file')
  if (found.size > maxFileBytes) throw new FileRefused('too-large')
  const bytes = await readFile(path).catch(() => undefined)
  if (!bytes) throw new FileRefused('not-found')
  return readDocument(basename(path), bytes)
}

function withinLength(text: string): string {
  if (text.length > maxCharacters) throw new FileRefused('too-long')
  let lines = 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1
  if (lines > maxLines) throw new FileRefused('too-long')
  return text
}
