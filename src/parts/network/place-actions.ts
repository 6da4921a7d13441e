import type { z } from 'zod'
import { action, type Call } from '#kernel/action'
import { dayOf } from '#kernel/calendar'
import { nextNumber, sql, type Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { invalid, Refused } from '#kernel/outcome'
import { shortCode } from '#kernel/short-code'
import { lockCouncil, settingsAt } from '#parts/councils'
import { keepsPlace, mayStandUnder, ordersNetwork, withinBounds } from './rules.ts'
import {
  ChangePlace,
  ChangePlacePage,
  ClosePlace,
  DissolveCouncil,
  DropHaving,
  FormCouncil,
  NoteHaving,
  OpenPlace,
} from './schema.ts'
import { markPlaceStale } from './sort-in.ts'

/** The place an input names, locked. */
export function lockPlace({ tx, councilId, input }: Call<{ readonly placeId: string }>) {
  return placeRow(tx, councilId, input.placeId)
}

export function placeRow(tx: Tx, councilId: string, placeId: string) {
  return tx
    .selectFrom('network.place')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('place_id', '=', placeId)
    .forUpdate()
    .executeTakeFirst()
    .then((row) => row ?? null)
}

/** A place that has been closed keeps its history and takes nothing new. */
export function whileOpen(place: { readonly until: string | null }): string | null {
  return place.until === null ? null : 'place-closed'
}

export const openPlace = action({
  name: 'network.open-place',
  input: OpenPlace,
  subject: lockCouncil,
  allow: ordersNetwork,
  async run({ tx, councilId, subject, input, now, emit }) {
    const placeId = newId()
    await checkReferences(tx, councilId, placeId, input)
    const number = await nextNumber(tx, councilId, 'network.place')
    const registerCode = input.registerCode ?? `P${number}`
    const inserted = await tx
      .insertInto('network.place')
      .values({
        council_id: councilId,
        place_id: placeId,
        number,
        code: shortCode(),
        ...registerColumns(input, registerCode),
        ...pageColumns(input),
        since: input.since ?? dayOf(now, subject.time_zone),
      })
      .onConflict((clash) => clash.columns(['council_id', 'register_code']).doNothing())
      .returning('code')
      .executeTakeFirst()
    if (!inserted) throw new Refused(invalid({ path: 'registerCode', code: 'taken' }))
    await markPlaceStale(tx, councilId, placeId)
    emit(
      'network.place-opened',
      { number, kind: input.kind, level: input.level, name: input.name_zh },
      { subjectId: placeId },
    )
    return { placeId, number, code: inserted.code }
  },
})

export const changePlace = action({
  name: 'network.change-place',
  input: ChangePlace,
  subject: lockPlace,
  allow: ordersNetwork,
  from: whileOpen,
  async run({ tx, councilId, subject, input, emit }) {
    await checkReferences(tx, councilId, subject.place_id, input)
    await checkChildren(tx, councilId, subject.place_id, input.kind)
    if (subject.council_formed_on !== null && input.kind !== 'contact-point')
      throw new Refused(invalid({ path: 'kind', code: 'has-council' }))
    const registerCode = input.registerCode ?? subject.register_code
    const holder = await tx
      .selectFrom('network.place')
      .select('place_id')
      .where('council_id', '=', councilId)
      .where('register_code', '=', registerCode)
      .executeTakeFirst()
    if (holder && holder.place_id !== subject.place_id)
      throw new Refused(invalid({ path: 'registerCode', code: 'taken' }))
    await tx
      .updateTable('network.place')
      .set(registerColumns(input, registerCode))
      .where('council_id', '=', councilId)
      .where('place_id', '=', subject.place_id)
      .execute()
    await markPlaceStale(tx, councilId, subject.place_id)
    emit(
      'network.place-changed',
      { number: subject.number, kind: input.kind, level: input.level, name: input.name_zh },
      { subjectId: subject.place_id },
    )
    return { placeId: subject.place_id, number: subject.number }
  },
})

export const changePlacePage = action({
  name: 'network.change-place-page',
  input: ChangePlacePage,
  subject: lockPlace,
  allow: keepsPlace,
  from: whileOpen,
  async run({ tx, councilId, subject, input, emit }) {
    await tx
      .updateTable('network.place')
      .set(pageColumns(input))
      .where('council_id', '=', councilId)
      .where('place_id', '=', subject.place_id)
      .execute()
    await markPlaceStale(tx, councilId, subject.place_id)
    emit(
      'network.place-page-changed',
      { number: subject.number, opening: input.opening, phone: input.phone },
      { subjectId: subject.place_id },
    )
    return { number: subject.number }
  },
})

export const closePlace = action({
  name: 'network.close-place',
  input: ClosePlace,
  subject: lockPlace,
  allow: ordersNetwork,
  from: whileOpen,
  async run({ tx, councilId, subject, input, emit }) {
    if (input.until < subject.since) throw new Refused(invalid({ path: 'until', code: 'before-since' }))
    const children = await openChildren(tx, councilId, subject.place_id)
    if (children.length > 0)
      throw new Refused(invalid({ path: 'until', code: 'has-open-places', values: { count: children.length } }))
    const serving = await tx
      .selectFrom('network.service')
      .select('service_id')
      .where('council_id', '=', councilId)
      .where('place_id', '=', subject.place_id)
      .where('until', 'is', null)
      .execute()
    if (serving.length > 0)
      throw new Refused(invalid({ path: 'until', code: 'still-staffed', values: { count: serving.length } }))
    await tx
      .updateTable('network.place')
      .set({ until: input.until })
      .where('council_id', '=', councilId)
      .where('place_id', '=', subject.place_id)
      .execute()
    await markPlaceStale(tx, councilId, subject.place_id)
    emit('network.place-closed', { number: subject.number, until: input.until }, { subjectId: subject.place_id })
    return { number: subject.number }
  },
})

export const noteHaving = action({
  name: 'network.note-having',
  input: NoteHaving,
  subject: lockPlace,
  allow: keepsPlace,
  from: whileOpen,
  async run({ tx, councilId, subject, input, emit }) {
    const row = { since: input.since, evidence: input.evidence }
    await tx
      .insertInto('network.having')
      .values({ council_id: councilId, place_id: subject.place_id, item: input.item, ...row })
      .onConflict((clash) => clash.columns(['council_id', 'place_id', 'item']).doUpdateSet(row))
      .execute()
    emit('network.having-noted', { item: input.item, ...row }, { subjectId: subject.place_id })
    return { number: subject.number }
  },
})

export const dropHaving = action({
  name: 'network.drop-having',
  input: DropHaving,
  subject: lockPlace,
  allow: keepsPlace,
  async run({ tx, councilId, subject, input, emit }) {
    await tx
      .deleteFrom('network.having')
      .where('council_id', '=', councilId)
      .where('place_id', '=', subject.place_id)
      .where('item', '=', input.item)
      .execute()
    emit('network.having-dropped', { item: input.item, reason: input.reason }, { subjectId: subject.place_id })
    return { number: subject.number }
  },
})

/** Marks a contact point's legislative council as formed: only with as many members as the council's rule allows. */
export const formCouncil = action({
  name: 'network.form-council',
  input: FormCouncil,
  subject: lockPlace,
  allow: keepsPlace,
  from: (place) =>
    place.kind !== 'contact-point'
      ? 'not-a-contact-point'
      : place.council_formed_on
        ? 'already-formed'
        : whileOpen(place),
  async run({ tx, councilId, subject, input, now, emit }) {
    if (input.formedOn < subject.since) throw new Refused(invalid({ path: 'formedOn', code: 'before-since' }))
    const bounds = await settingsAt(tx, councilId, now)
    const count = await councilMembers(tx, councilId, subject.place_id)
    if (!withinBounds(count, bounds)) {
      const values = { count, minimum: bounds.legislativeCouncilMin, maximum: bounds.legislativeCouncilMax }
      throw new Refused(invalid({ path: 'formedOn', code: 'council-size', values }))
    }
    await tx
      .updateTable('network.place')
      .set({ council_formed_on: input.formedOn })
      .where('council_id', '=', councilId)
      .where('place_id', '=', subject.place_id)
      .execute()
    emit('network.council-formed', { formedOn: input.formedOn, members: count }, { subjectId: subject.place_id })
    return { number: subject.number, members: count }
  },
})

export const dissolveCouncil = action({
  name: 'network.dissolve-council',
  input: DissolveCouncil,
  subject: lockPlace,
  allow: ordersNetwork,
  from: (place) => (place.council_formed_on === null ? 'not-formed' : null),
  async run({ tx, councilId, subject, input, emit }) {
    await tx
      .updateTable('network.place')
      .set({ council_formed_on: null })
      .where('council_id', '=', councilId)
      .where('place_id', '=', subject.place_id)
      .execute()
    emit(
      'network.council-dissolved',
      { formedOn: subject.council_formed_on, reason: input.reason },
      { subjectId: subject.place_id },
    )
    return { number: subject.number }
  },
})

/** How many sit on the legislative council of a contact point now. */
export async function councilMembers(tx: Tx, councilId: string, placeId: string): Promise<number> {
  const row = await tx
    .selectFrom('network.service')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('council_id', '=', councilId)
    .where('place_id', '=', placeId)
    .where('role', '=', 'council-member')
    .where('until', 'is', null)
    .executeTakeFirstOrThrow()
  return row.count
}

type RegisterInput = z.output<typeof ChangePlace> | z.output<typeof OpenPlace>
type PageInput = z.output<typeof ChangePlacePage> | z.output<typeof OpenPlace>

function registerColumns(input: RegisterInput, registerCode: string) {
  return {
    register_code: registerCode,
    kind: input.kind,
    parent_id: input.parentId,
    shared_with_id: input.sharedWithId,
    level: input.level,
    host_kind: input.hostKind,
    host_id: input.hostId,
    area_id: input.areaId,
    name_zh: input.name_zh,
    name_en: input.name_en,
    specialty_zh: input.specialty_zh,
    specialty_en: input.specialty_en,
    featured: input.featured,
    plaque_zh: input.plaque_zh,
    plaque_en: input.plaque_en,
  }
}

function pageColumns(input: PageInput) {
  return {
    address_zh: input.address_zh,
    address_en: input.address_en,
    latitude: input.latitude,
    longitude: input.longitude,
    opening: JSON.stringify(input.opening),
    opening_note_zh: input.opening_note_zh,
    opening_note_en: input.opening_note_en,
    phone: input.phone,
    access: input.access,
    access_note_zh: input.access_note_zh,
    access_note_en: input.access_note_en,
  }
}

/** Refuses a parent, a roof-mate, a host or an area that does not exist or does not fit. */
async function checkReferences(tx: Tx, councilId: string, placeId: string, input: RegisterInput): Promise<void> {
  const others = [input.parentId, input.sharedWithId].filter((id) => id !== null)
  const places = others.length
    ? await tx
        .selectFrom('network.place')
        .select(['place_id', 'kind', 'until'])
        .where('council_id', '=', councilId)
        .where('place_id', 'in', others)
        .execute()
    : []
  if (input.parentId !== null) {
    const parent = places.find((place) => place.place_id === input.parentId)
    if (!parent || parent.until !== null) throw new Refused(invalid({ path: 'parentId', code: 'unknown' }))
    if (!mayStandUnder(input.kind, parent.kind)) throw new Refused(invalid({ path: 'parentId', code: 'parent-kind' }))
    await noCircle(tx, councilId, placeId, input.parentId)
  }
  if (input.sharedWithId !== null) {
    if (input.sharedWithId === placeId) throw new Refused(invalid({ path: 'sharedWithId', code: 'circle' }))
    if (!places.some((place) => place.place_id === input.sharedWithId))
      throw new Refused(invalid({ path: 'sharedWithId', code: 'unknown' }))
  }
  await checkRegisters(tx, councilId, input)
}

async function checkRegisters(tx: Tx, councilId: string, input: RegisterInput): Promise<void> {
  if (input.areaId !== null) {
    const area = await tx
      .selectFrom('councils.area')
      .select('area_id')
      .where('council_id', '=', councilId)
      .where('area_id', '=', input.areaId)
      .executeTakeFirst()
    if (!area) throw new Refused(invalid({ path: 'areaId', code: 'unknown' }))
  }
  if (input.hostId !== null) {
    const host = await tx
      .selectFrom('councils.organisation')
      .select('organisation_id')
      .where('council_id', '=', councilId)
      .where('organisation_id', '=', input.hostId)
      .executeTakeFirst()
    if (!host) throw new Refused(invalid({ path: 'hostId', code: 'unknown' }))
  }
}

async function noCircle(tx: Tx, councilId: string, placeId: string, parentId: string): Promise<void> {
  const { rows } = await sql<{ found: boolean }>`
    with recursive above as (
      select place_id, parent_id from network.place where council_id = ${councilId} and place_id = ${parentId}
      union
      select p.place_id, p.parent_id from network.place p join above a on p.place_id = a.parent_id
       where p.council_id = ${councilId}
    )
    select exists (select 1 from above where place_id = ${placeId}) as found`.execute(tx)
  if (rows[0]?.found) throw new Refused(invalid({ path: 'parentId', code: 'circle' }))
}

async function checkChildren(tx: Tx, councilId: string, placeId: string, kind: RegisterInput['kind']): Promise<void> {
  const children = await openChildren(tx, councilId, placeId)
  if (children.some((child) => !mayStandUnder(child.kind, kind)))
    throw new Refused(invalid({ path: 'kind', code: 'children-kind' }))
}

function openChildren(tx: Tx, councilId: string, placeId: string) {
  return tx
    .selectFrom('network.place')
    .select(['place_id', 'kind'])
    .where('council_id', '=', councilId)
    .where('parent_id', '=', placeId)
    .where('until', 'is', null)
    .execute()
}
