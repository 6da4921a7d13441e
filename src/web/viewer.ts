import type { Actor } from '#kernel/action'
import type { Locale } from '#kernel/text'

/** The council whose pages are being read. */
export interface ViewedCouncil {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly timeZone: string
  /** The short name for the top bar, and the telephone of the one place of help, where the council has given them. */
  readonly shortName?: string
  readonly phone?: string
}

/** Who looks at a page, in which council, language and manner. */
export interface Viewer {
  readonly actor: Actor
  readonly council: ViewedCouncil
  readonly locale: Locale
  /** Larger type, higher contrast, fewer choices. */
  readonly elder: boolean
  /** The name to greet with; null for a guest. */
  readonly name: string | null
}

/** Turns a session token and a host name into a viewer. Handed to the server by main.ts. */
export type Identify = (request: {
  readonly sessionToken: string | null
  /** Whether the token came in a header and not in a cookie. */
  readonly byToken: boolean
  readonly deviceId: string | null
  readonly host: string
  readonly councilSlug: string | null
  readonly locale: Locale
  readonly elder: boolean
}) => Promise<Viewer | null>
