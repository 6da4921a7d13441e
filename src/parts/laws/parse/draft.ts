import type { Provision, ProvisionKind } from '../tree.ts'
import type { HeadingKind, ListStyle } from './recognise.ts'

/** A provision while the document is still being read. */
export interface Draft {
  readonly kind: ProvisionKind
  /** 0 when it has none. */
  readonly number: number
  readonly suffix: number
  readonly label: string
  heading: string
  text: string
  readonly line: number
  readonly children: Draft[]
  /** How the entries of a list are numbered. */
  readonly style?: ListStyle
}

export function draft(start: Pick<Draft, 'kind' | 'line'> & Partial<Omit<Draft, 'kind' | 'line' | 'children'>>): Draft {
  return { number: 0, suffix: 0, label: '', heading: '', text: '', ...start, children: [] }
}

/** Depth of a heading in the tree: a heading closes all that stand as deep or deeper. */
export const headingRank: Readonly<Record<HeadingKind, number>> = { part: 0, subpart: 1, chapter: 2, section: 3 }

const idWords: Readonly<Record<ProvisionKind, string>> = {
  part: 'part',
  subpart: 'subpart',
  chapter: 'chp',
  section: 'sec',
  article: 'art',
  paragraph: 'para',
  item: 'item',
  subitem: 'sub',
}

/**
 * The finished tree. Ids follow the naming of Akoma Ntoso: articles are numbered through the whole document and so
 * stand alone; all else stands under its parent. A number met twice gets `-dup2`, a heading without one `nn1`.
 */
export function finished(drafts: readonly Draft[]): readonly Provision[] {
  return finish(drafts, '', new Map())
}

function finish(drafts: readonly Draft[], parentId: string, used: Map<string, number>): Provision[] {
  let unnumbered = 0
  let paragraphs = 0
  return drafts.map((entry) => {
    let number = entry.suffix > 0 ? `${entry.number}-${entry.suffix}` : String(entry.number)
    if (entry.kind === 'paragraph') number = String(++paragraphs)
    else if (entry.number === 0) number = ''
    const own = `${idWords[entry.kind]}_${number === '' ? `nn${++unnumbered}` : number}`
    const base = entry.kind === 'article' || parentId === '' ? own : `${parentId}__${own}`
    const times = (used.get(base) ?? 0) + 1
    used.set(base, times)
    const id = times > 1 ? `${base}-dup${times}` : base
    return {
      id,
      kind: entry.kind,
      number,
      label: entry.label,
      ...(entry.heading === '' ? {} : { heading: entry.heading }),
      text: entry.text,
      children: finish(entry.children, id, used),
      line: entry.line,
    }
  })
}
