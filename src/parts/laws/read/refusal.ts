import type { Locale } from '#kernel/text'
import { text } from './refusal.text.ts'

/** Why a file is not read. */
export type RefusalCode =
  | 'not-found'
  | 'not-a-file'
  | 'empty'
  | 'too-large'
  | 'too-long'
  | 'too-slow'
  | 'too-heavy'
  | 'busy'
  | 'wrong-type'
  | 'name-differs'
  | 'old-office'
  | 'bomb'
  | 'damaged'
  | 'doctype'
  | 'password'
  | 'no-text-layer'
  | 'encoding'

/** A file that is not read, with the reason. */
export class FileRefused extends Error {
  readonly code: RefusalCode

  constructor(code: RefusalCode) {
    super(`file refused: ${code}`)
    this.name = 'FileRefused'
    this.code = code
  }
}

export function isRefusalCode(value: unknown): value is RefusalCode {
  return typeof value === 'string' && value in text['zh-CN']
}

/** What to tell the person, and what to do next. */
export function refusalMessage(code: RefusalCode, locale: Locale): string {
  return text[locale][code]
}
