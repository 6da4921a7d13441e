import { type Actor, action } from '#kernel/action'
import { dayOf } from '#kernel/calendar'
import { nextNumber, type Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { invalid, Refused } from '#kernel/outcome'
import { lockCouncil } from './actions.ts'
import { settingsAt } from './queries.ts'
import { isAdministrator, keepsRegisters } from './rules.ts'
import {
  AddArea,
  AddConstituency,
  AddOrganisation,
  ChangeArea,
  ChangeConstituency,
  ChangeOrganisation,
} from './schema.ts'
import { noCircle } from './trees.ts'

export const addOrganisation = action({
  name: 'councils.add-organisation',
  input: AddOrganisation,
  subject: lockCouncil,
  allow: keepsRegisters,
  async run({ tx, councilId, subject, input, now, emit }) {
    await known(tx, councilId, 'parentId', 'organisation', input.parentId)
    await known(tx, councilId, 'areaId', 'area', input.areaId)
    const number = await nextNumber(tx, councilId, 'councils.organisation')
    const organisationId = newId()
    const code = input.code ?? `O${number}`
    await unlessTaken(
      tx
        .insertInto('councils.organisation')
        .values({
          council_id: councilId,
          organisation_id: organisationId,
          number,
          since: dayOf(now, subject.time_zone),
          ...organisationColumns(input, code),
        })
        .onConflict((clash) => clash.columns(['council_id', 'code']).doNothing())
        .returning('code')
        .executeTakeFirst(),
    )
    emit(
      'councils.organisation-added',
      { number, code, kind: input.kind, name: input.name_zh },
      { subjectId: organisationId },
    )
    return { organisationId, number, code }
  },
})

export const changeOrganisation = action({
  name: 'councils.change-organisation',
  input: ChangeOrganisation,
  subject: ({ tx, councilId, input }) =>
    tx
      .selectFrom('councils.organisation')
      .selectAll()
      .where('council_id', '=', councilId)
      .where('organisation_id', '=', input.organisationId)
      .forUpdate()
      .executeTakeFirst()
      .then((row) => row ?? null),
  allow: keepsRegisters,
  async run({ tx, councilId, subject, input, emit }) {
    await known(tx, councilId, 'parentId', 'organisation', input.parentId)
    await known(tx, councilId, 'areaId', 'area', input.areaId)
    await noCircle(tx, councilId, 'organisation', subject.organisation_id, input.parentId)
    const code = input.code ?? subject.code
    await freeCode(tx, councilId, 'organisation', code, subject.organisation_id)
    if (input.until && input.until < subject.since) throw new Refused(invalid({ path: 'until', code: 'before-since' }))
    await tx
      .updateTable('councils.organisation')
      .set({ ...organisationColumns(input, code), until: input.until })
      .where('council_id', '=', councilId)
      .where('organisation_id', '=', subject.organisation_id)
      .execute()
    emit(
      'councils.organisation-changed',
      { code, kind: input.kind, name: input.name_zh, until: input.until },
      { subjectId: subject.organisation_id },
    )
    return { organisationId: subject.organisation_id }
  },
})

function organisationColumns(input: (typeof AddOrganisation)['_output'], code: string) {
  return {
    code,
    kind: input.kind,
    parent_id: input.parentId,
    name_zh: input.name_zh,
    name_en: input.name_en,
    names: JSON.stringify(input.names),
    duties: input.duties,
    phone: input.phone,
    area_id: input.areaId,
  }
}

export const addArea = action({
  name: 'councils.add-area',
  input: AddArea,
  subject: lockCouncil,
  allow: keepsRegisters,
  async run({ tx, councilId, input, emit }) {
    await known(tx, councilId, 'parentId', 'area', input.parentId)
    const areaId = newId()
    await unlessTaken(
      tx
        .insertInto('councils.area')
        .values({ council_id: councilId, area_id: areaId, ...areaColumns(input) })
        .onConflict((clash) => clash.columns(['council_id', 'code']).doNothing())
        .returning('code')
        .executeTakeFirst(),
    )
    emit('councils.area-added', { code: input.code, kind: input.kind, name: input.name_zh }, { subjectId: areaId })
    return { areaId }
  },
})

export const changeArea = action({
  name: 'councils.change-area',
  input: ChangeArea,
  subject: ({ tx, councilId, input }) =>
    tx
      .selectFrom('councils.area')
      .selectAll()
      .where('council_id', '=', councilId)
      .where('area_id', '=', input.areaId)
      .forUpdate()
      .executeTakeFirst()
      .then((row) => row ?? null),
  allow: keepsRegisters,
  async run({ tx, councilId, subject, input, emit }) {
    await known(tx, councilId, 'parentId', 'area', input.parentId)
    await noCircle(tx, councilId, 'area', subject.area_id, input.parentId)
    await freeCode(tx, councilId, 'area', input.code, subject.area_id)
    await tx
      .updateTable('councils.area')
      .set(areaColumns(input))
      .where('council_id', '=', councilId)
      .where('area_id', '=', subject.area_id)
      .execute()
    emit('councils.area-changed', { code: input.code, name: input.name_zh }, { subjectId: subject.area_id })
    return { areaId: subject.area_id }
  },
})

function areaColumns(input: (typeof AddArea)['_output']) {
  return {
    code: input.code,
    parent_id: input.parentId,
    kind: input.kind,
    name_zh: input.name_zh,
    name_en: input.name_en,
    names: JSON.stringify(input.names),
    division_code: input.divisionCode,
  }
}

export const addConstituency = action({
  name: 'councils.add-constituency',
  input: AddConstituency,
  subject: lockCouncil,
  allow: mayDrawConstituencies,
  async run({ tx, councilId, subject, input, now, emit }) {
    await known(tx, councilId, 'areaId', 'area', input.areaId)
    await seatsAllowed(tx, councilId, input.seats, now)
    const number = await nextNumber(tx, councilId, 'councils.constituency')
    const constituencyId = newId()
    const { areaId, code, ...fields } = input
    await unlessTaken(
      tx
        .insertInto('councils.constituency')
        .values({
          council_id: councilId,
          constituency_id: constituencyId,
          number,
          code: code ?? `C${number}`,
          ...fields,
          area_id: areaId,
          since: dayOf(now, subject.time_zone),
        })
        .onConflict((clash) => clash.columns(['council_id', 'code']).doNothing())
        .returning('code')
        .executeTakeFirst(),
    )
    emit(
      'councils.constituency-added',
      { number, kind: input.kind, name: input.name_zh, seats: input.seats },
      { subjectId: constituencyId },
    )
    return { constituencyId, number }
  },
})

export const changeConstituency = action({
  name: 'councils.change-constituency',
  input: ChangeConstituency,
  subject: ({ tx, councilId, input }) =>
    tx
      .selectFrom('councils.constituency')
      .selectAll()
      .where('council_id', '=', councilId)
      .where('constituency_id', '=', input.constituencyId)
      .forUpdate()
      .executeTakeFirst()
      .then((row) => row ?? null),
  allow: mayDrawConstituencies,
  async run({ tx, councilId, subject, input, now, emit }) {
    const { areaId, constituencyId, code, ...fields } = input
    await known(tx, councilId, 'areaId', 'area', areaId)
    await seatsAllowed(tx, councilId, input.seats, now)
    await freeCode(tx, councilId, 'constituency', code ?? subject.code, constituencyId)
    if (input.until && input.until < subject.since) throw new Refused(invalid({ path: 'until', code: 'before-since' }))
    await tx
      .updateTable('councils.constituency')
      .set({ ...fields, code: code ?? subject.code, area_id: areaId })
      .where('council_id', '=', councilId)
      .where('constituency_id', '=', constituencyId)
      .execute()
    emit(
      'councils.constituency-changed',
      { name: input.name_zh, seats: input.seats, until: input.until },
      { subjectId: constituencyId },
    )
    return { constituencyId }
  },
})

function mayDrawConstituencies(actor: Actor): boolean {
  return isAdministrator(actor) || keepsRegisters(actor)
}

async function seatsAllowed(tx: Tx, councilId: string, seats: number, now: Date): Promise<void> {
  const { constituencySeatsMax: maximum } = await settingsAt(tx, councilId, now)
  if (seats > maximum) throw new Refused(invalid({ path: 'seats', code: 'too_big', values: { maximum } }))
}

type Register = 'organisation' | 'area' | 'constituency'

/** Refuses an id that no row of this council bears. */
async function known(tx: Tx, councilId: string, path: string, register: 'organisation' | 'area', id: string | null) {
  if (id === null) return
  const found =
    register === 'area'
      ? await tx
          .selectFrom('councils.area')
          .select('area_id as id')
          .where('council_id', '=', councilId)
          .where('area_id', '=', id)
          .executeTakeFirst()
      : await tx
          .selectFrom('councils.organisation')
          .select('organisation_id as id')
          .where('council_id', '=', councilId)
          .where('organisation_id', '=', id)
          .executeTakeFirst()
  if (!found) throw new Refused(invalid({ path, code: 'unknown' }))
}

async function unlessTaken(inserted: Promise<unknown>): Promise<void> {
  if (!(await inserted)) throw new Refused(invalid({ path: 'code', code: 'taken' }))
}

async function freeCode(tx: Tx, councilId: string, register: Register, code: string, ownId: string): Promise<void> {
  const holder = await holderOf(tx, councilId, register, code)
  if (holder && holder.id !== ownId) throw new Refused(invalid({ path: 'code', code: 'taken' }))
}

function holderOf(tx: Tx, councilId: string, register: Register, code: string) {
  switch (register) {
    case 'area':
      return tx
        .selectFrom('councils.area')
        .select('area_id as id')
        .where('council_id', '=', councilId)
        .where('code', '=', code)
        .executeTakeFirst()
    case 'organisation':
      return tx
        .selectFrom('councils.organisation')
        .select('organisation_id as id')
        .where('council_id', '=', councilId)
        .where('code', '=', code)
        .executeTakeFirst()
    case 'constituency':
      return tx
        .selectFrom('councils.constituency')
        .select('constituency_id as id')
        .where('council_id', '=', councilId)
        .where('code', '=', code)
        .executeTakeFirst()
  }
}
