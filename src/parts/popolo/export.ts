import './tables.ts'
import { type Db, sql } from '#kernel/db'
import { councilById } from '#parts/councils'
import { type Collection, collections, type PopoloRecord } from './document.ts'
import { type Kept, keptRecords, recordOf } from './kept.ts'
import { nativeRecords } from './native.ts'

/** Everything the office may have back, or what everybody may read. */
export type Audience = 'office' | 'public'

/** What everybody may read of a record; a person's other fields are hers. */
const publicFields: Readonly<Record<Collection, readonly string[]>> = {
  organizations: [
    'id',
    'name',
    'classification',
    'parent_id',
    'founding_date',
    'dissolution_date',
    'identifiers',
    'other_names',
  ],
  areas: ['id', 'name', 'type', 'parent_id', 'identifiers', 'other_names'],
  events: ['id', 'name', 'classification', 'start_date', 'end_date', 'organization_id', 'identifiers'],
  posts: ['id', 'label', 'role', 'organization_id', 'area_id', 'start_date', 'end_date'],
  persons: ['id', 'name'],
  memberships: [
    'person_id',
    'organization_id',
    'role',
    'label',
    'post_id',
    'on_behalf_of_id',
    'area_id',
    'legislative_period_id',
    'start_date',
    'end_date',
  ],
}

const pageSize = 1000

/** A council as a Popolo document, in pieces of text: one page of records is held at a time. */
export async function* popoloPieces(db: Db, councilId: string, audience: Audience): AsyncGenerator<string> {
  const council = await councilById(db, councilId)
  if (!council) throw new Error(`no council ${councilId}`)
  const asked = { councilId, timeZone: council.time_zone }
  yield '{'
  for (const collection of collections) {
    yield `${collection === 'organizations' ? '' : ','}\n"${collection}":[`
    let first = true
    for await (const record of recordsOf(db, { ...asked, collection, audience })) {
      yield `${first ? '' : ','}\n${JSON.stringify(record)}`
      first = false
    }
    yield ']'
  }
  if (audience === 'office') yield* besidePieces(db, councilId)
  yield '\n}\n'
}

async function* besidePieces(db: Db, councilId: string): AsyncGenerator<string> {
  const row = await db
    .selectFrom('popolo.document')
    .select('extra')
    .where('council_id', '=', councilId)
    .executeTakeFirst()
  for (const [name, value] of Object.entries((row?.extra ?? {}) as Record<string, unknown>))
    yield `,\n${JSON.stringify(name)}:${JSON.stringify(value)}`
}

interface Reading {
  readonly councilId: string
  readonly timeZone: string
  readonly collection: Collection
  readonly audience: Audience
}

async function* recordsOf(db: Db, reading: Reading): AsyncGenerator<PopoloRecord> {
  const { collection, audience } = reading
  let after: { position: number; id: string } | null = null
  for (;;) {
    const page: Kept[] = await keptRecords(db, reading, { after, limit: pageSize })
    const open = audience === 'public' ? await publicOnes(db, reading, page) : page
    for (const kept of open) yield shownTo(audience, collection, recordOf(collection, kept))
    const last = page.at(-1)
    if (!last || page.length < pageSize) break
    after = { position: last.position, id: last.popolo_id }
  }
  for await (const record of nativeRecords(db, reading)) yield shownTo(audience, collection, record)
}

function shownTo(audience: Audience, collection: Collection, record: PopoloRecord): PopoloRecord {
  if (audience === 'office') return record
  const open = new Set(publicFields[collection])
  return Object.fromEntries(Object.entries(record).filter(([name]) => open.has(name)))
}

/** People whose names everybody may know and who are or were deputies, and their seats; the rest of it names nobody. */
async function publicOnes(db: Db, { councilId, collection }: Reading, page: readonly Kept[]): Promise<readonly Kept[]> {
  if (collection !== 'persons' && collection !== 'memberships') return page
  const ids = page.flatMap(({ person_id }) => person_id ?? [])
  const { rows } = await sql<{ id: string }>`
    select p.id from people.person p
     where p.council_id = ${councilId} and p.id = any(${ids}::uuid[]) and p.name_visibility = 'public'
       and p.erased_at is null and p.suspended_at is null
       and exists (select from people.membership m
                    where m.council_id = p.council_id and m.person_id = p.id and m.role = 'deputy')`.execute(db)
  const open = new Set(rows.map(({ id }) => id))
  return page.filter(
    ({ person_id, membership_id }) => open.has(person_id ?? '') && (collection === 'persons' || membership_id !== null),
  )
}
