import { type Collection, collections, isRecord } from './document.ts'

/** Why a file is no Popolo document. */
export class NotPopolo extends Error {
  readonly code: 'not-popolo' | 'popolo-cut-off' | 'popolo-record-too-long'
  constructor(code: NotPopolo['code']) {
    super(code)
    this.code = code
  }
}

/** One record of a collection, or the value of a field that stands beside the collections. */
export type Piece =
  | { readonly collection: Collection; readonly nth: number; readonly value: unknown }
  | { readonly collection: null; readonly name: string; readonly value: unknown }

const longestPiece = 1_000_000

/**
 * Takes a document apart record by record, holding one at a time however long the file is.
 * @param chunks the file's text in pieces of any length
 * @param wanted collections whose records are read; others are stepped over
 * @throws NotPopolo when it is no JSON object, ends too early, or one record is longer than a million characters
 */
export async function* piecesOf(
  chunks: AsyncIterable<string> | Iterable<string>,
  wanted: readonly Collection[] = collections,
): AsyncGenerator<Piece> {
  const scanner = new Scanner(wanted)
  for await (const chunk of chunks) yield* scanner.take(chunk)
  scanner.finish()
}

type State = 'begin' | 'name' | 'colon' | 'value' | 'items' | 'after' | 'end'

class Scanner {
  private state: State = 'begin'
  private buffer = ''
  private at = 0
  /** Where the piece being read began; -1 between pieces. */
  private start = -1
  private depth = 0
  private quoted = false
  private escaped = false
  private name = ''
  private nth = 0
  private readonly wanted: readonly Collection[]

  constructor(wanted: readonly Collection[]) {
    this.wanted = wanted
  }

  *take(chunk: string): Generator<Piece> {
    this.buffer += chunk
    for (; this.at < this.buffer.length; this.at += 1) yield* this.step(this.buffer[this.at] as string)
    if (this.start < 0) this.drop(this.at)
    else this.drop(this.start)
    if (this.buffer.length > longestPiece) throw new NotPopolo('popolo-record-too-long')
  }

  finish(): void {
    if (this.state === 'begin') throw new NotPopolo('not-popolo')
    if (this.state !== 'end') throw new NotPopolo('popolo-cut-off')
  }

  private drop(upTo: number): void {
    this.buffer = this.buffer.slice(upTo)
    this.at -= upTo
    if (this.start >= 0) this.start -= upTo
  }

  private *step(char: string): Generator<Piece> {
    if (this.start >= 0) return yield* this.inside(char)
    if (isSpace(char)) return
    switch (this.state) {
      case 'begin':
        if (char === '\uFEFF') return
        if (char !== '{') throw new NotPopolo('not-popolo')
        this.state = 'name'
        return
      case 'name':
        if (char === '}' || char === ',') {
          if (char === '}') this.state = 'end'
          return
        }
        if (char !== '"') throw new NotPopolo('not-popolo')
        return this.open(char)
      case 'colon':
        if (char !== ':') throw new NotPopolo('not-popolo')
        this.state = 'value'
        return
      case 'value':
        this.nth = 0
        if (char === '[' && this.collection) {
          this.state = 'items'
          return
        }
        return this.open(char)
      case 'items':
        if (char === ',') return
        if (char === ']') {
          this.state = 'after'
          return
        }
        return this.open(char)
      case 'after':
        if (char !== ',' && char !== '}') throw new NotPopolo('not-popolo')
        this.state = char === ',' ? 'name' : 'end'
        return
      case 'end':
        throw new NotPopolo('not-popolo')
    }
  }

  private open(char: string): void {
    this.start = this.at
    this.quoted = char === '"'
    this.depth = char === '{' || char === '[' ? 1 : 0
  }

  /** Within a piece: it ends with its last bracket or quotation mark, or before whatever follows a number. */
  private *inside(char: string): Generator<Piece> {
    if (this.quoted) {
      if (this.escaped) this.escaped = false
      else if (char === '\\') this.escaped = true
      else if (char === '"') {
        this.quoted = false
        if (this.depth === 0) yield* this.close(this.at + 1)
      }
      return
    }
    if (char === '"') this.quoted = true
    else if (char === '{' || char === '[') this.depth += 1
    else if (char === '}' || char === ']') {
      if (this.depth === 0) return yield* this.bareEnd(char)
      this.depth -= 1
      if (this.depth === 0) yield* this.close(this.at + 1)
    } else if (this.depth === 0 && (char === ',' || isSpace(char))) yield* this.bareEnd(char)
  }

  private *bareEnd(char: string): Generator<Piece> {
    yield* this.close(this.at)
    yield* this.step(char)
  }

  private *close(end: number): Generator<Piece> {
    const { start, collection } = this
    this.start = -1
    if (this.state === 'items' && collection) {
      this.nth += 1
      if (!this.wanted.includes(collection)) return
      yield { collection, nth: this.nth, value: this.parsed(start, end) }
      return
    }
    if (this.state === 'name') {
      this.name = String(this.parsed(start, end))
      this.state = 'colon'
      return
    }
    this.state = 'after'
    yield { collection: null, name: this.name, value: this.parsed(start, end) }
  }

  private get collection(): Collection | null {
    return collections.find((each) => each === this.name) ?? null
  }

  private parsed(start: number, end: number): unknown {
    try {
      return JSON.parse(this.buffer.slice(start, end))
    } catch {
      throw new NotPopolo('not-popolo')
    }
  }
}

function isSpace(char: string): boolean {
  return char === ' ' || char === '\n' || char === '\r' || char === '\t'
}

/** Whether every string in a value can be stored: no zero character, no half of a pair. */
export function storable(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('\0') && value.isWellFormed()
  if (Array.isArray(value)) return value.every(storable)
  if (isRecord(value)) return Object.entries(value).every(([name, each]) => storable(name) && storable(each))
  return true
}
