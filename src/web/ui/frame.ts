import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Locale } from '#kernel/text'

/** One entry of the site's menu. In elder mode only the essential ones stand in the open; the others are folded. */
export interface MenuItem {
  readonly href: string
  readonly label: string
  readonly current?: boolean
  readonly essential?: boolean
}

/** What every page needs to know of its request. The server fills it; components read it through the context. */
export interface PageFrame {
  readonly locale: Locale
  readonly elder: boolean
  /** Path and query of this page, for the switches that come back to it: `/consultations/42?page=2`. */
  readonly path: string
  /** `phone` as people dial it; shown as the one place of help. */
  readonly council?: { readonly name: string; readonly shortName?: string; readonly phone?: string }
  readonly viewer?: { readonly name: string; readonly desk?: boolean; readonly inboxCount?: number }
  /** True where the data is invented; every page then says so. */
  readonly demo: boolean
  readonly csrf: string
  /** A new id for each form, by which the server knows a double click from two wishes. */
  readonly once?: () => string
  readonly menu: readonly MenuItem[]
  /** Address of the public style sheet. */
  readonly styles: string
  /** Address of what the desk's pages add to it. */
  readonly deskStyles: string
  /** Address of a browser script by its file name without ending: `copy`. */
  readonly islands: (name: string) => string
}

/** Addresses the shell links to; the server routes them. */
export const sitePaths = {
  home: '/',
  signIn: '/me/sign-in',
  inbox: '/me/inbox',
  me: '/me',
  desk: '/desk',
  menu: '/menu',
  help: '/help',
  accessibility: '/help/accessibility',
  privacy: '/help/privacy',
  verify: '/verify',
  receipt: '/r',
  openData: '/open-data',
  source: '/help/source',
  /** GET with `lang` or `elder`, and `back`: remembers the choice and returns to `back`. */
  look: '/look',
  favicon: '/favicon.svg',
} as const

/** Provided by Layout. A fragment rendered apart from it (to be cached) must be wrapped in this provider. */
export const FrameContext = createContext<PageFrame | null>(null)

/** The frame of the page being rendered, or null for a fragment outside any. */
export function useFrame(): PageFrame | null {
  return useContext(FrameContext)
}

/** The language of the page being rendered; Chinese outside any frame. */
export function useLocale(): Locale {
  return useContext(FrameContext)?.locale ?? 'zh-CN'
}

/** The messages of `text` in the language of the page being rendered. */
export function useText<Text>(text: Readonly<Record<Locale, Text>>): Text {
  return text[useLocale()]
}

/** The link that changes language or letter size and comes back to the page it stands on. */
export function lookHref(path: string, choice: { readonly lang?: Locale; readonly elder?: boolean }): string {
  const query = new URLSearchParams()
  if (choice.lang) query.set('lang', choice.lang)
  if (choice.elder !== undefined) query.set('elder', choice.elder ? '1' : '0')
  query.set('back', path)
  return `${sitePaths.look}?${query}`
}
