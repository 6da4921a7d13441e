import { type Db, sql } from '#kernel/db'
import type { Column, SheetRow } from '#kernel/documents'
import type { Locale } from '#kernel/text'
import { toWebAnnotation } from '#parts/laws'
import { answersOf } from '#parts/opinions'
import { text } from './open-data.text.ts'

export const dataSets = ['opinions', 'arguments', 'outcomes'] as const
export type DataSet = (typeof dataSets)[number]

const types = {
  opinions: {
    id: 'text',
    provision: 'text',
    quote: 'text',
    body: 'text',
    suggested: 'text',
    language: 'text',
    channel: 'text',
    place: 'text',
    stance: 'text',
    supports: 'integer',
    name: 'text',
    received_at: 'instant',
    argument: 'integer',
    decision: 'text',
  },
  arguments: {
    number: 'integer',
    title: 'text',
    provision: 'text',
    stage: 'text',
    voices: 'integer',
    dissent: 'integer',
    refined: 'text',
    decision: 'text',
    reason: 'text',
  },
  outcomes: {
    opinion: 'text',
    decision: 'text',
    reason: 'text',
    old_provision: 'text',
    new_provision: 'text',
    decided_at: 'instant',
  },
} as const

/** The columns of a data set, with their labels in the reader's language. */
export function columnsOf(set: DataSet, locale: Locale): readonly (Column & { readonly meaning: string })[] {
  const t: Readonly<Record<string, { readonly label: string; readonly meaning: string }>> = text[locale].columns
  return Object.entries(types[set]).map(([key, type]) => ({
    key,
    type,
    label: t[key]?.label ?? key,
    meaning: t[key]?.meaning ?? '',
  }))
}

const atOnce = 1000

/** The public rows of a data set, a thousand in memory at a time. */
export async function* dataRows(
  db: Db,
  councilId: string,
  consultationId: string,
  set: DataSet,
): AsyncGenerator<SheetRow> {
  let after: string | null = null
  for (;;) {
    const rows: readonly (SheetRow & { readonly cursor: string })[] = await piece(
      db,
      councilId,
      consultationId,
      set,
      after,
    )
    for (const { cursor: _, ...row } of rows) yield row
    after = rows.at(-1)?.cursor ?? null
    if (rows.length < atOnce) return
  }
}

const shown = sql`opinion.public and opinion.stage = 'received'`

async function piece(db: Db, councilId: string, consultationId: string, set: DataSet, after: string | null) {
  const answers = answersOf(councilId, { type: 'consultation', id: consultationId })
  const query =
    set === 'opinions'
      ? sql<SheetRow & { cursor: string }>`
          select opinion.id as cursor, opinion.id, coalesce(opinion.provision_id, '') as provision, opinion.quote,
                 opinion.body, opinion.suggested, opinion.content_locale as language, opinion.channel,
                 place.name_zh as place, opinion.stance, opinion.supports,
                 case when contributor.name_visible_to = 'everyone' then contributor.display_name end as name,
                 opinion.received_at, grouped.number as argument, outcome.decision
            from opinions.opinion
            join opinions.contributor on contributor.council_id = opinion.council_id and contributor.id = opinion.contributor_id
            left join network.place on place.council_id = opinion.council_id and place.place_id = opinion.place_id
            left join lateral (
              select min(argument.number) as number from opinions.argument_member member
                join opinions.argument on argument.council_id = member.council_id and argument.id = member.argument_id
                     and argument.stage <> 'dissolved'
               where member.council_id = opinion.council_id and member.opinion_id = opinion.id and member.objection is null
            ) grouped on true
            left join (${answers}) answer on answer.opinion_id = opinion.id
            left join opinions.outcome on outcome.council_id = opinion.council_id and outcome.id = answer.outcome_id
           where opinion.council_id = ${councilId} and opinion.subject_type = 'consultation'
             and opinion.subject_id = ${consultationId} and ${shown} and (${after}::uuid is null or opinion.id > ${after}::uuid)
           order by opinion.id limit ${atOnce}`
      : set === 'arguments'
        ? sql<SheetRow & { cursor: string }>`
            select argument.id as cursor, argument.number, argument.title, coalesce(argument.provision_id, '') as provision,
                   argument.stage, members.voices, members.dissent,
                   (select string_agg(sentence ->> 'text', '') from opinions.refinement, jsonb_array_elements(refinement.sentences) sentence
                     where refinement.council_id = argument.council_id and refinement.argument_id = argument.id
                       and refinement.stage = 'final') as refined,
                   outcome.decision, outcome.reason
              from opinions.argument
              left join lateral (
                select count(*) filter (where not member.dissent) as voices, count(*) filter (where member.dissent) as dissent
                  from opinions.argument_member member
                  join opinions.opinion on opinion.council_id = member.council_id and opinion.id = member.opinion_id
                       and opinion.stage in ('received', 'held')
                 where member.council_id = argument.council_id and member.argument_id = argument.id and member.objection is null
              ) members on true
              left join opinions.outcome on outcome.council_id = argument.council_id and outcome.argument_id = argument.id
                   and outcome.replaced_at is null
             where argument.council_id = ${councilId} and argument.subject_type = 'consultation'
               and argument.subject_id = ${consultationId} and argument.stage <> 'dissolved'
               and (${after}::uuid is null or argument.id > ${after}::uuid)
             order by argument.id limit ${atOnce}`
        : sql<SheetRow & { cursor: string }>`
            select opinion.id as cursor, opinion.id as opinion, outcome.decision, outcome.reason,
                   (select string_agg(change ->> 'oldProvisionId', ' ') from jsonb_array_elements(outcome.changes) change) as old_provision,
                   (select string_agg(change ->> 'provisionId', ' ') from jsonb_array_elements(outcome.changes) change) as new_provision,
                   outcome.decided_at
              from (${answers}) answer
              join opinions.opinion on opinion.council_id = ${councilId} and opinion.id = answer.opinion_id
              join opinions.outcome on outcome.council_id = ${councilId} and outcome.id = answer.outcome_id
             where ${shown} and (${after}::uuid is null or opinion.id > ${after}::uuid)
             order by opinion.id limit ${atOnce}`
  return (await query.execute(db)).rows
}

