import type { Locale } from '#kernel/text'
import { messages } from '#kernel/text'
import { importText } from '#parts/councils'

/** What went wrong with another house, and what to do about it. */
const text = messages(
  {
    unreachable: '对方的系统没有回应。系统会自动再试；一天后还不行，请联系对方。',
    timeout: '对方的系统太慢，没有等到回应。系统会自动再试。',
    refused: '对方不认这个密钥。请向对方要一个新的，停用这个连接，再重新添加。',
    'bad-request': '对方没有收下：事项代号或地区代号可能不对。请和对方核对，停用这个连接，再重新添加。',
    'their-error': '对方的系统出错了。系统会自动再试；一天后还不行，请联系对方。',
    malformed: '对方的回应看不懂。请对方检查是不是 Open311 GeoReport v2。',
    gone: '对方找不到这件事了。请联系对方。',
    'too-large': '对方的回应太大，没有读。请联系对方。',
  },
  {
    unreachable: 'Their system does not answer. It is tried again by itself; call them if it lasts a day.',
    timeout: 'Their system was too slow. It is tried again by itself.',
    refused: 'They do not accept the key. Ask for a new one, end this connection and add it again.',
    'bad-request':
      'They did not take it: the service code or jurisdiction may be wrong. Check with them and add it again.',
    'their-error': 'Their system failed. It is tried again by itself; call them if it lasts a day.',
    malformed: 'Their answer cannot be read. Ask them whether it is Open311 GeoReport v2.',
    gone: 'They cannot find the matter any more. Call them.',
    'too-large': 'Their answer is too large and was not read. Call them.',
  },
)

/** @returns null for a code without words */
export function troubleInWords(code: string, locale: Locale): string | null {
  const words: Readonly<Record<string, string>> = text[locale]
  if (words[code]) return words[code]
  const ofSheets: Readonly<Record<string, (values: Record<string, never>) => string>> = importText[locale]
  return ofSheets[code]?.({}) ?? null
}
