import type { ArticleKey, LegalText, Provision } from '../tree.ts'

/** An article with what a comparison needs to know of it. */
export interface Article {
  readonly key: ArticleKey
  readonly provision: Provision
  /** The words as printed, with the marks of items and without the article's own number; no white space. */
  readonly words: string
}

/** Every article of a text in reading order. A text with two articles of one number yields both. */
export function comparableArticles(text: LegalText): readonly Article[] {
  const found: Article[] = []
  collect(text.provisions, found)
  return found
}

function collect(provisions: readonly Provision[], found: Article[]) {
  for (const provision of provisions) {
    if (provision.kind === 'article')
      found.push({ key: provision.number, provision, words: squeeze(wordsOf(provision)) })
    else collect(provision.children, found)
  }
}

/** The words of a provision and of everything below it, in reading order, without its own label. */
export function wordsOf(provision: Provision): string {
  let words = (provision.heading ?? '') + provision.text
  for (const child of provision.children) words += child.label + wordsOf(child)
  return words
}

/** A text without any white space, so that line breaks and indents never count as a change. */
export function squeeze(words: string): string {
  return words.replace(/\s+/gu, '')
}
