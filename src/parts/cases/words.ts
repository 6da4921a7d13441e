import { addDays, addMonths, type IsoDate, isCivilDate } from '#kernel/calendar'

/** Vague words of the council's list that stand in a reply, each once, in the order in which they appear. */
export function vagueWordsIn(body: string, list: readonly string[]): readonly string[] {
  return list
    .map((word) => ({ word, at: body.indexOf(word) }))
    .filter(({ word, at }) => word !== '' && at >= 0)
    .sort((a, b) => a.at - b.at || b.word.length - a.word.length)
    .map(({ word }) => word)
}

/** Something a sentence seems to promise; a person confirms it or not. */
export interface PromiseFound {
  /** The sentence, as it stands. */
  readonly quote: string
  /** The same without its date and end mark, as a first wording of what is promised. */
  readonly what: string
  readonly dueOn: IsoDate
  readonly amountFen: number | null
}

/**
 * Sentences that name a day to come, by the end of which something is to be done.
 * @param writtenOn the day the reply is written, from which "within 15 days" and a day without a year are counted
 */
export function promisesIn(body: string, writtenOn: IsoDate): readonly PromiseFound[] {
  return sentencesOf(body).flatMap((quote) => {
    const day = dayIn(quote, writtenOn)
    if (day === null || day.on <= writtenOn) return []
    return [{ quote, what: whatOf(quote, day.words), dueOn: day.on, amountFen: amountIn(quote) }]
  })
}

/** Longest sentence that is taken for a promise. */
const longest = 300

function sentencesOf(body: string): readonly string[] {
  return body
    .split(/(?<=[。！？!?；;\n])|(?<=\.)\s+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '' && sentence.length <= longest)
}

interface DayFound {
  readonly on: IsoDate
  readonly words: string
}

/** The last day a sentence names. */
function dayIn(sentence: string, writtenOn: IsoDate): DayFound | null {
  const found = [
    ...fullDays(sentence),
    ...shortDays(sentence, writtenOn),
    ...ends(sentence, writtenOn),
    ...terms(sentence, writtenOn),
  ]
  return found.toSorted((a, b) => a.on.localeCompare(b.on) || a.words.length - b.words.length).at(-1) ?? null
}

function fullDays(sentence: string): DayFound[] {
  const matches = [...sentence.matchAll(/(\d{4})\s*[年-]\s*(\d{1,2})\s*[月-]\s*(\d{1,2})\s*日?(?:之前|以前|前)?/gu)]
  return matches.flatMap(([words, year, month, day]) => civil(Number(year), Number(month), Number(day), words))
}

/** 12月15日: the next such day after the reply was written. */
function shortDays(sentence: string, writtenOn: IsoDate): DayFound[] {
  const matches = [...sentence.matchAll(/(?<!年\s*|\d)(\d{1,2})\s*月\s*(\d{1,2})\s*日(?:之前|以前|前)?/gu)]
  const year = Number(writtenOn.slice(0, 4))
  return matches.flatMap(([words, month, day]) => {
    const [near] = civil(year, Number(month), Number(day), words)
    return near && near.on <= writtenOn ? civil(year + 1, Number(month), Number(day), words) : near ? [near] : []
  })
}

/** 12月底, 年底, 明年3月底 and the like: the last day of that month. */
function ends(sentence: string, writtenOn: IsoDate): DayFound[] {
  const year = Number(writtenOn.slice(0, 4))
  const months = [
    ...sentence.matchAll(/(?:(\d{4})\s*年|(明年))?\s*(?<!\d)(\d{1,2})\s*月\s*(?:底|末)(?:之前|以前|前)?/gu),
  ].flatMap(([words, named, next, month]) => {
    const from = named ? Number(named) : next ? year + 1 : year
    const [near] = lastOf(from, Number(month), words)
    return near && !named && !next && near.on <= writtenOn ? lastOf(year + 1, Number(month), words) : near ? [near] : []
  })
  const years = [...sentence.matchAll(/(?:(\d{4})\s*年|(明)年|(今)?年)\s*(?:年底|底|末)(?:之前|以前|前)?/gu)].flatMap(
    ([words, named, next]) => lastOf(named ? Number(named) : next ? year + 1 : year, 12, words),
  )
  return [...months, ...years]
}

/** 15日内, 30天内, 两个月内. Working days are left to a person: they need the calendar. */
function terms(sentence: string, writtenOn: IsoDate): DayFound[] {
  const days = [...sentence.matchAll(/(?<!\d)(\d{1,3})\s*(?:日|天)(?:之内|以内|内)/gu)].map(([words, count]) => ({
    on: addDays(writtenOn, Number(count)),
    words,
  }))
  const months = [...sentence.matchAll(/(\d{1,2}|[一二两三四五六])\s*个月(?:之内|以内|内)/gu)].map(
    ([words, count]) => ({
      on: addMonths(writtenOn, numeral(count ?? '')),
      words,
    }),
  )
  return [...days, ...months]
}

function numeral(text: string): number {
  const at = '零一二三四五六'.indexOf(text === '两' ? '二' : text)
  return at > 0 ? at : Number(text)
}

function civil(year: number, month: number, day: number, words: string): DayFound[] {
  const on = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  return isCivilDate(on) ? [{ on, words }] : []
}

function lastOf(year: number, month: number, words: string): DayFound[] {
  const [first] = civil(year, month, 1, words)
  return first ? [{ on: addDays(addMonths(first.on, 1), -1), words }] : []
}

/** 3.5万元, 12 000 元: in fen; null when none or more than one is named. */
function amountIn(sentence: string): number | null {
  const matches = [...sentence.matchAll(/(\d[\d,，\s]*(?:\.\d+)?)\s*(亿|万)?\s*元/gu)]
  const [match] = matches
  if (!match || matches.length > 1) return null
  const number = Number((match[1] ?? '').replace(/[,，\s]/gu, ''))
  const unit = match[2] === '亿' ? 1e8 : match[2] === '万' ? 1e4 : 1
  const fen = Math.round(number * unit * 100)
  return Number.isSafeInteger(fen) ? fen : null
}

function whatOf(quote: string, words: string): string {
  const without = quote.replace(words, '').replace(/^[\s，,、：:将]+|[。！？!?；;.\s]+$/gu, '')
  return without === '' ? quote : without
}
