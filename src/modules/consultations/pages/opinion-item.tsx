import type { ComponentChildren } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { Locale } from '#kernel/text'
import { Change } from '#parts/laws'
import { markFound, type ShownOpinion } from '#parts/opinions'
import { FrameContext, Ins, langOf, OriginalIn, type PageFrame, Tag, type TagKind } from '#ui'
import type { DayWords } from './day-words.ts'
import { text } from './opinion-item.text.ts'

export interface OpinionItemProps {
  readonly opinion: ShownOpinion
  /** Number of the consultation. */
  readonly consultation: number
  readonly place: string | null
  /** Whether one may still join it. */
  readonly open: boolean
  /** The words its suggestion would replace. */
  readonly replaces: string | null
  readonly days: DayWords
  readonly locale: Locale
  /** What somebody looks for, to be marked. */
  readonly typed?: string
}

const longBody = 400

/** An opinion in a list: what was said, where it comes from, how many agree, how far it has come. */
export function OpinionItem(props: OpinionItemProps) {
  const { opinion, consultation, place, open, replaces, days, locale, typed = '' } = props
  const t = text[locale]
  const href = `/consultations/${consultation}/opinions/${opinion.id}`
  const isLong = opinion.body.length > longBody
  return (
    <li id={`o-${opinion.id}`}>
      {opinion.quote && (
        <p class="quoted">
          <span class="sr">{t.quoted}</span>
          <q lang={langOf(opinion.quote, locale)}>{opinion.quote}</q>
        </p>
      )}
      <p class="words" lang={langOf(opinion.body, locale, opinion.contentLocale)}>
        <Marked words={isLong ? `${opinion.body.slice(0, longBody)}…` : opinion.body} typed={typed} />
        {isLong && (
          <>
            {' '}
            <a href={href} lang={locale}>
              {t.more}
            </a>
          </>
        )}
      </p>
      {opinion.suggested && <Suggestion suggested={opinion.suggested} replaces={replaces} locale={locale} />}
      <p class="muted">
        <span>{place ? t.at(place, t.channel[opinion.channel]) : t.channel[opinion.channel]}</span>
        {opinion.name && <span lang={langOf(opinion.name, locale)}>{opinion.name}</span>}
        <time dateTime={opinion.receivedAt.toISOString()}>{days.day(opinion.receivedAt)}</time>
        <OriginalIn words={opinion.body} lang={opinion.contentLocale} />
        {opinion.supports > 0 && <span class="num">{t.supports(opinion.supports)}</span>}
        {opinion.files.map((file) => (
          <a key={file.id} href={`${href}/files/${file.id}`}>
            {t[file.kind]}
          </a>
        ))}
        {opinion.progress === 'received' ? null : (
          <Tag kind={tone[opinion.progress]}>{t.progress[opinion.progress]}</Tag>
        )}
        {open ? (
          <a class="join" href={`${href}/support`} aria-label={t.meTooLabel(opinion.body.slice(0, 30))}>
            {t.meToo}
          </a>
        ) : (
          <a href={href}>{t.follow}</a>
        )}
      </p>
    </li>
  )
}

export const tone: Readonly<Record<ShownOpinion['progress'], TagKind>> = {
  received: 'plain',
  sorted: 'plain',
  refined: 'plain',
  submitted: 'accent',
  adopted: 'ok',
  partly: 'ok',
  'not-adopted': 'plain',
  later: 'wait',
}

function Marked({ words, typed }: { readonly words: string; readonly typed: string }): ComponentChildren {
  if (typed === '') return words
  return markFound(words, typed).map(({ text: piece, found }, index) =>
    found ? <mark key={`${index}-${piece}`}>{piece}</mark> : piece,
  )
}

export interface SuggestionProps {
  readonly suggested: string
  /** Null where there is nothing to compare with: new words. */
  readonly replaces: string | null
  readonly locale: Locale
}

/** A suggested wording as a change of the words it would replace. */
export function Suggestion({ suggested, replaces, locale }: SuggestionProps) {
  const t = text[locale]
  return (
    <p class="suggestion">
      <b>{replaces === null ? t.suggestedNew : t.suggested}</b>{' '}
      <span class="law" lang={langOf(suggested, locale)}>
        {replaces === null ? <Ins>{suggested}</Ins> : <Change before={replaces} after={suggested} />}
      </span>
    </p>
  )
}

const rendered = new Map<string, string>()
const mostRendered = 20_000

/**
 * Opinions of a list as HTML. Each is rendered once for each state it can be seen in: of the thousands on a busy page
 * only those that changed cost anything.
 */
export function opinionItemsHtml(frame: PageFrame, items: readonly OpinionItemProps[], version: string): string {
  return items.map((item) => itemHtml(frame, item, version)).join('')
}

function itemHtml(frame: PageFrame, item: OpinionItemProps, version: string): string {
  const { opinion, locale, open, place, consultation, typed = '' } = item
  const files = opinion.files.length
  const key = [
    opinion.id,
    version,
    locale,
    open,
    place,
    consultation,
    opinion.supports,
    opinion.progress,
    files,
    typed,
    item.days.thisYear,
  ].join(' ')
  const before = rendered.get(key)
  if (before !== undefined) return before
  const html = renderToString(
    <FrameContext.Provider value={frame}>
      <OpinionItem {...item} />
    </FrameContext.Provider>,
  )
  if (rendered.size >= mostRendered) rendered.delete(rendered.keys().next().value ?? '')
  rendered.set(key, html)
  return html
}
