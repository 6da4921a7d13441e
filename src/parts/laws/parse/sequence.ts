import type { Finding } from './findings.ts'

/** One numbered thing in the order of the document. */
export interface Numbered {
  readonly number: number
  /** The number after 之; 0 when there is none. */
  readonly suffix: number
  readonly line: number
  readonly label: string
}

export interface SequenceRule {
  /** How the number is written in a message: 第十二条. */
  readonly name: (number: number, suffix: number) => string
  /** The numbers it may begin with; the first is named when it begins otherwise. `any`: an excerpt. */
  readonly startsAt: readonly number[] | 'any'
  /** Whether missing numbers are reported. */
  readonly gaps: boolean
}

/**
 * Gaps, doubled numbers and disorder. The longest run in rising order is believed; what stands outside it is
 * doubled when its number is there too, out of order when not. A gap is reported at the first line after it.
 */
export function checkSequence(entries: readonly Numbered[], rule: SequenceRule): readonly Finding[] {
  if (entries.length === 0) return []
  const kept = longestRise(entries)
  const findings = misplaced(entries, kept, rule)
  return rule.gaps ? [...findings, ...gaps(entries, kept, rule)] : findings
}

function order(entry: { readonly number: number; readonly suffix: number }): number {
  return entry.number * 1000 + entry.suffix
}

/**
 * Indexes of the longest strictly rising run. Read from the end, so that of two that changed places the later is the
 * odd one, and of two alike the second.
 */
function longestRise(entries: readonly Numbered[]): readonly number[] {
  const ends: number[] = []
  const next: number[] = new Array(entries.length).fill(-1)
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const value = order(entries[index]!)
    let low = 0
    let high = ends.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (order(entries[ends[middle]!]!) > value) low = middle + 1
      else high = middle
    }
    next[index] = low > 0 ? ends[low - 1]! : -1
    ends[low] = index
  }
  const run: number[] = []
  for (let index = ends.at(-1) ?? -1; index >= 0; index = next[index]!) run.push(index)
  return run
}

function misplaced(entries: readonly Numbered[], kept: readonly number[], rule: SequenceRule): Finding[] {
  const keptIndexes = new Set(kept)
  const lineOf = new Map<number, number>()
  for (const index of kept) lineOf.set(order(entries[index]!), entries[index]!.line)
  const findings: Finding[] = []
  for (let index = 0; index < entries.length; index += 1) {
    if (keptIndexes.has(index)) continue
    const run = restartLength(entries, keptIndexes, index)
    if (run >= 3) {
      const { line, number, suffix } = entries[index]!
      findings.push({ kind: 'out-of-order', line, say: (t) => t.restarts(rule.name(number, suffix)) })
      index += run - 1
    } else findings.push(misplacedOne(entries, index, lineOf, rule))
  }
  return findings
}

/** How many entries from here on count up from 1 by themselves, all outside the believed run. */
function restartLength(entries: readonly Numbered[], kept: ReadonlySet<number>, from: number): number {
  if (entries[from]!.number !== 1) return 0
  let length = 1
  while (from + length < entries.length && !kept.has(from + length)) {
    if (order(entries[from + length]!) <= order(entries[from + length - 1]!)) break
    length += 1
  }
  return length
}

function misplacedOne(
  entries: readonly Numbered[],
  index: number,
  lineOf: Map<number, number>,
  rule: SequenceRule,
): Finding {
  const entry = entries[index]!
  const { line } = entry
  const name = rule.name(entry.number, entry.suffix)
  const other = lineOf.get(order(entry))
  if (other !== undefined) {
    return other < line
      ? { kind: 'duplicate', line, say: (t) => t.duplicate(name, other) }
      : { kind: 'duplicate', line, say: (t) => t.duplicateAhead(name, other) }
  }
  lineOf.set(order(entry), line)
  const before = entries[index - 1]
  if (!before) return { kind: 'out-of-order', line, say: (t) => t.outOfOrderFirst(name) }
  const nameBefore = rule.name(before.number, before.suffix)
  return { kind: 'out-of-order', line, say: (t) => t.outOfOrder(name, nameBefore) }
}

function gaps(entries: readonly Numbered[], kept: readonly number[], rule: SequenceRule): Finding[] {
  const present = new Set(entries.map(order))
  const findings: Finding[] = []
  const first = entries[kept[0]!]!
  if (rule.startsAt !== 'any' && !rule.startsAt.includes(first.number)) {
    const expected = rule.startsAt[0]!
    if (!present.has(expected * 1000)) {
      const { line, number, suffix } = entries[0]!
      findings.push({
        kind: 'gap',
        line,
        say: (t) => t.gapAtStart(rule.name(expected, 0), rule.name(number, suffix)),
      })
    }
  }
  for (let position = 1; position < kept.length; position += 1) {
    const before = entries[kept[position - 1]!]!
    const missing = missingBetween(before, entries[kept[position]!]!, present)
    if (missing.length === 0) continue
    const after = entries[kept[position - 1]! + 1]!
    findings.push(gapFinding(before, after, missing, rule))
  }
  return findings
}

type Missing = { readonly number: number; readonly suffix: number }

/** The numbers between two neighbours that stand nowhere in the document; at most the first and the last of them. */
function missingBetween(before: Numbered, after: Numbered, present: ReadonlySet<number>): readonly Missing[] {
  const missing: Missing[] = []
  if (after.number === before.number) {
    for (let suffix = before.suffix + 1; suffix < after.suffix; suffix += 1) missing.push({ ...after, suffix })
  } else {
    for (let number = before.number + 1; number < after.number; number += 1) missing.push({ number, suffix: 0 })
    for (let suffix = 0; suffix < after.suffix; suffix += 1) missing.push({ number: after.number, suffix })
  }
  return missing.filter((entry) => !present.has(order(entry)))
}

function gapFinding(before: Numbered, after: Numbered, missing: readonly Missing[], rule: SequenceRule): Finding {
  const from = rule.name(missing[0]!.number, missing[0]!.suffix)
  const to = rule.name(missing.at(-1)!.number, missing.at(-1)!.suffix)
  const nameBefore = rule.name(before.number, before.suffix)
  const nameAfter = rule.name(after.number, after.suffix)
  return {
    kind: 'gap',
    line: after.line,
    say: (t) =>
      missing.length === 1 ? t.gapOne(from, nameBefore, nameAfter) : t.gapMany(from, to, nameBefore, nameAfter),
  }
}
