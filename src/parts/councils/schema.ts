import { z } from 'zod'
import { isId } from '#kernel/ids'
import { areaKinds, constituencyKinds, councilLevels, organisationKinds } from './tables.ts'

const id = z.string().refine(isId, { message: 'not-an-id' })
const day = z.iso.date()

/** An optional text of a form: blank means absent. */
function optionalText(max: number) {
  return z
    .string()
    .trim()
    .max(max)
    .nullish()
    .transform((text) => text || null)
}

const optionalId = z
  .string()
  .nullish()
  .transform((text) => text || null)
  .refine((text) => text === null || isId(text), { message: 'not-an-id' })

const optionalDay = z
  .union([z.literal(''), day])
  .nullish()
  .transform((text) => text || null)

/** A code of the council's own choosing, or of the state: what an import finds its rows again by. */
export const Code = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .refine((text) => /^[\p{L}\p{N}][\p{L}\p{N}._/-]*$/u.test(text), { message: 'code-shape' })

const named = {
  name_zh: z.string().trim().min(1).max(100),
  name_en: optionalText(200),
  names: z
    .record(z.string().regex(/^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$/), z.string().trim().min(1).max(200))
    .default({}),
}

const host = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .refine((text) => /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(text), {
    message: 'host-shape',
  })

export const CouncilSlug = z
  .string()
  .trim()
  .toLowerCase()
  .min(1)
  .max(40)
  .refine((text) => /^[a-z0-9](-?[a-z0-9])*$/.test(text), { message: 'slug-shape' })

const councilFields = {
  ...named,
  short_name_zh: optionalText(40),
  short_name_en: optionalText(80),
  division_code: optionalText(12),
  phone: optionalText(40),
  time_zone: z.string().default('Asia/Shanghai').refine(isTimeZone, { message: 'time-zone' }),
  hosts: z.array(host).max(20).default([]),
}

export const CreateCouncil = z.object({
  ...councilFields,
  slug: CouncilSlug,
  level: z.enum(councilLevels),
  parent_id: optionalId,
  isDefault: z.boolean().default(false),
})

export const ChangeCouncil = z.object(councilFields)

export const ChangeSetting = z.object({
  key: z.string(),
  value: z.unknown(),
  /** The first day on which it counts, in the council's time zone; today means from now on. */
  validFrom: day,
  reason: z.string().trim().min(1).max(500),
})

const organisationFields = {
  ...named,
  code: Code.nullish().transform((code) => code || null),
  kind: z.enum(organisationKinds),
  parentId: optionalId,
  duties: optionalText(2000),
  phone: optionalText(40),
  areaId: optionalId,
}

export const AddOrganisation = z.object(organisationFields)
export const ChangeOrganisation = z.object({ ...organisationFields, organisationId: id, until: optionalDay })

const areaFields = {
  ...named,
  code: Code,
  kind: z.enum(areaKinds),
  parentId: optionalId,
  divisionCode: optionalText(12),
}

export const AddArea = z.object(areaFields)
export const ChangeArea = z.object({ ...areaFields, areaId: id })

const constituencyFields = {
  name_zh: named.name_zh,
  name_en: named.name_en,
  code: Code.nullish().transform((code) => code || null),
  kind: z.enum(constituencyKinds),
  areaId: optionalId,
  seats: z.coerce.number<number | string>().int().min(1).max(50),
}

export const AddConstituency = z.object(constituencyFields)
export const ChangeConstituency = z.object({ ...constituencyFields, constituencyId: id, until: optionalDay })

export const SetCalendarDay = z.object({ day, working: z.boolean(), name: z.string().trim().min(1).max(100) })
export const ClearCalendarDay = z.object({ day })

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}
