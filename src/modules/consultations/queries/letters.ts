import '../tables.ts'
import { type Db, sql, type Tx } from '#kernel/db'
import { type AnsweringChange, answersOf, type Decision } from '#parts/opinions'

/** One opinion of somebody who wants her answer as a letter, with the answer. */
export interface LetterItem {
  readonly opinionId: string
  readonly receipt: string
  readonly body: string
  readonly suggested: string | null
  readonly quote: string | null
  readonly versionId: string | null
  readonly provisionId: string | null
  readonly channel: 'online' | 'field' | 'paper' | 'session' | 'desk' | 'package'
  readonly givenAt: Date
  readonly decision: Decision
  readonly reason: string
  readonly changes: readonly AnsweringChange[]
  readonly decidedAt: Date
  /** When and how the letter with this very answer left; null while it is still to deliver. */
  readonly left: {
    readonly way: 'sent' | 'handed-over'
    readonly onDay: string
    readonly by: string | null
    readonly at: Date
  } | null
}

/** A letter to one person: all her opinions of one consultation that stand in the same place. */
export interface Letter {
  /** Made of what tells her from others; stable while nothing about her changes. */
  readonly key: string
  readonly name: string | null
  /** Null: handed over where the opinion was given. */
  readonly address: string | null
  readonly placeId: string | null
  readonly locale: string
  readonly items: readonly LetterItem[]
  /** Every answer in it has left the house. */
  readonly delivered: boolean
}

interface Row {
  readonly person: string
  readonly opinion_id: string
  readonly receipt: string
  readonly body: string
  readonly suggested: string | null
  readonly quote: string | null
  readonly version_id: string | null
  readonly provision_id: string | null
  readonly channel: LetterItem['channel']
  readonly place_id: string | null
  readonly given_at: Date
  readonly name: string | null
  readonly address: string | null
  readonly locale: string
  readonly decision: Decision
  readonly reason: string
  readonly changes: readonly AnsweringChange[]
  readonly decided_at: Date
  readonly way: 'sent' | 'handed-over' | null
  readonly on_day: string | null
  readonly marked_by: string | null
  readonly marked_at: Date | null
}

/**
 * One person is one account, one device, or one name at one address; whoever left none of these is known by her
 * opinion alone. What came in a package from below is answered there.
 */
const person = sql`coalesce('account ' || c.account_id, 'device ' || c.device_id,
  case when c.name <> '' and c.address <> '' then 'letter ' || md5(c.name || chr(10) || c.address) end, 'opinion ' || o.id)`

const byLetter = sql`c.answer_by = 'post' and c.erased_at is null and o.channel <> 'package'`

/** Most letters of one consultation that are listed. */
const most = 20_000

/** The letters of a consultation whose answers are given, in the order in which they are printed and listed. */
export async function lettersOf(db: Db | Tx, councilId: string, consultationId: string): Promise<Letter[]> {
  const { rows } = await sql<Row>`
    select ${person} as person, o.id as opinion_id, o.receipt, o.body, o.suggested, o.quote, o.version_id,
           o.provision_id, o.channel, o.place_id, o.given_at, c.name, c.address, c.locale,
           x.decision, x.reason, x.changes, x.decided_at, l.way, l.on_day, l.marked_by, l.marked_at
      from (${answersOf(councilId, { type: 'consultation', id: consultationId })}) a
      join opinions.opinion o on o.council_id = ${councilId} and o.id = a.opinion_id
      join opinions.contributor c on c.council_id = o.council_id and c.id = o.contributor_id
      join opinions.outcome x on x.council_id = o.council_id and x.id = a.outcome_id
      left join consultations.letter l on l.council_id = o.council_id and l.opinion_id = o.id
           and l.outcome_id = x.id and l.undone_at is null
     where ${byLetter}
     order by o.place_id nulls first, person, o.given_at, o.id limit ${most}`.execute(db)
  const grouped = Map.groupBy(rows, (row) => `${row.place_id ?? ''} ${row.person}`)
  return [...grouped].map(([key, of]) => letterOf(key, of))
}

function letterOf(key: string, rows: readonly Row[]): Letter {
  const items = rows.map(itemOf)
  const last = rows.at(-1)
  return {
    key,
    name: last?.name ?? null,
    address: last?.address ?? null,
    placeId: last?.place_id ?? null,
    locale: last?.locale ?? 'zh-CN',
    items,
    delivered: items.every(({ left }) => left !== null),
  }
}

function itemOf(row: Row): LetterItem {
  const { way, on_day, marked_at } = row
  return {
    opinionId: row.opinion_id,
    receipt: row.receipt,
    body: row.body,
    suggested: row.suggested,
    quote: row.quote,
    versionId: row.version_id,
    provisionId: row.provision_id,
    channel: row.channel,
    givenAt: row.given_at,
    decision: row.decision,
    reason: row.reason,
    changes: row.changes,
    decidedAt: row.decided_at,
    left: way && on_day && marked_at ? { way, onDay: on_day, by: row.marked_by, at: marked_at } : null,
  }
}

export interface LettersWaiting {
  readonly number: number
  readonly title: string
  readonly titles: Readonly<Record<string, string>>
  /** Opinions whose letter has not left. */
  readonly waiting: number
  readonly since: Date
}

/** Consultations with answers that are still to be delivered as letters; `placeIds` null is every place. */
export async function lettersWaiting(
  db: Db,
  councilId: string,
  placeIds: readonly string[] | null,
): Promise<LettersWaiting[]> {
  const { rows: asking } = await sql<{
    id: string
    number: number
    title: string
    titles: Readonly<Record<string, string>>
    since: Date
  }>`
    select k.id, k.number, k.title, k.titles, k.answered_at as since from consultations.consultation k
     where k.council_id = ${councilId} and k.stage in ('answered', 'evaluated') and k.answered_at is not null
       and exists (select from opinions.contributor c
                     join opinions.opinion o on o.council_id = c.council_id and o.contributor_id = c.id
                    where c.council_id = k.council_id and ${byLetter}
                      and o.subject_type = 'consultation' and o.subject_id = k.id)
     order by k.answered_at limit 20`.execute(db)
  const found: LettersWaiting[] = []
  for (const { id, ...consultation } of asking) {
    const { rows } = await sql<{ waiting: number }>`
      select count(*)::int as waiting
        from (${answersOf(councilId, { type: 'consultation', id })}) a
        join opinions.opinion o on o.council_id = ${councilId} and o.id = a.opinion_id
        join opinions.contributor c on c.council_id = o.council_id and c.id = o.contributor_id
       where ${byLetter} and a.outcome_id is not null
         and (${placeIds === null} or o.place_id = any(${[...(placeIds ?? [])]}::uuid[]))
         and not exists (select from consultations.letter l where l.council_id = o.council_id
                          and l.opinion_id = o.id and l.outcome_id = a.outcome_id and l.undone_at is null)`.execute(db)
    const waiting = rows[0]?.waiting ?? 0
    if (waiting > 0) found.push({ ...consultation, waiting })
  }
  return found
}
