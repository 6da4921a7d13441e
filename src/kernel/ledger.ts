/** The record that cannot be changed unnoticed: a log of its own for each council, and receipts for what is in it. */
export {
  type Appended,
  appendLeaf,
  eraseParts,
  type NewLeaf,
  newSubjectId,
  openLog,
  rotateKey,
  succeedLog,
} from './ledger/append.ts'
export { appendFirstLeaves, type FirstLeaf, firstLeafSigner, makeFirstLeaves } from './ledger/append-first.ts'
export { appendNextLeaves, type NextLeaf } from './ledger/append-next.ts'
export { canonicalJson, type Json, parseCanonicalJson } from './ledger/canonical-json.ts'
export {
  type AskedWitness,
  askWitness,
  askWitnesses,
  readWitnesses,
  type Witnesses,
  type WitnessReport,
  witnessReports,
} from './ledger/cosignatures.ts'
export { type Difference, fsck } from './ledger/fsck.ts'
export { type Heartbeat, verifyHeartbeat } from './ledger/heartbeat.ts'
export { heldIn } from './ledger/hold.ts'
export { type LedgerKeys, signerOf, storedKeys } from './ledger/keys.ts'
export type { Leaf } from './ledger/leaf.ts'
export { ledgerManifest } from './ledger/manifest.ts'
export { type Held, LogHeld, type LogMemory, memoryIn } from './ledger/memory.ts'
export { type Alarm, type LogSource, type Visit, type Watched, watch } from './ledger/monitor.ts'
export {
  formatVerifier,
  parseNote,
  parseVerifier,
  type Signer,
  signersOf,
  signNote,
  type Verifier,
} from './ledger/note.ts'
export { type Policy, parsePolicy } from './ledger/policy.ts'
export { type LeafPromise, verifyPromise } from './ledger/promise.ts'
export {
  checkpoint,
  consistencyProof,
  heartbeat,
  originOf,
  policyOf,
  publishedCheckpoint,
  type ReceiptState,
  receiptOf,
} from './ledger/read.ts'
export { parseReceipt, type Receipt, type ReceiptFault, type Verdict, verifyReceipt } from './ledger/receipt.ts'
export { type Sequenced, sequence } from './ledger/sequence.ts'
export { LedgerFault } from './ledger/stored-nodes.ts'
export { ledgerKeys, sequenceLogs } from './ledger/sweep.ts'
export type { WitnessState } from './ledger/tables.ts'
export { entries, parseTilePath, type TileRef, tile, tilePath } from './ledger/tiles.ts'
export {
  cosign,
  cosignerOf,
  createWitness,
  formatAddCheckpoint,
  type Witness,
  type WitnessAnswer,
} from './ledger/witness.ts'
