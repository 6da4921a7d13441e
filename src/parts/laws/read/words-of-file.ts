// Runs in the confined process that conversion.ts starts.
import type { FileKind } from './file-kind.ts'
import { maxCharacters } from './limits.ts'
import { FileRefused } from './refusal.ts'

/** The words of one file. @throws FileRefused */
export async function run(input: { readonly kind: FileKind; readonly bytes: Uint8Array }): Promise<string> {
  // Plain bytes whatever they were: the PDF reader takes no Buffer.
  const text = await textOf({ kind: input.kind, bytes: new Uint8Array(input.bytes) })
  // Before it is sent: what is refused for its length need not be carried over first.
  if (text.length > maxCharacters) throw new FileRefused('too-long')
  return text
}

async function textOf({ kind, bytes }: { readonly kind: FileKind; readonly bytes: Uint8Array }): Promise<string> {
  if (kind === 'docx') return (await import('./docx.ts')).textOfDocx(bytes)
  if (kind === 'pdf') return (await import('./pdf.ts')).textOfPdf(bytes)
  const { textOfHtml } = await import('./html.ts')
  const { decodeText } = await import('./plain-text.ts')
  return textOfHtml(decodeText(bytes))
}
