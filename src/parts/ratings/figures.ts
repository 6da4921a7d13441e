import './tables.ts'
import { type Db, sql } from '#kernel/db'
import { settingsAt } from '#parts/councils'
import { isContent, type Scored } from './scale.ts'
import { type PublishedFigures, publish, waysFor } from './small-groups.ts'

/** Satisfaction by rated body, safe to publish. */
export interface Satisfaction {
  /** The words of the scale, in order. */
  readonly options: readonly Scored[]
  /** Groups are organisations, by id; '' for what no organisation answered. */
  readonly figures: PublishedFigures
}

interface FinalRating {
  readonly organisation: string
  readonly choice: string
}

/**
 * How satisfied people were with each body: of each matter the last round that is final counts, once for each rater.
 * Words of a scale the council no longer has are not in the figures.
 */
export async function satisfactionByBody(
  db: Db,
  { councilId, kind, now }: { readonly councilId: string; readonly kind: string; readonly now: Date },
): Promise<Satisfaction> {
  const { satisfactionScale: options, smallGroupLeast: least } = await settingsAt(db, councilId, now)
  const { rows } = await sql<FinalRating>`
    with final as (
      select distinct on (s.about_type, s.about_id) s.id, s.organisation_id, g.code,
             greatest(g.final_at, c.decided_at) as at
        from ratings.sheet s
        join ratings.stage g on g.council_id = s.council_id and g.sheet_id = s.id and g.code = 'whole'
        left join ratings.recheck c on c.council_id = g.council_id and c.sheet_id = g.sheet_id and c.stage = g.code
       where s.council_id = ${councilId} and s.kind = ${kind} and g.final_at <= ${now}
         and c.state is distinct from 'asked'
       order by s.about_type, s.about_id, s.round desc),
    counted as (
      select distinct on (r.sheet_id, r.rater_kind, r.rater_id) r.id, r.version, final.organisation_id, final.at
        from final
        join ratings.rating r on r.council_id = ${councilId} and r.sheet_id = final.id and r.stage = final.code
       order by r.sheet_id, r.rater_kind, r.rater_id, r.attempt desc)
    select coalesce(counted.organisation_id::text, '') as organisation, v.choice
      from counted
      join ratings.version v on v.council_id = ${councilId} and v.rating_id = counted.id and v.n = counted.version
     where v.choice is not null
     order by counted.at, counted.id`.execute(db)
  const groups = [...Map.groupBy(rows, ({ organisation }) => organisation)].map(([key, ratings]) => ({
    key,
    choices: ratings.flatMap(({ choice }) => {
      const index = options.findIndex(({ code }) => code === choice)
      return index === -1 ? [] : [index]
    }),
  }))
  return { options, figures: publish(groups, waysFor(options.length, contentUntil(options)), least) }
}

/** The last of the words for content, where the scale begins with them. */
function contentUntil(options: readonly Scored[]): number | null {
  const others = options.findIndex((option) => !isContent(option))
  return others > 0 && !options.slice(others).some(isContent) ? others - 1 : null
}
