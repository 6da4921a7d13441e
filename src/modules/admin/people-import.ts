import { hasRole } from '#kernel/action'
import { dayOf } from '#kernel/calendar'
import { sql } from '#kernel/db'
import {
  type ApplyCall,
  choiceCell,
  codeCell,
  councilById,
  type ImportCall,
  type ImportColumn,
  type ImportKind,
  type ImportRow,
  type Problem,
  textCell,
} from '#parts/councils'
import { recordServices, type ServiceRole, serviceRoles } from '#parts/network'
import {
  adminDuties,
  type BookEntry,
  codedPersons,
  dutyKey,
  fitsScope,
  invitedUnder,
  mayGiveRole,
  type Role,
  readContact,
  roleLabel,
  roleScope,
  roles,
  writeBooks,
} from '#parts/people'
import { visibilityWords } from './people-import.words.ts'

const columns: readonly ImportColumn[] = [
  { key: 'code', headings: ['编码', '人员编码', 'code'], required: true, read: codeCell },
  { key: 'name', headings: ['姓名', 'name'], required: true, read: textCell(60) },
  {
    key: 'contact',
    headings: ['手机号或邮箱', '手机号', '联系方式', 'contact', 'phone', 'email'],
    read: (text) => {
      const contact = readContact(text)
      return contact ? { value: contact.value } : { code: 'not-a-contact' }
    },
  },
  {
    key: 'role',
    headings: ['角色', '职务', 'role'],
    read: choiceCell(
      Object.fromEntries(
        roles.flatMap((role) => [
          [role, role],
          [roleLabel(role, 'zh-CN'), role],
          [roleLabel(role, 'en'), role],
        ]),
      ),
    ),
  },
  { key: 'scope', headings: ['站点或单位编码', '站点编码', '单位编码', 'scope'], read: codeCell },
  { key: 'visibility', headings: ['姓名给谁看', 'visibility'], read: choiceCell(visibilityWords) },
]

/** People on the council's books, with a way to sign in and a duty. Duties of administration never come from a sheet. */
export const peopleImport: ImportKind = {
  name: 'people',
  columns,
  allow: (actor) => hasRole(actor, 'administrator', 'security-officer', 'clerk'),
  async judge(call, rows) {
    const { entries, problems } = await weigh(call, rows)
    const fate = new Map(entries.map(({ line, fate: each }) => [line, each]))
    return { fate, problems }
  },
  async apply(call: ApplyCall, rows) {
    const { tx, councilId, now, actor } = call
    const council = await councilById(tx, councilId)
    if (!council) throw new Error(`no council ${councilId}`)
    const { entries } = await weigh(call, rows)
    const written = await writeBooks(
      tx,
      { councilId, now, givenBy: actor.personId },
      entries.filter((entry) => entry.fate !== 'unchanged'),
    )
    const duties = new Map(entries.map((entry) => [entry.code, entry.duty]))
    await recordServices(
      tx,
      { councilId, since: dayOf(now, council.time_zone) },
      written.flatMap(({ code, personId, membershipId }) => {
        const duty = duties.get(code)
        const serves = duty?.scopeId && membershipId && isServiceRole(duty.role)
        return serves ? [{ placeId: String(duty.scopeId), personId, role: duty.role as ServiceRole, membershipId }] : []
      }),
    )
  },
}

function isServiceRole(role: Role): boolean {
  return serviceRoles.some((each) => each === role)
}

interface Weighed extends BookEntry {
  readonly line: number
  readonly fate: 'added' | 'changed' | 'unchanged'
}

type LineProblem = Problem & { readonly line: number }

