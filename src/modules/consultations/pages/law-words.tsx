import { layoutOf, type Provision } from '#parts/laws'
import { Quotable, useLocale } from '#ui'

/** The law is written in Chinese, whatever language the page around it speaks. */
export const lawLocale = 'zh-CN'

export interface Range {
  readonly start: number
  readonly end: number
}

export interface LawWordsProps {
  readonly article: Provision
  /** Quoted words, counted in the article's printed words. */
  readonly quotes?: readonly Range[]
}

/** Quoted words, and where each provision begins in the article's printed words. */
interface Quoted {
  readonly ranges: readonly Range[]
  readonly begins: ReadonlyMap<string, number>
}

/** The words of an article, each paragraph and item by itself, so that words can be selected in it. */
export function LawWords({ article, quotes = [] }: LawWordsProps) {
  const quoted = quotes.length === 0 ? null : quotedIn(article, quotes)
  return (
    <div class="law-words" lang={useLocale() === lawLocale ? undefined : lawLocale}>
      {article.heading && <p class="law-title">{article.heading}</p>}
      {article.text && (
        <Quotable provision={article.id} number={article.label}>
          <Words provision={article} quoted={quoted} />
        </Quotable>
      )}
      {article.children.map((child, index) => (
        <Below
          key={child.id}
          provision={child}
          number={index === 0 && !article.text ? article.label : undefined}
          quoted={quoted}
        />
      ))}
    </div>
  )
}

function quotedIn(article: Provision, ranges: readonly Range[]): Quoted {
  return { ranges, begins: new Map(layoutOf(article).spans.map(({ id, from }) => [id, from])) }
}

interface BelowProps {
  readonly provision: Provision
  readonly number: string | undefined
  readonly quoted: Quoted | null
}

function Below({ provision, number, quoted }: BelowProps) {
  const words = <Words provision={provision} quoted={quoted} />
  return (
    <>
      {(provision.text || number) &&
        (isEntry(provision) ? (
          <p class={`law entry ${provision.kind}`} data-quotable={provision.id}>
            {number && (
              <span class="no" data-quote-skip>
                {number}
              </span>
            )}
            <span data-quote-skip>{provision.label}</span>
            {words}
          </p>
        ) : (
          <Quotable provision={provision.id} {...(number && { number })}>
            {words}
          </Quotable>
        ))}
      {provision.children.map((child) => (
        <Below key={child.id} provision={child} number={undefined} quoted={quoted} />
      ))}
    </>
  )
}

function isEntry({ kind }: Provision): boolean {
  return kind === 'item' || kind === 'subitem'
}

/** A provision's own words, with what people quoted marked. */
function Words({ provision, quoted }: { readonly provision: Provision; readonly quoted: Quoted | null }) {
  if (!quoted) return <>{provision.text}</>
  const begins = (quoted.begins.get(provision.id) ?? 0) + (provision.heading?.length ?? 0)
  return (
    <>
      {cut(provision.text, quoted.ranges, begins).map((piece) =>
        piece.quoted ? <mark key={piece.at}>{piece.text}</mark> : piece.text,
      )}
    </>
  )
}

/** A text cut where quoted stretches begin and end, overlapping ones as one. @param shift what precedes the text in the counting */
export function cut(text: string, ranges: readonly Range[], shift: number) {
  const wanted = ranges
    .map(({ start, end }) => ({ start: Math.max(0, start - shift), end: Math.min(text.length, end - shift) }))
    .filter(({ start, end }) => end > start)
    .sort((a, b) => a.start - b.start)
  const pieces: { at: number; text: string; quoted: boolean }[] = []
  let at = 0
  for (const { start, end } of wanted) {
    if (end <= at) continue
    const from = Math.max(start, at)
    if (from > at) pieces.push({ at, text: text.slice(at, from), quoted: false })
    const last = pieces.at(-1)
    if (last?.quoted && from === at) last.text += text.slice(from, end)
    else pieces.push({ at: from, text: text.slice(from, end), quoted: true })
    at = end
  }
  if (at < text.length) pieces.push({ at, text: text.slice(at), quoted: false })
  return pieces
}
