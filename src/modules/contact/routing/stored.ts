import { gunzipSync, gzipSync } from 'node:zlib'
import type { RouterModel } from './learn.ts'

interface Head {
  readonly labels: readonly string[]
  readonly features: readonly string[]
  readonly offsets: readonly number[]
  readonly sharpness: number
}

/** A model as bytes: its words as JSON, its numbers of four bytes each behind them, all compressed. */
export function packModel({ labels, features, sides, sharpness }: RouterModel): Buffer {
  const head: Head = { labels, features, offsets: sides.map(({ offset }) => offset), sharpness }
  const words = Buffer.from(JSON.stringify(head))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(words.length)
  const numbers = sides.flatMap(({ ratios, weights }) =>
    [ratios, weights].map((each) => bytesOf(Float32Array.from(each))),
  )
  return gzipSync(Buffer.concat([length, words, ...numbers]))
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}

/** @throws Error when the bytes are no model */
export function unpackModel(packed: Uint8Array): RouterModel {
  const all = gunzipSync(packed)
  const length = all.readUInt32LE(0)
  const head = JSON.parse(all.subarray(4, 4 + length).toString()) as Head
  const size = head.features.length
  // Copied, so that the numbers begin where four bytes may begin.
  const body = Uint8Array.from(all.subarray(4 + length))
  const numbers = new Float32Array(body.buffer, 0, body.length >> 2)
  const sides = head.labels.map((label, index) => ({
    label,
    ratios: numbers.subarray(2 * index * size, (2 * index + 1) * size),
    weights: numbers.subarray((2 * index + 1) * size, (2 * index + 2) * size),
    offset: head.offsets[index] ?? 0,
  }))
  return { labels: head.labels, features: head.features, sides, sharpness: head.sharpness }
}
