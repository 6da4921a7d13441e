import './tables.ts'
import type { Selectable } from 'kysely'
import type { Db, Tables, Tx } from '#kernel/db'
import { countingAttempt, isFinal, isOpen, recheckObstacle, type StageFacts, type Value } from './rules.ts'
import { type StageCode, stagesOf } from './scale.ts'
import type { RaterKind } from './tables.ts'

type Row<Name extends keyof Tables> = Selectable<Tables[Name]>
export type SheetRow = Row<'ratings.sheet'>
export type RecheckRow = Row<'ratings.recheck'>

/** What somebody said of something, with everything she said of it before. */
export interface Rating {
  readonly id: string
  readonly attempt: number
  readonly raterKind: RaterKind
  readonly raterId: string
  readonly value: Value
  readonly words: string
  readonly at: Date
  /** What it was before it was changed, oldest first. */
  readonly before: readonly { readonly value: Value; readonly at: Date }[]
}

export interface RatedStage {
  readonly code: StageCode
  readonly attempt: number
  readonly closesAt: Date
  readonly finalAt: Date
  /** Whether a rating may still be given and changed. */
  readonly open: boolean
  readonly final: boolean
  readonly recheck: RecheckRow | null
  /** Why no re-check may be asked for; null when it may. */
  readonly recheckObstacle: ReturnType<typeof recheckObstacle>
  /** What counts now. */
  readonly ratings: readonly Rating[]
  /** What was given before a re-check had it rated anew. */
  readonly original: readonly Rating[]
}

/** One round of rating: its scale, its stages in order; a stage nobody has opened is absent. */
export interface Sheet extends SheetRow {
  readonly stages: readonly RatedStage[]
}

export interface About {
  readonly type: string
  readonly id: string
}

/** All rounds in which something was rated, the first one first. */
export async function sheetsAbout(
  db: Db | Tx,
  councilId: string,
  kind: string,
  about: About,
  now: Date,
): Promise<readonly Sheet[]> {
  const sheets = await db
    .selectFrom('ratings.sheet')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('kind', '=', kind)
    .where('about_type', '=', about.type)
    .where('about_id', '=', about.id)
    .orderBy('round')
    .limit(50)
    .execute()
  return withStages(db, councilId, sheets, now)
}

/** @param lock takes the sheet until the transaction ends */
export async function sheetById(
  db: Db | Tx,
  councilId: string,
  id: string,
  { now, lock = false }: { readonly now: Date; readonly lock?: boolean },
): Promise<Sheet | null> {
  let asked = db.selectFrom('ratings.sheet').selectAll().where('council_id', '=', councilId).where('id', '=', id)
  if (lock) asked = asked.forUpdate()
  const row = await asked.executeTakeFirst()
  return row ? ((await withStages(db, councilId, [row], now))[0] ?? null) : null
}

async function withStages(
  db: Db | Tx,
  councilId: string,
  sheets: readonly SheetRow[],
  now: Date,
): Promise<readonly Sheet[]> {
  if (sheets.length === 0) return []
  const ids = sheets.map(({ id }) => id)
  const stages = await db
    .selectFrom('ratings.stage')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('sheet_id', 'in', ids)
    .limit(200)
    .execute()
  const rechecks = await db
    .selectFrom('ratings.recheck')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('sheet_id', 'in', ids)
    .limit(200)
    .execute()
  const ratings = await ratingsOf(db, councilId, ids)
  return sheets.map((sheet) => ({
    ...sheet,
    stages: stagesOf(sheet.scale).flatMap((code) => {
      const stage = stages.find((each) => each.sheet_id === sheet.id && each.code === code)
      const recheck = rechecks.find((each) => each.sheet_id === sheet.id && each.stage === code) ?? null
      const given = ratings.filter((each) => each.sheetId === sheet.id && each.stage === code)
      return stage ? [stageWith({ code, stage, recheck, given, now })] : []
    }),
  }))
}

interface StageParts {
  readonly code: StageCode
  readonly stage: Row<'ratings.stage'>
  readonly recheck: RecheckRow | null
  readonly given: readonly Rating[]
  readonly now: Date
}

function stageWith({ code, stage, recheck, given, now }: StageParts): RatedStage {
  const counts = countingAttempt(given)
  const facts: StageFacts = {
    attempt: stage.attempt,
    closesAt: stage.closes_at,
    finalAt: stage.final_at,
    recheck: recheck && { state: recheck.state, decidedAt: recheck.decided_at },
  }
  return {
    code,
    attempt: stage.attempt,
    closesAt: stage.closes_at,
    finalAt: stage.final_at,
    open: isOpen(facts, now),
    final: isFinal(facts, now),
    recheck,
    recheckObstacle: recheckObstacle(facts, { rated: given.length > 0 }, now),
    ratings: given.filter(({ attempt }) => attempt === counts),
    original: given.filter(({ attempt }) => attempt < counts),
  }
}

async function ratingsOf(db: Db | Tx, councilId: string, sheetIds: readonly string[]) {
  const rows = await db
    .selectFrom('ratings.rating as r')
    .innerJoin('ratings.version as v', (join) =>
      join.onRef('v.council_id', '=', 'r.council_id').onRef('v.rating_id', '=', 'r.id'),
    )
    .select(['r.id', 'r.sheet_id', 'r.stage', 'r.attempt', 'r.rater_kind', 'r.rater_id'])
    .select(['v.choice', 'v.points', 'v.words', 'v.at'])
    .where('r.council_id', '=', councilId)
    .where('r.sheet_id', 'in', [...sheetIds])
    .orderBy('r.id')
    .orderBy('v.n')
    .limit(5000)
    .execute()
  return [...Map.groupBy(rows, ({ id }) => id).values()].flatMap((versions) => {
    const last = versions.at(-1)
    if (!last) return []
    const rating = {
      id: last.id,
      sheetId: last.sheet_id,
      stage: last.stage,
      attempt: last.attempt,
      raterKind: last.rater_kind,
      raterId: last.rater_id,
      value: storedValue(last),
      words: last.words,
      at: last.at,
      before: versions.slice(0, -1).map((each) => ({ value: storedValue(each), at: each.at })),
    }
    return [rating]
  })
}

export function storedValue({ choice, points }: Pick<Row<'ratings.version'>, 'choice' | 'points'>): Value {
  return points === null ? { choice: choice ?? '', points: null } : { choice: null, points }
}
