import { bytesOf, Damaged, demand, isWellFormed } from './format.ts'

/** A signed note (c2sp.org/signed-note) whose text is a checkpoint (c2sp.org/tlog-checkpoint). */
export interface ReadNote {
  readonly text: string
  readonly signatures: readonly {
    readonly name: string
    readonly keyId: string
    readonly bytes: Uint8Array<ArrayBuffer>
  }[]
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array<ArrayBuffer>
}

/** A log's name and public Ed25519 key. */
export interface LogKey {
  readonly name: string
  readonly keyId: string
  readonly publicKey: Uint8Array<ArrayBuffer>
}

/** @throws Damaged if this is not a signed checkpoint */
export function readNote(note: string): ReadNote {
  const gap = note.lastIndexOf('\n\n')
  demand(gap > 0 && note.endsWith('\n') && isWellFormed(note) && !hasControl(note))
  const signatures = note
    .slice(gap + 2, -1)
    .split('\n')
    .map((line) => {
      const parts = /^— ([^\s+]+) (\S+)$/u.exec(line)
      demand(parts !== null)
      const bytes = bytesOf(parts[2] ?? '')
      demand(bytes.length >= 5)
      return { name: parts[1] ?? '', keyId: hex(bytes.subarray(0, 4)), bytes: bytes.slice(4) }
    })
  demand(signatures.length <= 64)
  const text = note.slice(0, gap + 1)
  const body = /^([^\n]+)\n(0|[1-9][0-9]{0,14})\n([^\n]+)\n$/.exec(text)
  demand(body !== null)
  return { text, signatures, origin: body[1] ?? '', size: Number(body[2]), root: bytesOf(body[3] ?? '', 32) }
}

/** The logs a policy (c2sp.org/tlog-policy) believes. @throws Damaged if it asks for witnesses too: that is not checked here */
export function readPolicy(policy: string): readonly LogKey[] {
  const lines = policy.split('\n').map((line) => line.trim())
  return lines.flatMap((line) => {
    if (line === '' || line.startsWith('#') || line === 'quorum none') return []
    const word = /^log (\S+)$/.exec(line)?.[1]
    if (!word) throw new Damaged()
    return [keyOf(word)]
  })
}

function keyOf(word: string): LogKey {
  const parts = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/u.exec(word)
  demand(parts !== null)
  const bytes = bytesOf(parts[3] ?? '', 33)
  demand(bytes[0] === 1)
  return { name: parts[1] ?? '', keyId: parts[2] ?? '', publicKey: bytes.slice(1) }
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function hasControl(text: string): boolean {
  return [...text].some((character) => character < ' ' && character !== '\n')
}
