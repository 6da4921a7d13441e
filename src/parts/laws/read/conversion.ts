import { type Confined, runConfined } from '#kernel/documents/confined'
import type { FileKind } from './file-kind.ts'
import { conversionConfines } from './limits.ts'
import { FileRefused, isRefusalCode, type RefusalCode } from './refusal.ts'

/**
 * The words of a file, taken out in a confined process (decision 011): whatever the file does to it, it ends within
 * `conversionConfines` and leaves the caller unharmed.
 * @throws FileRefused
 */
export async function convert(kind: Exclude<FileKind, 'text'>, bytes: Uint8Array): Promise<string> {
  const work = new URL('./words-of-file.ts', import.meta.url)
  const outcome = await runConfined<string>(work, { kind, bytes }, conversionConfines)
  if (outcome.ok) return outcome.answer
  throw new FileRefused(refusalOf(outcome))
}

function refusalOf(outcome: Extract<Confined<string>, { readonly ok: false }>): RefusalCode {
  switch (outcome.reason) {
    case 'time':
      return 'too-slow'
    case 'memory':
      return 'too-heavy'
    case 'busy':
      return 'busy'
    case 'crashed':
      return 'damaged'
    case 'failed':
      return isRefusalCode(outcome.code) ? outcome.code : 'damaged'
  }
}
