import './tables.ts'
import { action } from '#kernel/action'
import { sql, type Tx } from '#kernel/db'
import { reaction } from '#kernel/events'
import { sameTextOf, simhashOf } from '#parts/opinions'
import { subjectType } from '../rules.ts'
import { mayExchange } from './keys.ts'
import { type Compared, farApart, likeOnes } from './likeness.ts'
import { DecideLikeness } from './schema.ts'

const mostLookedAt = 20_000
const nearest = 250

interface Candidate extends Compared {
  readonly sameText: boolean
}

/** The matter itself and earlier ones that may be like it: the same text, the nearest fingerprints, the newest. */
async function lookedAt(
  tx: Tx,
  councilId: string,
  matterId: string,
): Promise<{ readonly mine: Compared; readonly earlier: readonly Candidate[] } | null> {
  const { rows } = await sql<{
    id: string
    words: string
    spot: string
    latitude: number | null
    longitude: number | null
  }>`
    select m.id, o.body as words, m.spot, m.latitude, m.longitude
      from contact.matter m join opinions.opinion o on o.council_id = m.council_id and o.id = m.opinion_id
     where m.council_id = ${councilId} and m.id = ${matterId} and o.stage <> 'withdrawn'`.execute(tx)
  const [own] = rows
  if (!own) return null
  const { rows: found } = await sql<(typeof rows)[number] & { sameText: boolean }>`
    with before as (
      select m.id, m.spot, m.raised_at, m.latitude, m.longitude, o.body, o.same_text, o.simhash
        from contact.matter m join opinions.opinion o on o.council_id = m.council_id and o.id = m.opinion_id
       where m.council_id = ${councilId} and o.subject_type = ${subjectType} and m.id <> ${matterId}
         and o.stage <> 'withdrawn'
         and (m.raised_at, m.number) < (select raised_at, number from contact.matter
                                         where council_id = ${councilId} and id = ${matterId})
       order by m.raised_at desc limit ${mostLookedAt}
    ), chosen as (
      (select id from before where same_text = ${sameTextOf(own.words)} limit 20)
      union (select id from before order by bit_count((simhash # ${simhashOf(own.words)}::bigint)::bit(64)) limit ${nearest})
      union (select id from before order by raised_at desc limit ${nearest})
    )
    select b.id, b.body as words, b.spot, b.same_text = ${sameTextOf(own.words)} as "sameText", b.latitude, b.longitude
      from chosen join before b using (id)`.execute(tx)
  return { mine: comparedOf(own), earlier: found.map((row) => ({ ...comparedOf(row), sameText: row.sameText })) }
}

function comparedOf({
  id,
  words,
  spot,
  latitude,
  longitude,
}: {
  id: string
  words: string
  spot: string
  latitude: number | null
  longitude: number | null
}): Compared {
  return { id, words, spot, position: latitude === null || longitude === null ? null : { latitude, longitude } }
}

/** Earlier matters another house's number leads to: the same number in the words, or by another door. */
async function sameNumber(tx: Tx, councilId: string, matterId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct other.matter_id as id
      from contact.door mine join contact.door other on other.council_id = mine.council_id
       and other.matter_id <> mine.matter_id and other.their_number = mine.their_number and other.came_at <= mine.came_at
     where mine.council_id = ${councilId} and mine.matter_id = ${matterId} and length(mine.their_number) >= 6
       and mine.key_id is null and other.key_id is null
     limit 3`.execute(tx)
  return rows.map(({ id }) => id)
}

/** Puts a new matter beside earlier ones that may be the same. It joins nothing: a person looks. */
export const proposeSame = reaction({
  name: 'contact.propose-same',
  on: ['contact.raised', 'contact.brought'],
  async run({ tx, event, now }) {
    const { councilId, subjectId } = event
    if (!subjectId) return
    const looked = await lookedAt(tx, councilId, subjectId)
    if (!looked) return
    const numbered = await sameNumber(tx, councilId, subjectId)
    const same = looked.earlier.filter((each) => each.sameText && !farApart(looked.mine, each))
    const like = likeOnes(looked.mine, looked.earlier)
    const rows = new Map<string, { readonly score: number; readonly why: 'number' | 'text' | 'words' }>([
      ...like.map(({ id, score }) => [id, { score, why: 'words' }] as const),
      ...same.slice(0, 3).map(({ id }) => [id, { score: 1, why: 'text' }] as const),
      ...numbered.map((id) => [id, { score: 1, why: 'number' }] as const),
    ])
    if (rows.size === 0) return
    await tx
      .insertInto('contact.likeness')
      .values(
        [...rows].map(([earlier_id, { score, why }]) => ({
          council_id: councilId,
          matter_id: subjectId,
          earlier_id,
          score,
          why,
          state: 'proposed' as const,
          proposed_at: now,
        })),
      )
      .onConflict((clash) => clash.doNothing())
      .execute()
  },
})

/** A person has looked at both: they are one, or they are two. It can be taken back. */
export const decideLikeness = action({
  name: 'contact.decide-likeness',
  input: DecideLikeness,
  subject: ({ tx, councilId, input }) =>
    tx
      .selectFrom('contact.likeness')
      .selectAll()
      .where('council_id', '=', councilId)
      .where('matter_id', '=', input.matterId)
      .where('earlier_id', '=', input.earlierId)
      .forUpdate()
      .executeTakeFirst()
      .then((row) => row ?? null),
  allow: mayExchange,
  async run({ tx, councilId, input, actor, now, emit }) {
    const decided = input.state === 'proposed' ? null : now
    await tx
      .updateTable('contact.likeness')
      .set({ state: input.state, decided_at: decided, decided_by: decided && actor.personId })
      .where('council_id', '=', councilId)
      .where('matter_id', '=', input.matterId)
      .where('earlier_id', '=', input.earlierId)
      .execute()
    const pair = { matterId: input.matterId, earlierId: input.earlierId }
    emit(`contact.likeness-${input.state}`, pair, { subjectId: input.matterId })
    return null
  },
})
