import { base64, fromBase64, sameBytes } from './bytes.ts'
import { signerOf } from './keys.ts'
import type { LogMemory } from './memory.ts'
import { emptyRoot, isConsistent } from './merkle.ts'
import {
  type Checkpoint,
  type Note,
  parseCheckpoint,
  parseNote,
  type Signer,
  signatureTypes,
  signersOf,
  type Verifier,
  verifierOf,
} from './note.ts'

/** A witness as c2sp.org/tlog-witness describes it: it signs that it never saw two versions of a log. */
export interface Witness {
  /** Answers the body of an `add-checkpoint` request; one at a time, since looking and remembering must be one step. */
  addCheckpoint(body: string, now: Date): Promise<WitnessAnswer>
}

export interface WitnessAnswer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422
  readonly type: 'text/plain; charset=utf-8' | 'text/x.tlog.size'
  readonly body: string
}

export interface WitnessOptions {
  /** Made by `cosignerOf`. */
  readonly signer: Signer
  /** The logs it is willing to watch; a log may have several keys. */
  readonly logs: () => Promise<readonly Verifier[]>
  /** The last checkpoint it signed of each. Lost, the witness must be given a new name and key. */
  readonly memory: LogMemory
}

/**
 * One who signs checkpoints as a witness (c2sp.org/tlog-cosignature, the Ed25519 kind).
 * @param seed the 32 bytes of the private key, used for nothing else
 */
export function cosignerOf(name: string, seed: Uint8Array): Signer {
  const { publicKey, sign } = signerOf(name, seed)
  return { ...verifierOf(name, signatureTypes.cosignature, publicKey), sign }
}

/** The line by which a witness signs the text of a checkpoint. */
export function cosign(text: string, signer: Signer, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000)
  const time = Buffer.alloc(8)
  time.writeBigUInt64BE(BigInt(seconds))
  const signature = signer.sign(Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`))
  return `— ${signer.name} ${base64(Buffer.concat([Buffer.from(signer.keyId, 'hex'), time, signature]))}\n`
}

export function createWitness(options: WitnessOptions): Witness {
  let last: Promise<unknown> = Promise.resolve()
  return {
    addCheckpoint(body, now) {
      const answer = last.then(() => judge(options, body, now))
      last = answer.catch(() => {})
      return answer
    },
  }
}

async function judge({ signer, logs, memory }: WitnessOptions, body: string, now: Date): Promise<WitnessAnswer> {
  const request = parseRequest(body)
  if (!request) return words(400, 'not an add-checkpoint request')
  const { old, proof, note, checkpoint } = request
  const known = (await logs()).filter(({ name }) => name === checkpoint.origin)
  if (known.length === 0) return words(404, 'not a log this witness watches')
  if (!signersOf(note, known)?.length) return words(403, 'not signed by this log')
  if (old > checkpoint.size) return words(400, 'the old size is larger than the checkpoint')
  const kept = await memory.read(checkpoint.origin)
  const before: Checkpoint | undefined = kept === undefined ? startOf(checkpoint) : parseCheckpoint(textOf(kept))
  if (!before) throw new Error(`what this witness kept of ${checkpoint.origin} is damaged`)
  if (old !== before.size) return sizeIs(before.size)
  if (old === checkpoint.size && !sameBytes(before.root, checkpoint.root)) return sizeIs(before.size)
  const consistent = old === 0 ? proof.length === 0 : isConsistent(before, checkpoint, proof)
  if (!consistent) return words(422, 'the proof does not lead from the old tree to the new one')
  await memory.keep(checkpoint.origin, body.slice(body.indexOf('\n\n') + 2))
  return words(200, cosign(note.text, signer, now))
}

function startOf({ origin }: Checkpoint): Checkpoint {
  return { origin, size: 0, root: emptyRoot }
}

function textOf(note: string): string {
  return parseNote(note)?.text ?? ''
}

function words(status: WitnessAnswer['status'], text: string): WitnessAnswer {
  return { status, type: 'text/plain; charset=utf-8', body: text.endsWith('\n') ? text : `${text}\n` }
}

function sizeIs(size: number): WitnessAnswer {
  return { status: 409, type: 'text/x.tlog.size', body: `${size}\n` }
}

interface Request {
  readonly old: number
  readonly proof: readonly Uint8Array[]
  readonly note: Note
  readonly checkpoint: Checkpoint
}

/** The body of a request: the size seen before, the hashes of the proof, an empty line, the checkpoint. */
export function formatAddCheckpoint(old: number, proof: readonly Uint8Array[], note: string): string {
  return `${[`old ${old}`, ...proof.map(base64)].join('\n')}\n\n${note}`
}

const mostHashes = 63

function parseRequest(body: string): Request | undefined {
  const gap = body.indexOf('\n\n')
  const [first = '', ...lines] = body.slice(0, Math.max(gap, 0)).split('\n')
  const old = /^old (0|[1-9][0-9]{0,14})$/.exec(first)?.[1]
  const note = parseNote(body.slice(gap + 2))
  const checkpoint = parseCheckpoint(note?.text ?? '')
  const proof = lines.map(fromBase64).filter((hash) => hash !== undefined && hash.length === 32)
  if (gap < 0 || old === undefined || !note || !checkpoint) return undefined
  if (proof.length !== lines.length || proof.length > mostHashes) return undefined
  return { old: Number(old), proof: proof.filter((hash) => hash !== undefined), note, checkpoint }
}
