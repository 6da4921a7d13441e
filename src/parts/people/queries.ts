import { type Db, sql, type Tx } from '#kernel/db'
import { type CouncilId, isId } from '#kernel/ids'
import type { Locale } from '#kernel/text'
import { maskContact } from './contacts.ts'
import type { Role } from './roles.ts'
import type { Named } from './rules.ts'
import type { CodePurpose, ContactKind } from './tables.ts'

export interface OwnAccount {
  readonly id: string
  readonly locale: Locale | null
  readonly elder: boolean
  readonly erase_at: Date | null
  readonly contacts: readonly { readonly id: string; readonly kind: ContactKind; readonly value: string }[]
}

/** The account as its owner sees it; undefined once it is erased. */
export async function ownAccount(db: Db, accountId: string): Promise<OwnAccount | undefined> {
  const account = await db
    .selectFrom('people.account')
    .select(['id', 'locale', 'elder', 'erase_at'])
    .where('id', '=', accountId)
    .where('erased_at', 'is', null)
    .executeTakeFirst()
  if (!account) return undefined
  const contacts = await db
    .selectFrom('people.contact')
    .select(['id', 'kind', 'value'])
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .limit(20)
    .execute()
  return { ...account, contacts }
}

/** How to reach an account and in which language: for whoever sends notices. */
export async function reachOf(
  db: Db | Tx,
  accountId: string,
): Promise<{ readonly locale: Locale; readonly phone: string | null; readonly email: string | null }> {
  const rows = await db
    .selectFrom('people.account as a')
    .leftJoin('people.contact as c', 'c.account_id', 'a.id')
    .select(['a.locale', 'c.kind', 'c.value'])
    .where('a.id', '=', accountId)
    .where('a.erased_at', 'is', null)
    .where('a.disabled_at', 'is', null)
    .orderBy('c.created_at')
    .execute()
  const first = (kind: ContactKind) => rows.find((row) => row.kind === kind)?.value ?? null
  return { locale: rows[0]?.locale ?? 'zh-CN', phone: first('phone'), email: first('email') }
}

export interface Person extends Named {
  readonly id: string
  readonly account_id: string | null
  readonly suspended_at: Date | null
  readonly erased_at: Date | null
}

