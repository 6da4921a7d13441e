import { type Db, sql, type Tx } from '#kernel/db'
import { type CouncilId, newId } from '#kernel/ids'
import type { Contact } from './contacts.ts'
import type { Role } from './roles.ts'
import type { NameVisibility } from './tables.ts'

/** A person of the books as a sheet knows them: by the council's code. */
export interface CodedPerson {
  readonly code: string
  readonly personId: string
  readonly name: string
  readonly visibility: NameVisibility
  /** Under which the person was invited; null where nobody was. */
  readonly contact: string | null
  /** Duties held now: `role` or `role scope`. */
  readonly duties: readonly string[]
}

/** One duty as `CodedPerson` writes it. */
export function dutyKey(role: Role, scopeId: string | null): string {
  return scopeId === null ? role : `${role} ${scopeId}`
}

/** Everybody of a council who has a code. */
export async function codedPersons(
  db: Db | Tx,
  councilId: CouncilId,
  now: Date,
): Promise<ReadonlyMap<string, CodedPerson>> {
  const { rows } = await sql<CodedPerson>`
    select c.code, p.id as "personId", coalesce(p.name, '') as name, p.name_visibility as visibility, i.value as contact,
           coalesce(array_agg(m.role || coalesce(' ' || m.scope_id, '')) filter (where m.id is not null), '{}') as duties
      from people.person_code c
      join people.person p on p.council_id = c.council_id and p.id = c.person_id and p.erased_at is null
      left join people.invitation i on i.council_id = p.council_id and i.person_id = p.id
      left join people.membership m on m.council_id = p.council_id and m.person_id = p.id
           and (m.until is null or m.until > ${now})
     where c.council_id = ${councilId}
     group by c.code, p.council_id, p.id, i.value`.execute(db)
  return new Map(rows.map((row) => [row.code, row]))
}

/** Whom the council has invited already under any of these contacts, by contact. */
export async function invitedUnder(
  db: Db | Tx,
  councilId: CouncilId,
  contacts: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (contacts.length === 0) return new Map()
  const { rows } = await sql<{ value: string; person_id: string }>`
    select value, person_id from people.invitation
     where council_id = ${councilId} and accepted_at is null and value = any(${[...new Set(contacts)]}::text[])`.execute(
    db,
  )
  return new Map(rows.map((row) => [row.value, row.person_id]))
}

export interface BookEntry {
  readonly code: string
  /** Of the person who has this code; null for a new one. */
  readonly personId: string | null
  readonly name: string
  readonly visibility: NameVisibility
  /** An invitation to write; null where there is none or it stands already. */
  readonly invite: Contact | null
  /** A duty to give; null where none is given or it is held already. */
  readonly duty: { readonly role: Role; readonly scopeId: string | null } | null
}

export interface WrittenEntry {
  readonly code: string
  readonly personId: string
  readonly membershipId: string | null
}

/**
 * Writes many people at once, new and known ones, with their invitations and duties: a few statements, however many.
 * The caller has judged them: nobody invited twice, nobody given what the actor may not give.
 */
export async function writeBooks(
  tx: Tx,
  { councilId, now, givenBy }: { readonly councilId: CouncilId; readonly now: Date; readonly givenBy: string | null },
  entries: readonly BookEntry[],
): Promise<WrittenEntry[]> {
  const rows = entries.map((entry) => ({
    ...entry,
    fresh: entry.personId === null,
    person_id: entry.personId ?? newId(),
    membership_id: entry.duty ? newId() : null,
  }))
  const people = JSON.stringify(
    rows.map(({ code, fresh, person_id, name, visibility }) => ({ code, fresh, person_id, name, visibility })),
  )
  await sql`
    insert into people.person (council_id, id, name, name_visibility, created_at)
    select ${councilId}::uuid, person_id, name, visibility, ${now}
      from jsonb_to_recordset(${people}::jsonb) as row (fresh boolean, person_id uuid, name text, visibility text)
     where fresh`.execute(tx)
  await sql`
    insert into people.person_code (council_id, code, person_id)
    select ${councilId}::uuid, code, person_id
      from jsonb_to_recordset(${people}::jsonb) as row (fresh boolean, person_id uuid, code text) where fresh`.execute(
    tx,
  )
  await sql`
    update people.person p set name = row.name, name_visibility = row.visibility
      from jsonb_to_recordset(${people}::jsonb) as row (fresh boolean, person_id uuid, name text, visibility text)
     where not row.fresh and p.council_id = ${councilId} and p.id = row.person_id`.execute(tx)
  await writeInvitations(tx, councilId, now, rows)
  await writeDuties(tx, { councilId, now, givenBy }, rows)
  return rows.map(({ code, person_id, membership_id }) => ({ code, personId: person_id, membershipId: membership_id }))
}

type Row = BookEntry & { readonly person_id: string; readonly membership_id: string | null }

async function writeInvitations(tx: Tx, councilId: CouncilId, now: Date, rows: readonly Row[]): Promise<void> {
  const invited = rows.flatMap(({ person_id, invite }) => (invite ? [{ person_id, ...invite }] : []))
  if (invited.length === 0) return
  await sql`
    insert into people.invitation (council_id, person_id, kind, value, invited_at)
    select ${councilId}::uuid, person_id, kind, value, ${now}
      from jsonb_to_recordset(${JSON.stringify(invited)}::jsonb) as row (person_id uuid, kind text, value text)`.execute(
    tx,
  )
}

async function writeDuties(
  tx: Tx,
  { councilId, now, givenBy }: { readonly councilId: CouncilId; readonly now: Date; readonly givenBy: string | null },
  rows: readonly Row[],
): Promise<void> {
  const given = rows.flatMap(({ person_id, membership_id, duty }) =>
    duty ? [{ person_id, membership_id, ...duty }] : [],
  )
  if (given.length === 0) return
  await sql`
    insert into people.membership (council_id, id, person_id, role, scope_id, since, given_by)
    select ${councilId}::uuid, membership_id, person_id, role, "scopeId", ${now}, ${givenBy}::uuid
      from jsonb_to_recordset(${JSON.stringify(given)}::jsonb)
        as row (membership_id uuid, person_id uuid, role text, "scopeId" uuid)`.execute(tx)
  // Whoever got a duty signs in again under the new rights.
  await sql`
    update people.session s set ended_at = ${now}, ended_why = 'role-changed'
      from people.person p
     where p.council_id = ${councilId} and p.account_id = s.account_id and s.ended_at is null
       and p.id = any(${given.map((row) => row.person_id)}::uuid[])`.execute(tx)
}
