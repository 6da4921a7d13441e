import type { Locale } from '#kernel/text'
import { text } from '../pages/desk-head.text.ts'

export interface Crumb {
  readonly href: string
  readonly label: string
}

/** The way back from a page of the office: to the desk, and to the desk of this consultation. */
export function deskCrumbs(locale: Locale, of?: { readonly number: number; readonly title: string }): Crumb[] {
  const desk = { href: '/desk', label: text[locale].desk }
  return of ? [desk, { href: `/consultations/${of.number}/desk`, label: of.title }] : [desk]
}