/** Persons of a council by id; those not found are left out. Ids of other councils find nothing. */
export async function personsById(
  db: Db | Tx,
  councilId: CouncilId,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Person>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('people.person')
    .select(['id', 'account_id', 'name', 'display_name', 'name_visibility', 'suspended_at', 'erased_at'])
    .where('council_id', '=', councilId)
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

/** The person an account is in a council; undefined where it has not been yet. */
export function personOfAccount(db: Db | Tx, councilId: CouncilId, accountId: string): Promise<Person | undefined> {
  return db
    .selectFrom('people.person')
    .select(['id', 'account_id', 'name', 'display_name', 'name_visibility', 'suspended_at', 'erased_at'])
    .where('council_id', '=', councilId)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
}

export interface Member extends Named {
  readonly membership_id: string
  readonly person_id: string
  readonly account_id: string | null
  readonly role: Role
  readonly scope_id: string | null
  readonly since: Date
  readonly until: Date | null
  readonly suspended_at: Date | null
}

export interface MembersAsked {
  readonly councilId: CouncilId
  readonly now: Date
  /** Only these roles; all of them without. */
  readonly roles?: readonly Role[]
  /** Only those bound to this place or organisation. */
  readonly scopeId?: string
  /** Only those of this person. */
  readonly personId?: string
  /** Also those whose time is over. */
  readonly past?: boolean
  readonly limit?: number
}

/** Who holds which duty in a council, by role and name. */
export function members(db: Db | Tx, asked: MembersAsked): Promise<Member[]> {
  let found = db
    .selectFrom('people.membership as m')
    .innerJoin('people.person as p', (join) =>
      join.onRef('p.council_id', '=', 'm.council_id').onRef('p.id', '=', 'm.person_id'),
    )
    .select([
      'm.id as membership_id',
      'm.person_id',
      'm.role',
      'm.scope_id',
      'm.since',
      'm.until',
      'p.account_id',
      'p.name',
      'p.display_name',
      'p.name_visibility',
      'p.suspended_at',
    ])
    .where('m.council_id', '=', asked.councilId)
    .orderBy('m.role')
    .orderBy('p.name')
    .orderBy('m.id')
    .limit(asked.limit ?? 500)
  if (asked.roles) found = found.where('m.role', 'in', asked.roles)
  if (asked.scopeId) found = found.where('m.scope_id', '=', asked.scopeId)
  if (asked.personId) found = found.where('m.person_id', '=', asked.personId)
  if (!asked.past) {
    found = found
      .where('m.since', '<=', asked.now)
      .where((e) => e.or([e('m.until', 'is', null), e('m.until', '>', asked.now)]))
  }
  return found.execute()
}

export interface ListedPerson extends Person {
  readonly roles: readonly Role[]
  /** Waiting for the first sign-in. */
  readonly invited: boolean
}

/** People on the council's books: whoever has or had a duty or was added by the office; residents are not listed. */
export async function peopleOnTheBooks(
  db: Db,
  { councilId, now, like = '', limit = 50, offset = 0 }: BooksAsked,
): Promise<ListedPerson[]> {
  const pattern = `%${like.replace(/[\\%_]/g, '\\$&')}%`
  const { rows } = await sql<ListedPerson>`
    select p.id, p.account_id, p.name, p.display_name, p.name_visibility, p.suspended_at, p.erased_at,
           coalesce(array_agg(distinct m.role) filter (where m.since <= ${now} and (m.until is null or m.until > ${now})), '{}') as roles,
           bool_or(i.person_id is not null and i.accepted_at is null) as invited
      from people.person p
      left join people.membership m on m.council_id = p.council_id and m.person_id = p.id
      left join people.invitation i on i.council_id = p.council_id and i.person_id = p.id
     where p.council_id = ${councilId} and p.erased_at is null and (m.id is not null or i.person_id is not null)
       and (${like} = '' or p.name like ${pattern})
     group by p.council_id, p.id
     order by p.name, p.id
     limit ${limit} offset ${offset}`.execute(db)
  return rows
}

export interface BooksAsked {
  readonly councilId: CouncilId
  readonly now: Date
  /** A piece of the name. */
  readonly like?: string
  readonly limit?: number
  readonly offset?: number
}

export interface DemoAccount {
  readonly accountId: string
  readonly name: string | null
  readonly roles: readonly Role[]
}

/** The accounts of a demonstration that a click signs in to, in the order they are shown. */
export async function demoAccounts(db: Db, councilId: CouncilId, now: Date): Promise<DemoAccount[]> {
  const { rows } = await sql<DemoAccount>`
    select a.id as "accountId", p.name,
           coalesce((select array_agg(distinct m.role) from people.membership m
              where m.council_id = p.council_id and m.person_id = p.id
                and m.since <= ${now} and (m.until is null or m.until > ${now})), '{}') as roles
      from people.account a
      left join people.person p on p.council_id = ${councilId} and p.account_id = a.id
     where a.demo_position is not null and a.disabled_at is null and a.erased_at is null
     order by a.demo_position
     limit 100`.execute(db)
  return rows
}

/** A code that was sent and may still be answered, as the device that asked may know of it. */
export interface PendingCode {
  readonly purpose: CodePurpose
  readonly kind: ContactKind
  /** The contact with its middle hidden. */
  readonly masked: string
}

/** @returns undefined when nobody on this device asked, or the code is used or too old */
export async function pendingCode(
  db: Db,
  { request, deviceId, now }: { readonly request: string; readonly deviceId: string | null; readonly now: Date },
): Promise<PendingCode | undefined> {
  if (!isId(request)) return undefined
  const row = await db
    .selectFrom('people.code')
    .select(['purpose', 'kind', 'value', 'device_id'])
    .where('id', '=', request)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  if (!row || row.device_id !== deviceId) return undefined
  return { purpose: row.purpose, kind: row.kind, masked: maskContact(row) }
}

/** The duties a person holds now, also those that this session is too weak to carry. */
export async function rolesHeld(db: Db, councilId: CouncilId, personId: string, now: Date): Promise<Role[]> {
  const rows = await db
    .selectFrom('people.membership')
    .select('role')
    .distinct()
    .where('council_id', '=', councilId)
    .where('person_id', '=', personId)
    .where('since', '<=', now)
    .where((e) => e.or([e('until', 'is', null), e('until', '>', now)]))
    .execute()
  return rows.map(({ role }) => role)
}
