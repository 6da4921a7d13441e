import { numberOf } from '../numerals.ts'
import { joinWords, type SourceLine, tight } from './lines.ts'
import { recognise } from './recognise.ts'

/** What stands before the first provision. */
export interface Head {
  readonly title: string
  readonly titleLine: number
  readonly note: readonly string[]
  readonly preamble: readonly string[]
}

/** Title, note on the document's history, and preamble, from the lines before the first heading or article. */
export function readHead(lines: readonly SourceLine[]): Head {
  const noteEnd = lines.findIndex((line) => line.endsNote)
  const words = (part: readonly SourceLine[]) => part.filter((line) => line.text !== '')
  const before = words(noteEnd < 0 ? lines : lines.slice(0, noteEnd + 1))
  const titleLength = lengthOfTitle(before)
  const title = joinTitle(before.slice(0, titleLength))
  const titleLine = before[0]?.line ?? 1
  const rest = before.slice(titleLength)
  if (noteEnd >= 0) {
    const preamble = words(lines.slice(noteEnd + 1))
    return { title, titleLine, note: rest.map((line) => line.text), preamble: preambleOf(preamble, title) }
  }
  const noteLength = lengthOfNote(rest)
  const note = rest.slice(0, noteLength).map((line) => line.text)
  return { title, titleLine, note, preamble: preambleOf(rest.slice(noteLength), title) }
}

/** 序言 is the name of the preamble and not a sentence of it, nor is the title printed once more. */
function preambleOf(lines: readonly SourceLine[], title: string): readonly string[] {
  return lines
    .filter((line) => !/^(?:序言|前言)$/.test(tight(line.text)) && tight(line.text) !== tight(title))
    .map((line) => line.text)
}

const endsName =
  /(?:法|法典|条例|规定|办法|规则|决定|决议|细则|守则|通则|章程|解释|修正案|规程|意见|准则|方案|制度|规范)$/
const stage = /^[（(〔][^（(]{0,30}(?:草案|征求意见|送审|审议|试行|暂行|修订|修正|稿|年)[^（(]{0,20}[)）〕]$/

function lengthOfTitle(lines: readonly SourceLine[]): number {
  const first = lines[0]
  if (!first || isSentence(first.text) || recognise(first).is === 'article') return 0
  if (isNoteStart(first.text)) return 0
  let length = 1
  while (length < Math.min(lines.length, 4)) {
    const line = lines[length]!
    const secondName = first.depth > 0 && line.depth === first.depth
    const goesOn =
      !isWholeName(
        lines
          .slice(0, length)
          .map(({ text }) => text)
          .join(''),
      ) &&
      first.depth === line.depth &&
      first.text.length < 40
    const isStage = stage.test(line.text) && !hasDay(line.text)
    if (isSentence(line.text) || (isNoteStart(line.text) && !isStage)) break
    const isBook = line.text.length <= 10 && lines[length + 1] !== undefined && isNoteStart(lines[length + 1]!.text)
    if (!secondName && !isStage && !isBook && !(goesOn && line.text.length <= 40)) break
    length += 1
  }
  return length
}

/** Parts of one name broken over lines are put together; a second name, as of one book of a code, stands apart. */
function joinTitle(lines: readonly SourceLine[]): string {
  return lines.reduce((title, line) => {
    if (title === '') return line.text.replace(/^[《](.+)[》]$/, '$1')
    const apart = isWholeName(title) && !/^[（(〔]/.test(line.text)
    return apart ? `${title} ${line.text}` : joinWords(title, line.text)
  }, '')
}

/** Ends like the name of a law, with every bracket closed. */
function isWholeName(title: string): boolean {
  return endsName.test(tight(title)) && count(title, /[（(《〈]/g) === count(title, /[）)》〉]/g)
}

function isSentence(text: string): boolean {
  return /[。；！？]$/.test(text) || text.length > 80
}

const day =
  /(?:\d{4}|[〇○零一二三四五六七八九]{4}) ?年 ?(?:\d{1,2}|[一二三四五六七八九十]{1,3}) ?月 ?(?:\d{1,2}|[一二三四五六七八九十]{1,3}) ?日/

function hasDay(text: string): boolean {
  return day.test(text.normalize('NFKC'))
}

/** A line of the note: begins with a day or a bracket, or says who passed or published the document and when. */
function isNoteStart(text: string): boolean {
  if (/^[（(]/.test(text)) return hasDay(text) || /通过|公布|施行|修订|修正|批准/.test(text)
  const plain = text.normalize('NFKC')
  if (day.exec(plain)?.index === 0) return true
  return hasDay(plain) && text.length <= 80 && /通过|公布|施行|修订|修正|批准|征求意见/.test(text)
}

function lengthOfNote(lines: readonly SourceLine[]): number {
  let length = 0
  let open = 0
  for (const line of lines) {
    if (open <= 0 && !isNoteStart(line.text) && !/^(?:根据|依据).*(?:修正|修订)[）)]?$/.test(line.text)) break
    open += count(line.text, /[（(《〈]/g) - count(line.text, /[）)》〉]/g)
    length += 1
    if (length > 60) break
  }
  return length
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

const eachDay = new RegExp(day, 'g')

/** The days named in the note, with the words that follow each. */
export function datesOf(note: readonly string[]): readonly { readonly date: string; readonly what: string }[] {
  return note.flatMap((line) => {
    const plain = line.normalize('NFKC')
    const found = [...plain.matchAll(eachDay)]
    return found.flatMap((match, index) => {
      const date = isoDate(match[0])
      const end = found[index + 1]?.index ?? plain.length
      const what = plain.slice(match.index + match[0].length, end).replace(/^[\s,，起]+|[\s,，;；(（)）]+$/g, '')
      return date ? [{ date, what }] : []
    })
  })
}

function isoDate(words: string): string | undefined {
  const [year, month, date] = words.split(/[年月日]/).map(numberOf)
  if (!year || !month || !date || month > 12 || date > 31) return undefined
  return `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`
}
