/**
 * A legal text as a tree of numbered provisions. Pure data, stored as JSON, never changed once published.
 * 编 part · 分编 subpart · 章 chapter · 节 section · 条 article · 款 paragraph · 项 item · 目 sub-item.
 */
export const provisionKinds = [
  'part',
  'subpart',
  'chapter',
  'section',
  'article',
  'paragraph',
  'item',
  'subitem',
] as const
export type ProvisionKind = (typeof provisionKinds)[number]

/** Stable, readable id inside one text: `art_12`, `art_12-1__para_2__item_3`, `chp_2__sec_1` (Akoma Ntoso eId naming). */
export type ProvisionId = string

export interface Provision {
  readonly id: ProvisionId
  readonly kind: ProvisionKind
  /** Number in digits with 之 as a dash: `12`, `12-1`. A paragraph's number is its ordinal in the article. */
  readonly number: string
  /** As printed: 第十二条之一, （三）, 1． Empty for paragraphs. */
  readonly label: string
  /** 章名, 节名 or the article's 条标 when it has one. */
  readonly heading?: string
  /** Own words without the label; an article's words are in its paragraphs. */
  readonly text: string
  readonly children: readonly Provision[]
  /** Line of the source, from 1. */
  readonly line: number
}

export interface LegalText {
  readonly title: string
  /** 题注: "2015年3月15日第十二届全国人民代表大会第三次会议通过". */
  readonly note: readonly string[]
  readonly preamble: readonly string[]
  /** ISO dates found in the note. */
  readonly dates: readonly { readonly date: string; readonly what: string }[]
  readonly provisions: readonly Provision[]
  /** What follows the last provision: annexes, signatures. */
  readonly tail: readonly string[]
}

export type ProblemKind =
  | 'gap'
  | 'duplicate'
  | 'out-of-order'
  | 'unclosed-list'
  | 'empty-provision'
  | 'contents-mismatch'
  | 'no-articles'
  | 'no-title'
  | 'not-understood'
  | 'unreadable'

export interface Problem {
  readonly kind: ProblemKind
  readonly line: number
  readonly message: string
}

export interface ProvisionCounts {
  readonly parts: number
  readonly chapters: number
  readonly sections: number
  readonly articles: number
  readonly paragraphs: number
  readonly items: number
}

export interface Parsed {
  readonly text: LegalText
  readonly problems: readonly Problem[]
  readonly counts: ProvisionCounts
}

/** Key of an article inside a text: `12`, or `12-1` for 第十二条之一. */
export type ArticleKey = string

export interface ArticleLink {
  readonly from: readonly ArticleKey[]
  readonly to: readonly ArticleKey[]
  /** `moved` = same words under another number with its order against the neighbours changed; `same` otherwise. */
  readonly kind: 'same' | 'moved' | 'changed' | 'split' | 'merged'
  /** Similarity 0..1. */
  readonly score: number
}

export interface Comparison {
  readonly links: readonly ArticleLink[]
  readonly added: readonly ArticleKey[]
  readonly deleted: readonly ArticleKey[]
}
