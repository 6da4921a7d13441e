import { chineseOf } from '../numerals.ts'

/** One level of a numbered list in Word. */
export interface NumberingLevel {
  readonly start: number
  readonly format: string
  /** 第%1条: %1 is the number of the first level, and so on. */
  readonly pattern: string
  readonly gap: string
}

/** What numbering.xml and styles.xml say about automatic numbers. */
export interface Numbering {
  /** numId → its abstract list and its own beginnings. */
  readonly lists: ReadonlyMap<string, { readonly abstract: string; readonly starts: ReadonlyMap<number, number> }>
  /** Abstract list → level → how it is written. */
  readonly levels: ReadonlyMap<string, ReadonlyMap<number, NumberingLevel>>
  /** Style → the list it puts its paragraphs in. */
  readonly styles: ReadonlyMap<string, { readonly list: string; readonly level: number }>
}

/** Gives each numbered paragraph the label Word would print, counting as Word counts. */
export function numberingCounter(numbering: Numbering): (list: string, level: number) => string {
  const counts = new Map<string, number[]>()
  const started = new Set<string>()
  return (listId, level) => {
    const list = numbering.lists.get(listId)
    const levels = list && numbering.levels.get(list.abstract)
    const own = levels?.get(level)
    if (!list || !levels || !own) return ''
    const count = counts.get(list.abstract) ?? []
    counts.set(list.abstract, count)
    const override = list.starts.get(level)
    if (override !== undefined && !started.has(`${listId}/${level}`)) count[level] = override - 1
    started.add(`${listId}/${level}`)
    count[level] = (count[level] ?? own.start - 1) + 1
    count.length = level + 1
    const label = own.pattern.replace(/%([1-9])/g, (_, digit: string) => {
      const of = Number(digit) - 1
      const other = levels.get(of)
      return written(count[of] ?? other?.start ?? 1, other?.format ?? 'decimal')
    })
    return own.format === 'bullet' || own.format === 'none' ? '' : `${label}${own.gap}`
  }
}

function written(value: number, format: string): string {
  if (value < 0 || value > 9999) return String(value)
  if (/^(?:chineseCounting|japaneseCounting|japaneseLegal|taiwaneseCounting|chineseLegal|ideograph)/.test(format)) {
    return chineseOf(value)
  }
  if (format === 'decimalFullWidth') {
    return String(value).replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)))
  }
  if (format === 'decimalEnclosedCircle' || format === 'decimalEnclosedCircleChinese') {
    return value >= 1 && value <= 20 ? String.fromCharCode(0x245f + value) : String(value)
  }
  if (format === 'decimalZero') return String(value).padStart(2, '0')
  if (format === 'lowerLetter' || format === 'upperLetter') {
    const letter = String.fromCharCode(97 + ((value + 25) % 26))
    return format === 'lowerLetter' ? letter : letter.toUpperCase()
  }
  return String(value)
}
