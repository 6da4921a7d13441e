import { base64, bytesOf, Damaged, type ReadReceipt, readReceipt } from './format.ts'
import { hex, type LogKey, type ReadNote, readNote, readPolicy } from './note.ts'
import type { Checked, CheckFault } from './result.ts'

const utf8 = new TextEncoder()

/** Whether this browser can check Ed25519 signatures itself. Pages without TLS have no WebCrypto at all. */
export async function canCheck(): Promise<boolean> {
  try {
    await globalThis.crypto.subtle.importKey('raw', new Uint8Array(32), 'Ed25519', false, ['verify'])
    return true
  } catch {
    return false
  }
}

/**
 * Whether a receipt shows that its line is in a log that the policy believes, with WebCrypto and nothing else: no
 * network, no server.
 * @param words compared with every part the receipt can open; empty where nothing is to be compared
 */
export async function check(receiptText: string, policy: string, words = ''): Promise<Checked> {
  try {
    const { receipt, summed, sum } = readReceipt(receiptText)
    const note = readNote(receipt.checkpoint)
    if (base64(await sha256(summed)) !== sum) return failed('format')
    const key = await signerOf(note, readPolicy(policy))
    if (typeof key === 'string') return failed(key)
    const hash = await sha256(Uint8Array.of(0, ...receipt.leaf.bytes))
    if (!(await isIncluded(hash, receipt, note))) return failed('not-included')
    return {
      ok: true,
      origin: note.origin,
      index: receipt.index,
      size: note.size,
      root: base64(note.root),
      keyId: key.keyId,
      leafHash: base64(hash),
      leaf: receipt.leaf,
      opened: words === '' ? null : await openedBy(words, receipt),
    }
  } catch (error) {
    if (error instanceof Damaged) return failed('format')
    throw error
  }
}

const failed = (fault: CheckFault): Checked => ({ ok: false, fault })

/** The log's key under the note. One of its signatures that does not hold spoils the whole note. */
async function signerOf(note: ReadNote, keys: readonly LogKey[]): Promise<LogKey | CheckFault> {
  let found: LogKey | null = null
  for (const signature of note.signatures) {
    const key = keys.find(({ name, keyId }) => name === signature.name && keyId === signature.keyId)
    if (!key || key.name !== note.origin) continue
    if (hex((await sha256(utf8.encode(`${key.name}\n`), Uint8Array.of(1), key.publicKey)).subarray(0, 4)) !== key.keyId)
      return 'unknown-log'
    if (!(await holds(key, note.text, signature.bytes))) return 'signature'
    found ??= key
  }
  return found ?? 'unknown-log'
}

async function holds(key: LogKey, text: string, signature: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const { subtle } = globalThis.crypto
  const imported = await subtle.importKey('raw', key.publicKey, 'Ed25519', false, ['verify'])
  return subtle.verify('Ed25519', imported, signature, utf8.encode(text))
}

/** RFC 9162 section 2.1.3.2: the path is climbed from the leaf, and must end in the root with nothing left. */
async function isIncluded(
  leafHash: Uint8Array<ArrayBuffer>,
  { index, path }: ReadReceipt,
  { size, root }: ReadNote,
): Promise<boolean> {
  if (index >= size) return false
  let at = BigInt(index)
  let last = BigInt(size - 1)
  let hash = leafHash
  for (const sibling of path) {
    if (last === 0n) return false
    if (at % 2n === 1n || at === last) {
      hash = await sha256(Uint8Array.of(1), sibling, hash)
      while (at % 2n === 0n && at !== 0n) {
        at >>= 1n
        last >>= 1n
      }
    } else hash = await sha256(Uint8Array.of(1), hash, sibling)
    at >>= 1n
    last >>= 1n
  }
  return last === 0n && base64(hash) === base64(root)
}

/** The parts whose recorded words these are; none when they are others. Null where the receipt can open nothing. */
async function openedBy(words: string, { leaf, salts }: ReadReceipt): Promise<readonly string[] | null> {
  if (salts.size === 0) return null
  const { subtle } = globalThis.crypto
  const opened: string[] = []
  for (const [name, salt] of salts) {
    const commitment = bytesOf(leaf.c[name] ?? '', 32)
    const key = await subtle.importKey('raw', salt, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])
    for (const form of new Set([words, words.trim()])) {
      if (await subtle.verify('HMAC', key, commitment, utf8.encode(form))) opened.push(name)
    }
  }
  return opened
}

async function sha256(...pieces: readonly Uint8Array[]): Promise<Uint8Array<ArrayBuffer>> {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', whole))
}
