import type { Locale } from '#kernel/text'
import { type AccessFact, openingText, type Place, readOpening } from '#parts/network'

type Values = Readonly<Record<string, string>>

/** The register fields of a form as the action takes them. */
export function registerInput(values: Values) {
  const { kind, level, hostKind, hostId, parentId, sharedWithId, areaId, registerCode } = values
  const { name_zh, name_en, specialty_zh, specialty_en, plaque_zh, plaque_en } = values
  return {
    kind: kind as Place['kind'],
    level: level as Place['level'],
    hostKind: hostKind as Place['host_kind'],
    hostId,
    parentId,
    sharedWithId,
    areaId,
    registerCode: registerCode?.trim() || null,
    name_zh: name_zh ?? '',
    name_en,
    specialty_zh,
    specialty_en,
    plaque_zh,
    plaque_en,
    featured: values.featured === 'yes',
  }
}

/** The page fields of a form; null where the opening hours cannot be read. */
export function pageInput(values: Values, access: readonly string[] = []) {
  const { address_zh, address_en, latitude, longitude, opening_note_zh, opening_note_en, phone } = values
  const typed = values.opening?.trim() ?? ''
  const opening = typed === '' ? [] : readOpening(typed)
  if (opening === null) return null
  const { access_note_zh, access_note_en } = values
  return {
    address_zh,
    address_en,
    latitude,
    longitude,
    opening,
    opening_note_zh,
    opening_note_en,
    phone,
    access: access as AccessFact[],
    access_note_zh,
    access_note_en,
  }
}

/** A place's own values, as its form shows them. */
export function formValues(place: Place, locale: Locale): Values {
  const values: Record<string, string | null> = {
    kind: place.kind,
    level: place.level,
    hostKind: place.host_kind,
    hostId: place.host_id,
    parentId: place.parent_id,
    sharedWithId: place.shared_with_id,
    areaId: place.area_id,
    registerCode: place.register_code,
    name_zh: place.name_zh,
    name_en: place.name_en,
    specialty_zh: place.specialty_zh,
    specialty_en: place.specialty_en,
    plaque_zh: place.plaque_zh,
    plaque_en: place.plaque_en,
    featured: place.featured ? 'yes' : '',
    address_zh: place.address_zh,
    address_en: place.address_en,
    latitude: place.latitude === null ? null : String(place.latitude),
    longitude: place.longitude === null ? null : String(place.longitude),
    opening: openingText(place.opening, locale),
    opening_note_zh: place.opening_note_zh,
    opening_note_en: place.opening_note_en,
    phone: place.phone,
    access: place.access.join(' '),
    access_note_zh: place.access_note_zh,
    access_note_en: place.access_note_en,
  }
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? '']))
}
