import type { z } from 'zod'
import { type Actor, perform, systemActor } from '#kernel/action'
import type { App } from '#kernel/app'
import { newId } from '#kernel/ids'
import type { Outcome } from '#kernel/outcome'
import {
  type AddArea,
  type AddOrganisation,
  addArea,
  addOrganisation,
  type Council,
  type CreateCouncil,
  councilById,
  createCouncil,
} from '#parts/councils'
import { type OpenPlace, openPlace } from '#parts/network'

let made = 0

/** The result of something that must succeed. @throws Error with the refusal when it did not */
export function succeeded<Result>(outcome: Outcome<Result>): Result {
  if (!outcome.ok) throw new Error(`refused: ${JSON.stringify(outcome)}`)
  return outcome.result
}

/** A council of its own for one test. */
export async function aCouncil(app: App, fields: Partial<z.input<typeof CreateCouncil>> = {}): Promise<Council> {
  made += 1
  const slug = fields.slug ?? `yunshan-${made}-${newId().slice(-8)}`
  const { councilId } = succeeded(
    await perform(app, createCouncil, systemActor(newId()), {
      level: 'municipal',
      name_zh: '云山市人民代表大会常务委员会',
      name_en: 'Standing Committee of the Yunshan City People’s Congress',
      short_name_zh: '云山市人大',
      short_name_en: 'Yunshan City Congress',
      ...fields,
      slug,
    }),
  )
  const council = await councilById(app.database.db, councilId)
  if (!council) throw new Error('the council was not founded')
  return council
}

/** A district's council under another. */
export function aDistrictOf(app: App, council: Council, fields: Partial<z.input<typeof CreateCouncil>> = {}) {
  return aCouncil(app, {
    level: 'district',
    name_zh: '临江区人民代表大会常务委员会',
    name_en: 'Standing Committee of the Linjiang District People’s Congress',
    short_name_zh: '临江区人大',
    short_name_en: 'Linjiang District Congress',
    ...fields,
    parent_id: council.id,
  })
}

/** Somebody with roles in a council, or at one place or organisation of it; without an account of record. */
export function someoneOf(
  council: Pick<Council, 'id'>,
  roles: readonly string[],
  scopeId: string | null = null,
): Actor {
  return {
    kind: 'person',
    councilId: council.id,
    accountId: newId(),
    personId: null,
    deviceId: null,
    grants: roles.map((role) => ({ role, scopeId })),
  }
}

/** A visitor who is not signed in. */
export function aGuestOf(council: Pick<Council, 'id'>): Actor {
  return { kind: 'guest', councilId: council.id, accountId: null, personId: null, deviceId: newId(), grants: [] }
}

/** A handling department, or an organisation of another kind. */
export async function anOrganisation(
  app: App,
  council: Council,
  fields: Partial<z.input<typeof AddOrganisation>> = {},
): Promise<{ organisationId: string; number: number; code: string }> {
  return succeeded(
    await perform(app, addOrganisation, systemActor(council.id), {
      kind: 'department',
      name_zh: '云山市城市管理局',
      name_en: 'Yunshan City Management Bureau',
      ...fields,
    }),
  )
}

/** An area of the council: a street unless told otherwise. */
export async function anArea(
  app: App,
  council: Council,
  fields: Partial<z.input<typeof AddArea>> = {},
): Promise<{ areaId: string }> {
  return succeeded(
    await perform(app, addArea, systemActor(council.id), {
      kind: 'street',
      code: `S${newId().slice(-8)}`,
      name_zh: '云水街道',
      name_en: 'Yunshui Street',
      ...fields,
    }),
  )
}

/** Names and data of what happened in a council, oldest first. */
export async function eventsIn(app: App, council: Pick<Council, 'id'>, prefix = '') {
  const rows = await app.database.db
    .selectFrom('kernel.event')
    .select(['name', 'data', 'subject_id', 'actor_kind', 'account_id'])
    .where('council_id', '=', council.id)
    .orderBy('seq')
    .execute()
  return rows.filter((row) => row.name.startsWith(prefix))
}

/** A place of the network: a contact point, open since long ago, unless told otherwise. */
export async function aPlace(
  app: App,
  council: Pick<Council, 'id'>,
  fields: Partial<z.input<typeof OpenPlace>> = {},
): Promise<{ placeId: string; number: number; code: string }> {
  return succeeded(
    await perform(app, openPlace, systemActor(council.id), {
      kind: 'contact-point',
      level: 'district',
      hostKind: 'street',
      name_zh: '云水街道基层立法联系点',
      name_en: 'Yunshui Street Legislative Contact Point',
      since: '2025-01-01',
      ...fields,
    }),
  )
}

export const aContactPoint = aPlace

/** A collection point under a contact point. */
export function aCollectionPoint(
  app: App,
  council: Pick<Council, 'id'>,
  contactPoint: { readonly placeId: string },
  fields: Partial<z.input<typeof OpenPlace>> = {},
) {
  return aPlace(app, council, {
    kind: 'collection-point',
    level: 'community',
    hostKind: 'community',
    name_zh: '清泉社区信息采集点',
    name_en: 'Qingquan Community Collection Point',
    parentId: contactPoint.placeId,
    ...fields,
  })
}

/** A deputies' station. */
export function aStation(app: App, council: Pick<Council, 'id'>, fields: Partial<z.input<typeof OpenPlace>> = {}) {
  return aPlace(app, council, {
    kind: 'station',
    level: 'community',
    hostKind: 'community',
    name_zh: '清泉社区代表联络站',
    name_en: 'Qingquan Community Deputies’ Station',
    ...fields,
  })
}
