import { editsOf } from './edit-script.ts'
import { tokensOf } from './tokens.ts'

/** A stretch of words: kept, put in, or taken out. */
export interface Mark {
  readonly kind: 'same' | 'ins' | 'del'
  readonly text: string
}

/** More differences than this and whole clauses are compared first, the words only inside what they leave. */
const mostDifferences = 600
const mostClauseDifferences = 2_000
/** Kept words this short between two rewritten stretches disturb the reader. */
const island = 3
/** Less than this share kept and the text counts as rewritten as a whole. */
const leastKept = 0.15

/**
 * Marks what was put in and taken out, word by word, so that a person can read it: words and numbers stay whole, and
 * a stray character left between two changes is marked with them.
 * The kept and deleted words joined are the old text; the kept and inserted words joined are the new one.
 */
export function markWords(oldText: string, newText: string): readonly Mark[] {
  if (oldText === newText) return oldText === '' ? [] : [{ kind: 'same', text: oldText }]
  const { head, tail } = commonEnds(oldText, newText)
  const old = oldText.slice(head, oldText.length - tail)
  const fresh = newText.slice(head, newText.length - tail)
  const changes = joinIslands([
    { kept: oldText.slice(0, head), out: '', in: '' },
    ...changesOf(old, fresh),
    { kept: oldText.slice(oldText.length - tail), out: '', in: '' },
  ])
  const kept = changes.reduce((sum, change) => sum + change.kept.length, 0)
  if (kept < leastKept * Math.max(oldText.length, newText.length))
    return marksOf([{ kept: '', out: oldText, in: newText }])
  return marksOf(changes)
}

/** Kept words and the change that follows them. */
interface Change {
  readonly kept: string
  readonly out: string
  readonly in: string
}

/** Common beginning and end up to a punctuation mark, which no word reaches across: only the rest needs cutting. */
function commonEnds(old: string, fresh: string) {
  const most = Math.min(old.length, fresh.length)
  let head = 0
  while (head < most && old[head] === fresh[head]) head++
  while (head > 0 && !isBreak(old[head - 1]!)) head--
  let tail = 0
  while (tail < most - head && old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]) tail++
  while (tail > 0 && !isBreak(old[old.length - tail]!)) tail--
  return { head, tail }
}

function isBreak(character: string): boolean {
  return '，。；：、！？（）《》“”\n'.includes(character)
}

function changesOf(old: string, fresh: string): readonly Change[] {
  return (
    changesBy(tokensOf(old), tokensOf(fresh), mostDifferences) ??
    changesBy(clausesOf(old), clausesOf(fresh), mostClauseDifferences)?.flatMap(refined) ?? [
      { kept: '', out: old, in: fresh },
    ]
  )
}

/** The change of whole clauses word by word, when their words are not too different. */
function refined(change: Change): readonly Change[] {
  const inner = changesBy(tokensOf(change.out), tokensOf(change.in), mostDifferences)
  return inner ? [{ kept: change.kept, out: '', in: '' }, ...inner] : [change]
}

function clausesOf(text: string): readonly string[] {
  return text.match(/[^，。；：！？\n]*[，。；：！？\n]|[^，。；：！？\n]+$/gu) ?? []
}

function changesBy(old: readonly string[], fresh: readonly string[], limit: number): readonly Change[] | undefined {
  const edits = editsOf(old, fresh, limit)
  if (!edits) return undefined
  let at = 0
  const changes = edits.map((edit) => {
    const kept = old.slice(at, edit.oldFrom).join('')
    at = edit.oldTo
    return {
      kept,
      out: old.slice(edit.oldFrom, edit.oldTo).join(''),
      in: fresh.slice(edit.newFrom, edit.newTo).join(''),
    }
  })
  return [...changes, { kept: old.slice(at).join(''), out: '', in: '' }]
}

/** Lets a change swallow the few kept characters after it when both neighbours together replace more than they keep. */
function joinIslands(changes: readonly Change[]): readonly Change[] {
  const joined: Change[] = []
  for (const change of changes) {
    const last = joined.at(-1)
    if (last && (change.kept === '' || isIsland(last, change)))
      joined[joined.length - 1] = {
        kept: last.out + last.in === '' ? last.kept + change.kept : last.kept,
        out: last.out + last.in === '' ? change.out : last.out + change.kept + change.out,
        in: last.out + last.in === '' ? change.in : last.in + change.kept + change.in,
      }
    else if (last && last.out + last.in === '') joined[joined.length - 1] = { ...change, kept: last.kept + change.kept }
    else joined.push(change)
  }
  return joined
}

function isIsland(last: Change, next: Change): boolean {
  const [before, after] = [Math.max(last.out.length, last.in.length), Math.max(next.out.length, next.in.length)]
  const replaces = last.out + next.out !== '' && last.in + next.in !== ''
  return replaces && next.kept.length <= island && next.kept.length < before && next.kept.length < after
}

function marksOf(changes: readonly Change[]): readonly Mark[] {
  return changes
    .flatMap((change): Mark[] => [
      { kind: 'same', text: change.kept },
      { kind: 'del', text: change.out },
      { kind: 'ins', text: change.in },
    ])
    .filter(({ text }) => text !== '')
}
