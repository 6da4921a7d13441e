import { action, type Call } from '#kernel/action'
import { dayOf } from '#kernel/calendar'
import { nextNumber, sql, type Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { councilById, lockCouncil } from '#parts/councils'
import { placeRow } from '../place-actions.ts'
import { ordersNetwork } from '../rules.ts'
import { markStale } from '../sort-in.ts'
import { isDeputyNow } from './actions.ts'
import { ChangeGroup, CloseGroup, FormGroup, JoinGroup, LeaveGroup, SeatGroup, UnseatGroup } from './schema.ts'

function lockGroup({ tx, councilId, input }: Call<{ readonly groupId: string }>) {
  return tx
    .selectFrom('network.deputy_group')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('group_id', '=', input.groupId)
    .forUpdate()
    .executeTakeFirst()
    .then((row) => row ?? null)
}

const whileStanding = (group: { readonly until: string | null }) => (group.until === null ? null : 'group-closed')

async function todayOf(tx: Tx, councilId: string, now: Date): Promise<string> {
  const council = await councilById(tx, councilId)
  if (!council) throw new Error(`no council ${councilId}`)
  return dayOf(now, council.time_zone)
}

async function mustBeFree(tx: Tx, councilId: string, name: string, except: string | null): Promise<void> {
  const holder = await tx
    .selectFrom('network.deputy_group')
    .select('group_id')
    .where('council_id', '=', councilId)
    .where('name_zh', '=', name)
    .where('until', 'is', null)
    .executeTakeFirst()
  if (holder && holder.group_id !== except) throw new Refused(invalid({ path: 'name_zh', code: 'taken' }))
}

export const formGroup = action({
  name: 'network.form-group',
  input: FormGroup,
  subject: lockCouncil,
  allow: ordersNetwork,
  async run({ tx, councilId, subject, input, now, emit }) {
    await mustBeFree(tx, councilId, input.name_zh, null)
    const groupId = newId()
    const number = await nextNumber(tx, councilId, 'network.deputy_group')
    await tx
      .insertInto('network.deputy_group')
      .values({ council_id: councilId, group_id: groupId, number, ...input, since: dayOf(now, subject.time_zone) })
      .execute()
    emit('network.group-formed', { number, kind: input.kind, name: input.name_zh }, { subjectId: groupId })
    return { groupId, number }
  },
})

export const changeGroup = action({
  name: 'network.change-group',
  input: ChangeGroup,
  subject: lockGroup,
  allow: ordersNetwork,
  from: whileStanding,
  async run({ tx, councilId, subject, input, emit }) {
    await mustBeFree(tx, councilId, input.name_zh, subject.group_id)
    await tx
      .updateTable('network.deputy_group')
      .set({ kind: input.kind, name_zh: input.name_zh, name_en: input.name_en })
      .where('council_id', '=', councilId)
      .where('group_id', '=', subject.group_id)
      .execute()
    await markStale(tx, councilId, 'deputy', await membersOf(tx, councilId, subject.group_id))
    emit('network.group-changed', { number: subject.number, name: input.name_zh }, { subjectId: subject.group_id })
    return { number: subject.number }
  },
})

export const closeGroup = action({
  name: 'network.close-group',
  input: CloseGroup,
  subject: lockGroup,
  allow: ordersNetwork,
  from: whileStanding,
  async run({ tx, councilId, subject, input, now, emit }) {
    if (input.until < subject.since) throw new Refused(invalid({ path: 'until', code: 'before-since' }))
    if (input.until > (await todayOf(tx, councilId, now)))
      throw new Refused(invalid({ path: 'until', code: 'in-the-future' }))
    const members = await membersOf(tx, councilId, subject.group_id)
    for (const table of ['network.group_member', 'network.group_place'] as const) {
      await sql`update ${sql.table(table)} set until = greatest(since, ${input.until}::date)
        where council_id = ${councilId} and group_id = ${subject.group_id} and until is null`.execute(tx)
    }
    await sql`update network.deputy_group set until = ${input.until}::date
      where council_id = ${councilId} and group_id = ${subject.group_id}`.execute(tx)
    await settleServices(tx, councilId, subject.group_id, input.until)
    await markStale(tx, councilId, 'deputy', members)
    emit('network.group-closed', { number: subject.number, until: input.until }, { subjectId: subject.group_id })
    return { number: subject.number }
  },
})

export const joinGroup = action({
  name: 'network.join-group',
  input: JoinGroup,
  subject: lockGroup,
  allow: ordersNetwork,
  from: whileStanding,
  async run({ tx, councilId, subject, input, now, emit }) {
    const { personId, leads } = input
    const known = await tx
      .selectFrom('network.deputy')
      .select('person_id')
      .where('council_id', '=', councilId)
      .where('person_id', '=', personId)
      .executeTakeFirst()
    if (!known || !(await isDeputyNow(tx, councilId, personId, now)))
      throw new Refused(invalid({ path: 'personId', code: 'not-a-deputy' }))
    await enterGroups(tx, councilId, await todayOf(tx, councilId, now), [
      { groupId: subject.group_id, personId, leads },
    ])
    emit('network.group-joined', { number: subject.number, personId, leads }, { subjectId: subject.group_id })
    return { number: subject.number }
  },
})

export const leaveGroup = action({
  name: 'network.leave-group',
  input: LeaveGroup,
  subject: lockGroup,
  allow: ordersNetwork,
  from: whileStanding,
  async run({ tx, councilId, subject, input, now, emit }) {
    const today = await todayOf(tx, councilId, now)
    const left = await sql`
      update network.group_member set until = greatest(since, ${today}::date), leads = false
       where council_id = ${councilId} and group_id = ${subject.group_id} and person_id = ${input.personId}
         and until is null returning 1`.execute(tx)
    if (left.rows.length === 0) throw new Refused(conflict('not-a-member'))
    await settleServices(tx, councilId, subject.group_id, today)
    await markStale(tx, councilId, 'deputy', [input.personId])
    emit('network.group-left', { number: subject.number, personId: input.personId }, { subjectId: subject.group_id })
    return { number: subject.number }
  },
})

/** The group sits at a place from now on: everybody in it, and whoever joins later, serves there. */
export const seatGroup = action({
  name: 'network.seat-group',
  input: SeatGroup,
  subject: lockGroup,
  allow: ordersNetwork,
  from: whileStanding,
  async run({ tx, councilId, subject, input, now, emit }) {
    const place = await placeRow(tx, councilId, input.placeId)
    if (!place) throw new Refused(invalid({ path: 'placeId', code: 'unknown' }))
    if (place.until !== null) throw new Refused(invalid({ path: 'placeId', code: 'place-closed' }))
    const today = await todayOf(tx, councilId, now)
    await sql`
      insert into network.group_place (council_id, group_id, place_id, since)
      values (${councilId}, ${subject.group_id}, ${input.placeId}, ${today}::date)
      on conflict (council_id, group_id, place_id) do update set until = null`.execute(tx)
    await serveWithGroups(tx, councilId, today, [subject.group_id])
    await markStale(tx, councilId, 'deputy', await membersOf(tx, councilId, subject.group_id))
    emit('network.group-seated', { number: subject.number, placeId: input.placeId }, { subjectId: subject.group_id })
    return { number: subject.number }
  },
})

export const unseatGroup = action({
  name: 'network.unseat-group',
  input: UnseatGroup,
  subject: lockGroup,
  allow: ordersNetwork,
  async run({ tx, councilId, subject, input, now, emit }) {
    const today = await todayOf(tx, councilId, now)
    const left = await sql`
      update network.group_place set until = greatest(since, ${today}::date)
       where council_id = ${councilId} and group_id = ${subject.group_id} and place_id = ${input.placeId}
         and until is null returning 1`.execute(tx)
    if (left.rows.length === 0) throw new Refused(conflict('does-not-sit-here'))
    await settleServices(tx, councilId, subject.group_id, today)
    await markStale(tx, councilId, 'deputy', await membersOf(tx, councilId, subject.group_id))
    emit('network.group-unseated', { number: subject.number, placeId: input.placeId }, { subjectId: subject.group_id })
    return { number: subject.number }
  },
})

async function membersOf(tx: Tx, councilId: string, groupId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('network.group_member')
    .select('person_id')
    .where('council_id', '=', councilId)
    .where('group_id', '=', groupId)
    .where('until', 'is', null)
    .execute()
  return rows.map((row) => row.person_id)
}

export interface GroupEntry {
  readonly groupId: string
  readonly personId: string
  readonly leads: boolean
}

/** Puts deputies into groups, many at once; with the group they serve where it sits. */
export async function enterGroups(
  tx: Tx,
  councilId: string,
  today: string,
  entries: readonly GroupEntry[],
): Promise<void> {
  if (entries.length === 0) return
  await sql`
    insert into network.group_member (council_id, group_id, person_id, leads, since)
    select ${councilId}::uuid, "groupId", "personId", leads, ${today}::date
      from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as row ("groupId" uuid, "personId" uuid, leads boolean)
    on conflict (council_id, group_id, person_id) do update
      set until = null, leads = excluded.leads or (group_member.until is null and group_member.leads)`.execute(tx)
  await serveWithGroups(tx, councilId, today, [...new Set(entries.map(({ groupId }) => groupId))])
  await markStale(tx, councilId, 'deputy', [...new Set(entries.map(({ personId }) => personId))])
}

/** Everybody in these groups serves where they sit; who serves there already, does so as before. */
async function serveWithGroups(tx: Tx, councilId: string, today: string, groupIds: readonly string[]): Promise<void> {
  const { rows } = await sql<{ place_id: string; person_id: string; group_id: string }>`
    select p.place_id, m.person_id, min(m.group_id::text)::uuid as group_id
      from network.group_place p
      join network.group_member m on m.council_id = p.council_id and m.group_id = p.group_id and m.until is null
     where p.council_id = ${councilId} and p.group_id = any(${groupIds}::uuid[]) and p.until is null
       and not exists (select 1 from network.service s
         where s.council_id = p.council_id and s.place_id = p.place_id and s.person_id = m.person_id
           and s.role = 'deputy' and s.until is null)
     group by p.place_id, m.person_id`.execute(tx)
  if (rows.length === 0) return
  const services = rows.map((row) => ({ id: newId(), ...row }))
  await sql`
    insert into network.service (council_id, service_id, place_id, person_id, role, since, group_id)
    select ${councilId}::uuid, id, place_id, person_id, 'deputy', ${today}::date, group_id
      from jsonb_to_recordset(${JSON.stringify(services)}::jsonb)
        as row (id uuid, place_id uuid, person_id uuid, group_id uuid)
    on conflict (council_id, place_id, person_id, role) where until is null do nothing`.execute(tx)
}

/** Ends what somebody did with this group only; where another of her groups sits at the same place, she goes on with that. */
async function settleServices(tx: Tx, councilId: string, groupId: string, until: string): Promise<void> {
  await sql`
    update network.service s set
      group_id = coalesce(other.group_id, s.group_id),
      until = case when other.group_id is null then greatest(s.since, ${until}::date) end
      from network.service mine
      left join lateral (
        select p.group_id from network.group_place p
          join network.group_member m on m.council_id = p.council_id and m.group_id = p.group_id and m.until is null
         where p.council_id = mine.council_id and p.place_id = mine.place_id and p.until is null
           and m.person_id = mine.person_id
         order by (p.group_id = ${groupId}) desc, p.group_id limit 1
      ) other on true
     where mine.council_id = ${councilId} and mine.group_id = ${groupId} and mine.until is null
       and s.council_id = mine.council_id and s.service_id = mine.service_id`.execute(tx)
}
