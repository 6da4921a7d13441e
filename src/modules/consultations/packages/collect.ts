import '../tables.ts'
import { type Db, sql, type Tx } from '#kernel/db'
import { answersOf } from '#parts/opinions'
import type { ArgumentLine, OpinionLine, OutcomeLine, ReceiptLine, RefinementLine } from './rows.ts'

export interface OpinionRows {
  readonly opinions: readonly OpinionLine[]
  readonly arguments: readonly ArgumentLine[]
  readonly refinements: readonly RefinementLine[]
  readonly receipts: readonly ReceiptLine[]
}

/** Everything of a consultation that goes up. Hidden and withdrawn opinions stay here; so does who gave them. */
export async function opinionRowsOf(db: Db | Tx, councilId: string, consultationId: string): Promise<OpinionRows> {
  return {
    opinions: await opinionLines(db, councilId, consultationId),
    arguments: await argumentLines(db, councilId, consultationId),
    refinements: await refinementLines(db, councilId, consultationId),
    receipts: await receiptLines(db, councilId, consultationId),
  }
}

const goesUp = sql`opinion.subject_type = 'consultation' and opinion.stage in ('received', 'held')`

async function opinionLines(db: Db | Tx, councilId: string, consultationId: string): Promise<OpinionLine[]> {
  const { rows } = await sql<OpinionLine & { givenAt: Date | string; receivedAt: Date | string }>`
    select opinion.id, opinion.body, opinion.suggested, opinion.provision_id as "provisionId", opinion.quote,
           opinion.quote_prefix as "quotePrefix", opinion.quote_suffix as "quoteSuffix", opinion.quote_start as "quoteStart",
           opinion.content_locale as "contentLocale", opinion.channel, place.name_zh as place, opinion.stance,
           opinion.supports, opinion.public,
           case when contributor.name_visible_to = 'everyone' and opinion.public then contributor.display_name end as "shownName",
           opinion.given_at as "givenAt", opinion.received_at as "receivedAt"
      from opinions.opinion
      join opinions.contributor on contributor.council_id = opinion.council_id and contributor.id = opinion.contributor_id
      left join network.place on place.council_id = opinion.council_id and place.place_id = opinion.place_id
     where opinion.council_id = ${councilId} and opinion.subject_id = ${consultationId} and ${goesUp}
     order by opinion.received_at, opinion.id`.execute(db)
  return rows.map((row) => ({
    ...row,
    givenAt: new Date(row.givenAt).toISOString(),
    receivedAt: new Date(row.receivedAt).toISOString(),
  }))
}

async function argumentLines(db: Db | Tx, councilId: string, consultationId: string): Promise<ArgumentLine[]> {
  const { rows } = await sql<ArgumentLine>`
    select argument.id, argument.number, argument.title, argument.provision_id as "provisionId", argument.theme,
           argument.stage in ('refined', 'submitted', 'answered') and exists (
             select from opinions.refinement where refinement.council_id = argument.council_id
                and refinement.argument_id = argument.id and refinement.stage = 'final') as submitted,
           coalesce(json_agg(json_build_object('opinionId', member.opinion_id, 'dissent', member.dissent)
             order by member.opinion_id) filter (where opinion.id is not null), '[]') as members
      from opinions.argument
      left join opinions.argument_member member on member.council_id = argument.council_id
           and member.argument_id = argument.id and member.objection is null
      left join opinions.opinion on opinion.council_id = member.council_id and opinion.id = member.opinion_id and ${goesUp}
     where argument.council_id = ${councilId} and argument.subject_type = 'consultation'
       and argument.subject_id = ${consultationId} and argument.stage <> 'dissolved'
     group by argument.council_id, argument.id order by argument.number`.execute(db)
  return rows
}

async function refinementLines(db: Db | Tx, councilId: string, consultationId: string): Promise<RefinementLine[]> {
  const { rows } = await sql<RefinementLine & { yes: number; no: number; gone: readonly string[] | null }>`
    select refinement.id, refinement.argument_id as "argumentId", refinement.ordinal, refinement.intent,
           refinement.provision_id as "provisionId", refinement.sentences, refinement.reason,
           (select count(*) from opinions.confirmation c where c.council_id = refinement.council_id
               and c.refinement_id = refinement.id and c.answer = 'yes') as yes,
           (select count(*) from opinions.confirmation c where c.council_id = refinement.council_id
               and c.refinement_id = refinement.id and c.answer = 'no') as no,
           (select array_agg(opinion.id) from opinions.opinion where opinion.council_id = refinement.council_id
               and opinion.subject_id = argument.subject_id and opinion.stage not in ('received', 'held')) as gone
      from opinions.refinement
      join opinions.argument on argument.council_id = refinement.council_id and argument.id = refinement.argument_id
     where refinement.council_id = ${councilId} and argument.subject_id = ${consultationId}
       and argument.stage <> 'dissolved' and refinement.stage = 'final'
     order by argument.number, refinement.ordinal`.execute(db)
  return rows.map(({ yes, no, gone, ...row }) => ({
    ...row,
    // A source that was hidden or withdrawn since does not go up; the sentence does.
    sentences: row.sentences.map((sentence) => ({
      text: sentence.text,
      sources: sentence.sources.filter(({ opinionId }) => !gone?.includes(opinionId)),
    })),
    confirmed: { yes, no },
  }))
}

async function receiptLines(db: Db | Tx, councilId: string, consultationId: string): Promise<ReceiptLine[]> {
  const { rows } = await sql<{ opinion_id: string; entry: Buffer; hash: Buffer; idx: number | null; promise: string }>`
    select opinion.id as opinion_id, leaf.entry, leaf.hash, leaf.idx, leaf.promise
      from opinions.opinion
      join ledger.leaf on leaf.council_id = opinion.council_id and leaf.id = opinion.leaf_id
     where opinion.council_id = ${councilId} and opinion.subject_id = ${consultationId} and ${goesUp}
     order by opinion.received_at, opinion.id`.execute(db)
  return rows.map((row) => ({
    opinionId: row.opinion_id,
    leaf: Buffer.from(row.entry).toString('base64'),
    hash: Buffer.from(row.hash).toString('base64'),
    index: row.idx,
    promise: row.promise,
  }))
}

/** The answers to what a package brought here, under the ids it had there; opinions without an answer are left out. */
export async function outcomeRowsOf(
  db: Db | Tx,
  councilId: string,
  consultationId: string,
  packageSha256: string,
): Promise<OutcomeLine[]> {
  const { rows } = await sql<OutcomeLine>`
    select carried.kind, carried.origin_id as id, outcome.decision, outcome.reason, outcome.changes
      from consultations.carried
      left join (${answersOf(councilId, { type: 'consultation', id: consultationId })}) answer
           on carried.kind = 'opinion' and answer.opinion_id = carried.local_id
      left join opinions.outcome given on carried.kind = 'argument' and given.council_id = carried.council_id
           and given.argument_id = carried.local_id and given.replaced_at is null
      join opinions.outcome on outcome.council_id = ${councilId} and outcome.id = coalesce(answer.outcome_id, given.id)
     where carried.council_id = ${councilId} and carried.package_sha256 = ${packageSha256}
     order by carried.kind, carried.origin_id`.execute(db)
  return rows.map((row) => ({
    kind: row.kind,
    id: row.id,
    decision: row.decision,
    reason: row.reason,
    changes: row.changes.map(({ provisionId, oldProvisionId, before, after }) => ({
      provisionId,
      oldProvisionId,
      before,
      after,
    })),
  }))
}
