import type { LegalText } from '../tree.ts'

/** What a published file says about the text besides its words. All of it may be left out. */
export interface ExportMeta {
  /** A law in force or a draft; told from the title when left out. */
  readonly kind?: 'act' | 'bill'
  /** ISO 3166 code in lower case. */
  readonly country?: string
  /** The body that passed or published the text. */
  readonly author?: string
  /** ISO date the text is dated by; the first date of its note when left out. */
  readonly date?: string
  /** ISO date of this file. */
  readonly madeOn?: string
}

export type FullMeta = Required<Omit<ExportMeta, 'date'>> & {
  readonly date: string | undefined
  readonly versionDate: string | undefined
}

/** @param today ISO date, for a file that is not told when it is made */
export function fullMeta(text: LegalText, meta: ExportMeta, today: string): FullMeta {
  const dates = text.dates.map(({ date }) => date).filter(isDay)
  return {
    kind: meta.kind ?? (isDraft(text) ? 'bill' : 'act'),
    country: meta.country ?? 'cn',
    author: meta.author ?? authorOf(text) ?? '未注明',
    date: meta.date ?? dates[0],
    versionDate: meta.date ?? dates.toSorted().at(-1),
    madeOn: meta.madeOn ?? today,
  }
}

/** A misprinted note may name a 30th of February. */
export function isDay(date: string): boolean {
  const time = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date)
}

function isDraft(text: LegalText): boolean {
  return /[（(〔][^）)〕]*(?:草案|征求意见|送审|审议|稿)[^）)〕]*[)）〕]|草案$/u.test(text.title)
}

/** 第十二届全国人民代表大会: the first assembly that the note names. */
function authorOf(text: LegalText): string | undefined {
  const note = text.note.join('\n')
  return /(?:第[一二三四五六七八九十百]+届)?([\u4e00-\u9fff]{2,20}?(?:人民代表大会常务委员会|人民代表大会|国务院|人民政府))/u.exec(
    note.replace(/\d+年\d+月\d+日\s*/gu, ''),
  )?.[1]
}
