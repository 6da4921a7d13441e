import { dateTag, type Locale } from '#kernel/text'

/** How an instant is written on a page: in the reader's language, in the council's time. */
export function whenText(
  at: Date,
  { locale, timeZone }: { readonly locale: Locale; readonly timeZone: string },
): string {
  return new Intl.DateTimeFormat(dateTag[locale], { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(at)
}

/** The day alone. */
export function dayText(
  at: Date,
  { locale, timeZone }: { readonly locale: Locale; readonly timeZone: string },
): string {
  return new Intl.DateTimeFormat(dateTag[locale], { dateStyle: 'long', timeZone }).format(at)
}

/** What a page needs to write times. */
export interface TimeFrame {
  readonly locale: Locale
  readonly timeZone: string
}
