import { createPublicKey, verify } from 'node:crypto'
import { base64, fromBase64, sha256 } from './bytes.ts'

/**
 * Signed notes (c2sp.org/signed-note), checkpoints (c2sp.org/tlog-checkpoint) and witnesses' cosignatures
 * (c2sp.org/tlog-cosignature, the Ed25519 kind).
 */

export const signatureTypes = { note: 1, cosignature: 4 } as const
export type SignatureType = (typeof signatureTypes)[keyof typeof signatureTypes]

/** Who may sign: a name and a public Ed25519 key. */
export interface Verifier {
  readonly name: string
  /** Eight hexadecimal digits. */
  readonly keyId: string
  readonly type: SignatureType
  readonly publicKey: Uint8Array
}

/** One who signs notes. */
export interface Signer extends Verifier {
  sign(message: Uint8Array): Uint8Array
}

export interface Signature {
  readonly name: string
  readonly keyId: string
  /** What follows the key id. */
  readonly bytes: Uint8Array
}
export interface Note {
  /** Ends in a newline. */
  readonly text: string
  readonly signatures: readonly Signature[]
}

export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
}

export function verifierOf(name: string, type: SignatureType, publicKey: Uint8Array): Verifier {
  const id = sha256(Buffer.from(`${name}\n`), Uint8Array.of(type), publicKey)
  return { name, keyId: id.toString('hex', 0, 4), type, publicKey }
}

/** A verifier as one word: `<name>+<key id>+<base64 of type and key>`. */
export function formatVerifier({ name, keyId, type, publicKey }: Verifier): string {
  return `${name}+${keyId}+${base64(Buffer.concat([Uint8Array.of(type), publicKey]))}`
}

/** @returns undefined if the text names no Ed25519 key, or its key id is not that of the key */
export function parseVerifier(text: string): Verifier | undefined {
  const parts = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/u.exec(text)
  const bytes = fromBase64(parts?.[3] ?? '')
  const type = Object.values(signatureTypes).find((known) => known === bytes?.[0])
  if (!parts?.[1] || !bytes || !type || bytes.length !== 33) return undefined
  const verifier = verifierOf(parts[1], type, bytes.subarray(1))
  return verifier.keyId === parts[2] ? verifier : undefined
}

/** @param text ends in a newline */
export function signNote(text: string, signers: readonly Signer[]): string {
  const lines = signers.map((signer) => {
    const signature = Buffer.concat([Buffer.from(signer.keyId, 'hex'), signer.sign(Buffer.from(text))])
    return `— ${signer.name} ${base64(signature)}\n`
  })
  return `${text}\n${lines.join('')}`
}

/** @returns undefined if this is not a signed note */
export function parseNote(note: string): Note | undefined {
  const gap = note.lastIndexOf('\n\n')
  if (gap < 0 || !note.endsWith('\n') || !note.isWellFormed() || hasControlCharacter(note)) return undefined
  const lines = note.slice(gap + 2, -1).split('\n')
  const signatures: Signature[] = []
  for (const line of lines) {
    const parts = /^— ([^\s+]+) (\S+)$/u.exec(line)
    const bytes = fromBase64(parts?.[2] ?? '')
    if (!parts?.[1] || !bytes || bytes.length < 5) return undefined
    signatures.push({ name: parts[1], keyId: bytes.toString('hex', 0, 4), bytes: bytes.subarray(4) })
  }
  return signatures.length > 0 && signatures.length <= 64 ? { text: note.slice(0, gap + 1), signatures } : undefined
}

/**
 * Those of the verifiers who signed the note.
 * @returns undefined if one of them has a signature that does not hold: then the whole note is refused
 */
export function signersOf(note: Note, verifiers: readonly Verifier[]): Verifier[] | undefined {
  const signers: Verifier[] = []
  for (const signature of note.signatures) {
    const verifier = verifiers.find(({ name, keyId }) => name === signature.name && keyId === signature.keyId)
    if (!verifier) continue
    if (!holds(note.text, signature, verifier)) return undefined
    if (!signers.includes(verifier)) signers.push(verifier)
  }
  return signers
}

export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${base64(root)}\n`
}

/** @returns undefined if the text is not that of a checkpoint, or has lines beyond the three we know */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const parts = /^([^\n]+)\n(0|[1-9][0-9]{0,14})\n([^\n]+)\n$/.exec(text)
  const root = fromBase64(parts?.[3] ?? '')
  if (!parts?.[1] || root?.length !== 32) return undefined
  return { origin: parts[1], size: Number(parts[2]), root }
}

/** Whether an Ed25519 signature (RFC 8032) holds. */
export function signatureHolds(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const x = Buffer.from(publicKey).toString('base64url')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  return verify(null, message, key, signature)
}

function holds(text: string, { bytes }: Signature, { type, publicKey }: Verifier): boolean {
  if (type === signatureTypes.note) return signatureHolds(publicKey, Buffer.from(text), bytes)
  if (bytes.length !== 72) return false
  const time = Buffer.from(bytes).readBigUInt64BE()
  return signatureHolds(publicKey, Buffer.from(`cosignature/v1\ntime ${time}\n${text}`), bytes.subarray(8))
}

function hasControlCharacter(text: string): boolean {
  return [...text].some((character) => character < ' ' && character !== '\n')
}
