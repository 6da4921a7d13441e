import { base64, fromBase64 } from './bytes.ts'
import { type Checkpoint, parseNote, type Signer, signersOf, signNote } from './note.ts'
import type { Policy } from './policy.ts'

/** A signed statement that at an instant the log was so long and had this root: what came later cannot say it was earlier. */
export interface Heartbeat extends Checkpoint {
  readonly at: Date
}

/** Without new leaves the log shows that it is alive this often. */
export const heartbeatSeconds = 60

export function signHeartbeat({ origin, size, root }: Checkpoint, at: Date, signer: Signer): string {
  return signNote(`${origin}\nalive ${at.toISOString()}\n${size}\n${base64(root)}\n`, [signer])
}

/** @returns undefined if it is not a heartbeat, or no log of the policy signed it */
export function verifyHeartbeat(text: string, policy: Policy): Heartbeat | undefined {
  const note = parseNote(text)
  const parts = /^([^\n]+)\nalive (\S+)\n(0|[1-9][0-9]{0,14})\n(\S+)\n$/.exec(note?.text ?? '')
  const root = fromBase64(parts?.[4] ?? '')
  const at = new Date(parts?.[2] ?? '')
  if (!note || !parts?.[1] || root?.length !== 32 || Number.isNaN(at.getTime())) return undefined
  const signers = signersOf(
    note,
    policy.logs.filter(({ name }) => name === parts[1]),
  )
  return signers?.[0] ? { origin: parts[1], size: Number(parts[3]), root, at } : undefined
}
