import '../tables.ts'
import type { Selectable } from 'kysely'
import type { Db, Tables, Tx } from '#kernel/db'
import { normaliseShortCode } from '#kernel/short-code'
import { type Case, caseById } from '#parts/cases'
import { type Followed, opinionByReceipt } from '#parts/opinions'
import { subjectType } from '../rules.ts'

export type MatterRow = Selectable<Tables['contact.matter']>
export type Letter = Selectable<Tables['contact.letter']>
export type Forwarding = Selectable<Tables['contact.forwarding']>

/** A matter with the work on it. */
export interface Matter extends MatterRow {
  readonly work: Case
}

function matters(db: Db | Tx, councilId: string) {
  return db.selectFrom('contact.matter').selectAll().where('council_id', '=', councilId)
}

async function withWork(
  db: Db | Tx,
  row: MatterRow | undefined,
  options: { readonly lock?: boolean } = {},
): Promise<Matter | null> {
  const work = row && (await caseById(db, row.council_id, row.case_id, options))
  return row && work ? { ...row, work } : null
}

export async function matterByNumber(db: Db, councilId: string, number: number): Promise<Matter | null> {
  return withWork(db, await matters(db, councilId).where('number', '=', number).executeTakeFirst())
}

/** The matter an action names, its case locked. */
export async function lockMatter({
  tx,
  councilId,
  input,
}: {
  readonly tx: Tx
  readonly councilId: string
  readonly input: { readonly matterId: string }
}): Promise<Matter | null> {
  const row = await matters(tx, councilId).where('id', '=', input.matterId).executeTakeFirst()
  return withWork(tx, row, { lock: true })
}

/** A matter as the holder of its receipt has it. */
export interface Held {
  readonly opinion: Followed
  readonly matter: Matter
  readonly askerAccountId: string | null
}

/** @param typed the code as somebody typed it */
export async function matterByReceipt(
  db: Db | Tx,
  councilId: string,
  typed: string,
  options: { readonly lock?: boolean } = {},
): Promise<Held | null> {
  const receipt = normaliseShortCode(typed)?.replaceAll('-', '')
  const opinion = receipt ? await opinionByReceipt(db, councilId, receipt) : null
  if (!opinion || opinion.subjectType !== subjectType) return null
  const row = await matters(db, councilId).where('id', '=', opinion.subjectId).executeTakeFirst()
  const matter = await withWork(db, row, options)
  return matter ? { opinion, matter, askerAccountId: opinion.contributor.accountId } : null
}

export function letterOf(db: Db | Tx, councilId: string, matterId: string): Promise<Letter | undefined> {
  return db
    .selectFrom('contact.letter')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('matter_id', '=', matterId)
    .executeTakeFirst()
}

export function forwardingsOf(db: Db | Tx, councilId: string, matterId: string): Promise<Forwarding[]> {
  return db
    .selectFrom('contact.forwarding')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('matter_id', '=', matterId)
    .orderBy('round')
    .limit(100)
    .execute()
}

/** What she said, and how she may be reached: the words for those who handle it, the rest for whoever keeps it. */
export interface Said {
  readonly receipt: string
  readonly body: string
  readonly locale: string
  readonly public: boolean
  readonly name: string | null
  readonly contact: string | null
  readonly files: readonly string[]
}

export async function saidIn(db: Db | Tx, councilId: string, opinionId: string): Promise<Said | null> {
  const row = await db
    .selectFrom('opinions.opinion as o')
    .innerJoin('opinions.contributor as c', (join) =>
      join.onRef('c.council_id', '=', 'o.council_id').onRef('c.id', '=', 'o.contributor_id'),
    )
    .select(['o.receipt', 'o.body', 'o.content_locale as locale', 'o.public', 'c.name', 'c.contact'])
    .where('o.council_id', '=', councilId)
    .where('o.id', '=', opinionId)
    .executeTakeFirst()
  if (!row) return null
  const files = await db
    .selectFrom('opinions.attachment')
    .select('file_id')
    .where('council_id', '=', councilId)
    .where('opinion_id', '=', opinionId)
    .limit(10)
    .execute()
  return { ...row, files: files.map(({ file_id }) => file_id) }
}

/** Numbers of matters by their id, for lists of cases. */
export async function numbersOf(
  db: Db | Tx,
  councilId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('contact.matter')
    .select(['id', 'number'])
    .where('council_id', '=', councilId)
    .where('id', 'in', [...ids])
    .execute()
  return new Map(rows.map(({ id, number }) => [id, number]))
}
