/** Languages the interface speaks. Languages of content are any BCP 47 tag. */
export const locales = ['zh-CN', 'en'] as const
export type Locale = (typeof locales)[number]

/** A message is a string, a function that returns one, or a record of messages. */
type Message = string | ((...values: never[]) => string) | { readonly [key: string]: Message }

type Messages = { readonly [key: string]: Message }

/** The English counterpart of a message: same keys, same parameters, any words. */
type Counterpart<M> = M extends string
  ? string
  : M extends (...values: infer Values) => string
    ? (...values: Values) => string
    : { readonly [Key in keyof M]: Counterpart<M[Key]> }

/**
 * The strings of one page, Chinese first. It does not compile when one language lacks a string or a parameter.
 * @returns a record by locale; `text[locale].send`
 */
export function messages<const Zh extends Messages>(
  zh: Zh,
  en: Counterpart<Zh>,
): Readonly<Record<Locale, Counterpart<Zh>>>
export function messages(zh: unknown, en: unknown): Readonly<Record<Locale, unknown>> {
  return { 'zh-CN': zh, en }
}

/** Tag by which Intl writes days and times: English is written `8 March 2026`, with hours from 0 to 23. */
export const dateTag: Readonly<Record<Locale, string>> = { 'zh-CN': 'zh-CN', en: 'en-GB' }

// Making a formatter costs more than using it a hundred times.
const numbers = new Intl.NumberFormat('en')

/** 12,345: the same in both languages. */
export function count(n: number): string {
  return numbers.format(n)
}

/** `1 opinion`, `2 opinions`: a number and its noun in English. @param n a number, or its digits already grouped */
export function plural(n: number | string, one: string, many: string): string {
  const digits = typeof n === 'number' ? count(n) : n
  return `${digits} ${digits === '1' ? one : many}`
}

/** The interface language nearest to what was asked for; Chinese when nothing fits. */
export function localeOf(tag: string | null | undefined): Locale {
  return tag?.toLowerCase().startsWith('en') ? 'en' : 'zh-CN'
}
