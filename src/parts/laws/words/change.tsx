import { Del, Ins } from '#ui'
import { markWords } from './marks.ts'

/** What goes and what comes, word by word; `around` characters of what stays are shown on each side of a change. */
export function Change({
  before,
  after,
  around = 24,
}: {
  readonly before: string
  readonly after: string
  readonly around?: number
}) {
  const marks = markWords(before, after)
  return (
    <>
      {marks.map(({ kind, text: words }, index) => {
        const key = `${index}-${kind}`
        if (kind === 'ins') return <Ins key={key}>{words}</Ins>
        if (kind === 'del') return <Del key={key}>{words}</Del>
        const head = index === 0 ? '' : words.slice(0, around)
        const tail = index === marks.length - 1 ? '' : words.slice(-around)
        return words.length <= head.length + tail.length + 4 ? words : `${head}…${tail}`
      })}
    </>
  )
}
