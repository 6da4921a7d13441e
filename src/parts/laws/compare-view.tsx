import { Fragment } from 'preact'
import type { Locale } from '#kernel/text'
import { Del, Ins, langOf, Tag, useLocale, useText, Words } from '#ui'
import type { AlignedLine, LineSide } from './compare/lines.ts'
import type { ArticleRow, ArticleSide, ComparisonRow, HeadingRow, PointerRow } from './compare/rows.ts'
import { text } from './compare-view.text.ts'
import { articleLabel } from './labels.ts'
import type { Mark } from './words/marks.ts'

export interface CompareViewProps {
  readonly rows: readonly ComparisonRow[]
  /** Two columns, which stand one below the other on a phone; or one running text with its changes. */
  readonly mode: 'side' | 'unified'
  /** What the versions are called: 一审稿, 2015年版. */
  readonly names: { readonly old: string; readonly fresh: string }
  /** Folds runs of unchanged articles into one line. */
  readonly changesOnly?: boolean
}

/** Two versions compared article by article, as words and marks: it reads aloud, and prints in black and white. */
export function CompareView(props: CompareViewProps) {
  const t = useText(text)
  const entries = props.changesOnly ? folded(props.rows) : props.rows
  if (props.rows.length === 0) return <p class="muted">{t.nothing}</p>
  return props.mode === 'side' ? <SideBySide {...props} entries={entries} /> : <Unified {...props} entries={entries} />
}

/** Unchanged articles that follow each other. */
interface FoldedRow {
  readonly kind: 'unchanged'
  readonly first: ArticleSide
  readonly last: ArticleSide
  readonly count: number
}

type Entry = ComparisonRow | FoldedRow
type EntriesProps = CompareViewProps & { readonly entries: readonly Entry[] }

function folded(rows: readonly ComparisonRow[]): readonly Entry[] {
  const entries: Entry[] = []
  for (const row of rows) {
    const last = entries.at(-1)
    const article = row.kind === 'same' ? row.fresh[0] : undefined
    if (!article) entries.push(row)
    else if (last?.kind === 'unchanged') entries[entries.length - 1] = { ...last, last: article, count: last.count + 1 }
    else entries.push({ kind: 'unchanged', first: article, last: article, count: 1 })
  }
  return entries
}

function SideBySide({ entries, names }: EntriesProps) {
  const t = useText(text)
  return (
    <table class="compare">
      <caption class="sr">{t.caption}</caption>
      <thead>
        <tr>
          <th scope="col">
            <Words>{names.old}</Words>
          </th>
          <th scope="col">
            <Words>{names.fresh}</Words>
          </th>
        </tr>
      </thead>
      {entries.map((entry, i) => (
        <tbody key={i}>
          {'lines' in entry ? (
            <ArticleRows row={entry} />
          ) : (
            <tr>
              <th scope="rowgroup" colSpan={2} class={entry.kind === 'heading' ? 'chapter' : 'muted'}>
                <Remark entry={entry} />
              </th>
            </tr>
          )}
        </tbody>
      ))}
    </table>
  )
}

function ArticleRows({ row }: { readonly row: ArticleRow }) {
  const t = useText(text)
  return (
    <>
      <tr>
        <th scope="rowgroup" colSpan={2}>
          <ArticleHead row={row} />
        </th>
      </tr>
      {row.lines.map(({ old, fresh, marks }, i) => (
        <tr key={i}>
          <td data-label={t.old} class={cellClass(old, marks)}>
            {old ? (
              <Line side={old} first={isFirst(row, 'old', i)} row={row} marks={only(marks, 'del')} />
            ) : (
              i === 0 && row.old.length === 0 && t.none
            )}
          </td>
          <td data-label={t.fresh} class={cellClass(fresh, marks)}>
            {fresh ? (
              <Line side={fresh} first={isFirst(row, 'fresh', i)} row={row} marks={only(marks, 'ins')} />
            ) : (
              i === 0 && row.fresh.length === 0 && t.gone
            )}
          </td>
        </tr>
      ))}
    </>
  )
}

/** Words that are the same on both sides are shown once where the sides stand one below the other. */
function cellClass(side: LineSide | undefined, marks: readonly Mark[]): string | undefined {
  if (!side) return 'none'
  return marks.every(({ kind }) => kind === 'same') ? 'same' : undefined
}

