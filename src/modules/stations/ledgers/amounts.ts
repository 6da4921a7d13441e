import type { Locale } from '#kernel/text'

/** An amount of fen as yuan in digits: 1,200.50; whole yuan without decimals. Reckoned in whole numbers. */
export function yuanDigits(fen: number): string {
  const sign = fen < 0 ? '−' : ''
  const whole = Math.floor(Math.abs(fen) / 100)
  const rest = Math.abs(fen) % 100
  const digits = new Intl.NumberFormat('en').format(whole)
  return rest === 0 ? `${sign}${digits}` : `${sign}${digits}.${String(rest).padStart(2, '0')}`
}

/** 1,200 元, CNY 1,200. */
export function yuanWords(fen: number, locale: Locale): string {
  return locale === 'en' ? `CNY ${yuanDigits(fen)}` : `${yuanDigits(fen)} 元`
}
