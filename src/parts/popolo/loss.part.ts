import { isDeepStrictEqual } from 'node:util'
import { type Collection, collections, keyOf, type PopoloDocument, type PopoloRecord } from './document.ts'

/**
 * What one document has otherwise than the other, a line for each field. Two are the same up to the order of records
 * and fields; an absent collection is an empty one. Nothing else is overlooked.
 */
export function differences(one: PopoloDocument, other: PopoloDocument): string[] {
  const found: string[] = []
  const beside = new Set([...Object.keys(one), ...Object.keys(other)].filter((name) => !isCollection(name)))
  for (const name of beside) {
    if (!isDeepStrictEqual(one[name], other[name]))
      found.push(`${name}: ${JSON.stringify(one[name])} → ${JSON.stringify(other[name])}`)
  }
  for (const collection of collections) {
    const [before, after] = [byKey(collection, one), byKey(collection, other)]
    for (const key of new Set([...before.keys(), ...after.keys()])) {
      found.push(...fieldsApart(`${collection} ${key}`, before.get(key) ?? {}, after.get(key) ?? {}))
    }
  }
  return found.sort()
}

function isCollection(name: string): boolean {
  return collections.some((each) => each === name)
}

function byKey(collection: Collection, document: PopoloDocument): Map<string, PopoloRecord> {
  const seen = new Map<string, number>()
  const records = (document[collection] ?? []) as PopoloRecord[]
  return new Map(records.map((record, index) => [keyOf(collection, record, seen) ?? `?${index}`, record]))
}

function fieldsApart(where: string, before: PopoloRecord, after: PopoloRecord): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names]
    .filter((name) => !isDeepStrictEqual(before[name], after[name]) || name in before !== name in after)
    .map((name) => `${where} ${name}: ${JSON.stringify(before[name])} → ${JSON.stringify(after[name])}`)
}
