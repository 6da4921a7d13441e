import { type Block, type Pdf, pdfDocument } from '#kernel/documents'
import type { Locale } from '#kernel/text'
import type { Letter, LetterItem } from '../queries/letters.ts'
import { text } from './letter.text.ts'
import { dashed } from './paper-pages.tsx'

/** What is the same in every letter of a consultation, by the language of the letter. */
export interface LetterFacts {
  readonly matter: Readonly<Record<Locale, string>>
  readonly council: Readonly<Record<Locale, string>>
  /** When the answers were given; the letter bears this day, or that of a later correction. */
  readonly givenAt: Date
  readonly day: (at: Date, locale: Locale) => string
  /** How a provision of a version is cited; '' where it is about the whole. */
  readonly placeOf: (item: LetterItem, locale: Locale) => string
  /** Name and address of where a letter without an address is handed over; '' where nobody knows. */
  readonly handOver: (placeId: string | null, locale: Locale) => string
  /** Where receipts are looked up: `https://…/r`. */
  readonly follow: string
}

/** Letters as one file to print, each beginning on a page of its own. */
export function lettersPdf(letters: readonly Letter[], facts: LetterFacts): Promise<Pdf> {
  const blocks = letters.flatMap((letter, index): Block[] => [
    ...(index === 0 ? [] : [{ kind: 'page-break' as const }]),
    ...letterBlocks(letter, facts),
  ])
  const lang = letters[0] ? localeOf(letters[0]) : 'zh-CN'
  const title = text[lang].lettersTitle(facts.matter[lang])
  const margins = { top: 20, right: 24, bottom: 16, left: 26 }
  return pdfDocument({ title, lang, pageNumbers: false, margins }, blocks)
}

function localeOf({ locale }: Letter): Locale {
  return locale.toLowerCase().startsWith('en') ? 'en' : 'zh-CN'
}

/** The order of an official letter: who writes, reference, to whom, subject, salutation, answer, who signs, when. */
function letterBlocks(letter: Letter, facts: LetterFacts): Block[] {
  const locale = localeOf(letter)
  const t = text[locale]
  const { name, address, items } = letter
  const matter = facts.matter[locale]
  const place = facts.handOver(letter.placeId, locale) || t.handOverAny
  const latest = new Date(Math.max(...[facts.givenAt, ...items.map(({ decidedAt }) => decidedAt)].map(Number)))
  return [
    {
      kind: 'paragraph',
      text: [{ text: facts.council[locale], bold: true, colour: 'cinnabar' }],
      align: 'center',
      size: locale === 'en' ? 'large' : 'huge',
    },
    { kind: 'rule', colour: 'cinnabar' },
    {
      kind: 'fields',
      rows: [
        ...(name ? [{ label: t.to, value: name }] : []),
        address ? { label: t.address, value: address } : { label: t.handOver, value: place },
        { label: t.reference, value: items.map(({ receipt }) => dashed(receipt)).join('  ') },
      ],
    },
    { kind: 'title', text: t.title, subtitle: t.subtitle(matter) },
    { kind: 'paragraph', text: name ? t.dear(name) : t.dearUnnamed, size: 'large' },
    body(t.opening(items.length, matter), locale),
    ...items.flatMap((item, index) => itemBlocks(item, { number: index + 1, of: items.length, locale, facts })),
    // Kept together: a name and a day alone on a second page look like a mistake.
    {
      kind: 'columns',
      columns: [
        {
          blocks: [
            body(t.thanks, locale),
            { kind: 'space', mm: 4 },
            { kind: 'paragraph', text: facts.council[locale], align: 'end', size: 'large' },
            { kind: 'paragraph', text: facts.day(latest, locale), align: 'end', size: 'large' },
          ],
        },
      ],
    },
  ]
}

interface OfLetter {
  readonly number: number
  readonly of: number
  readonly locale: Locale
  readonly facts: LetterFacts
}

function itemBlocks(item: LetterItem, { number, of, locale, facts }: OfLetter): Block[] {
  const t = text[locale]
  const place = facts.placeOf(item, locale) || t.whole
  return [
    { kind: 'heading', level: 2, text: of === 1 ? t.about(place) : t.part(number, place) },
    {
      kind: 'frame',
      blocks: [
        {
          kind: 'paragraph',
          text: `${t.own} · ${t.came[item.channel](facts.day(item.givenAt, locale))}`,
          size: 'small',
        },
        ...lines(item.body),
        ...(item.suggested
          ? [{ kind: 'paragraph' as const, text: t.suggested, size: 'small' as const }, ...lines(item.suggested)]
          : []),
      ],
    },
    {
      kind: 'paragraph',
      text: [{ text: `${t.result}${t.decisions[item.decision]}`, bold: true }],
      size: 'large',
      indent: 'first',
    },
    ...item.reason.split('\n').map((line, index) => body(`${index === 0 ? t.reason : ''}${line}`, locale)),
    ...changeBlocks(item, locale),
    {
      kind: 'columns',
      gapMm: 5,
      columns: [
        {
          share: 4,
          blocks: [
            { kind: 'space', mm: 5 },
            { kind: 'paragraph', text: t.follow(facts.follow) },
          ],
        },
        {
          share: 1,
          blocks: [
            {
              kind: 'qr',
              text: `${facts.follow}/${dashed(item.receipt)}`,
              sizeMm: 22,
              label: dashed(item.receipt),
              align: 'end',
            },
          ],
        },
      ],
    },
  ]
}

function changeBlocks({ changes }: LetterItem, locale: Locale): Block[] {
  const t = text[locale]
  if (changes.length === 0) return []
  return [
    {
      kind: 'table',
      caption: t.changed,
      columns: [{ label: t.before }, { label: t.after }],
      rows: changes.map(({ before, after }) => [before || t.none, after || t.deleted]),
    },
  ]
}

function body(words: string, locale: Locale): Block {
  // Chinese print for everybody is larger than Latin print of the same name.
  const size = locale === 'en' ? 'body' : 'large'
  return { kind: 'paragraph', text: words, indent: 'first', size, align: 'justify' }
}

function lines(words: string): Block[] {
  return words
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => ({ kind: 'paragraph', text: line, align: 'start' }))
}