/** What each row would do beside who is known, and what stands in its way. */
async function weigh(
  call: ImportCall,
  rows: readonly ImportRow[],
): Promise<{ entries: Weighed[]; problems: LineProblem[] }> {
  const { tx, councilId, now } = call
  const contacts = rows.flatMap(({ values }) => (typeof values.contact === 'string' ? [values.contact] : []))
  const known = await codedPersons(tx, councilId, now)
  const invited = await invitedUnder(tx, councilId, contacts)
  const scopes = await scopesOf(call, rows)
  const problems: LineProblem[] = contactsTwice(rows)
  const entries = rows.map((row) => {
    const before = known.get(String(row.values.code))
    const contact = typeof row.values.contact === 'string' ? readContact(row.values.contact) : null
    const holder = contact ? invited.get(contact.value) : undefined
    if (holder && holder !== before?.personId)
      problems.push({ line: row.line, column: 'contact', code: 'contact-taken' })
    if (before?.contact && contact && contact.value !== before.contact)
      problems.push({ line: row.line, column: 'contact', code: 'contact-stands' })
    const duty = dutyOf(call, row, scopes, problems)
    const visibility = (row.values.visibility ?? before?.visibility ?? 'office') as Weighed['visibility']
    const name = String(row.values.name)
    const invite = contact && !before?.contact ? contact : null
    const newDuty = duty && !before?.duties.includes(dutyKey(duty.role, duty.scopeId)) ? duty : null
    const same = before && before.name === name && before.visibility === visibility && !invite && !newDuty
    const fate = before ? (same ? 'unchanged' : 'changed') : 'added'
    const code = String(row.values.code)
    return {
      line: row.line,
      code,
      personId: before?.personId ?? null,
      name,
      visibility,
      invite,
      duty: newDuty,
      fate,
    } as const
  })
  return { entries, problems }
}

function contactsTwice(rows: readonly ImportRow[]): LineProblem[] {
  const first = new Map<unknown, number>()
  return rows.flatMap(({ line, values }) => {
    if (typeof values.contact !== 'string') return []
    const before = first.get(values.contact)
    if (before === undefined) first.set(values.contact, line)
    return before === undefined ? [] : [{ line, column: 'contact', code: 'contact-twice', values: { line: before } }]
  })
}

/** Ids of the places and organisations that rows name by their codes, a place before an organisation. */
async function scopesOf(
  { tx, councilId }: ImportCall,
  rows: readonly ImportRow[],
): Promise<ReadonlyMap<string, { readonly placeId: string | null; readonly organisationId: string | null }>> {
  const wanted = [...new Set(rows.flatMap(({ values }) => (typeof values.scope === 'string' ? [values.scope] : [])))]
  if (wanted.length === 0) return new Map()
  const { rows: found } = await sql<{ code: string; placeId: string | null; organisationId: string | null }>`
    select wanted.code, (select place_id from network.place p
                   where p.council_id = ${councilId} and p.register_code = wanted.code and p.until is null) as "placeId",
                 (select organisation_id from councils.organisation o
                   where o.council_id = ${councilId} and o.code = wanted.code) as "organisationId"
      from unnest(${wanted}::text[]) as wanted (code)`.execute(tx)
  return new Map(found.map((row) => [row.code, row]))
}

function dutyOf(
  { actor }: ImportCall,
  { line, values }: ImportRow,
  scopes: Awaited<ReturnType<typeof scopesOf>>,
  problems: LineProblem[],
): BookEntry['duty'] {
  if (typeof values.role !== 'string') return null
  const role = values.role as Role
  if (adminDuties.includes(role)) {
    problems.push({ line, column: 'role', code: 'role-not-here' })
    return null
  }
  const scope = typeof values.scope === 'string' ? scopes.get(values.scope) : undefined
  const scopeId = (roleScope[role] === 'organisation' ? scope?.organisationId : scope?.placeId) ?? null
  if (typeof values.scope === 'string' && scopeId === null) {
    const code = roleScope[role] === 'organisation' ? 'unknown-organisation' : 'unknown-place'
    problems.push({ line, column: 'scope', code, values: { place: values.scope, organisation: values.scope } })
    return null
  }
  if (!fitsScope(role, scopeId)) problems.push({ line, column: 'scope', code: 'scope-unfit' })
  else if (actor.kind !== 'system' && !mayGiveRole(actor, role, scopeId))
    problems.push({ line, column: 'role', code: 'role-not-yours' })
  return { role, scopeId }
}
