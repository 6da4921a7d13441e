import { z } from 'zod'
import { isId } from '#kernel/ids'
import { Openings, optionalId, optionalText } from '../schema.ts'
import { agreedFields, deputyLevels, groupKinds } from '../tables.ts'

const id = z.string().refine(isId, { message: 'not-an-id' })
const day = z.iso.date()

/** What only those who order the network may change. */
export const ChangeDeputy = z.object({
  personId: id,
  levels: z.array(z.enum(deputyLevels)).min(1).max(5),
  constituencyId: optionalId,
})

/** What she says of herself. */
export const WriteProfile = z.object({
  personId: id,
  introduction_zh: optionalText(1000),
  introduction_en: optionalText(2000),
  hours: Openings.default([]),
  hours_note_zh: optionalText(300),
  hours_note_en: optionalText(500),
  agreed: z.array(z.enum(agreedFields)).max(agreedFields.length).default([]),
})

const groupName = {
  kind: z.enum(groupKinds),
  name_zh: z.string().trim().min(1).max(100),
  name_en: optionalText(200),
}
export const FormGroup = z.object(groupName)
export const ChangeGroup = z.object({ groupId: id, ...groupName })
export const CloseGroup = z.object({ groupId: id, until: day })
export const JoinGroup = z.object({ groupId: id, personId: id, leads: z.boolean().default(false) })
export const LeaveGroup = z.object({ groupId: id, personId: id })
export const SeatGroup = z.object({ groupId: id, placeId: id })
export const UnseatGroup = z.object({ groupId: id, placeId: id })

/** Outlines of areas as GeoJSON: a FeatureCollection whose features name their area by the property `code`. */
export const DrawAreas = z.object({ geojson: z.string().trim().min(2).max(2_000_000) })
