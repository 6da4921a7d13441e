import '../tables.ts'
import { type Db, sql, type Tx } from '#kernel/db'
import {
  type Anchor,
  articlesOf,
  type Comparison,
  findProvision,
  layoutOf,
  placeAnchor,
  type Version,
} from '#parts/laws'

interface Placing {
  readonly councilId: string
  readonly consultationId: string
  readonly old: Version
  readonly next: Version
  readonly comparison: Comparison
}

interface Anchored {
  readonly id: string
  readonly provision_id: string
  readonly quote: string | null
  readonly quote_prefix: string | null
  readonly quote_suffix: string | null
  readonly quote_start: number | null
}

/** Looks where the words of every opinion on the old version stand in the next one. */
export async function placeOpinions(
  tx: Tx,
  { councilId, consultationId, old, next, comparison }: Placing,
): Promise<{ placed: number; needAPerson: number }> {
  const { rows } = await sql<Anchored>`
    select id, provision_id, quote, quote_prefix, quote_suffix, quote_start from opinions.opinion
     where council_id = ${councilId} and subject_type = 'consultation' and subject_id = ${consultationId}
       and version_id = ${old.id} and provision_id is not null and stage <> 'withdrawn'`.execute(tx)
  const placings = rows.map((row) => {
    const followed = row.quote === null ? wholeArticle(row.provision_id, { old, next, comparison }) : null
    const anchor = followed ? null : anchorOf(row, old)
    const found = followed ?? (anchor ? placeAnchor(anchor, old.text, next.text, comparison) : null)
    const base = {
      council_id: councilId,
      consultation_id: consultationId,
      version_id: next.id,
      opinion_id: row.id,
      placed_by: null,
    }
    if (found?.state === 'placed')
      return {
        ...base,
        state: 'placed',
        how: found.how,
        provision_id: found.provisionId,
        starts: found.start,
        ends: found.end,
      }
    const likely = found?.candidates[0]?.provisionId ?? null
    const why = found?.why ?? 'anchor-does-not-fit'
    return { ...base, state: 'needs-a-person', how: why, provision_id: likely, starts: null, ends: null }
  })
  await sql`
    insert into consultations.placing
    select * from json_populate_recordset(null::consultations.placing, ${JSON.stringify(placings)})`.execute(tx)
  const placed = placings.filter(({ state }) => state === 'placed').length
  return { placed, needAPerson: placings.length - placed }
}

/** An opinion on a whole article stays with the article, whatever became of its words, as long as it is one article. */
function wholeArticle(provisionId: string, { old, next, comparison }: Pick<Placing, 'old' | 'next' | 'comparison'>) {
  const article = articlesOf(old.text).find(({ provision }) => provision.id === provisionId)
  const links = comparison.links.filter(({ from }) => article && from.includes(article.provision.number))
  const [link] = links
  if (!link || links.length > 1 || link.to.length !== 1) return null
  const targets = articlesOf(next.text).filter(({ provision }) => provision.number === link.to[0])
  if (targets.length !== 1) return null
  const target = targets[0]!.provision
  const end = layoutOf(target).words.length
  return { state: 'placed' as const, how: link.kind, provisionId: target.id, start: 0, end }
}

/** The words an opinion is on; all of its provision's where none were selected. */
function anchorOf(row: Anchored, old: Version): Anchor | null {
  const found = findProvision(old.text, row.provision_id)
  if (!found) return null
  if (row.quote === null)
    return {
      provisionId: row.provision_id,
      quote: layoutOf(found.provision).words,
      prefix: '',
      suffix: '',
      start: 0,
    }
  return {
    provisionId: row.provision_id,
    quote: row.quote,
    prefix: row.quote_prefix ?? '',
    suffix: row.quote_suffix ?? '',
    start: row.quote_start ?? 0,
  }
}

export interface WaitingPlacing {
  readonly opinionId: string
  readonly body: string
  readonly provisionId: string
  readonly quote: string | null
  readonly why: string
  /** Where it may have gone. */
  readonly likely: string | null
}

/** Opinions whose words a person must look for in the next version. */
export async function waitingPlacings(
  db: Db | Tx,
  councilId: string,
  consultationId: string,
  versionId: string,
  limit = 50,
): Promise<{ total: number; rows: WaitingPlacing[] }> {
  const { rows } = await sql<{
    opinion_id: string
    body: string
    provision_id: string
    quote: string | null
    how: string
    likely: string | null
    total: number
  }>`
    select spot.opinion_id, opinion.body, opinion.provision_id, opinion.quote, spot.how,
           spot.provision_id as likely, count(*) over () as total
      from consultations.placing spot
      join opinions.opinion on opinion.council_id = spot.council_id and opinion.id = spot.opinion_id
     where spot.council_id = ${councilId} and spot.consultation_id = ${consultationId}
       and spot.version_id = ${versionId} and spot.state = 'needs-a-person'
     order by opinion.received_at, opinion.id limit ${limit}`.execute(db)
  return {
    total: rows[0]?.total ?? 0,
    rows: rows.map((row) => ({
      opinionId: row.opinion_id,
      body: row.body,
      provisionId: row.provision_id,
      quote: row.quote,
      why: row.how,
      likely: row.likely,
    })),
  }
}
