import './tables.ts'
import type { Actor } from '#kernel/action'
import { type Db, sql, type Tx } from '#kernel/db'

/** Who supports: an account, or a guest's device; null for one who has neither. */
export function supporterOf(actor: Actor): string | null {
  return actor.accountId ?? actor.deviceId
}

export interface SupportedOpinion {
  readonly id: string
  readonly subject_type: string
  readonly subject_id: string
  readonly stage: 'received' | 'held' | 'hidden' | 'withdrawn'
  readonly public: boolean
  readonly supports: number
  readonly account_id: string | null
  readonly device_id: string | null
}

/** The opinion with who gave it, locked until the transaction ends. */
export async function lockOpinionForSupport(
  tx: Tx,
  councilId: string,
  opinionId: string,
): Promise<SupportedOpinion | null> {
  const row = await tx
    .selectFrom('opinions.opinion as o')
    .innerJoin('opinions.contributor as c', (join) =>
      join.onRef('c.council_id', '=', 'o.council_id').onRef('c.id', '=', 'o.contributor_id'),
    )
    .select([
      'o.id',
      'o.subject_type',
      'o.subject_id',
      'o.stage',
      'o.public',
      'o.supports',
      'c.account_id',
      'c.device_id',
    ])
    .where('o.council_id', '=', councilId)
    .where('o.id', '=', opinionId)
    .forUpdate('o')
    .executeTakeFirst()
  return row ?? null
}

/** One person counts once, however often she says so. @returns how many support it now */
export async function setSupport(
  tx: Tx,
  asked: {
    readonly councilId: string
    readonly opinionId: string
    readonly supporter: string
    readonly on: boolean
    readonly now: Date
  },
): Promise<number> {
  const { councilId, opinionId, supporter, on, now } = asked
  const changed = on
    ? sql`insert into opinions.support (council_id, opinion_id, supporter, at)
          values (${councilId}, ${opinionId}, ${supporter}, ${now}) on conflict do nothing returning 1`
    : sql`delete from opinions.support
          where council_id = ${councilId} and opinion_id = ${opinionId} and supporter = ${supporter} returning 1`
  const { rows } = await sql<{ supports: number }>`
    with changed as (${changed})
    update opinions.opinion set supports = supports + ${on ? 1 : -1} * (select count(*) from changed)::integer
    where council_id = ${councilId} and id = ${opinionId}
    returning supports`.execute(tx)
  return rows[0]?.supports ?? 0
}

export async function supports(
  db: Db | Tx,
  { councilId, opinionId, supporter }: { councilId: string; opinionId: string; supporter: string },
): Promise<boolean> {
  const row = await db
    .selectFrom('opinions.support')
    .select('at')
    .where('council_id', '=', councilId)
    .where('opinion_id', '=', opinionId)
    .where('supporter', '=', supporter)
    .executeTakeFirst()
  return row !== undefined
}
