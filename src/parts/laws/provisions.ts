import type { ArticleKey, LegalText, Provision, ProvisionId } from './tree.ts'

/** An article as one finds it in a list: its place, and all its words in one string. */
export interface ArticleEntry {
  /** `12`, `12-1`; a number met for the second time is `12-dup2`. */
  readonly key: ArticleKey
  readonly provision: Provision
  /** Headings above it, outermost first. */
  readonly under: readonly Provision[]
  /** All its words without its own label, one line for each 款, 项 and 目. */
  readonly words: string
}

/** The provision of that id with all that stand above it, outermost first; undefined when there is none. */
export function findProvision(
  text: LegalText,
  id: ProvisionId,
): { readonly provision: Provision; readonly above: readonly Provision[] } | undefined {
  const search = (
    siblings: readonly Provision[],
    above: readonly Provision[],
  ): { readonly provision: Provision; readonly above: readonly Provision[] } | undefined => {
    for (const provision of siblings) {
      if (provision.id === id) return { provision, above }
      const found = search(provision.children, [...above, provision])
      if (found) return found
    }
    return undefined
  }
  return search(text.provisions, [])
}

/** All articles in the order of the document. */
export function articlesOf(text: LegalText): readonly ArticleEntry[] {
  const entries: ArticleEntry[] = []
  const visit = (provision: Provision, under: readonly Provision[]): void => {
    if (provision.kind === 'article') {
      entries.push({ key: provision.id.slice('art_'.length), provision, under, words: plainWords(provision) })
    } else for (const child of provision.children) visit(child, [...under, provision])
  }
  for (const provision of text.provisions) visit(provision, [])
  return entries
}

/** The words of a provision and all beneath it, labels of those beneath included, one line each. */
export function plainWords(provision: Provision): string {
  const lines: string[] = []
  const visit = (entry: Provision, label: string): void => {
    const own = `${label}${entry.text}`
    if (own !== '') lines.push(own)
    for (const child of entry.children) {
      visit(child, [child.label, child.heading ?? ''].filter(Boolean).join(' ') + separator(child))
    }
  }
  visit(provision, '')
  return lines.join('\n')
}

/** Headings and articles are set apart from their words by a space, entries of a list are not. */
function separator(provision: Provision): string {
  const isEntry = provision.kind === 'item' || provision.kind === 'subitem' || provision.kind === 'paragraph'
  return isEntry || provision.text === '' ? '' : ' '
}
