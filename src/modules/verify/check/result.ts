/** What a check answered, whoever made it: the server or the browser. */
export type Checked =
  | {
      readonly ok: true
      readonly origin: string
      readonly index: number
      readonly size: number
      /** Base64, like the other hashes. */
      readonly root: string
      /** Of the key that signed. */
      readonly keyId: string
      readonly leafHash: string
      readonly leaf: {
        readonly type: string
        readonly n: number
        readonly c: Readonly<Record<string, string>>
        readonly at: string
        readonly due?: string
        readonly out?: string
        readonly erased?: readonly string[]
      }
      /** Parts whose recorded words were shown; empty when the words are others; null when nothing was compared. */
      readonly opened: readonly string[] | null
    }
  | { readonly ok: false; readonly fault: CheckFault }

export type CheckFault = 'format' | 'signature' | 'unknown-log' | 'not-included'

/** The words a result is told in, with `{…}` where a value goes: plain data, so that a page can carry it. */
export interface ResultWords {
  readonly good: string
  readonly goodWords: string
  readonly bad: string
  readonly faults: Readonly<Record<CheckFault, string>>
  readonly terms: Readonly<
    Record<
      'what' | 'at' | 'place' | 'step' | 'due' | 'out' | 'parts' | 'erased' | 'log' | 'key' | 'root' | 'leaf',
      string
    >
  >
  readonly place: string
  readonly step: string
  readonly types: Readonly<Record<string, string>>
  readonly outcomes: Readonly<Record<string, string>>
  readonly parts: Readonly<Record<string, string>>
  readonly same: string
  readonly different: string
  readonly cannotCompare: string
  readonly between: string
  readonly locale: string
  readonly timeZone: string
}

/** A result ready to be shown: the same words from the server and in the browser. */
export interface ShownResult {
  readonly good: boolean
  readonly title: string
  readonly words: string
  /** What became of the words shown for comparison. */
  readonly compared: { readonly same: boolean; readonly words: string } | null
  readonly rows: readonly { readonly term: string; readonly value: string; readonly isCode: boolean }[]
}

/** @param words whether something was to be compared */
export function resultOf(checked: Checked, t: ResultWords, words: boolean): ShownResult {
  if (!checked.ok) return { good: false, title: t.bad, words: t.faults[checked.fault], compared: null, rows: [] }
  const { leaf } = checked
  const number = new Intl.NumberFormat(t.locale)
  const rows: { term: string; value: string; isCode: boolean }[] = []
  const row = (term: string, value: string | undefined, isCode = false) => {
    if (value) rows.push({ term, value, isCode })
  }
  const names = (parts: readonly string[]) => parts.map((part) => t.parts[part] ?? part).join(t.between)
  row(t.terms.what, t.types[leaf.type] ?? leaf.type)
  row(t.terms.at, instantIn(leaf.at, t))
  row(t.terms.step, t.step.replace('{n}', number.format(leaf.n)))
  row(t.terms.out, leaf.out && (t.outcomes[leaf.out] ?? leaf.out))
  row(t.terms.due, leaf.due && instantIn(leaf.due, t))
  row(t.terms.parts, names(Object.keys(leaf.c)))
  row(t.terms.erased, leaf.erased && names(leaf.erased))
  const place = t.place.replace('{n}', number.format(checked.index + 1)).replace('{size}', number.format(checked.size))
  row(t.terms.place, place)
  row(t.terms.log, checked.origin, true)
  row(t.terms.key, checked.keyId, true)
  row(t.terms.root, checked.root, true)
  row(t.terms.leaf, checked.leafHash, true)
  return {
    good: true,
    title: t.good,
    words: t.goodWords,
    compared: words ? comparedOf(checked.opened, t, names) : null,
    rows,
  }
}

function comparedOf(
  opened: readonly string[] | null,
  t: ResultWords,
  names: (parts: readonly string[]) => string,
): ShownResult['compared'] {
  if (opened === null) return { same: false, words: t.cannotCompare }
  if (opened.length === 0) return { same: false, words: t.different }
  return { same: true, words: t.same.replace('{parts}', names(opened)) }
}

function instantIn(iso: string, { locale, timeZone }: ResultWords): string {
  const format = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
    dateStyle: 'long',
    timeStyle: 'medium',
    timeZone,
  })
  return format.format(new Date(iso))
}
