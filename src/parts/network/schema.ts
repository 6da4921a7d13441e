import { z } from 'zod'
import { isId } from '#kernel/ids'
import { Code } from '#parts/councils'
import { openingsOverlap } from './rules.ts'
import { accessFacts, havings, hostKinds, placeKinds, placeLevels, serviceRoles, unitRoles } from './tables.ts'

const id = z.string().refine(isId, { message: 'not-an-id' })
const day = z.iso.date()

export function optionalText(max: number) {
  return z
    .string()
    .trim()
    .max(max)
    .nullish()
    .transform((text) => text || null)
}

export const optionalId = z
  .string()
  .nullish()
  .transform((text) => text || null)
  .refine((text) => text === null || isId(text), { message: 'not-an-id' })

function degrees(limit: number) {
  return z
    .union([z.literal(''), z.coerce.number<number | string>().min(-limit).max(limit)])
    .nullish()
    .transform((value) => (typeof value === 'number' ? value : null))
}

const time = z.string().refine((text) => /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(text), { message: 'time-shape' })

export const OpeningInput = z
  .object({ weekday: z.coerce.number<number | string>().int().min(1).max(7), from: time, to: time })
  .refine((opening) => opening.from < opening.to, { message: 'closes-before-it-opens', path: ['to'] })

export const Openings = z
  .array(OpeningInput)
  .max(28)
  .refine((openings) => !openingsOverlap(openings), { message: 'openings-overlap' })

const page = {
  address_zh: optionalText(200),
  address_en: optionalText(300),
  latitude: degrees(90),
  longitude: degrees(180),
  opening: Openings.default([]),
  opening_note_zh: optionalText(300),
  opening_note_en: optionalText(500),
  phone: optionalText(40),
  access: z.array(z.enum(accessFacts)).max(accessFacts.length).default([]),
  access_note_zh: optionalText(300),
  access_note_en: optionalText(500),
}

const register = {
  kind: z.enum(placeKinds),
  registerCode: Code.nullish().transform((code) => code || null),
  level: z.enum(placeLevels),
  hostKind: z.enum(hostKinds),
  hostId: optionalId,
  parentId: optionalId,
  sharedWithId: optionalId,
  areaId: optionalId,
  name_zh: z.string().trim().min(1).max(100),
  name_en: optionalText(200),
  specialty_zh: optionalText(100),
  specialty_en: optionalText(200),
  featured: z.boolean().default(false),
  plaque_zh: optionalText(100),
  plaque_en: optionalText(200),
}

function bothOrNeither(input: { latitude: number | null; longitude: number | null }): boolean {
  return (input.latitude === null) === (input.longitude === null)
}
const halfAPosition = { message: 'half-a-position', path: ['longitude'] }

export const OpenPlace = z.object({ ...register, ...page, since: day.optional() }).refine(bothOrNeither, halfAPosition)

/** What only those who order the network may change. */
export const ChangePlace = z.object({ placeId: id, ...register })

/** What the place's own people keep: address, opening hours, telephone. */
export const ChangePlacePage = z.object({ placeId: id, ...page }).refine(bothOrNeither, halfAPosition)

export const ClosePlace = z.object({ placeId: id, until: day })

export const NoteHaving = z.object({
  placeId: id,
  item: z.enum(havings),
  since: day,
  evidence: z.string().trim().min(1).max(500),
})
export const DropHaving = z.object({ placeId: id, item: z.enum(havings), reason: z.string().trim().min(1).max(500) })

export const FormCouncil = z.object({ placeId: id, formedOn: day })
export const DissolveCouncil = z.object({ placeId: id, reason: z.string().trim().min(1).max(500) })

export const Appoint = z.object({
  placeId: id,
  personId: id,
  role: z.enum(serviceRoles),
  title: optionalText(60),
  since: day,
})
export const EndService = z.object({ serviceId: id, until: day })
export const AgreeToShow = z.object({ serviceId: id, agrees: z.boolean() })

export const AddUnit = z.object({ placeId: id, organisationId: id, role: z.enum(unitRoles), since: day })
export const EndUnit = z.object({ unitId: id, until: day })

export const HoldTraining = z.object({
  placeId: id,
  course: z.string().trim().min(1).max(100),
  heldOn: day,
  hours: z.coerce.number<number | string>().min(0.1).max(1000).multipleOf(0.1),
  personIds: z.array(id).min(1).max(500),
})
