/** A stretch of tokens: `old` from..to was replaced by `fresh` from..to; between two stretches both sides agree. */
export interface Edit {
  readonly oldFrom: number
  readonly oldTo: number
  readonly newFrom: number
  readonly newTo: number
}

/**
 * The shortest edit script of two token lists (E. W. Myers, "An O(ND) Difference Algorithm", 1986): time grows with
 * the length times the number of differences.
 * @param limit after so many differences it gives up, so that two strange texts cost little
 * @returns edits in order, or undefined when there are more than `limit` differences
 */
export function editsOf(old: readonly string[], fresh: readonly string[], limit: number): readonly Edit[] | undefined {
  let head = 0
  while (head < old.length && head < fresh.length && old[head] === fresh[head]) head++
  let tail = 0
  const room = Math.min(old.length, fresh.length) - head
  while (tail < room && old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]) tail++
  const a = old.slice(head, old.length - tail)
  const b = fresh.slice(head, fresh.length - tail)
  if (a.length === 0 && b.length === 0) return []
  if (a.length === 0 || b.length === 0)
    return [{ oldFrom: head, oldTo: head + a.length, newFrom: head, newTo: head + b.length }]
  const trace = traceOf(a, b, limit)
  return trace && editsFrom(trace, a.length, b.length, head)
}

/** The farthest reach on every diagonal after 0, 1, 2 … differences. */
function traceOf(a: readonly string[], b: readonly string[], limit: number): Int32Array[] | undefined {
  const most = Math.min(a.length + b.length, limit)
  const reach = new Int32Array(2 * most + 3)
  const trace: Int32Array[] = []
  for (let d = 0; d <= most; d++) {
    trace.push(reach.slice(most + 1 - d - 1, most + 1 + d + 2))
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && reach[most + k]! < reach[most + k + 2]!)
      let x = down ? reach[most + k + 2]! : reach[most + k]! + 1
      let y = x - k
      while (x < a.length && y < b.length && a[x] === b[y]) {
        x++
        y++
      }
      reach[most + 1 + k] = x
      if (x >= a.length && y >= b.length) return trace
    }
  }
  return undefined
}

/** Walks the trace backwards; slice d of the trace holds the diagonals -d-1 … d+1 as they were before step d. */
function editsFrom(trace: readonly Int32Array[], lengthA: number, lengthB: number, head: number): readonly Edit[] {
  const edits: Edit[] = []
  let [x, y] = [lengthA, lengthB]
  for (let d = trace.length - 1; d > 0; d--) {
    const before = trace[d]!
    const at = (k: number) => before[k + d + 1]!
    const k = x - y
    const down = k === -d || (k !== d && at(k - 1) < at(k + 1))
    const previousK = down ? k + 1 : k - 1
    const previousX = at(previousK)
    const previousY = previousX - previousK
    const [afterX, afterY] = down ? [previousX, previousY + 1] : [previousX + 1, previousY]
    const next = edits.at(-1)
    if (next && next.oldFrom === head + afterX && next.newFrom === head + afterY)
      edits[edits.length - 1] = { ...next, oldFrom: head + previousX, newFrom: head + previousY }
    else
      edits.push({
        oldFrom: head + previousX,
        oldTo: head + afterX,
        newFrom: head + previousY,
        newTo: head + afterY,
      })
    ;[x, y] = [previousX, previousY]
  }
  return edits.reverse()
}
