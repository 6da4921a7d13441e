import type { ComponentChildren } from 'preact'
import { useLocale, useText } from './frame.ts'
import { text } from './ui.text.ts'

const han = /\p{Script=Han}/u
/** A word in Latin letters; `A4` and `kV` are none. */
const latin = /\p{Script=Latin}{3}/u
/** From a Chinese character to the last one before other letters, with what stands between. */
const chineseRun = /(\p{Script=Han}(?:[^\p{Script=Latin}]*\p{Script=Han})?[。？！；，]?)/u

/**
 * The language tag that words need on a page in `locale`: none where they are in the page's own language.
 * @param told the tag stored with the words; without one, the script decides
 */
export function langOf(words: string, locale: string, told?: string | null): string | undefined {
  const tag = writtenIn(words, told)
  return tag === undefined || primary(tag) === primary(locale) ? undefined : tag
}

/** The language told with the words, unless their script says otherwise: people write Chinese on pages in English too. */
function writtenIn(words: string, told: string | null | undefined): string | undefined {
  if (han.test(words)) return latin.test(words) && told ? told : 'zh-CN'
  return told && primary(told) === 'zh' && latin.test(words) ? undefined : (told ?? undefined)
}

export interface WordsProps {
  readonly children: string
  /** The language they were written in, where it is known. */
  readonly lang?: string | null
}

/**
 * Words somebody wrote, or a name: spoken and set in their own language, whatever the page speaks. In a sentence of
 * the page's own that quotes Chinese words, only these are marked.
 */
export function Words({ children, lang }: WordsProps): ComponentChildren {
  const tag = langOf(children, useLocale(), lang)
  if (tag === 'zh-CN' && !lang && latin.test(children)) {
    return children.split(chineseRun).map((piece, index) =>
      index % 2 === 1 ? (
        <span key={index} lang={tag}>
          {piece}
        </span>
      ) : (
        piece
      ),
    )
  }
  return tag ? <span lang={tag}>{children}</span> : children
}

/** 原文为英文 / Original in Chinese: beside words that stand in another language than the page. Nothing otherwise. */
export function OriginalIn({ words, lang }: { readonly words: string; readonly lang?: string | null }) {
  const locale = useLocale()
  const t = useText(text)
  const tag = langOf(words, locale, lang)
  return tag ? <span class="original">{t.originalIn(languageIn(tag, locale))}</span> : null
}

const names = new Map<string, Intl.DisplayNames>()

/** 中文, Chinese: a language's name in another. */
export function languageIn(tag: string, locale: string): string {
  const known = names.get(locale) ?? new Intl.DisplayNames([locale], { type: 'language' })
  names.set(locale, known)
  return known.of(primary(tag)) ?? tag
}

function primary(tag: string): string {
  return tag.toLowerCase().split('-', 1)[0] ?? tag
}
