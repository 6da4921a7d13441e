import type { sessionKinds } from '../../field-schema.ts'

/** Where one speaker's words are: being written, finished and waiting, or answered by the server. */
export type ItemState = 'draft' | 'ready' | 'sent' | 'late' | 'typing' | 'refused'

export interface ItemFile {
  readonly fileKey: string
  readonly kind: 'photo' | 'voice'
  readonly name: string
  readonly sizeBytes: number
}

/** What is typed on the speaker's page, as its form holds it. */
export interface ItemWords {
  readonly provisionId: string
  readonly body: string
  readonly suggested: string
  readonly stance: string
  readonly naming: 'none' | 'office' | 'everyone'
  readonly name: string
  readonly answerBy: 'receipt' | 'phone' | 'email' | 'post'
  readonly contact: string
  readonly shown: boolean
  readonly consent: boolean
}

export interface Item {
  readonly clientKey: string
  /** On the speaker's slip, with dashes. */
  readonly receipt: string
  readonly consultationId: string
  readonly placeId: string | null
  /** Person id of whoever collected it: nobody else's phone session sends it. */
  readonly collectorId: string
  readonly sessionKey: string | null
  readonly claimedAt: string
  readonly changedAt: string
  readonly state: ItemState
  /** Why it was refused. */
  readonly code: string | null
  readonly words: ItemWords
  readonly files: readonly ItemFile[]
}

export interface Session {
  readonly clientKey: string
  readonly consultationId: string
  readonly placeId: string | null
  readonly kind: (typeof sessionKinds)[number]
  readonly title: string
  readonly venue: string
  readonly attended: string
  readonly heldAt: string
}

export interface KitClause {
  readonly id: string
  readonly label: string
  readonly above: string
  readonly words: string
  /** Everyday words by language. */
  readonly plain: Readonly<Record<string, string>>
}

/** A law's text as the phone keeps it. */
export interface KitText {
  readonly id: string
  readonly number: number
  readonly title: string
  readonly titles: Readonly<Record<string, string>>
  readonly versionId: string
  readonly label: string
  readonly clauses: readonly KitClause[]
}

export interface KitConsultation {
  readonly id: string
  readonly number: number
  readonly title: string
  readonly titles: Readonly<Record<string, string>>
  readonly closesAt: string | null
  readonly versionId: string
}

export interface KitPlace {
  readonly id: string | null
  readonly name: string
}

/** Who collects, where, and what may be collected on: as last heard from the server. */
export interface KitState {
  readonly signedIn: boolean
  readonly may: boolean
  readonly person: { readonly id: string; readonly name: string } | null
  readonly places: readonly KitPlace[]
  readonly consultations: readonly KitConsultation[]
  readonly csrf: string
  readonly heardAt: string
}

export const blankWords: ItemWords = {
  provisionId: '',
  body: '',
  suggested: '',
  stance: '',
  naming: 'none',
  name: '',
  answerBy: 'receipt',
  contact: '',
  shown: true,
  consent: false,
}

/** What is missing before a speaker's words can be sent; by field, as codes of the texts. */
export function missingIn({ words, files }: Pick<Item, 'words' | 'files'>): Readonly<Record<string, string>> {
  const missing: Record<string, string> = {}
  if (words.body.trim() === '' && files.length === 0) missing.body = 'empty'
  if (words.naming !== 'none' && words.name.trim() === '') missing.name = 'name-missing'
  if (words.answerBy !== 'receipt' && words.answerBy !== 'post' && words.contact.trim() === '')
    missing.contact = 'contact-missing'
  if (!words.consent) missing.consent = 'consent-missing'
  return missing
}

/** As the server's action reads it. */
export function toSend({ clientKey, receipt, claimedAt, sessionKey, words, files }: Item, locale: string) {
  const post = words.answerBy === 'post'
  return {
    clientKey,
    receipt,
    claimedAt,
    sessionKey,
    provisionId: words.provisionId || null,
    body: words.body,
    suggested: words.suggested || null,
    stance: words.stance || null,
    contentLocale: locale,
    public: words.shown,
    name: words.naming === 'none' ? null : words.name,
    nameVisibleTo: words.naming === 'none' ? 'office' : words.naming,
    answerBy: words.answerBy,
    contactKind: words.answerBy === 'receipt' || post ? null : words.answerBy,
    contact: words.answerBy === 'receipt' || post ? null : words.contact,
    address: post ? words.contact.trim() || null : null,
    consent: words.consent,
    consentWords: 'field-kit 2026-11',
    files: files.map(({ fileKey, kind }) => ({ fileKey, kind })),
  }
}
