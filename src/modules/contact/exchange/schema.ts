import { z } from 'zod'
import { body } from '#parts/opinions'
import { connectionKinds } from './tables.ts'

const words = (most: number) => z.string().trim().min(1).max(most)

export const MakeKey = z.strictObject({
  label: words(100),
  /** Matters it may file in an hour. */
  perHour: z.coerce.number().int().min(1).max(10_000).default(60),
  /** Whether those who write by it have been told that everybody may read it. */
  shown: z.boolean().default(false),
})
export const OfKey = z.strictObject({ keyId: z.uuid() })

/** The columns a hotline's sheet may have, in the order in which they are shown. */
export const sheetColumns = ['code', 'body', 'title', 'spot', 'time', 'name', 'phone', 'latitude', 'longitude'] as const
export type SheetColumn = (typeof sheetColumns)[number]

const endpoint = z
  .string()
  .trim()
  .max(500)
  .transform((text) => text.replace(/\/+$/, ''))
  .refine((text) => isWebAddress(text), { message: 'not-an-address' })

export const AddConnection = z
  .strictObject({
    kind: z.enum(connectionKinds),
    name: words(100),
    mapping: z.partialRecord(z.enum(sheetColumns), z.string().trim().max(100)).default({}),
    organisationId: z.uuid().nullable().default(null),
    endpoint: endpoint.nullable().default(null),
    jurisdiction: z.string().trim().max(200).default(''),
    serviceCode: z.string().trim().max(200).default(''),
    apiKey: z.string().trim().max(500).default(''),
  })
  .refine((given) => given.kind !== 'open311' || given.endpoint !== null, { message: 'empty', path: ['endpoint'] })
  .refine((given) => given.kind !== 'open311' || given.organisationId !== null, {
    message: 'empty',
    path: ['organisationId'],
  })
  .refine((given) => given.kind !== 'open311' || given.serviceCode !== '', { message: 'empty', path: ['serviceCode'] })
export type AddConnection = z.output<typeof AddConnection>
export const OfConnection = z.strictObject({ connectionId: z.uuid() })

export const DecideLikeness = z.strictObject({
  matterId: z.uuid(),
  earlierId: z.uuid(),
  /** `proposed` takes a decision back. */
  state: z.enum(['same', 'different', 'proposed']),
})

/** One service request as a program files it. */
export const Receive = z.strictObject({
  keyHash: z.string().max(100),
  /** Of the program's own making: the same number twice is the same matter. */
  theirNumber: z.string().min(1).max(100),
  serviceCode: words(200),
  body,
  spot: z.string().trim().max(200).default(''),
  position: z
    .strictObject({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })
    .nullable()
    .default(null),
  name: z.string().trim().max(40).nullable().default(null),
  contactKind: z.enum(['phone', 'email']).nullable().default(null),
  contact: z.string().trim().max(200).nullable().default(null),
})
export type Receive = z.output<typeof Receive>

function isWebAddress(text: string): boolean {
  try {
    const url = new URL(text)
    return (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.search === ''
  } catch {
    return false
  }
}
