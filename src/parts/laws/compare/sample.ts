import type { LegalText, Provision } from '../tree.ts'

/** A small legal text for tests: each entry is a number (`12`, `12-1`) and the article's paragraphs, one a line. */
export function lawOf(articles: readonly (readonly [number: string, words: string])[]): LegalText {
  return {
    title: '云山市样本条例',
    note: [],
    preamble: [],
    dates: [],
    provisions: articles.map(([number, words], i) => articleOf(number, words.split('\n'), i + 1)),
    tail: [],
  }
}

function articleOf(number: string, paragraphs: readonly string[], line: number): Provision {
  const id = `art_${number}`
  const children = paragraphs.map((text, i): Provision => {
    const ordinal = String(i + 1)
    return { id: `${id}__para_${ordinal}`, kind: 'paragraph', number: ordinal, label: '', text, children: [], line }
  })
  return { id, kind: 'article', number, label: `第${number}条`, text: '', children, line }
}
