import { numberOf, numeralCharacters } from '../numerals.ts'
import { type SourceLine, tight } from './lines.ts'

export type HeadingKind = 'part' | 'subpart' | 'chapter' | 'section'

export interface Heading {
  readonly is: 'heading'
  readonly kind: HeadingKind
  readonly number: number
  readonly suffix: number
  readonly label: string
  readonly rest: string
  /** A space, a Markdown mark or the end of the line follows the label: not the beginning of a sentence. */
  readonly sure: boolean
}

export interface ArticleStart {
  readonly is: 'article'
  /** Undefined when the number cannot be read. */
  readonly number: number | undefined
  readonly suffix: number
  readonly label: string
  readonly rest: string
  readonly sure: boolean
  /** Words that make it look like the mention of an article: 第三条第二款规定的… */
  readonly mention: boolean
  /** 条 or 第 is missing or misprinted. */
  readonly malformed: boolean
}

export type ListStyle = '（一）' | '一）' | '一、' | '（1）' | '1.' | '1）' | '①'

export interface ListItem {
  readonly is: 'item'
  readonly style: ListStyle
  readonly number: number
  readonly label: string
  readonly rest: string
  readonly malformed: boolean
}

export type Recognised = Heading | ArticleStart | ListItem | { readonly is: 'annex' } | { readonly is: 'text' }

/** What a line looks like by itself; whether it is that is for the place it stands in to say. */
export function recognise(line: SourceLine): Recognised {
  return headingOf(line) ?? articleOf(line) ?? itemOf(line) ?? annexOf(line) ?? { is: 'text' }
}

const numeral = `[${numeralCharacters}]`
const chineseNumeral = `[${numeralCharacters.replace('0-9０-９', '')}]`
const headingKinds: Readonly<Record<string, HeadingKind>> = {
  编: 'part',
  分编: 'subpart',
  章: 'chapter',
  节: 'section',
}
const headingPattern = new RegExp(
  `^第 *(${numeral}(?:[ ]*${numeral})*) *(分编|编|章|节)(?:之(${numeral}{1,2})(?= |$))?`,
)
const headingMention =
  /^(?:规定|的|所|中|至|到|和|与|及|或|以及|、|，|,|第|相应|以下|以上|后|前|内|之|即|改|是|应|增|删)/

function headingOf({ shape, text, depth }: SourceLine): Heading | undefined {
  const match = headingPattern.exec(shape)
  const kind = headingKinds[match?.[2] ?? '']
  const number = match ? numberOf(match[1]!) : undefined
  if (!match || !kind || number === undefined) return undefined
  const after = shape.slice(match[0].length)
  const rest = text.slice(match[0].length).replace(/^[\s:：.、．]+/, '')
  if (depth === 0 && (rest.length > 60 || /[。；;]/.test(rest) || /[：，,]$/.test(rest))) return undefined
  const sure = depth > 0 || after === '' || /^[ :：]/.test(after)
  if (!sure && (headingMention.test(after) || /[，,]/.test(rest) || rest.length > 40)) return undefined
  return { is: 'heading', kind, number, suffix: suffixOf(match[3]), label: text.slice(0, match[0].length), rest, sure }
}

const articlePattern = new RegExp(
  `^[【\\[〔]? *([第笫弟苐]) *(${numeral}(?:[ ]*${numeral})*) *条(?: *之 *(${numeral}{1,2})(?![${numeralCharacters}般些定切样起致方直旦律经个]))? *[】\\]〕]?`,
)
const unreadableArticle = /^第 *([^ ，。；、：“”（）]{1,8}?) *条(?= |$)/
const withoutTiao = new RegExp(`^第 *(${numeral}+)(?= +[^编章节款项目次届])`)
const withoutDi = new RegExp(`^(${chineseNumeral}+|\\d+) *条(?= )`)
const mentionAfterSpace = new RegExp(`^ *(?:第 *${numeral}+ *[款项条]|[、和至及与或] *第)`)
const mentionDirectly =
  /^(?:规定|所|的|、|，|,|和|与|及|或|至|到|以及|中|之规定|之外|以外|第|修改|改为|相应|后|前|～|—|－|-|等|内容|增加|删)/

