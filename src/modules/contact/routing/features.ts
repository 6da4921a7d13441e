import type { Jieba } from '@node-rs/jieba'

/** What somebody wrote to the council, as far as it tells who is in charge of it. */
export interface Matter {
  readonly title: string
  readonly text: string
}

/** Cuts Chinese into words. Made once: loading the dictionary takes a third of a second. */
export type Segment = (text: string) => readonly string[]

/** How often the title counts: it names the subject, while the text also tells the person's story. */
const titleWeight = 3
/** Characters of a text that are read. What matters stands before them. */
const readLength = 2000

let loaded: Promise<Segment> | undefined

/** The dictionary, loaded at the first call. */
export function loadSegmenter(): Promise<Segment> {
  loaded ??= Promise.all([import('@node-rs/jieba'), import('@node-rs/jieba/dict.js')]).then(([{ Jieba }, { dict }]) => {
    const jieba: Jieba = Jieba.withDict(dict)
    return (text) => jieba.cut(text)
  })
  return loaded
}

/**
 * The words, single characters and neighbouring pairs of characters of a matter, with how often they stand there.
 * Marks, numbers and one-letter codes of places (A市, b3区) say nothing about a department and are left out.
 */
export function featuresOf(matter: Matter, segment: Segment): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  addFeatures(counts, matter.title, titleWeight, segment)
  addFeatures(counts, matter.text.slice(0, readLength), 1, segment)
  return counts
}

function addFeatures(counts: Map<string, number>, text: string, weight: number, segment: Segment): void {
  const add = (feature: string) => counts.set(feature, (counts.get(feature) ?? 0) + weight)
  const plain = text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ')
  for (const word of segment(plain)) {
    if (/\p{L}/u.test(word) && !/^[a-z]\d*$/.test(word)) add(`word ${word}`)
  }
  for (const [run] of plain.matchAll(/\p{Script=Han}+/gu)) {
    const characters = [...run]
    characters.forEach((character, index) => {
      add(character)
      const next = characters[index + 1]
      if (next !== undefined) add(character + next)
    })
  }
}
