import './tables.ts'
import type { Run } from '#kernel/action'
import type { Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { appendLeaf, canonicalJson, ledgerKeys } from '#kernel/ledger'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { settingsAt } from '#parts/councils'
import { type About, type SheetRow, storedValue } from './facts.ts'
import { isOpen, type Value, valueIssue } from './rules.ts'
import { handlingScale, type StageCode, satisfactionScale } from './scale.ts'
import type { RaterKind } from './tables.ts'

/** What a rating is given: the context of an action's `run`. */
export type Rating = Pick<Run<unknown, unknown>, 'tx' | 'councilId' | 'now' | 'app' | 'emit'>

export interface Rated {
  /** What a module has rated: its own word, `contact-reply`. */
  readonly kind: string
  readonly about: About
  /** 1, and one more after each new reply. */
  readonly round: number
  readonly organisationId: string | null
  readonly scopeId: string | null
  /** By the council's words for satisfaction, or by its hundred points. */
  readonly scale: 'satisfaction' | 'handling'
  /** When the matter began: the settings of that moment hold. */
  readonly began: Date
  /** When this stage could first be rated; from then on its days are counted. */
  readonly opened: Date
  readonly stage: StageCode
  /** The number under which the ledger knows the matter. */
  readonly ledgerSubject: string
}

export interface Given {
  readonly rater: { readonly kind: RaterKind; readonly id: string; readonly accountId: string | null }
  /** Code of the rater's role, for the ledger. */
  readonly by: string
  readonly value: Value
  readonly words: string
}

/**
 * Rates something within a module's action, which has asked before who may and has locked what is rated. Given again,
 * the rating is changed, as long as its stage is open; what it was before stays.
 * @throws Refused when the stage has closed, or the value is none of the scale's
 */
export async function rate(acting: Rating, rated: Rated, given: Given): Promise<{ readonly changed: boolean }> {
  const { tx, councilId, now, emit } = acting
  const sheet = await sheetFor(acting, rated)
  const issue = valueIssue(sheet.scale, rated.stage, given.value)
  if (issue) throw new Refused(invalid(issue))
  const stage = await stageFor(acting, sheet, rated)
  if (!isOpen({ closesAt: stage.closes_at }, now)) throw new Refused(conflict('rating-closed'))
  const { version, same } = await ratingFor(acting, sheet, stage, given)
  const about = { kind: rated.kind, type: rated.about.type, id: rated.about.id, round: rated.round, stage: rated.stage }
  if (same) {
    emit('ratings.repeated', about, { subjectId: sheet.id })
    return { changed: false }
  }
  await keepVersion(acting, { sheet, stage, given, ...version })
  await tx
    .updateTable('ratings.rating')
    .set({ version: version.n, account_id: given.rater.accountId })
    .where('council_id', '=', councilId)
    .where('id', '=', version.ratingId)
    .execute()
  emit(version.n === 1 ? 'ratings.rated' : 'ratings.changed', about, { subjectId: sheet.id })
  return { changed: version.n > 1 }
}

async function sheetFor({ tx, councilId }: Rating, rated: Rated): Promise<SheetRow> {
  const settings = await settingsAt(tx, councilId, rated.began)
  const scale = rated.scale === 'satisfaction' ? satisfactionScale(settings) : handlingScale(settings)
  await tx
    .insertInto('ratings.sheet')
    .values({
      council_id: councilId,
      id: newId(),
      kind: rated.kind,
      about_type: rated.about.type,
      about_id: rated.about.id,
      round: rated.round,
      organisation_id: rated.organisationId,
      scope_id: rated.scopeId,
      scale: JSON.stringify(scale),
      opened_at: rated.opened,
      ledger_subject: rated.ledgerSubject,
    })
    .onConflict((clash) => clash.columns(['council_id', 'kind', 'about_type', 'about_id', 'round']).doNothing())
    .execute()
  return tx
    .selectFrom('ratings.sheet')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('kind', '=', rated.kind)
    .where('about_type', '=', rated.about.type)
    .where('about_id', '=', rated.about.id)
    .where('round', '=', rated.round)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

async function stageFor({ tx, councilId }: Rating, { id }: SheetRow, { stage, began, opened }: Rated) {
  const settings = await settingsAt(tx, councilId, began)
  const days = { open: settings.ratingOpenDays, recheck: settings.recheckAskDays }
  await tx
    .insertInto('ratings.stage')
    .values({ council_id: councilId, sheet_id: id, code: stage, opened_at: opened, ...closing(opened, days) })
    .onConflict((clash) => clash.columns(['council_id', 'sheet_id', 'code']).doNothing())
    .execute()
  return tx
    .selectFrom('ratings.stage')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('sheet_id', '=', id)
    .where('code', '=', stage)
    .executeTakeFirstOrThrow()
}

const dayMs = 86_400_000

/** When a stage that opens now closes, and when nothing about it changes any more. */
export function closing(opened: Date, days: { readonly open: number; readonly recheck: number }) {
  const closes = opened.getTime() + days.open * dayMs
  return { closes_at: new Date(closes), final_at: new Date(closes + days.recheck * dayMs) }
}

interface StageRow {
  readonly code: string
  readonly attempt: number
}

async function ratingFor({ tx, councilId }: Rating, { id: sheetId }: SheetRow, stage: StageRow, given: Given) {
  const { rater, value, words } = given
  const own = {
    council_id: councilId,
    sheet_id: sheetId,
    stage: stage.code,
    attempt: stage.attempt,
    rater_kind: rater.kind,
    rater_id: rater.id,
  }
  const ratingId = newId()
  const added = await tx
    .insertInto('ratings.rating')
    .values({ ...own, id: ratingId, account_id: rater.accountId })
    .onConflict((clash) =>
      clash.columns(['council_id', 'sheet_id', 'stage', 'attempt', 'rater_kind', 'rater_id']).doNothing(),
    )
    .returning('id')
    .executeTakeFirst()
  if (added) return { version: { ratingId, n: 1 }, same: false }
  const last = await lastVersion(tx, own)
  const same = last.words === words && canonicalJson(storedValue(last)) === canonicalJson(value)
  return { version: { ratingId: last.rating_id, n: last.n + 1 }, same }
}

interface OwnRating {
  readonly council_id: string
  readonly sheet_id: string
  readonly stage: string
  readonly attempt: number
  readonly rater_kind: RaterKind
  readonly rater_id: string
}

function lastVersion(tx: Tx, own: OwnRating) {
  return tx
    .selectFrom('ratings.rating as r')
    .innerJoin('ratings.version as v', (join) =>
      join.onRef('v.council_id', '=', 'r.council_id').onRef('v.rating_id', '=', 'r.id').onRef('v.n', '=', 'r.version'),
    )
    .select(['v.rating_id', 'v.n', 'v.choice', 'v.points', 'v.words'])
    .where('r.council_id', '=', own.council_id)
    .where('r.sheet_id', '=', own.sheet_id)
    .where('r.stage', '=', own.stage)
    .where('r.attempt', '=', own.attempt)
    .where('r.rater_kind', '=', own.rater_kind)
    .where('r.rater_id', '=', own.rater_id)
    .executeTakeFirstOrThrow()
}

interface NewVersion {
  readonly sheet: SheetRow
  readonly stage: StageRow
  readonly given: Given
  readonly ratingId: string
  readonly n: number
}

/** The log says that something was rated, and commits to what was said without showing it. */
async function keepVersion(acting: Rating, { sheet, stage, given, ratingId, n }: NewVersion): Promise<void> {
  const { tx, councilId, now, app } = acting
  const { value, words, by } = given
  const said = { round: sheet.round, stage: stage.code, attempt: stage.attempt, ...value }
  const leaf = {
    councilId,
    subjectId: sheet.ledger_subject,
    type: n === 1 ? 'rating.given' : 'rating.changed',
    parts: { rating: canonicalJson(said), ...(words !== '' && { words }) },
    by,
    at: now,
  }
  const { leafId } = await appendLeaf(tx, leaf, ledgerKeys(app))
  await tx
    .insertInto('ratings.version')
    .values({
      council_id: councilId,
      rating_id: ratingId,
      n,
      choice: value.choice,
      points: value.points && JSON.stringify(value.points),
      words,
      at: now,
      leaf_id: leafId,
    })
    .execute()
}

/** Whoever rated as a guest has been proved since: her account may have a copy of it, and erase it. */
export async function knowRater(tx: Tx, councilId: string, rater: Given['rater']): Promise<void> {
  await tx
    .updateTable('ratings.rating')
    .set({ account_id: rater.accountId })
    .where('council_id', '=', councilId)
    .where('rater_kind', '=', rater.kind)
    .where('rater_id', '=', rater.id)
    .execute()
}
