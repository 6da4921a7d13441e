import './tables.ts'
import type { Actor } from '#kernel/action'
import { type Db, sql, type Tx } from '#kernel/db'
import type { AnsweringChange, RefinedSentence } from './tables.ts'

/** Everything that became of one opinion, for whoever holds its receipt. */
export interface Followed {
  readonly id: string
  readonly receipt: string
  readonly subjectType: string
  readonly subjectId: string
  readonly provisionId: string | null
  readonly versionId: string | null
  readonly quote: string | null
  readonly body: string
  readonly suggested: string | null
  readonly channel: 'online' | 'field' | 'paper' | 'session' | 'desk' | 'package'
  readonly placeId: string | null
  readonly public: boolean
  readonly stage: 'received' | 'held' | 'hidden' | 'withdrawn'
  readonly supports: number
  readonly leafId: string | null
  readonly givenAt: Date
  readonly receivedAt: Date
  readonly provedAt: Date | null
  readonly contributor: {
    readonly id: string
    readonly accountId: string | null
    readonly deviceId: string | null
    readonly displayName: string | null
    readonly nameVisibleTo: 'nobody' | 'office' | 'everyone'
    readonly answerBy: 'receipt' | 'inbox' | 'phone' | 'email' | 'post'
    readonly hasContact: boolean
    readonly hasAddress: boolean
    /** She hears when the next consultation on the same law opens. */
    readonly tellNext: boolean
    readonly erased: boolean
  }
  readonly argument: FollowedArgument | null
  readonly outcome: FollowedOutcome | null
  /** What moderation said last; null when it said nothing. */
  readonly moderation: FollowedModeration | null
}

export interface FollowedArgument {
  readonly id: string
  readonly number: number
  readonly title: string
  readonly stage: 'open' | 'refined' | 'submitted' | 'answered' | 'dissolved'
  readonly at: Date
  /** Other opinions in it. */
  readonly others: number
  readonly dissent: boolean
  readonly objection: string | null
  readonly refinements: readonly FollowedRefinement[]
}

export interface FollowedRefinement {
  readonly id: string
  readonly intent: 'add' | 'change' | 'delete' | 'principle'
  readonly provisionId: string | null
  readonly sentences: readonly RefinedSentence[]
  readonly reason: string
  readonly stage: 'draft' | 'asked' | 'final' | 'replaced'
  readonly askedAt: Date | null
  readonly finishedAt: Date | null
  readonly answer: 'yes' | 'no' | null
  readonly because: string | null
}

export interface FollowedOutcome {
  readonly decision: 'adopted' | 'partly' | 'not-adopted' | 'later'
  readonly reason: string
  readonly changes: readonly AnsweringChange[]
  readonly decidedAt: Date
}

export interface FollowedModeration {
  readonly verdict: 'held' | 'released' | 'hidden' | 'restored'
  readonly reasonCode: string
  readonly reason: string
  readonly at: Date
  readonly appeal: string | null
  readonly appealedAt: Date | null
}

/** @param receipt twelve characters without dashes. @returns null when no opinion has it */
export async function opinionByReceipt(db: Db | Tx, councilId: string, receipt: string): Promise<Followed | null> {
  const row = await db
    .selectFrom('opinions.opinion as o')
    .innerJoin('opinions.contributor as c', (join) =>
      join.onRef('c.council_id', '=', 'o.council_id').onRef('c.id', '=', 'o.contributor_id'),
    )
    .selectAll('o')
    .select([
      'c.account_id',
      'c.device_id',
      'c.display_name',
      'c.name_visible_to',
      'c.answer_by',
      'c.contact',
      'c.address',
      'c.next_declined_at',
      'c.erased_at',
    ])
    .where('o.council_id', '=', councilId)
    .where('o.receipt', '=', receipt)
    .executeTakeFirst()
  if (!row) return null
  const argument = await argumentOf(db, councilId, row.id)
  return {
    id: row.id,
    receipt: row.receipt,
    subjectType: row.subject_type,
    subjectId: row.subject_id,
    provisionId: row.provision_id,
    versionId: row.version_id,
    quote: row.quote,
    body: row.body,
    suggested: row.suggested,
    channel: row.channel,
    placeId: row.place_id,
    public: row.public,
    stage: row.stage,
    supports: row.supports,
    leafId: row.leaf_id,
    givenAt: row.given_at,
    receivedAt: row.received_at,
    provedAt: row.proved_at,
    contributor: {
      id: row.contributor_id,
      accountId: row.account_id,
      deviceId: row.device_id,
      displayName: row.display_name,
      nameVisibleTo: row.name_visible_to,
      answerBy: row.answer_by,
      hasContact: row.contact !== null,
      hasAddress: row.address !== null,
      tellNext: row.next_declined_at === null,
      erased: row.erased_at !== null,
    },
    argument,
    outcome: await outcomeOf(db, councilId, row.id),
    moderation: await moderationOf(db, councilId, row.id),
  }
}

