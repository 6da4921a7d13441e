import type { Locale } from '#kernel/text'
import { text } from './pages/posts.text.ts'
import { type Post, wordsIn } from './queries.ts'
import { inTime } from './rules.ts'

/** When an activity is, in the council's time zone: 2026年11月25日星期三 14:00–16:00. */
export function whenWords(post: Pick<Post, 'starts_at' | 'ends_at'>, locale: Locale, timeZone: string): string {
  if (!post.starts_at) return ''
  const tag = locale === 'en' ? 'en-GB' : locale
  const day = new Intl.DateTimeFormat(tag, { dateStyle: 'full', timeZone })
  const time = new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', hour12: false, timeZone })
  const from = `${day.format(post.starts_at)} ${time.format(post.starts_at)}`
  if (!post.ends_at) return from
  const sameDay = day.format(post.starts_at) === day.format(post.ends_at)
  return sameDay
    ? `${from}–${time.format(post.ends_at)}`
    : `${from} – ${day.format(post.ends_at)} ${time.format(post.ends_at)}`
}

export function dayWords(at: Date, locale: Locale, timeZone: string): string {
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { dateStyle: 'long', timeZone }).format(at)
}

/** Where an activity is: the venue as it was written, else the place's own name and address. */
export function whereWords(post: Post, locale: Locale): string {
  const { venue } = wordsIn(post, locale)
  if (venue) return venue
  const place = locale === 'en' ? (post.place_en ?? post.place_zh) : post.place_zh
  return [place, post.place_address].filter(Boolean).join(locale === 'en' ? ', ' : ' ')
}

export interface Mark {
  readonly kind: 'ok' | 'wait'
  readonly words: string
}

/** How early a plan was made known, as everybody sees it; null for what is no plan. */
export function punctualityMark(post: Pick<Post, 'days_ahead' | 'days_required'>, locale: Locale): Mark | null {
  const t = text[locale]
  const punctual = inTime(post)
  const { days_ahead: ahead, days_required: required } = post
  if (punctual === null || ahead === null || required === null) return null
  if (punctual) return { kind: 'ok', words: t.inTime(ahead) }
  return { kind: 'wait', words: ahead < 0 ? t.lateAfter(required) : t.late(ahead, required) }
}

export function languageName(tag: string, locale: Locale): string {
  const plain = tag === 'zh-CN' ? 'zh' : tag
  return new Intl.DisplayNames(locale, { type: 'language' }).of(plain) ?? tag
}
