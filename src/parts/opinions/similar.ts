import './tables.ts'
import { type Db, sql, type Tx } from '#kernel/db'
import { type ShownOpinion, shownByIds } from './read.ts'
import { pairsOf, sameTextOf, simhashOf } from './words.ts'

export interface Similar {
  readonly opinions: readonly ShownOpinion[]
  /** How many people said one of these: their own opinions and those who joined them. */
  readonly people: number
}

/** This much of the shorter text's pairs of characters must be in the other. */
const alike = 0.5
const candidates = 200

/**
 * What others have said like this at the same clause, most alike first: the same text, texts with nearly the same
 * fingerprint, and what is most supported there, kept where half of the shorter text is shared.
 */
export async function similarOpinions(
  db: Db | Tx,
  asked: {
    readonly councilId: string
    readonly subjectId: string
    readonly clause: string | null
    readonly body: string
    readonly suggested?: string | null
    readonly most?: number
  },
): Promise<Similar> {
  const { councilId, subjectId, clause, body, suggested, most = 5 } = asked
  const words = suggested ? [body, suggested] : [body]
  const at = clause === null ? sql`clause is null` : sql`clause = ${clause}`
  const here = sql`council_id = ${councilId} and subject_id = ${subjectId} and public and stage = 'received' and ${at}`
  const { rows } = await sql<{ id: string; words: string; supports: number }>`
    with here as (
      select id, body, suggested, supports, same_text, simhash, received_at from opinions.opinion where ${here}
      order by received_at desc limit 20000
    ), chosen as (
      (select id from here where same_text = ${sameTextOf(...words)} limit 20)
      union
      (select id from here order by bit_count((simhash # ${simhashOf(...words)}::bigint)::bit(64)) limit ${candidates})
      union
      (select id from here order by supports desc limit 100)
    )
    select id, concat_ws(' ', body, suggested) as words, supports from here join chosen using (id)`.execute(db)
  const own = pairsOf(words.join(' '))
  const close = rows
    .map((row) => ({ ...row, likeness: likenessOf(own, pairsOf(row.words)) }))
    .filter(({ likeness }) => likeness >= alike)
    .sort((a, b) => b.likeness - a.likeness || b.supports - a.supports)
  const people = close.reduce((sum, { supports }) => sum + 1 + supports, 0)
  return {
    opinions: await shownByIds(
      db,
      councilId,
      close.slice(0, most).map(({ id }) => id),
    ),
    people,
  }
}

/** The share of the shorter text's pairs that both have. */
export function likenessOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [few, many] = a.size <= b.size ? [a, b] : [b, a]
  if (few.size < 3) return 0
  let shared = 0
  for (const pair of few) if (many.has(pair)) shared += 1
  return shared / few.size
}
