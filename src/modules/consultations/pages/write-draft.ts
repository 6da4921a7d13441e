import type { z } from 'zod'
import { newId } from '#kernel/ids'
import type { Locale } from '#kernel/text'
import { type Provision, plainWords } from '#parts/laws'
import { clauseOf } from '#parts/opinions'
import type { ReadVersion } from '../queries/version.ts'
import type { Comment } from '../schema.ts'

/** What somebody has written so far, as the form carries it. */
export interface WriteDraft {
  readonly key: string
  /** Id of the article; '' for the whole draft. */
  readonly article: string
  /** The very provision the words were chosen in; '' when none were. */
  readonly provision: string
  readonly quote: string
  readonly start: number
  readonly body: string
  readonly suggested: string
  /** The words the suggestion began with. */
  readonly replaces: string
  readonly public: boolean
  readonly name: string
  readonly displayName: string
  readonly answerBy: 'receipt' | 'inbox' | 'phone' | 'email'
  readonly contact: string
  readonly consent: boolean
  readonly door: string
  /** `photo:<id>`, `voice:<id>`. */
  readonly files: readonly string[]
}

type Values = Readonly<Record<string, string | undefined>>

const answers = ['receipt', 'inbox', 'phone', 'email'] as const
const fileShape = /^(photo|voice):[0-9a-f-]{36}$/

/** Reads a draft from a form or an address; what is missing is left as it begins. */
export function draftOf(
  values: Values,
  lists: Readonly<Record<string, readonly string[]>>,
  version: ReadVersion | null,
): WriteDraft {
  const asked = values.provision ?? ''
  const article = values.article ?? clauseOf(asked)
  const known = version?.provisions.has(article) ? article : ''
  const provision = version?.provisions.has(asked) && clauseOf(asked) === known ? asked : known
  const quote = values.quote ?? ''
  const replaces = replacedWords(version, known, quote)
  const before = values.was === undefined ? null : replacedWords(version, values.was, values.wasQuote ?? '')
  // A suggestion nobody has touched follows the article that was chosen since.
  const untouched = values.suggested === undefined || (before !== null && same(values.suggested, before))
  return {
    key: /^[0-9a-f-]{36}$/.test(values.key ?? '') ? values.key! : newId(),
    article: known,
    provision,
    quote,
    start: Number(values.start) || 0,
    body: values.body ?? '',
    suggested: untouched ? replaces : values.suggested!,
    replaces,
    public: values.public !== 'no',
    name: values.name ?? '',
    displayName: values.displayName ?? '',
    answerBy: answers.find((answer) => answer === values.answerBy) ?? 'receipt',
    contact: values.contact ?? '',
    consent: values.consent === 'yes',
    door: /^[0-9a-f-]{36}$/.test(values.door ?? '') ? values.door! : '',
    files: (lists.file ?? []).filter((entry) => fileShape.test(entry)).slice(0, 5),
  }
}

/** The words a suggestion would replace: those chosen, else the article's. */
export function replacedWords(version: ReadVersion | null, article: string, quote: string): string {
  if (quote.trim() !== '') return quote
  const provision = version?.provisions.get(article)?.provision
  return provision ? plainWords(provision) : ''
}

export function articleOf(version: ReadVersion | null, draft: Pick<WriteDraft, 'article'>): Provision | null {
  return version?.provisions.get(draft.article)?.provision ?? null
}

/** The suggestion, when it differs from what it would replace. */
export function suggestionOf({ suggested, replaces }: WriteDraft): string | null {
  return suggested.trim() === '' || same(suggested, replaces) ? null : suggested
}

function same(a: string, b: string): boolean {
  return a.replace(/\s+/gu, '') === b.replace(/\s+/gu, '')
}

/** The draft as the action takes it. */
export function commentOf(draft: WriteDraft, consultationId: string, locale: Locale): z.input<typeof Comment> {
  const byMessage = draft.answerBy === 'phone' || draft.answerBy === 'email'
  return {
    consultationId,
    clientKey: draft.key,
    anchor:
      draft.article === ''
        ? null
        : draft.quote.trim() === ''
          ? { provisionId: draft.article }
          : { provisionId: draft.provision || draft.article, quote: draft.quote, start: draft.start },
    body: draft.body,
    suggested: suggestionOf(draft),
    contentLocale: locale,
    public: draft.public,
    name: draft.name,
    displayName: draft.public ? draft.displayName : null,
    nameVisibleTo: draft.public && draft.displayName.trim() !== '' ? 'everyone' : 'office',
    answerBy: draft.answerBy,
    contactKind: byMessage ? (draft.answerBy as 'phone' | 'email') : null,
    contact: byMessage ? draft.contact : null,
    consent: draft.consent as true,
    doorId: draft.door || null,
    files: draft.files.map((entry) => {
      const [kind, fileId] = entry.split(':') as ['photo' | 'voice', string]
      return { kind, fileId }
    }),
  }
}
