import { base64, fromBase64 } from './bytes.ts'
import { parseNote, type Signer, signersOf, signNote } from './note.ts'
import type { Policy } from './policy.ts'

/** A signed word that a leaf will be in the log by then. Without a proof after that time it is evidence of a fault. */
export interface LeafPromise {
  readonly origin: string
  readonly leafHash: Uint8Array
  readonly logBy: Date
}

/** A leaf is in the log at most this long after it was promised. */
export const promiseSeconds = 60

export function signPromise(promise: LeafPromise, signer: Signer): string {
  // Its second line is never a number, so nobody can pass it off as a checkpoint.
  const lines = [promise.origin, `promise ${base64(promise.leafHash)}`, `log-by ${promise.logBy.toISOString()}`]
  return signNote(`${lines.join('\n')}\n`, [signer])
}

/** @returns undefined if it is not a promise, or no log of the policy signed it */
export function verifyPromise(text: string, policy: Policy): LeafPromise | undefined {
  const note = parseNote(text)
  const parts = /^([^\n]+)\npromise (\S+)\nlog-by (\S+)\n$/.exec(note?.text ?? '')
  const leafHash = fromBase64(parts?.[2] ?? '')
  const logBy = new Date(parts?.[3] ?? '')
  if (!note || !parts?.[1] || leafHash?.length !== 32 || Number.isNaN(logBy.getTime())) return undefined
  const signers = signersOf(
    note,
    policy.logs.filter(({ name }) => name === parts[1]),
  )
  return signers?.[0] ? { origin: parts[1], leafHash, logBy } : undefined
}
