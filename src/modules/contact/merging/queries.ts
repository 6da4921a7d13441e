import './tables.ts'
import type { Selectable } from 'kysely'
import { type Db, sql, type Tables, type Tx } from '#kernel/db'
import { caseKind, subjectType } from '../rules.ts'

export type Merger = Selectable<Tables['contact.merger']>
export type MergeObjection = Selectable<Tables['contact.merge_objection']>

/** A matter that is handled together with the one asked for, with its own words. */
export interface MergedMatter {
  readonly mergerId: string
  readonly matterId: string
  readonly number: number
  readonly title: string
  readonly body: string
  readonly locale: string
  readonly spot: string
  readonly files: readonly string[]
  readonly reason: string
  readonly mergedAt: Date
}

/** What was merged into a matter and stands so, the oldest first. */
export async function mergedInto(db: Db | Tx, councilId: string, matterId: string): Promise<readonly MergedMatter[]> {
  const { rows } = await sql<MergedMatter>`
    select g.id as "mergerId", x.id as "matterId", x.number, m.title, o.body, o.content_locale as locale, x.spot,
           coalesce((select json_agg(a.file_id order by a.file_id) from opinions.attachment a
             where a.council_id = x.council_id and a.opinion_id = o.id and a.kind = 'photo'), '[]') as files,
           g.reason, g.merged_at as "mergedAt"
      from contact.merger g
      join contact.matter x on x.council_id = g.council_id and x.id = g.matter_id
      join cases.matter m on m.council_id = x.council_id and m.id = x.case_id
      join opinions.opinion o on o.council_id = x.council_id and o.id = x.opinion_id
     where g.council_id = ${councilId} and g.into_id = ${matterId} and g.split_at is null
     order by g.merged_at, g.id limit 100`.execute(db)
  return rows
}

/** The matter in whose thread this one is handled; null while it stands by itself. */
export async function mergerOf(
  db: Db | Tx,
  councilId: string,
  matterId: string,
): Promise<(Merger & { readonly intoNumber: number }) | null> {
  const row = await db
    .selectFrom('contact.merger as g')
    .innerJoin('contact.matter as x', (join) =>
      join.onRef('x.council_id', '=', 'g.council_id').onRef('x.id', '=', 'g.into_id'),
    )
    .selectAll('g')
    .select('x.number as intoNumber')
    .where('g.council_id', '=', councilId)
    .where('g.matter_id', '=', matterId)
    .where('g.split_at', 'is', null)
    .executeTakeFirst()
  return row ?? null
}

/** SQL: the ids of the matters handled in one thread. @param matter alias of `contact.matter` */
export function threadOf(matter: ReturnType<typeof sql>) {
  return sql`(select ${matter}.id union all select g.matter_id from contact.merger g
    where g.council_id = ${matter}.council_id and g.into_id = ${matter}.id and g.split_at is null)`
}

/** Ids of all matters of one thread, the one it is handled under first. */
export async function threadIds(db: Db | Tx, councilId: string, matterId: string): Promise<readonly string[]> {
  const merged = await db
    .selectFrom('contact.merger')
    .select('matter_id')
    .where('council_id', '=', councilId)
    .where('into_id', '=', matterId)
    .where('split_at', 'is', null)
    .orderBy('merged_at')
    .limit(100)
    .execute()
  return [matterId, ...merged.map(({ matter_id }) => matter_id)]
}

/** Objections of one merger, the newest last. */
export function objectionsOf(db: Db | Tx, councilId: string, mergerIds: readonly string[]): Promise<MergeObjection[]> {
  if (mergerIds.length === 0) return Promise.resolve([])
  return db
    .selectFrom('contact.merge_objection')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('merger_id', 'in', [...mergerIds])
    .orderBy('at')
    .limit(100)
    .execute()
}

/** A matter that may be the same as another one. */
export interface Candidate {
  readonly number: number
  readonly title: string
  readonly spot: string
  readonly openedAt: Date
}

const mostRead = 500

/** Open matters that may be the same: of the same place or with like words, the likest first. Proposals, no decision. */
export async function candidatesFor(
  db: Db,
  councilId: string,
  matter: {
    readonly id: string
    readonly body: string
    readonly spot: string
    readonly scopeIds: readonly string[] | null
  },
): Promise<readonly Candidate[]> {
  const { rows } = await sql<Candidate & { body: string }>`
    select x.number, m.title, x.spot, m.opened_at as "openedAt", o.body
      from cases.matter m
      join contact.matter x on x.council_id = m.council_id and x.case_id = m.id
      join opinions.opinion o on o.council_id = x.council_id and o.id = x.opinion_id
     where m.council_id = ${councilId} and m.kind = ${caseKind} and m.stage = 'open' and x.id <> ${matter.id}
       and o.subject_type = ${subjectType}
       and (${matter.scopeIds === null} or m.scope_id = any(${[...(matter.scopeIds ?? [])]}::uuid[]))
     order by m.opened_at desc limit ${mostRead}`.execute(db)
  const own = pairsIn(`${matter.body} ${matter.spot}`)
  return rows
    .map((row) => ({ row, likeness: likeness(own, pairsIn(`${row.body} ${row.spot}`)) }))
    .filter((each) => each.likeness >= 0.12)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, 5)
    .map(({ row: { body: _, ...row } }) => row)
}

function pairsIn(words: string): ReadonlySet<string> {
  const letters = [...words.replace(/[^\p{L}\p{N}]+/gu, '').toLowerCase()]
  return new Set(letters.slice(1).map((letter, index) => `${letters[index]}${letter}`))
}

/** The share of neighbouring characters two texts have in common: 0 to 1. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0
  const both = [...a].filter((pair) => b.has(pair)).length
  return (2 * both) / (a.size + b.size)
}
