/** Terms of a text: each Han character pair and each word of letters or digits, with how often it stands there. */
export function termsOf(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  const add = (term: string) => counts.set(term, (counts.get(term) ?? 0) + 1)
  for (const [run] of text.normalize('NFKC').matchAll(/\p{Script=Han}+|[\p{Script=Latin}\d]+/gu)) {
    if (!/^\p{Script=Han}/u.test(run)) add(run.toLowerCase())
    for (let k = 0; k + 1 < run.length; k++) add(run.slice(k, k + 2))
  }
  return counts
}

export interface TermIndex {
  /** How much a query has in common with document i (BM25: Robertson and Zaragoza, 2009). */
  readonly score: (query: ReadonlyMap<string, number>, document: number) => number
}

const saturation = 1.2
const lengthShare = 0.6

/** @param background further texts that only tell how common a term is */
export function indexOf(documents: readonly string[], background: readonly string[] = []): TermIndex {
  const counted = documents.map(termsOf)
  const frequency = new Map<string, number>()
  const all = [...counted, ...background.map(termsOf)]
  for (const terms of all) for (const term of terms.keys()) frequency.set(term, (frequency.get(term) ?? 0) + 1)
  const lengths = counted.map((terms) => [...terms.values()].reduce((sum, count) => sum + count, 0))
  const mean = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length) || 1
  const weigh = (term: string) => {
    const count = frequency.get(term) ?? 0
    return Math.log(1 + (all.length - count + 0.5) / (count + 0.5))
  }
  return {
    score: (query, document) => {
      const terms = counted[document]!
      const norm = saturation * (1 - lengthShare + (lengthShare * lengths[document]!) / mean)
      let sum = 0
      for (const term of query.keys()) {
        const count = terms.get(term)
        if (count !== undefined) sum += (weigh(term) * count * (saturation + 1)) / (count + norm)
      }
      return sum
    },
  }
}
