import type { Locale } from '#kernel/text'
import { text } from './labels.text.ts'
import { chineseOf, numberOf } from './numerals.ts'
import { findProvision } from './provisions.ts'
import type { LegalText, Provision, ProvisionId } from './tree.ts'

/**
 * How one cites a provision: 第二十一条第一款第（三）项 / Article 21, paragraph 1, item 3. An article with only one
 * paragraph is cited without it, as laws do. Headings are cited from the outermost: 第一编第二章.
 * @returns the empty string when the text has no provision of that id
 */
export function provisionPath(legalText: LegalText, id: ProvisionId, locale: Locale): string {
  const found = findProvision(legalText, id)
  if (!found) return ''
  const chain = [...found.above, found.provision]
  const article = chain.findIndex((provision) => provision.kind === 'article')
  const cited = article < 0 ? chain : chain.slice(article)
  const names = cited
    .filter((provision, index) => index === cited.length - 1 || !isOnlyParagraph(provision, cited[index - 1]))
    .map((provision) => provisionName(provision, locale))
  return names.join(text[locale].joint)
}

/** One step of a citation: 第十二条之一, 第（三）项, Article 12-1; a heading without a number by its words. */
export function provisionName(provision: Provision, locale: Locale): string {
  const t = text[locale]
  const [number = '', suffix] = provision.number.split('-')
  if (number === '') return provision.heading ?? provision.label
  const written = (digits: string) => (locale === 'en' ? digits : chineseOf(Number(digits)))
  const name = t[provision.kind](numberInList(provision, locale) ?? written(number))
  return suffix === undefined ? name : t.suffixed(name, written(suffix))
}

/** An article's printed label in the reader's language: 第十二条之一, Article 12-1. A label of another shape stays as it is. */
export function articleLabel(label: string, locale: Locale): string {
  const [, digits = '', suffix] = /^第(.+)条(?:之(.+))?$/.exec(label.replace(/\s/g, '')) ?? []
  const number = numberOf(digits)
  if (locale === 'zh-CN' || number === undefined) return label
  const t = text[locale]
  const name = t.article(String(number))
  return suffix === undefined ? name : t.suffixed(name, String(numberOf(suffix) ?? suffix))
}

/** 项 are cited the way they are numbered: 第（三）项, but 第一项 for 一、 */
function numberInList(provision: Provision, locale: Locale): string | undefined {
  const isEntry = provision.kind === 'item' || provision.kind === 'subitem'
  return isEntry && locale !== 'en' && /^[（(].*[）)]$/.test(provision.label)
    ? provision.label.replace('(', '（').replace(')', '）').replace(/\s/g, '')
    : undefined
}

function isOnlyParagraph(provision: Provision, parent: Provision | undefined): boolean {
  return provision.kind === 'paragraph' && parent?.children.length === 1
}
