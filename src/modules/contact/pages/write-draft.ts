import type { z } from 'zod'
import { newId } from '#kernel/ids'
import type { Locale } from '#kernel/text'
import { type Join, mostFiles, type Raise } from '../schema.ts'

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
  /** Ids of photos and of a recording kept so far. */
  readonly files: readonly string[]
  readonly topic: string
  /** Where the thing is, as the phone found it; null until she said so. */
  readonly position: { readonly latitude: number; readonly longitude: number; readonly accuracyM: number | null } | null
  /** She looked at the similar ones and says hers is another. */
  readonly seen: boolean
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
    to: toOf(values),
    public: values.public === 'yes',
    name: values.name ?? '',
    answerBy: ways.find((way) => way === values.answerBy) ?? 'receipt',
    contact: values.contact ?? '',
    consent: values.consent === 'yes',
    files: (lists.file ?? []).filter((id) => uuid.test(id)).slice(0, mostFiles),
    topic: /^[a-z0-9-]{1,40}$/.test(values.topic ?? '') ? values.topic! : '',
    position: positionOf(values),
    seen: values.seen === 'yes',
  }
}

/** `to` as the form sends it; `deputy` or `place` as other pages link to it. */
function toOf({ to = '', deputy = '', place = '' }: Readonly<Record<string, string | undefined>>): string {
  if (/^(deputy|place):[0-9a-f-]{36}$/.test(to)) return to
  if (uuid.test(deputy)) return `deputy:${deputy}`
  return uuid.test(place) ? `place:${place}` : ''
}

function positionOf(values: Readonly<Record<string, string | undefined>>): Draft['position'] {
  const number = (name: string) => (/^-?\d{1,3}(\.\d{1,12})?$/.test(values[name] ?? '') ? Number(values[name]) : null)
  const latitude = number('latitude')
  const longitude = number('longitude')
  if (latitude === null || longitude === null || Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return null
  const accuracy = Number(values.accuracy)
  const known = /^\d{1,6}(\.\d*)?$/.test(values.accuracy ?? '') && accuracy <= 100_000
  return { latitude, longitude, accuracyM: known ? Math.round(accuracy) : null }
}

/** The draft as the actions take it: what every sending says of her, and what only a new matter says. */
export function raiseOf(draft: Draft, locale: Locale): z.input<typeof Raise> {
  const [kind, id = null] = draft.to === '' ? [] : draft.to.split(':')
  return {
    ...sayingOf(draft, locale),
    spot: draft.spot,
    deputyId: kind === 'deputy' ? id : null,
    placeId: kind === 'place' ? id : null,
    public: draft.public,
    position: draft.position,
    topic: draft.topic,
  }
}

export function sayingOf(draft: Draft, locale: Locale): Omit<z.input<typeof Join>, 'matterId'> {
  const byMessage = draft.answerBy === 'phone' || draft.answerBy === 'email'
  return {
    clientKey: draft.key,
    body: draft.body,
    contentLocale: locale,
    name: draft.name,
    answerBy: draft.answerBy,
    contactKind: byMessage ? (draft.answerBy as 'phone' | 'email') : null,
    contact: byMessage ? draft.contact : null,
    consent: draft.consent as true,
    files: [...draft.files],
  }
}