function Unified({ entries }: EntriesProps) {
  const t = useText(text)
  return (
    <section class="compare" aria-label={t.caption}>
      {entries.map((entry, i) =>
        'lines' in entry ? (
          <article key={i} class="clause">
            <h3>
              <ArticleHead row={entry} />
            </h3>
            {entry.lines.map((line, k) => (
              <UnifiedLine key={k} line={line} row={entry} index={k} />
            ))}
          </article>
        ) : entry.kind === 'heading' ? (
          <h2 key={i} class="chapter">
            <Remark entry={entry} />
          </h2>
        ) : (
          <p key={i} class="muted">
            <Remark entry={entry} />
          </p>
        ),
      )}
    </section>
  )
}

function UnifiedLine({
  line,
  row,
  index,
}: {
  readonly line: AlignedLine
  readonly row: ArticleRow
  readonly index: number
}) {
  const which = line.fresh ? 'fresh' : 'old'
  const side = line[which]
  if (!side) return null
  return <Line side={side} first={isFirst(row, which, index)} row={row} marks={line.marks} />
}

function ArticleHead({ row }: { readonly row: ArticleRow }) {
  const t = useText(text)
  const locale = useLocale()
  const [old, fresh] = [labelsOf(row.old, t.list, locale), labelsOf(row.fresh, t.list, locale)]
  const tones = {
    same: 'plain',
    moved: 'wait',
    changed: 'accent',
    split: 'accent',
    merged: 'accent',
    added: 'ok',
    deleted: 'stop',
  } as const
  return (
    <>
      <span class="no" id={row.fresh[0] && `new-${row.fresh[0].id}`}>
        {fresh || old}
      </span>{' '}
      <Tag kind={tones[row.kind]}>{t.kinds[row.kind]}</Tag>
      {row.elsewhere && row.kind !== 'moved' && <Tag kind="wait">{t.elsewhere}</Tag>}
      {old !== '' && fresh !== '' && old !== fresh && <small class="muted"> {t.became(old, fresh)}</small>}
    </>
  )
}

function Remark({ entry }: { readonly entry: HeadingRow | PointerRow | FoldedRow }) {
  const t = useText(text)
  const locale = useLocale()
  const name = (label: string) => articleLabel(label, locale)
  if (entry.kind === 'heading') return <Words>{entry.words}</Words>
  if (entry.kind === 'unchanged')
    return <Fragment>{t.unchanged(name(entry.first.label), name(entry.last.label), entry.count)}</Fragment>
  const others = labelsOf(entry.others, t.list, locale)
  if (entry.side === 'new') return <Fragment>{t.cameFrom(name(entry.article.label), others)}</Fragment>
  return <a href={`#new-${entry.others[0]?.id}`}>{t.nowAt(name(entry.article.label), others)}</a>
}

interface LineProps {
  readonly side: LineSide
  /** The first line of its article on this side: it carries the article's number when the row has several. */
  readonly first: boolean
  readonly row: ArticleRow
  readonly marks: readonly Mark[]
}

function Line({ side, first, row, marks }: LineProps) {
  const locale = useLocale()
  const sides = [...row.fresh, ...row.old]
  const several = row.old.length > 1 || row.fresh.length > 1
  const article = sides.find(({ id }) => side.id === id || side.id.startsWith(`${id}__`))
  return (
    <p class={`law d${Math.min(side.depth, 2)}`} lang={langOf(marks.map(({ text: words }) => words).join(''), locale)}>
      {several && first && article && (
        <span class="no" lang={locale}>
          {articleLabel(article.label, locale)}
        </span>
      )}
      {side.label}
      {marks.map(({ kind, text: words }, i) =>
        kind === 'ins' ? <Ins key={i}>{words}</Ins> : kind === 'del' ? <Del key={i}>{words}</Del> : words,
      )}
    </p>
  )
}

function isFirst(row: ArticleRow, which: 'old' | 'fresh', index: number): boolean {
  const article = row.lines[index]?.[which]?.article
  return row.lines.findIndex((line) => line[which]?.article === article) === index
}

function only(marks: readonly Mark[], kind: 'ins' | 'del'): readonly Mark[] {
  return marks.filter((mark) => mark.kind === 'same' || mark.kind === kind)
}

function labelsOf(sides: readonly ArticleSide[], separator: string, locale: Locale): string {
  return sides.map(({ label }) => articleLabel(label, locale)).join(separator)
}
