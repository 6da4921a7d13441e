import type { Issue } from '#kernel/outcome'
import type { RefinedSentence } from '#parts/opinions'

/** An opinion of an argument under the number it has on the page. */
export interface NumberedOpinion {
  readonly id: string
  readonly body: string
}

/** A sentence as a form sends it: its words, and its sources one a line: `2：the words`, or `2` for all of it. */
export interface TypedSentence {
  readonly text: string
  readonly sources: string
}

/**
 * Finds the words of each source in its opinion. Spaces and line ends do not count, as people copy words.
 * @param opinions in the order of their numbers, from 1
 * @returns the sentences that have words with the row each was typed in, and what could not be found, by
 * `sentences.<row>.sources`
 */
export function readSentences(
  typed: readonly TypedSentence[],
  opinions: readonly NumberedOpinion[],
): {
  readonly sentences: readonly RefinedSentence[]
  readonly rows: readonly number[]
  readonly issues: readonly Issue[]
} {
  const sentences: RefinedSentence[] = []
  const rows: number[] = []
  const issues: Issue[] = []
  for (const [row, { text, sources }] of typed.entries()) {
    if (text.trim() === '' && sources.trim() === '') continue
    const found: RefinedSentence['sources'][number][] = []
    for (const line of sources.split('\n').filter((each) => each.trim() !== '')) {
      const source = readSource(line, opinions)
      if (typeof source === 'string') issues.push({ path: `sentences.${row}.sources`, code: source })
      else found.push(source)
    }
    if (text.trim() === '') issues.push({ path: `sentences.${row}.text`, code: 'empty' })
    sentences.push({ text: text.trim(), sources: found })
    rows.push(row)
  }
  return { sentences, rows, issues }
}

function readSource(line: string, opinions: readonly NumberedOpinion[]): RefinedSentence['sources'][number] | string {
  const match = /^\s*[#＃]?(\d+)\s*(?:[:：]\s*([\s\S]*))?$/u.exec(line.normalize('NFC'))
  const opinion = match ? opinions[Number(match[1]) - 1] : undefined
  if (!match || !opinion) return 'no-such-source'
  const words = (match[2] ?? '').trim()
  if (words === '') return { opinionId: opinion.id, start: 0, end: opinion.body.length }
  const span = spanOf(opinion.body, words)
  return span ? { opinionId: opinion.id, ...span } : 'not-in-opinion'
}

/** Where words stand in a text, spaces and line ends aside. */
function spanOf(body: string, words: string): { readonly start: number; readonly end: number } | null {
  const at: number[] = []
  let plain = ''
  for (let i = 0; i < body.length; i += 1) {
    if (/\s/u.test(body[i]!)) continue
    at.push(i)
    plain += body[i]
  }
  const wanted = words.replace(/\s/gu, '').replace(/^[“"「]|[”"」]$/gu, '')
  const found = wanted === '' ? -1 : plain.indexOf(wanted)
  return found === -1 ? null : { start: at[found]!, end: at[found + wanted.length - 1]! + 1 }
}

/** A stored sentence as the form shows it again. */
export function typedOf(sentence: RefinedSentence, opinions: readonly NumberedOpinion[]): TypedSentence {
  const lines = sentence.sources.flatMap(({ opinionId, start, end }) => {
    const index = opinions.findIndex((each) => each.id === opinionId)
    const opinion = opinions[index]
    if (!opinion) return []
    const whole = start === 0 && end === opinion.body.length
    return [whole ? String(index + 1) : `${index + 1}：${opinion.body.slice(start, end).replace(/\s+/gu, ' ')}`]
  })
  return { text: sentence.text, sources: lines.join('\n') }
}
