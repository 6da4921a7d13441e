/** A run of text in one style, as a line is made of. */
export type Styled<S> = { readonly text: string; readonly style: S }

export type Line<S> = {
  readonly segments: readonly (Styled<S> & { readonly width: number })[]
  readonly width: number
  /** Whether the paragraph goes on after this line, so that it may be spread to the full measure. */
  readonly continues: boolean
}

/** Never first in a line: closing marks and what belongs to the character before. Source: CLREQ §3.1.2, GB/T 15834-2011 §5.1. */
const neverFirst = new Set(
  '、。，．：；？！）〕］｝〉》」』】〗〙〛”’…—～·・‧％‰℃℉°々〻ー,.:;?!)]}%>»›·、﹐﹑﹒﹔﹕﹖﹗）］｝｡｣､',
)
/** Never last in a line: opening marks and signs that belong to the number after. */
const neverLast = new Set('（〔［｛〈《「『【〖〘〚“‘([{«‹¥￥$＄£￡№#@')

const isSpace = (char: string) => char === ' ' || char === '\t' || char === '\u3000' || /^\p{Zs}$/u.test(char)
const isWide = (char: string) =>
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uffef〔〕—…“”‘’]$/u.test(
    char,
  )
/** Marks that must stay whole: a dash or an ellipsis of two characters, and whatever combines with what stands before. */
const sticks = (before: string, after: string) =>
  ((before === '—' || before === '…') && before === after) || /^(?:\p{M}|\p{Variation_Selector}|\u200d)/u.test(after)

type Atom<S> = { readonly char: string; readonly style: S; readonly width: number }

/**
 * Breaks styled text into lines no wider than `measure`, by the Chinese rules for line starts and line ends (禁则);
 * Latin words and numbers stay whole unless one alone is wider than the line. A newline in the text ends a line.
 * @param widthOf the width of one character in a style, in the unit of `measure`
 * @param indent the room left empty at the start of each paragraph's first line
 */
export function breakLines<S>(
  runs: readonly Styled<S>[],
  { measure, widthOf, indent = 0 }: { measure: number; widthOf: (char: string, style: S) => number; indent?: number },
): Line<S>[] {
  const atoms = runs.flatMap(({ text, style }) =>
    [...text.replace(/\r\n?/g, '\n')].map((char) => ({ char, style, width: char === '\n' ? 0 : widthOf(char, style) })),
  )
  return paragraphs(atoms).flatMap((paragraph) => fill(clusters(paragraph), measure, indent))
}

function paragraphs<S>(atoms: readonly Atom<S>[]): Atom<S>[][] {
  const found: Atom<S>[][] = [[]]
  for (const atom of atoms) {
    if (atom.char === '\n') found.push([])
    else found.at(-1)!.push(atom)
  }
  return found
}

/** Groups between which a line may end. */
function clusters<S>(atoms: readonly Atom<S>[]): Atom<S>[][] {
  const found: Atom<S>[][] = []
  for (const [i, atom] of atoms.entries()) {
    const before = atoms[i - 1]
    if (before && !mayBreak(before.char, atom.char)) found.at(-1)!.push(atom)
    else found.push([atom])
  }
  return found
}

function mayBreak(before: string, after: string): boolean {
  if (sticks(before, after)) return false
  if (before === '\u00a0' || after === '\u00a0') return false
  if (isSpace(before)) return true
  if (isSpace(after)) return false
  if (neverLast.has(before) || neverFirst.has(after)) return false
  return isWide(before) || isWide(after) || before === '-' || before === '/'
}

function fill<S>(groups: readonly (readonly Atom<S>[])[], measure: number, indent: number): Line<S>[] {
  const lines: Line<S>[] = []
  let line: Atom<S>[] = []
  let used = indent
  const finish = (continues: boolean) => {
    lines.push(lineOf(line, continues))
    line = []
    used = 0
  }
  for (const group of groups) {
    const needed = widthWithoutTail(group)
    if (line.length > 0 && used + needed > measure + 1e-6) finish(true)
    if (line.length === 0 && lines.length > 0 && group.every(({ char }) => char === ' ')) continue
    if (used + needed <= measure + 1e-6) {
      line.push(...group)
      used += widthOfAll(group)
      continue
    }
    for (const atom of group) {
      if (line.length > 0 && used + atom.width > measure + 1e-6) finish(true)
      line.push(atom)
      used += atom.width
    }
  }
  finish(false)
  return lines
}

const widthOfAll = <S>(atoms: readonly Atom<S>[]) => atoms.reduce((sum, { width }) => sum + width, 0)

function widthWithoutTail<S>(atoms: readonly Atom<S>[]): number {
  let end = atoms.length
  while (end > 0 && isSpace(atoms[end - 1]!.char)) end--
  return widthOfAll(atoms.slice(0, end))
}

function lineOf<S>(atoms: readonly Atom<S>[], continues: boolean): Line<S> {
  let end = atoms.length
  while (end > 0 && isSpace(atoms[end - 1]!.char)) end--
  const segments: { text: string; style: S; width: number }[] = []
  for (const { char, style, width } of atoms.slice(0, end)) {
    const last = segments.at(-1)
    if (last && last.style === style) {
      last.text += char
      last.width += width
    } else segments.push({ text: char, style, width })
  }
  return { segments, width: widthOfAll(atoms.slice(0, end)), continues }
}
