import type { Actor, Grant } from '#kernel/action'
import type { App } from '#kernel/app'
import { type Db, sql } from '#kernel/db'
import type { Locale } from '#kernel/text'
import { type Council, councilByHost, councilBySlug, defaultCouncil, nameIn } from '#parts/councils'
import { identifyText } from './identify.text.ts'
import { type Role, strongRoles } from './roles.ts'
import { isStrong, type Named, seenEveryMs, sessionLife } from './rules.ts'
import { hashToken } from './secrets.ts'
import type { NameVisibility, SignInMethod } from './tables.ts'

interface IdentifyRequest {
  readonly sessionToken: string | null
  /** Whether the token came in a header and not in a cookie; one is never good in place of the other. */
  readonly byToken?: boolean
  readonly deviceId: string | null
  readonly host: string
  readonly councilSlug: string | null
  readonly locale: Locale
  readonly elder: boolean
}

interface Identified {
  readonly actor: Actor
  readonly council: {
    readonly id: string
    readonly slug: string
    readonly name: string
    readonly timeZone: string
    readonly shortName?: string
    readonly phone?: string
  }
  readonly locale: Locale
  readonly elder: boolean
  readonly name: string | null
}

/**
 * Turns a session token and a host name into who looks at which council: by host, else by the slug the browser
 * remembers, else the council that answers where no other is named.
 * @returns null when the house has no council yet
 */
export function identify(app: App): (request: IdentifyRequest) => Promise<Identified | null> {
  return async ({ sessionToken, byToken = false, deviceId, host, councilSlug, locale, elder }) => {
    const { db } = app.database
    const council = await viewedCouncil(db, host, councilSlug)
    if (!council) return null
    const view = {
      council: viewed(council, locale),
      locale,
      elder,
    }
    const who = sessionToken
      ? await signedIn(db, { token: sessionToken, byToken, councilId: council.id, now: app.clock.now() })
      : null
    if (!who) return { ...view, name: null, actor: guest(council.id, deviceId) }
    const actor: Actor = {
      kind: 'person',
      councilId: council.id,
      accountId: who.accountId,
      personId: who.personId,
      grants: who.grants,
      deviceId,
    }
    return { ...view, name: who.name ?? identifyText[locale].resident, actor }
  }
}

function viewed(council: Council, locale: Locale): Identified['council'] {
  const short = locale === 'en' ? council.short_name_en : council.short_name_zh
  return {
    id: council.id,
    slug: council.slug,
    name: nameIn(council, locale),
    timeZone: council.time_zone,
    ...(short && { shortName: short }),
    ...(council.phone && { phone: council.phone }),
  }
}

export function guest(councilId: string, deviceId: string | null): Actor {
  return { kind: 'guest', councilId, accountId: null, personId: null, grants: [], deviceId }
}

async function viewedCouncil(db: Db, host: string, slug: string | null): Promise<Council | undefined> {
  return (await councilByHost(db, host)) ?? (slug ? await councilBySlug(db, slug) : undefined) ?? defaultCouncil(db)
}

interface SignedIn {
  readonly accountId: string
  readonly personId: string | null
  readonly name: string | null
  readonly grants: readonly Grant[]
}

interface SessionRow {
  readonly id: string
  readonly account_id: string
  readonly method: SignInMethod
  readonly created_at: Date
  readonly seen_at: Date
  readonly person_id: string | null
  readonly name: string | null
  readonly display_name: string | null
  readonly name_visibility: NameVisibility | null
  readonly memberships: readonly { readonly role: Role; readonly scope_id: string | null }[] | null
}

/** Session, person and memberships in one indexed query. */
async function signedIn(
  db: Db,
  {
    token,
    byToken,
    councilId,
    now,
  }: { readonly token: string; readonly byToken: boolean; readonly councilId: string; readonly now: Date },
): Promise<SignedIn | null> {
  const { rows } = await sql<SessionRow>`
    select s.id, s.account_id, s.method, s.created_at, s.seen_at,
           p.id as person_id, p.name, p.display_name, p.name_visibility,
           (select json_agg(json_build_object('role', m.role, 'scope_id', m.scope_id))
              from people.membership m
             where m.council_id = p.council_id and m.person_id = p.id
               and m.since <= ${now} and (m.until is null or m.until > ${now})) as memberships
      from people.session s
      join people.account a on a.id = s.account_id
      left join people.person p on p.council_id = ${councilId} and p.account_id = a.id and p.suspended_at is null
     where s.token_hash = ${hashToken(token)}
       and s.only_in is not distinct from ${byToken ? councilId : null}::uuid and s.ended_at is null and s.expires_at > ${now}
       and a.disabled_at is null and a.erased_at is null`.execute(db)
  const row = rows[0]
  if (!row) return null
  const memberships = row.memberships ?? []
  const strongRole = isStrong(row.method) && memberships.some(({ role }) => strongRoles.includes(role))
  const { lifeMs, idleMs } = sessionLife({ strongRole })
  const age = now.getTime() - row.created_at.getTime()
  const unused = now.getTime() - row.seen_at.getTime()
  if (age >= lifeMs || unused >= idleMs) return null
  if (unused >= seenEveryMs) {
    await db.updateTable('people.session').set({ seen_at: now }).where('id', '=', row.id).execute()
  }
  return {
    accountId: row.account_id,
    personId: row.person_id,
    name: row.person_id === null ? null : greeting(row),
    grants: memberships
      .filter(({ role }) => isStrong(row.method) || !strongRoles.includes(role))
      .map(({ role, scope_id }) => ({ role, scopeId: scope_id })),
  }
}

function greeting(row: Pick<Named, 'name' | 'display_name'>): string | null {
  return row.display_name ?? row.name
}
