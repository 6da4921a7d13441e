import type { Locale } from '#kernel/text'

/** A day as people write it, with its year. @param timeZone IANA name */
export function dayIn(at: Date, locale: Locale, timeZone: string): string {
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { dateStyle: 'long', timeZone }).format(at)
}
