import type { Generated, GeneratedAlways } from 'kysely'

/** The state of one log: how long it is, and the last sign of life. */
export interface LogTable {
  council_id: string
  /** Name of the log and of its key in signed notes: an address without its scheme. */
  origin: string
  /** Leaves in the signed tree. */
  size: number
  root: Uint8Array
  /** A signed note that says how long the log was at that instant. */
  alive_note: string
  alive_at: Date
}

export interface LogKeyTable {
  council_id: string
  /** Eight hexadecimal digits, as in the notes the key signs. */
  key_id: string
  origin: string
  public_key: Uint8Array
  /** The private key, encrypted. */
  sealed: Uint8Array
  active_from: Date
  retired_at: Date | null
}

export interface LeafTable {
  council_id: string
  id: string
  /** Order of arrival, given by the database. */
  pid: GeneratedAlways<number>
  subject_id: string
  n: number
  type: string
  /** The bytes that are hashed into the tree; they never change. */
  entry: Uint8Array
  hash: Uint8Array
  /** Place in the log; null until sequenced. */
  idx: number | null
  promise: string
  at: Date
}

/** What a leaf commits to. Body and salt go when the part is erased; the commitment in the leaf stays. */
export interface PartTable {
  council_id: string
  leaf_id: string
  name: string
  salt: Uint8Array | null
  body: string | null
  erased_at: Date | null
}

/** Hashes of complete subtrees: node i of a level covers leaves i·2^level to (i+1)·2^level − 1. */
export interface NodeTable {
  council_id: string
  level: number
  i: number
  hash: Uint8Array
}

export interface CheckpointTable {
  council_id: string
  size: number
  root: Uint8Array
  note: string
  signed_at: Date
}

/** What a witness said when it was asked last. */
export type WitnessState =
  /** It is being asked for the first time. */
  | 'asked'
  | 'cosigned'
  /** It did not answer, or not now. */
  | 'down'
  /** It does not watch this log, or does not take the checkpoint. */
  | 'refused'
  /** What it signed does not hold. */
  | 'wrong'
  /** It has signed a larger tree than there is here. */
  | 'ahead'
  /** It has signed another tree of the same size. */
  | 'fork'

export interface WitnessTable {
  council_id: string
  /** Name of the log it was asked about: a successor of a log is another log. */
  origin: string
  key_id: string
  state: WitnessState
  /** Leaves in the largest tree it has signed, by its own word. */
  seen_size: Generated<number>
  cosigned_size: number | null
  cosigned_at: Date | null
  attempts: Generated<number>
  not_before: Date
  error: string | null
}

export interface CosignatureTable {
  council_id: string
  size: number
  key_id: string
  /** The line of the signed note. */
  line: string
  /** When, by the witness's clock. */
  at: Date
}

declare module '../db/tables.ts' {
  interface Tables {
    'ledger.log': LogTable
    'ledger.key': LogKeyTable
    'ledger.leaf': LeafTable
    'ledger.part': PartTable
    'ledger.node': NodeTable
    'ledger.checkpoint': CheckpointTable
    'ledger.witness': WitnessTable
    'ledger.cosignature': CosignatureTable
  }
}