async function argumentOf(db: Db | Tx, councilId: string, opinionId: string): Promise<FollowedArgument | null> {
  const row = await db
    .selectFrom('opinions.argument_member as m')
    .innerJoin('opinions.argument as a', (join) =>
      join.onRef('a.council_id', '=', 'm.council_id').onRef('a.id', '=', 'm.argument_id'),
    )
    .select(['a.id', 'a.number', 'a.title', 'a.stage', 'm.at', 'm.dissent', 'm.objection'])
    .select(({ selectFrom }) =>
      selectFrom('opinions.argument_member as others')
        .select((of) => of.fn.countAll<number>().as('count'))
        .whereRef('others.council_id', '=', 'm.council_id')
        .whereRef('others.argument_id', '=', 'm.argument_id')
        .whereRef('others.opinion_id', '<>', 'm.opinion_id')
        .as('others'),
    )
    .where('m.council_id', '=', councilId)
    .where('m.opinion_id', '=', opinionId)
    .where('a.stage', '<>', 'dissolved')
    .orderBy('m.at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return null
  const refinements = await db
    .selectFrom('opinions.refinement as r')
    .leftJoin('opinions.confirmation as c', (join) =>
      join
        .onRef('c.council_id', '=', 'r.council_id')
        .onRef('c.refinement_id', '=', 'r.id')
        .on('c.opinion_id', '=', opinionId),
    )
    .select([
      'r.id',
      'r.intent',
      'r.provision_id',
      'r.sentences',
      'r.reason',
      'r.stage',
      'r.asked_at',
      'r.finished_at',
      'c.answer',
      'c.because',
    ])
    .where('r.council_id', '=', councilId)
    .where('r.argument_id', '=', row.id)
    .where('r.stage', 'in', ['asked', 'final'])
    .orderBy('r.ordinal')
    .limit(20)
    .execute()
  return {
    id: row.id,
    number: row.number,
    title: row.title,
    stage: row.stage,
    at: row.at,
    others: row.others ?? 0,
    dissent: row.dissent,
    objection: row.objection,
    refinements: refinements.map((each) => ({
      id: each.id,
      intent: each.intent,
      provisionId: each.provision_id,
      sentences: each.sentences,
      reason: each.reason,
      stage: each.stage,
      askedAt: each.asked_at,
      finishedAt: each.finished_at,
      answer: each.answer,
      because: each.because,
    })),
  }
}

/** The answer that counts, once it stands in the record; one to this very opinion goes before one to its argument. */
async function outcomeOf(db: Db | Tx, councilId: string, opinionId: string): Promise<FollowedOutcome | null> {
  const row = await db
    .selectFrom('opinions.outcome_leaf as told')
    .innerJoin('opinions.outcome as x', (join) =>
      join.onRef('x.council_id', '=', 'told.council_id').onRef('x.id', '=', 'told.outcome_id'),
    )
    .select(['x.decision', 'x.reason', 'x.changes', 'x.decided_at'])
    .where('told.council_id', '=', councilId)
    .where('told.opinion_id', '=', opinionId)
    .where('x.replaced_at', 'is', null)
    .orderBy(sql`x.opinion_id is null`)
    .limit(1)
    .executeTakeFirst()
  return row ? { decision: row.decision, reason: row.reason, changes: row.changes, decidedAt: row.decided_at } : null
}

async function moderationOf(db: Db | Tx, councilId: string, opinionId: string): Promise<FollowedModeration | null> {
  const row = await db
    .selectFrom('opinions.moderation')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('opinion_id', '=', opinionId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row
    ? {
        verdict: row.verdict,
        reasonCode: row.reason_code,
        reason: row.reason,
        at: row.at,
        appeal: row.appeal,
        appealedAt: row.appealed_at,
      }
    : null
}

/** Whether this is she who gave it: by her account, or by the device while no account has claimed it. */
export function isContributor(
  actor: Pick<Actor, 'accountId' | 'deviceId'>,
  contributor: Pick<Followed['contributor'], 'accountId' | 'deviceId'>,
): boolean {
  if (contributor.accountId !== null) return contributor.accountId === actor.accountId
  return contributor.deviceId !== null && contributor.deviceId === actor.deviceId
}

/** An opinion in the list of the one who gave it. */
export interface OwnOpinion {
  readonly receipt: string
  readonly body: string
  readonly subjectType: string
  readonly subjectId: string
  readonly receivedAt: Date
  readonly stage: 'received' | 'held' | 'hidden' | 'withdrawn'
}

/** What this account gave, or a guest from this device; the newest first, at most a hundred. */
export async function ownOpinions(
  db: Db | Tx,
  councilId: string,
  actor: Pick<Actor, 'accountId' | 'deviceId'>,
): Promise<OwnOpinion[]> {
  if (actor.accountId === null && actor.deviceId === null) return []
  const rows = await db
    .selectFrom('opinions.contributor as c')
    .innerJoin('opinions.opinion as o', (join) =>
      join.onRef('o.council_id', '=', 'c.council_id').onRef('o.contributor_id', '=', 'c.id'),
    )
    .select(['o.receipt', 'o.body', 'o.subject_type', 'o.subject_id', 'o.received_at', 'o.stage'])
    .where('c.council_id', '=', councilId)
    .where(({ eb, or, and }) =>
      or([
        ...(actor.accountId ? [eb('c.account_id', '=', actor.accountId)] : []),
        ...(actor.deviceId ? [and([eb('c.device_id', '=', actor.deviceId), eb('c.account_id', 'is', null)])] : []),
      ]),
    )
    .orderBy('o.received_at', 'desc')
    .limit(100)
    .execute()
  return rows.map((row) => ({
    receipt: row.receipt,
    body: row.body,
    subjectType: row.subject_type,
    subjectId: row.subject_id,
    receivedAt: row.received_at,
    stage: row.stage,
  }))
}
