import type { Actor } from '#kernel/action'
import type { App } from '#kernel/app'
import { newId } from '#kernel/ids'
import type { Contact, Role, SignInMethod } from '#parts/people'
import { hashToken } from '#parts/people'

interface OfCouncil {
  readonly id: string
}

export interface PersonFields {
  readonly name?: string | null
  readonly displayName?: string | null
  readonly visibility?: 'public' | 'office' | 'nobody'
  readonly roles?: readonly Role[]
  /** The place or organisation the roles are bound to. */
  readonly scopeId?: string | null
  /** Contacts that are proved already. */
  readonly contacts?: readonly Contact[]
  readonly deviceId?: string | null
}

/** A human with an account, a person in the council and perhaps roles, all in the database, as an actor. */
export async function aPersonOf(app: App, council: OfCouncil, fields: PersonFields = {}): Promise<PersonActor> {
  const { db } = app.database
  const now = app.clock.now()
  const accountId = newId()
  const personId = newId()
  const grants = (fields.roles ?? []).map((role) => ({ role, scopeId: fields.scopeId ?? null }))
  await db
    .insertInto('people.account')
    .values({
      id: accountId,
      created_at: now,
      locale: null,
      elder: false,
      disabled_at: null,
      erase_at: null,
      erased_at: null,
      demo_position: null,
    })
    .execute()
  await db
    .insertInto('people.person')
    .values({
      council_id: council.id,
      id: personId,
      account_id: accountId,
      name: fields.name === undefined ? '李桂兰' : fields.name,
      display_name: fields.displayName ?? null,
      name_visibility: fields.visibility ?? 'office',
      created_at: now,
      suspended_at: null,
      erased_at: null,
    })
    .execute()
  for (const { role, scopeId } of grants) {
    await db
      .insertInto('people.membership')
      .values({
        council_id: council.id,
        id: newId(),
        person_id: personId,
        role,
        scope_id: scopeId,
        since: now,
        until: null,
        given_by: null,
      })
      .execute()
  }
  for (const { kind, value } of fields.contacts ?? []) {
    await db
      .insertInto('people.contact')
      .values({ id: newId(), account_id: accountId, kind, value, created_at: now, verified_at: now })
      .execute()
  }
  return { kind: 'person', councilId: council.id, accountId, personId, grants, deviceId: fields.deviceId ?? null }
}

/** An actor who certainly has an account and is a person of the council. */
export interface PersonActor extends Actor {
  readonly accountId: string
  readonly personId: string
}

/** A resident with a proved account and no role. */
export function aCitizen(app: App, council: OfCouncil, fields: PersonFields = {}) {
  return aPersonOf(app, council, fields)
}

export function aClerkOf(app: App, council: OfCouncil, fields: PersonFields = {}) {
  return aPersonOf(app, council, { name: '周明', roles: ['clerk'], ...fields })
}

export function anAdministratorOf(app: App, council: OfCouncil, fields: PersonFields = {}) {
  return aPersonOf(app, council, { name: '陈立', roles: ['administrator'], ...fields })
}

export function aSecurityOfficerOf(app: App, council: OfCouncil, fields: PersonFields = {}) {
  return aPersonOf(app, council, { name: '何静', roles: ['security-officer'], ...fields })
}

export function aDeputyOf(app: App, council: OfCouncil, fields: PersonFields = {}) {
  return aPersonOf(app, council, { name: '王秀英', visibility: 'public', roles: ['deputy'], ...fields })
}

/** Somebody in a handling department. */
export function anOfficialOf(app: App, council: OfCouncil, organisationId: string, fields: PersonFields = {}) {
  return aPersonOf(app, council, { name: '赵强', roles: ['department'], scopeId: organisationId, ...fields })
}

/** Somebody who serves one place: its staff unless told otherwise. */
export function someoneAt(app: App, council: OfCouncil, placeId: string, fields: PersonFields = {}) {
  return aPersonOf(app, council, { name: '孙丽', roles: ['point-staff'], scopeId: placeId, ...fields })
}

/** Somebody who is not signed in, on a device of their own. */
export function aGuest(council: OfCouncil, deviceId: string | null = newId()): Actor {
  return { kind: 'guest', councilId: council.id, accountId: null, personId: null, grants: [], deviceId }
}

let phones = 0

/** A phone number nobody else in this run has. */
export function aPhone(): Contact & { readonly typed: string } {
  phones += 1
  const typed = `13${String(process.pid % 10_000).padStart(4, '0')}${String(phones).padStart(5, '0')}`
  return { kind: 'phone', value: `+86${typed}`, typed }
}

/** A session that is open, as if the person had signed in. @returns its token */
export async function aSessionOf(
  app: App,
  actor: PersonActor,
  { method = 'code' }: { readonly method?: SignInMethod } = {},
): Promise<string> {
  const token = `test-${newId()}`
  const now = app.clock.now()
  await app.database.db
    .insertInto('people.session')
    .values({
      id: newId(),
      token_hash: hashToken(token),
      account_id: actor.accountId,
      method,
      device_label: 'Firefox · Linux',
      created_at: now,
      seen_at: now,
      expires_at: new Date(now.getTime() + 30 * 24 * 3_600_000),
      ended_at: null,
      ended_why: null,
    })
    .execute()
  return token
}