function articleOf({ shape, text }: SourceLine): ArticleStart | undefined {
  const match = articlePattern.exec(shape)
  const number = match ? numberOf(match[2]!) : undefined
  if (match && number !== undefined && number > 0) {
    return articleStart(shape, text, match[0].length, number, suffixOf(match[3]), match[1] !== '第')
  }
  const unreadable = match ?? unreadableArticle.exec(shape)
  if (unreadable) return articleStart(shape, text, unreadable[0].length, undefined, 0, true)
  const defective = withoutTiao.exec(shape) ?? withoutDi.exec(shape)
  const guessed = defective ? numberOf(defective[1]!) : undefined
  if (!defective || guessed === undefined) return undefined
  return articleStart(shape, text, defective[0].length, guessed, 0, true)
}

function articleStart(
  shape: string,
  text: string,
  length: number,
  number: number | undefined,
  suffix: number,
  malformed: boolean,
): ArticleStart {
  const after = shape.slice(length)
  const bracketed = /^[【[〔（(]/.test(after) || /[】\]〕]$/.test(shape.slice(0, length).trimEnd())
  const sure = after === '' || after.startsWith(' ') || /[ ]$/.test(shape.slice(0, length)) || bracketed
  return {
    is: 'article',
    number,
    suffix,
    label: text.slice(0, length).trim(),
    rest: text.slice(length).replace(/^[\s:：.．]+/, ''),
    sure,
    mention: mentionAfterSpace.test(after) || (!sure && mentionDirectly.test(after)),
    malformed,
  }
}

const itemPatterns: readonly (readonly [ListStyle, RegExp])[] = [
  ['（一）', new RegExp(`^[（(] *(${chineseNumeral}(?:[ ]*${chineseNumeral})*) *[)）]`)],
  ['（1）', /^[（(] *(\d{1,3}) *[)）]/],
  ['一、', new RegExp(`^(${chineseNumeral}{1,4}) *(?:、|[.．](?= ))(?!${chineseNumeral})`)],
  ['1.', /^(\d{1,3}) *[.．、](?! *\d)/],
  ['1）', /^(\d{1,3})[)）]/],
  ['一）', new RegExp(`^(${chineseNumeral}{1,3})[)）]`)],
]
const unclosedItem = new RegExp(`^[（(] *(${chineseNumeral}{1,3})(?=[ 、.．]|[^)）年月日${numeralCharacters}])`)

function itemOf({ shape, text }: SourceLine): ListItem | undefined {
  for (const [style, pattern] of itemPatterns) {
    const match = pattern.exec(shape)
    const number = match ? numberOf(match[1]!) : undefined
    if (match && number) return listItem(style, number, text, match[0].length, false)
  }
  const ringed = ringedNumber(text)
  if (ringed) return listItem(ringed.style, ringed.number, text, 1, false)
  const unclosed = unclosedItem.exec(shape)
  const number = unclosed ? numberOf(unclosed[1]!) : undefined
  return unclosed && number ? listItem('（一）', number, text, unclosed[0].length, true) : undefined
}

function listItem(style: ListStyle, number: number, text: string, length: number, malformed: boolean): ListItem {
  const rest = text.slice(length).trim()
  return { is: 'item', style, number, label: text.slice(0, length).trim(), rest, malformed }
}

/** ① ⑴ ㈠ are one character each. */
function ringedNumber(text: string): { readonly style: ListStyle; readonly number: number } | undefined {
  const code = text.charCodeAt(0)
  if (code >= 0x2460 && code <= 0x2473) return { style: '①', number: code - 0x245f }
  if (code >= 0x2474 && code <= 0x2487) return { style: '（1）', number: code - 0x2473 }
  if (code >= 0x3220 && code <= 0x3229) return { style: '（一）', number: code - 0x321f }
  return undefined
}

const annexPattern = new RegExp(`^(?:附件|附录|附表|附图|附) *${numeral}{0,3} *(?:[:：]|$| (?=[^ ]))`)

function annexOf({ shape }: SourceLine): { readonly is: 'annex' } | undefined {
  if (tight(shape) === '附则' || shape.length > 60 || /[。；]/.test(shape)) return undefined
  return annexPattern.test(shape) ? { is: 'annex' } : undefined
}

function suffixOf(words: string | undefined): number {
  return words === undefined ? 0 : (numberOf(words) ?? 0)
}
