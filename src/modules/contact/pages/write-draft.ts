import type { z } from 'zod'
import { newId } from '#kernel/ids'
import type { Locale } from '#kernel/text'
import type { Raise } from '../schema.ts'

/** What somebody has written so far, as the form carries it. */
export interface Draft {
  readonly key: string
  readonly body: string
  readonly spot: string
  /** `deputy:<id>` or `place:<id>`; '' lets the staff decide. */
  readonly to: string
  readonly public: boolean
  readonly name: string
  readonly answerBy: 'receipt' | 'inbox' | 'phone' | 'email'
  readonly contact: string
  readonly consent: boolean
  /** Ids of photos kept so far. */
  readonly files: readonly string[]
}

const uuid = /^[0-9a-f-]{36}$/
const ways = ['receipt', 'inbox', 'phone', 'email'] as const
export const mostPhotos = 3

/** Reads a draft from a form or an address; what is missing is left as it begins. */
export function draftOf(
  values: Readonly<Record<string, string | undefined>>,
  lists: Readonly<Record<string, readonly string[]>> = {},
): Draft {
  return {
    key: uuid.test(values.key ?? '') ? values.key! : newId(),
    body: values.body ?? '',
    spot: values.spot ?? '',
    to: /^(deputy|place):[0-9a-f-]{36}$/.test(values.to ?? '') ? values.to! : '',
    public: values.public === 'yes',
    name: values.name ?? '',
    answerBy: ways.find((way) => way === values.answerBy) ?? 'receipt',
    contact: values.contact ?? '',
    consent: values.consent === 'yes',
    files: (lists.file ?? []).filter((id) => uuid.test(id)).slice(0, mostPhotos),
  }
}

/** The draft as the action takes it. */
export function raiseOf(draft: Draft, locale: Locale): z.input<typeof Raise> {
  const [kind, id = null] = draft.to === '' ? [] : draft.to.split(':')
  const byMessage = draft.answerBy === 'phone' || draft.answerBy === 'email'
  return {
    clientKey: draft.key,
    body: draft.body,
    spot: draft.spot,
    deputyId: kind === 'deputy' ? id : null,
    placeId: kind === 'place' ? id : null,
    public: draft.public,
    contentLocale: locale,
    name: draft.name,
    answerBy: draft.answerBy,
    contactKind: byMessage ? (draft.answerBy as 'phone' | 'email') : null,
    contact: byMessage ? draft.contact : null,
    consent: draft.consent as true,
    files: [...draft.files],
  }
}
