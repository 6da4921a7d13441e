/**
 * Character pairs of many short texts as numbers. Chinese needs no word list for this: two neighbouring characters
 * already tell one provision from another, and pairs that stand in few provisions tell the most (inverse frequency).
 */
export interface Grams {
  /** Distinct pairs of text i are `ids[starts[i]] … ids[starts[i + 1] - 1]`. */
  readonly starts: Int32Array
  readonly ids: Int32Array
  /** Weight of a pair: the rarer, the heavier. */
  readonly weights: Float64Array
  /** Sum of the weights of text i. */
  readonly totals: Float64Array
}

/** Counts the character pairs of all texts once. Time and memory grow with the number of characters. */
export function gramsOf(texts: readonly string[]): Grams {
  const { starts, ids, distinct } = internPairs(texts)
  const frequency = new Int32Array(distinct)
  for (const id of ids) frequency[id]!++
  const weights = new Float64Array(distinct)
  for (let id = 0; id < distinct; id++) weights[id] = Math.log(1 + texts.length / frequency[id]!)
  const totals = new Float64Array(texts.length)
  for (let i = 0; i < texts.length; i++) {
    let total = 0
    for (let k = starts[i]!; k < starts[i + 1]!; k++) total += weights[ids[k]!]!
    totals[i] = total
  }
  return { starts, ids, weights, totals }
}

/** Numbers every distinct pair of characters. */
function internPairs(texts: readonly string[]) {
  const length = texts.reduce((sum, text) => sum + text.length, 0)
  const ids = new Int32Array(length)
  const starts = new Int32Array(texts.length + 1)
  const table = emptyTable(12)
  let lastSeenIn = new Int32Array(4096).fill(-1)
  let used = 0
  texts.forEach((text, i) => {
    starts[i] = used
    for (let k = 0; k + 1 < text.length; k++) {
      const id = numberOf(table, ((text.charCodeAt(k) << 16) | text.charCodeAt(k + 1)) >>> 0)
      if (id >= lastSeenIn.length) lastSeenIn = doubled(lastSeenIn)
      if (lastSeenIn[id] === i) continue
      lastSeenIn[id] = i
      ids[used++] = id
    }
  })
  starts[texts.length] = used
  return { starts, ids: ids.subarray(0, used), distinct: table.size }
}

/** An open-addressing table of numbered keys: a Map costs five times as much here, a large table leaves the cache. */
interface Table {
  bits: number
  keys: Uint32Array
  numbers: Int32Array
  size: number
}

function emptyTable(bits: number): Table {
  return { bits, keys: new Uint32Array(2 ** bits), numbers: new Int32Array(2 ** bits), size: 0 }
}

/** The number of a key, a new one when it is met for the first time. Key 0, a pair of two NULs, shares a free slot's. */
function numberOf(table: Table, key: number): number {
  const slot = slotOf(table, key)
  if (table.keys[slot] === key && key !== 0) return table.numbers[slot]!
  table.keys[slot] = key
  table.numbers[slot] = table.size++
  if (table.size * 2 > table.keys.length) grow(table)
  return table.size - 1
}

function slotOf({ bits, keys }: Table, key: number): number {
  const mask = keys.length - 1
  let slot = Math.imul(key, 0x9e3779b1) >>> (32 - bits)
  while (keys[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & mask
  return slot
}

function grow(table: Table) {
  const { keys, numbers } = table
  table.bits++
  table.keys = new Uint32Array(2 ** table.bits)
  table.numbers = new Int32Array(2 ** table.bits)
  keys.forEach((key, i) => {
    if (key === 0) return
    const slot = slotOf(table, key)
    table.keys[slot] = key
    table.numbers[slot] = numbers[i]!
  })
}

function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2).fill(-1)
  larger.set(array)
  return larger
}
