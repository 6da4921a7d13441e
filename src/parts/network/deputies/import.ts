import { dayOf } from '#kernel/calendar'
import { sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import {
  type ApplyCall,
  type CellValue,
  codeCell,
  councilById,
  type ImportCall,
  type ImportColumn,
  type ImportKind,
  type ImportRow,
  type Problem,
  reserveNumbers,
  textCell,
} from '#parts/councils'
import {
  type BookEntry,
  codedPersons,
  dutyKey,
  invitedUnder,
  mayGiveRole,
  readContact,
  writeBooks,
} from '#parts/people'
import { ordersNetwork } from '../rules.ts'
import { markStale } from '../sort-in.ts'
import { deputyLevels, type GroupKind } from '../tables.ts'
import { enrolDeputies } from './actions.ts'
import { enterGroups } from './group-actions.ts'
import { levelWords, visibilityWords } from './import.words.ts'

const columns: readonly ImportColumn[] = [
  { key: 'code', headings: ['编码', '人员编码', '代表编码', 'code'], required: true, read: codeCell },
  { key: 'name', headings: ['姓名', '代表姓名', 'name'], required: true, read: textCell(60) },
  {
    key: 'contact',
    headings: ['手机号或邮箱', '手机号', '联系方式', 'contact', 'phone', 'email'],
    read: (text) => {
      const contact = readContact(text)
      return contact ? { value: contact.value } : { code: 'not-a-contact' }
    },
  },
  { key: 'levels', headings: ['级别', '代表级别', 'levels', 'level'], read: levelsCell },
  { key: 'constituency', headings: ['选区编码', '选区', 'constituency'], read: codeCell },
  { key: 'places', headings: ['站点编码', '进站编码', '站点', 'places', 'place'], read: codesCell },
  { key: 'committees', headings: ['专门委员会', '委员会', 'committees'], read: namesCell },
  { key: 'groups', headings: ['专业小组', '专业代表小组', 'groups'], read: namesCell },
  { key: 'local', headings: ['代表小组', '编组', '小组', 'local_group', 'team'], read: namesCell },
  { key: 'visibility', headings: ['姓名给谁看', 'visibility'], read: visibilityCell },
]

const between = /[\n、,，;；|]+/
const pieces = (text: string) => [...new Set(text.split(between).map((piece) => piece.trim()))].filter(Boolean)

type Read = ReturnType<ImportColumn['read']>

function levelsCell(text: string): Read {
  const levels = pieces(text).map((word) => levelWords[word.toLowerCase()])
  const unknown = levels.indexOf(undefined)
  return unknown >= 0
    ? { code: 'unknown-word', values: { word: (pieces(text)[unknown] ?? '').slice(0, 40) } }
    : { value: JSON.stringify(deputyLevels.filter((level) => levels.includes(level))) }
}

function codesCell(text: string): Read {
  const codes = pieces(text)
  const wrong = codes.map(codeCell).find((read) => 'code' in read)
  return wrong ?? { value: JSON.stringify(codes) }
}

function namesCell(text: string): Read {
  const names = pieces(text)
  const wrong = names.map(textCell(100)).find((read) => 'code' in read)
  return wrong ?? { value: JSON.stringify(names) }
}

function visibilityCell(text: string): Read {
  const value = visibilityWords[text]
  return value ? { value } : { code: 'unknown-word', values: { word: text.slice(0, 40) } }
}

/**
 * The roster of deputies: who they are, of which congress and constituency, in which committees and groups, and at which
 * places they serve. What the sheet does not say stays; nobody loses a place or a group by it.
 */
export const deputyImport: ImportKind = {
  name: 'deputies',
  columns,
  allow: ordersNetwork,
  async judge(call, rows) {
    const { entries, problems } = await weigh(call, rows)
    return { fate: new Map(entries.map(({ line, fate }) => [line, fate])), problems }
  },
  apply: writeRoster,
}

type LineProblem = Problem & { readonly line: number }
type Named = { readonly kind: GroupKind; readonly name: string }

interface Entry extends BookEntry {
  readonly line: number
  readonly fate: 'added' | 'changed' | 'unchanged'
  readonly levels: readonly string[] | null
  /** Undefined where the sheet does not say. */
  readonly constituencyId: string | null | undefined
  readonly placeIds: readonly string[]
  readonly inGroups: readonly Named[]
}

interface Standing {
  readonly code: string
  readonly levels: readonly string[]
  readonly constituency_id: string | null
  readonly places: readonly string[]
  readonly groups: readonly string[]
}

async function standings({ tx, councilId }: ImportCall): Promise<ReadonlyMap<string, Standing>> {
  const { rows } = await sql<Standing>`
    select k.code, d.levels, d.constituency_id,
           array(select s.place_id::text from network.service s where s.council_id = d.council_id
             and s.person_id = d.person_id and s.role = 'deputy' and s.until is null) as places,
           array(select g.name_zh from network.group_member m join network.deputy_group g
               on g.council_id = m.council_id and g.group_id = m.group_id
            where m.council_id = d.council_id and m.person_id = d.person_id and m.until is null) as groups
      from network.deputy d
      join people.person_code k on k.council_id = d.council_id and k.person_id = d.person_id
     where d.council_id = ${councilId}`.execute(tx)
  return new Map(rows.map((row) => [row.code, row]))
}

/** What each row would do beside what stands, and what is in its way. */
async function weigh(call: ImportCall, rows: readonly ImportRow[]) {
  const { tx, councilId, now, actor } = call
  const known = await codedPersons(tx, councilId, now)
  const contacts = rows.flatMap(({ values }) => (typeof values.contact === 'string' ? [values.contact] : []))
  const invited = await invitedUnder(tx, councilId, contacts)
  const standing = await standings(call)
  const places = await idsByCode(
    call,
    'place',
    rows.flatMap(({ values }) => listOf(values.places)),
  )
  const seats = await idsByCode(
    call,
    'constituency',
    rows.flatMap(({ values }) => textIn(values.constituency)),
  )
  const mayName = actor.kind === 'system' || mayGiveRole(actor, 'deputy', null)
  const problems: LineProblem[] = contactsTwice(rows)
  const entries = rows.map(({ line, values }): Entry => {
    const code = String(values.code)
    const name = String(values.name)
    const before = known.get(code)
    const stands = standing.get(code)
    const contact = typeof values.contact === 'string' ? readContact(values.contact) : null
    const holder = contact && invited.get(contact.value)
    if (holder && holder !== before?.personId) problems.push({ line, column: 'contact', code: 'contact-taken' })
    if (before?.contact && contact && contact.value !== before.contact)
      problems.push({ line, column: 'contact', code: 'contact-stands' })
    const visibility = (values.visibility ?? before?.visibility ?? 'office') as BookEntry['visibility']
    const duty = before?.duties.includes(dutyKey('deputy', null)) ? null : { role: 'deputy' as const, scopeId: null }
    const invite = contact && !before?.contact ? contact : null
    const personSame = before && before.name === name && before.visibility === visibility && !invite
    if (!mayName && (duty || !personSame)) problems.push({ line, column: 'code', code: 'role-not-yours' })
    for (const place of listOf(values.places))
      if (!places.has(place)) problems.push({ line, column: 'places', code: 'unknown-place', values: { place } })
    const [seat] = textIn(values.constituency)
    if (seat !== undefined && !seats.has(seat))
      problems.push({ line, column: 'constituency', code: 'unknown-constituency', values: { constituency: seat } })
    const levels = values.levels === undefined || values.levels === null ? null : listOf(values.levels)
    const constituencyId = values.constituency === undefined ? undefined : (seats.get(seat ?? '') ?? null)
    const placeIds = listOf(values.places).flatMap((place) => places.get(place) ?? [])
    const inGroups: Named[] = [
      ...listOf(values.committees).map((each) => ({ kind: 'committee' as const, name: each })),
      ...listOf(values.groups).map((each) => ({ kind: 'professional' as const, name: each })),
      ...listOf(values.local).map((each) => ({ kind: 'local' as const, name: each })),
    ]
    const standsSame =
      stands &&
      (levels === null || levels.join() === stands.levels.join()) &&
      (constituencyId === undefined || constituencyId === stands.constituency_id) &&
      placeIds.every((id) => stands.places.includes(id)) &&
      inGroups.every((group) => stands.groups.includes(group.name))
    const same = personSame && !duty && standsSame
    return {
      line,
      code,
      personId: before?.personId ?? null,
      name,
      visibility,
      invite,
      duty,
      levels,
      constituencyId,
      placeIds,
      inGroups,
      fate: before ? (same ? 'unchanged' : 'changed') : 'added',
    }
  })
  return { entries, problems }
}

function listOf(value: CellValue | undefined): string[] {
  return typeof value === 'string' ? (JSON.parse(value) as string[]) : []
}

function textIn(value: CellValue | undefined): string[] {
  return typeof value === 'string' ? [value] : []
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

async function idsByCode(
  { tx, councilId }: ImportCall,
  what: 'place' | 'constituency',
  codes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (codes.length === 0) return new Map()
  const wanted = [...new Set(codes)]
  const { rows } =
    what === 'place'
      ? await sql<{ code: string; id: string }>`
          select register_code as code, place_id as id from network.place
           where council_id = ${councilId} and until is null and register_code = any(${wanted}::text[])`.execute(tx)
      : await sql<{ code: string; id: string }>`
          select code, constituency_id as id from councils.constituency
           where council_id = ${councilId} and until is null and code = any(${wanted}::text[])`.execute(tx)
  return new Map(rows.map((row) => [row.code, row.id]))
}

async function writeRoster(call: ApplyCall, rows: readonly ImportRow[]): Promise<void> {
  const { tx, councilId, now, actor } = call
  const council = await councilById(tx, councilId)
  if (!council) throw new Error(`no council ${councilId}`)
  const today = dayOf(now, council.time_zone)
  const entries = (await weigh(call, rows)).entries.filter((entry) => entry.fate !== 'unchanged')
  const written = await writeBooks(tx, { councilId, now, givenBy: actor.personId }, entries)
  const idOf = new Map(written.map(({ code, personId }) => [code, personId]))
  const people = entries.map((entry) => ({ ...entry, personId: idOf.get(entry.code) ?? '' }))
  const ids = people.map(({ personId }) => personId)
  await enrolDeputies(tx, councilId, ids)
  await sql`
    update network.deputy d set
      levels = coalesce((select array_agg(value) from jsonb_array_elements_text(nullif(row.levels, 'null'::jsonb))), d.levels),
      constituency_id = case when row.seated then row.seat else d.constituency_id end
      from jsonb_to_recordset(${JSON.stringify(
        people.map(({ personId, levels, constituencyId }) => ({
          id: personId,
          levels,
          seated: constituencyId !== undefined,
          seat: constituencyId ?? null,
        })),
      )}::jsonb) as row (id uuid, levels jsonb, seated boolean, seat uuid)
     where d.council_id = ${councilId} and d.person_id = row.id`.execute(tx)
  const services = people.flatMap(({ personId, placeIds }) =>
    placeIds.map((placeId) => ({ id: newId(), personId, placeId })),
  )
  await sql`
    insert into network.service (council_id, service_id, place_id, person_id, role, since)
    select ${councilId}::uuid, id, "placeId", "personId", 'deputy', ${today}::date
      from jsonb_to_recordset(${JSON.stringify(services)}::jsonb) as row (id uuid, "placeId" uuid, "personId" uuid)
    on conflict (council_id, place_id, person_id, role) where until is null do nothing`.execute(tx)
  await enterNamedGroups(call, today, people)
  await markStale(tx, councilId, 'deputy', ids)
}

/** Groups that a roster names for the first time are formed by it. */
async function enterNamedGroups(
  { tx, councilId }: ApplyCall,
  today: string,
  people: readonly { readonly personId: string; readonly inGroups: readonly Named[] }[],
): Promise<void> {
  const wanted = new Map(people.flatMap(({ inGroups }) => inGroups.map((group) => [group.name, group.kind] as const)))
  if (wanted.size === 0) return
  const standing = async () => {
    const found = await tx
      .selectFrom('network.deputy_group')
      .select(['group_id', 'name_zh'])
      .where('council_id', '=', councilId)
      .where('until', 'is', null)
      .where('name_zh', 'in', [...wanted.keys()])
      .execute()
    return new Map(found.map((row) => [row.name_zh, row.group_id]))
  }
  const before = await standing()
  const fresh = [...wanted].filter(([name]) => !before.has(name))
  if (fresh.length > 0) {
    const first = await reserveNumbers(tx, councilId, 'network.deputy_group', fresh.length)
    await tx
      .insertInto('network.deputy_group')
      .values(
        fresh.map(([name_zh, kind], index) => ({
          council_id: councilId,
          group_id: newId(),
          number: first + index,
          kind,
          name_zh,
          name_en: null,
          since: today,
        })),
      )
      .execute()
  }
  const groups = await standing()
  const entries = people.flatMap(({ personId, inGroups }) =>
    [...new Set(inGroups.map(({ name }) => name))].flatMap((name) => {
      const groupId = groups.get(name)
      return groupId ? [{ groupId, personId, leads: false }] : []
    }),
  )
  await enterGroups(tx, councilId, today, entries)
}