/** How many rows each data set has: what the page says, and what the files hold. */
export async function dataCounts(
  db: Db,
  councilId: string,
  consultationId: string,
): Promise<Readonly<Record<DataSet, number>>> {
  const { rows } = await sql<Record<DataSet, number>>`
    select (select count(*) from opinions.opinion where opinion.council_id = ${councilId} and opinion.subject_type = 'consultation'
              and opinion.subject_id = ${consultationId} and ${shown}) as opinions,
           (select count(*) from opinions.argument where council_id = ${councilId} and subject_type = 'consultation'
              and subject_id = ${consultationId} and stage <> 'dissolved') as arguments,
           (select count(*) from (${answersOf(councilId, { type: 'consultation', id: consultationId })}) answer
              join opinions.opinion on opinion.council_id = ${councilId} and opinion.id = answer.opinion_id
             where ${shown} and answer.outcome_id is not null) as outcomes`.execute(db)
  return rows[0] ?? { opinions: 0, arguments: 0, outcomes: 0 }
}

/** Public opinions on words of the draft as W3C Web Annotations, one JSON-LD object a line. */
export async function* annotationLines(
  db: Db,
  councilId: string,
  consultationId: string,
  address: string,
): AsyncGenerator<string> {
  let after: string | null = null
  for (;;) {
    const { rows }: { rows: Annotated[] } = await sql<Annotated>`
      select id, body, content_locale, provision_id, quote, quote_prefix, quote_suffix, quote_start, received_at
        from opinions.opinion
       where council_id = ${councilId} and subject_type = 'consultation' and subject_id = ${consultationId}
         and provision_id is not null and ${shown} and (${after}::uuid is null or id > ${after}::uuid)
       order by id limit ${atOnce}`.execute(db)
    for (const row of rows) yield `${JSON.stringify(annotation(row, address))}\n`
    after = rows.at(-1)?.id ?? null
    if (rows.length < atOnce) return
  }
}

interface Annotated {
  readonly id: string
  readonly body: string
  readonly content_locale: string
  readonly provision_id: string
  readonly quote: string | null
  readonly quote_prefix: string | null
  readonly quote_suffix: string | null
  readonly quote_start: number | null
  readonly received_at: Date
}

function annotation(row: Annotated, address: string) {
  return toWebAnnotation(
    {
      provisionId: row.provision_id,
      quote: row.quote ?? '',
      prefix: row.quote_prefix ?? '',
      suffix: row.quote_suffix ?? '',
      start: row.quote_start ?? 0,
    },
    {
      id: `${address}/opinions/${row.id}`,
      source: address,
      body: { text: row.body, language: row.content_locale },
      createdAt: new Date(row.received_at).toISOString(),
    },
  )
}
