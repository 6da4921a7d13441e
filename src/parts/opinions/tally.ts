import './tables.ts'
import { sql } from '#kernel/db'
import { decisions } from './outcomes.ts'

/**
 * Every opinion of a council with how far it came, as SQL: for counting them all at once. It says of each opinion what
 * `ledgerOf` and `answersOf` say of those of one matter, joined instead of asked one by one.
 *
 * Columns: subject_type, subject_id, place_id, door_id, channel, month (its first day, in the time zone), hidden,
 * refined, submitted, decision (null without one), days (whole days from receipt to the first answer; null without
 * one). Withdrawn opinions are absent; hidden ones only say that they are hidden.
 */
export function opinionFacts(councilId: string, timeZone: string) {
  const ranks = sql.lit(`{${decisions.join(',')}}`)
  return sql`
    with shared as (
      select member.opinion_id,
             bool_or(final.id is not null) as refined,
             bool_or(final.id is not null and argument.stage in ('submitted', 'answered')) as submitted,
             bool_and(given.id is not null) filter (where not member.dissent) as answered,
             max(array_position(${ranks}::text[], given.decision)) filter (where not member.dissent) as best,
             min(given.decided_at) filter (where not member.dissent) as decided_at
        from opinions.argument_member member
        join opinions.argument on argument.council_id = member.council_id and argument.id = member.argument_id
             and argument.stage <> 'dissolved'
        left join opinions.refinement final on final.council_id = argument.council_id
             and final.argument_id = argument.id and final.stage = 'final'
        left join opinions.outcome given on given.council_id = argument.council_id
             and given.argument_id = argument.id and given.replaced_at is null
       where member.council_id = ${councilId} and member.objection is null
       group by member.opinion_id),
    own as (
      select opinion_id, decision, decided_at from opinions.outcome
       where council_id = ${councilId} and opinion_id is not null and replaced_at is null),
    written as (
      select leaf.opinion_id, min(outcome.decided_at) as decided_at
        from opinions.outcome_leaf leaf
        join opinions.outcome on outcome.council_id = leaf.council_id and outcome.id = leaf.outcome_id
       where leaf.council_id = ${councilId} group by leaf.opinion_id),
    known as (
      select opinion.*, coalesce(shared.refined, false) as refined, coalesce(shared.submitted, false) as submitted,
             coalesce(own.decision, case when shared.answered then (${ranks}::text[])[shared.best] end) as decision,
             coalesce(written.decided_at, own.decided_at, shared.decided_at) as decided_at
        from opinions.opinion
        left join shared on shared.opinion_id = opinion.id
        left join own on own.opinion_id = opinion.id
        left join written on written.opinion_id = opinion.id
       where opinion.council_id = ${councilId} and opinion.stage <> 'withdrawn')
    select subject_type, subject_id, place_id, door_id, channel,
           date_trunc('month', received_at at time zone ${timeZone})::date as month,
           stage = 'hidden' as hidden,
           stage <> 'hidden' and refined as refined,
           stage <> 'hidden' and submitted as submitted,
           case when stage <> 'hidden' then decision end as decision,
           case when stage <> 'hidden' and decision is not null then
             greatest(0, (decided_at at time zone ${timeZone})::date - (received_at at time zone ${timeZone})::date)
           end as days
      from known`
}

/**
 * Every argument of a council that stands, as SQL. Columns: subject_type, subject_id, year (in which it was made),
 * received (all its opinions came in a package from another council), refined, submitted, decision.
 */
export function argumentFacts(councilId: string, timeZone: string) {
  return sql`
    select argument.subject_type, argument.subject_id,
           extract(year from argument.made_at at time zone ${timeZone})::int as year,
           coalesce(voices.received, false) as received,
           final.id is not null as refined,
           final.id is not null and argument.stage in ('submitted', 'answered') as submitted,
           given.decision
      from opinions.argument
      left join (
        select member.argument_id, bool_and(opinion.channel = 'package') as received
          from opinions.argument_member member
          join opinions.opinion on opinion.council_id = member.council_id and opinion.id = member.opinion_id
         where member.council_id = ${councilId} group by member.argument_id) voices on voices.argument_id = argument.id
      left join opinions.refinement final on final.council_id = argument.council_id
           and final.argument_id = argument.id and final.stage = 'final'
      left join opinions.outcome given on given.council_id = argument.council_id
           and given.argument_id = argument.id and given.replaced_at is null
     where argument.council_id = ${councilId} and argument.stage <> 'dissolved'`
}
