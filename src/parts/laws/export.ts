import { toAkn } from './export/akn.ts'
import { toDocx } from './export/docx.ts'
import { toMarkdown } from './export/markdown.ts'
import { type ExportMeta, fullMeta } from './export/meta.ts'
import type { LegalText } from './tree.ts'

export type ExportFormat = 'akn' | 'docx' | 'md'
export type { ExportMeta } from './export/meta.ts'
export { readAkn, UnreadableAkn } from './export/read-akn.ts'

/**
 * The text as a file: Akoma Ntoso 3.0 XML, a Word document in the official look, or Markdown.
 * @returns a string for `akn` and `md`, bytes for `docx`
 */
export async function exportText(
  text: LegalText,
  format: ExportFormat,
  meta: ExportMeta = {},
): Promise<Buffer | string> {
  if (format === 'md') return toMarkdown(text)
  if (format === 'docx') return toDocx(text)
  return toAkn(text, fullMeta(text, meta, new Date().toISOString().slice(0, 10)))
}
