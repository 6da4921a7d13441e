import '../tables.ts'
import type { Selectable } from 'kysely'
import { type Db, sql, type Tables, type Tx } from '#kernel/db'
import { normaliseShortCode } from '#kernel/short-code'
import { type Case, caseById } from '#parts/cases'
import { type Followed, opinionByReceipt } from '#parts/opinions'
import { threadIds } from '../merging/queries.ts'
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
  /** Her receipt is that of one who joined; somebody else raised it. */
  readonly joined: boolean
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
  if (!matter) return null
  const joined = opinion.id !== matter.opinion_id
  return { opinion, matter, askerAccountId: opinion.contributor.accountId, joined }
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
  /** Photos. */
  readonly files: readonly string[]
  readonly recordings: readonly string[]
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
    .select(['file_id', 'kind'])
    .where('council_id', '=', councilId)
    .where('opinion_id', '=', opinionId)
    .limit(10)
    .execute()
  const ofKind = (wanted: string) => files.flatMap(({ file_id, kind }) => (kind === wanted ? [file_id] : []))
  return { ...row, files: ofKind('photo'), recordings: ofKind('voice') }
}

/** Somebody who joined: her own words and files, for those who handle it. */
export interface JoinedVoice {
  readonly id: string
  readonly body: string
  readonly locale: string
  readonly at: Date
  readonly files: readonly string[]
  readonly recordings: readonly string[]
}

/** Those who joined and stayed, the newest first. */
export async function joinedVoices(db: Db | Tx, matter: MatterRow, limit = 50): Promise<readonly JoinedVoice[]> {
  const { rows } = await sql<JoinedVoice>`
    select o.id, o.body, o.content_locale as locale, o.received_at as at,
           coalesce((select json_agg(file_id) from opinions.attachment a where a.council_id = o.council_id
             and a.opinion_id = o.id and a.kind = 'photo'), '[]') as files,
           coalesce((select json_agg(file_id) from opinions.attachment a where a.council_id = o.council_id
             and a.opinion_id = o.id and a.kind = 'voice'), '[]') as recordings
      from opinions.opinion o
     where o.council_id = ${matter.council_id} and o.subject_type = ${subjectType} and o.subject_id = ${matter.id}
       and o.id <> ${matter.opinion_id} and o.stage <> 'withdrawn'
     order by o.received_at desc, o.id limit ${limit}`.execute(db)
  return rows
}

/** How many speak in a matter: the one who raised it, those who joined and stayed, and those of matters merged into it. */
export async function voicesIn(db: Db | Tx, matter: MatterRow): Promise<number> {
  const { rows } = await sql<{ voices: number }>`
    select count(*) as voices from opinions.opinion
     where council_id = ${matter.council_id} and subject_type = ${subjectType}
       and subject_id = any(${[...(await threadIds(db, matter.council_id, matter.id))]}::uuid[])
       and (id = ${matter.opinion_id} or stage <> 'withdrawn')`.execute(db)
  return rows[0]?.voices ?? 1
}

/** Whether a file belongs to a matter: to its words, to those of somebody who joined, or to a verdict. */
export async function isFileOf(db: Db | Tx, matter: MatterRow, fileId: string): Promise<boolean> {
  if (!/^[0-9a-f-]{36}$/.test(fileId)) return false
  const { rows } = await sql`
    select 1 from opinions.attachment a join opinions.opinion o on o.council_id = a.council_id and o.id = a.opinion_id
     where a.council_id = ${matter.council_id} and a.file_id = ${fileId}
       and o.subject_type = ${subjectType} and o.subject_id = ${matter.id}
    union all
    select 1 from contact.evidence
     where council_id = ${matter.council_id} and file_id = ${fileId} and matter_id = ${matter.id}`.execute(db)
  return rows.length > 0
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

/** Whether everyone may read the words of a matter: she made them public, and nobody has held them back or hidden them. */
export async function wordsArePublic(db: Db | Tx, { council_id, opinion_id }: MatterRow): Promise<boolean> {
  const row = await db
    .selectFrom('opinions.opinion')
    .select(['public', 'stage'])
    .where('council_id', '=', council_id)
    .where('id', '=', opinion_id)
    .executeTakeFirst()
  return row?.public === true && row.stage === 'received'
}

export type Evidence = Selectable<Tables['contact.evidence']>

/** Photos shown with verdicts, the newest first. */
export function evidenceOf(db: Db | Tx, councilId: string, matterId: string): Promise<Evidence[]> {
  return db
    .selectFrom('contact.evidence')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('matter_id', '=', matterId)
    .orderBy('at', 'desc')
    .orderBy('file_id')
    .limit(60)
    .execute()
}

/** Whether a sending has arrived before: a phone that heard no answer sends again. */
export async function hasArrived(db: Db | Tx, councilId: string, clientKey: string): Promise<boolean> {
  const row = await db
    .selectFrom('opinions.opinion')
    .select('id')
    .where('council_id', '=', councilId)
    .where('client_key', '=', clientKey)
    .executeTakeFirst()
  return row !== undefined
}
