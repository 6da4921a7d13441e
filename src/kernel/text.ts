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

/** The interface language nearest to what was asked for; Chinese when nothing fits. */
export function localeOf(tag: string | null | undefined): Locale {
  return tag?.toLowerCase().startsWith('en') ? 'en' : 'zh-CN'
}
