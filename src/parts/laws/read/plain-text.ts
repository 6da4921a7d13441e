import { hasUtf16Mark, looksLikeUtf16 } from './file-kind.ts'
import { FileRefused } from './refusal.ts'

/**
 * Text in UTF-8, UTF-16 or GB18030, by its mark or by trying.
 * @throws FileRefused when none of them gives readable words
 */
export function decodeText(bytes: Uint8Array): string {
  if (hasUtf16Mark(bytes)) {
    return new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes)
  }
  const utf8 = decoded('utf-8', bytes)
  if (utf8 !== undefined) return utf8
  if (looksLikeUtf16(bytes)) return new TextDecoder('utf-16le').decode(bytes)
  const gb = decoded('gb18030', bytes)
  const patched = new TextDecoder('utf-8').decode(bytes)
  const best = gb !== undefined && commonness(gb) >= commonness(patched) ? gb : patched
  const strange = best.match(/\ufffd/g)?.length ?? 0
  if (strange > best.length * 0.01) throw new FileRefused('encoding')
  return best
}

/** A cut-off last character is forgiven: the upload may have been. */
function decoded(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true })
  } catch {
    return undefined
  }
}

/** How many of the commonest characters of laws there are: a wrong encoding shows few. */
function commonness(text: string): number {
  return text.match(/[第条的，。、一人民]/g)?.length ?? 0
}
