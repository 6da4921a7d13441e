import { action } from '#kernel/action'
import { dayOf } from '#kernel/calendar'
import { sql, type Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { councilById, settingsAt } from '#parts/councils'
import { endMembership, giveMembership } from '#parts/people'
import { councilMembers, lockPlace, placeRow, whileOpen } from './place-actions.ts'
import { keepsPlace, mayAppoint, ordersNetwork } from './rules.ts'
import { AddUnit, AgreeToShow, Appoint, EndService, EndUnit, HoldTraining } from './schema.ts'
import { markStale } from './sort-in.ts'
import type { ServiceRole } from './tables.ts'

/** Has a person serve at a place; with the service comes the role that lets them do it. */
export const appoint = action({
  name: 'network.appoint',
  input: Appoint,
  subject: lockPlace,
  allow: (actor, place, input) => mayAppoint(actor, place, input.role),
  from: whileOpen,
  async run({ tx, councilId, subject, input, actor, now, emit }) {
    const { personId, role } = input
    await mustBeKnown(tx, councilId, personId)
    if (input.since < subject.since) throw new Refused(invalid({ path: 'since', code: 'before-since' }))
    if (role === 'council-member') await mustHaveRoom(tx, councilId, subject, now)
    if (role === 'deputy') await mustBeDeputy(tx, councilId, personId, now)
    const serviceId = newId()
    const inserted = await tx
      .insertInto('network.service')
      .values({
        council_id: councilId,
        service_id: serviceId,
        place_id: subject.place_id,
        person_id: personId,
        role,
        title: input.title,
        since: input.since,
      })
      .onConflict((clash) =>
        clash.columns(['council_id', 'place_id', 'person_id', 'role']).where('until', 'is', null).doNothing(),
      )
      .returning('service_id')
      .executeTakeFirst()
    if (!inserted) throw new Refused(conflict('serves-already'))
    // A deputy is one in the whole council: being assigned to a station gives no further role.
    if (role !== 'deputy') {
      const given = { councilId, personId, role, scopeId: subject.place_id, givenBy: actor.personId, now }
      await tx
        .updateTable('network.service')
        .set({ membership_id: await giveMembership(tx, given) })
        .where('council_id', '=', councilId)
        .where('service_id', '=', serviceId)
        .execute()
    }
    if (role === 'deputy') await markStale(tx, councilId, 'deputy', [personId])
    emit('network.appointed', { role, personId, serviceId, since: input.since }, { subjectId: subject.place_id })
    return { serviceId, number: subject.number }
  },
})

async function mustBeKnown(tx: Tx, councilId: string, personId: string): Promise<void> {
  const person = await tx
    .selectFrom('people.person')
    .select('id')
    .where('council_id', '=', councilId)
    .where('id', '=', personId)
    .where('erased_at', 'is', null)
    .where('suspended_at', 'is', null)
    .executeTakeFirst()
  if (!person) throw new Refused(invalid({ path: 'personId', code: 'unknown' }))
}

interface Formed {
  readonly place_id: string
  readonly kind: string
  readonly council_formed_on: string | null
}

/** A formed legislative council takes no member beyond its rule; one being formed may be cut down before it is marked. */
async function mustHaveRoom(tx: Tx, councilId: string, place: Formed, now: Date): Promise<void> {
  if (place.kind !== 'contact-point') throw new Refused(invalid({ path: 'role', code: 'no-council-here' }))
  if (place.council_formed_on === null) return
  const { legislativeCouncilMax: maximum } = await settingsAt(tx, councilId, now)
  const count = await councilMembers(tx, councilId, place.place_id)
  if (count >= maximum) throw new Refused(invalid({ path: 'role', code: 'council-full', values: { count, maximum } }))
}

async function mustBeDeputy(tx: Tx, councilId: string, personId: string, now: Date): Promise<void> {
  const deputy = await tx
    .selectFrom('people.membership')
    .select('id')
    .where('council_id', '=', councilId)
    .where('person_id', '=', personId)
    .where('role', '=', 'deputy')
    .where((e) => e.or([e('until', 'is', null), e('until', '>', now)]))
    .executeTakeFirst()
  if (!deputy) throw new Refused(invalid({ path: 'personId', code: 'not-a-deputy' }))
}

/** The service an input names with its place, both locked, the place first. */
async function lockService(tx: Tx, councilId: string, serviceId: string) {
  const found = await tx
    .selectFrom('network.service')
    .select('place_id')
    .where('council_id', '=', councilId)
    .where('service_id', '=', serviceId)
    .executeTakeFirst()
  const place = found && (await placeRow(tx, councilId, found.place_id))
  if (!place) return null
  const service = await tx
    .selectFrom('network.service')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('service_id', '=', serviceId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return { place, service }
}

export const endService = action({
  name: 'network.end-service',
  input: EndService,
  subject: ({ tx, councilId, input }) => lockService(tx, councilId, input.serviceId),
  allow: (actor, { place, service }) => mayAppoint(actor, place, service.role) || actor.personId === service.person_id,
  from: ({ service }) => (service.until === null ? null : 'ended-already'),
  async run({ tx, councilId, subject: { place, service }, input, now, emit }) {
    const council = await councilById(tx, councilId)
    if (input.until < service.since) throw new Refused(invalid({ path: 'until', code: 'before-since' }))
    // The role ends now, so its end cannot be announced for later.
    if (council && input.until > dayOf(now, council.time_zone))
      throw new Refused(invalid({ path: 'until', code: 'in-the-future' }))
    await tx
      .updateTable('network.service')
      .set({ until: input.until })
      .where('council_id', '=', councilId)
      .where('service_id', '=', service.service_id)
      .execute()
    if (service.membership_id) await endMembership(tx, { councilId, membershipId: service.membership_id, now })
    if (service.role === 'deputy') await markStale(tx, councilId, 'deputy', [service.person_id])
    emit(
      'network.service-ended',
      { role: service.role, personId: service.person_id, serviceId: service.service_id, until: input.until },
      { subjectId: place.place_id },
    )
    return { number: place.number }
  },
})

/** The person themselves, or the place's staff with their written word, lets the name be shown on the place's page, or no longer. */
export const agreeToShow = action({
  name: 'network.agree-to-show',
  input: AgreeToShow,
  subject: ({ tx, councilId, input }) => lockService(tx, councilId, input.serviceId),
  allow: (actor, { place, service }) => actor.personId === service.person_id || keepsPlace(actor, place),
  from: ({ service }) => (service.until === null ? null : 'ended-already'),
  async run({ tx, councilId, subject: { place, service }, input, actor, now, emit }) {
    const council = await councilById(tx, councilId)
    if (!council) throw new Error(`no council ${councilId}`)
    await tx
      .updateTable('network.service')
      .set({ agreed_on: input.agrees ? dayOf(now, council.time_zone) : null })
      .where('council_id', '=', councilId)
      .where('service_id', '=', service.service_id)
      .execute()
    emit(
      input.agrees ? 'network.showing-agreed' : 'network.showing-withdrawn',
      { personId: service.person_id, byThemselves: actor.personId === service.person_id },
      { subjectId: place.place_id },
    )
    return { number: place.number }
  },
})

export const addUnit = action({
  name: 'network.add-unit',
  input: AddUnit,
  subject: lockPlace,
  allow: (actor) => ordersNetwork(actor),
  from: (place) => (place.kind === 'contact-point' ? whileOpen(place) : 'not-a-contact-point'),
  async run({ tx, councilId, subject, input, emit }) {
    const organisation = await tx
      .selectFrom('councils.organisation')
      .select('organisation_id')
      .where('council_id', '=', councilId)
      .where('organisation_id', '=', input.organisationId)
      .executeTakeFirst()
    if (!organisation) throw new Refused(invalid({ path: 'organisationId', code: 'unknown' }))
    const unitId = newId()
    const inserted = await tx
      .insertInto('network.unit')
      .values({
        council_id: councilId,
        unit_id: unitId,
        place_id: subject.place_id,
        organisation_id: input.organisationId,
        role: input.role,
        since: input.since,
      })
      .onConflict((clash) =>
        clash.columns(['council_id', 'place_id', 'organisation_id', 'role']).where('until', 'is', null).doNothing(),
      )
      .returning('unit_id')
      .executeTakeFirst()
    if (!inserted) throw new Refused(conflict('serves-already'))
    emit(
      'network.unit-added',
      { role: input.role, organisationId: input.organisationId, since: input.since },
      { subjectId: subject.place_id },
    )
    return { unitId, number: subject.number }
  },
})

export const endUnit = action({
  name: 'network.end-unit',
  input: EndUnit,
  subject: async ({ tx, councilId, input }) => {
    const unit = await tx
      .selectFrom('network.unit')
      .selectAll()
      .where('council_id', '=', councilId)
      .where('unit_id', '=', input.unitId)
      .forUpdate()
      .executeTakeFirst()
    const place = unit && (await placeRow(tx, councilId, unit.place_id))
    return unit && place ? { unit, place } : null
  },
  allow: (actor) => ordersNetwork(actor),
  from: ({ unit }) => (unit.until === null ? null : 'ended-already'),
  async run({ tx, councilId, subject: { unit, place }, input, emit }) {
    if (input.until < unit.since) throw new Refused(invalid({ path: 'until', code: 'before-since' }))
    await tx
      .updateTable('network.unit')
      .set({ until: input.until })
      .where('council_id', '=', councilId)
      .where('unit_id', '=', unit.unit_id)
      .execute()
    emit(
      'network.unit-ended',
      { role: unit.role, organisationId: unit.organisation_id, until: input.until },
      { subjectId: place.place_id },
    )
    return { number: place.number }
  },
})

/** Records a course and who of the place's people took part. */
export const holdTraining = action({
  name: 'network.hold-training',
  input: HoldTraining,
  subject: lockPlace,
  allow: keepsPlace,
  from: whileOpen,
  async run({ tx, councilId, subject, input, emit }) {
    const personIds = [...new Set(input.personIds)]
    const serving = await tx
      .selectFrom('network.service')
      .select('person_id')
      .distinct()
      .where('council_id', '=', councilId)
      .where('place_id', 'in', (eb) =>
        eb
          .selectFrom('network.place')
          .select('place_id')
          .where('council_id', '=', councilId)
          .where(({ or, eb: e }) => or([e('place_id', '=', subject.place_id), e('parent_id', '=', subject.place_id)])),
      )
      .where('person_id', 'in', personIds)
      .execute()
    if (serving.length < personIds.length)
      throw new Refused(invalid({ path: 'personIds', code: 'does-not-serve-here' }))
    const trainingId = newId()
    await tx
      .insertInto('network.training')
      .values({
        council_id: councilId,
        training_id: trainingId,
        place_id: subject.place_id,
        course: input.course,
        held_on: input.heldOn,
        hours: input.hours,
      })
      .execute()
    await tx
      .insertInto('network.trainee')
      .values(personIds.map((person_id) => ({ council_id: councilId, training_id: trainingId, person_id })))
      .execute()
    emit(
      'network.training-held',
      { course: input.course, heldOn: input.heldOn, hours: input.hours, people: personIds.length },
      { subjectId: subject.place_id },
    )
    return { trainingId, number: subject.number }
  },
})

export interface Served {
  readonly placeId: string
  readonly personId: string
  readonly role: ServiceRole
  readonly membershipId: string
}

/** Records many services at once, for people whose roles at these places have just been given. */
export async function recordServices(
  tx: Tx,
  { councilId, since }: { readonly councilId: string; readonly since: string },
  served: readonly Served[],
): Promise<void> {
  if (served.length === 0) return
  const rows = served.map((each) => ({ id: newId(), ...each }))
  await sql`
    insert into network.service (council_id, service_id, place_id, person_id, role, since, membership_id)
    select ${councilId}::uuid, id, "placeId", "personId", role, ${since}::date, "membershipId"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as row (id uuid, "placeId" uuid, "personId" uuid, role text, "membershipId" uuid)
    on conflict (council_id, place_id, person_id, role) where until is null do nothing`.execute(tx)
}
