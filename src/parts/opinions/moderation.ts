import './tables.ts'
import type { Selectable } from 'kysely'
import { type Db, sql, type Tables, type Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { appendLeaf, type LedgerKeys } from '#kernel/ledger'
import { conflict, missing, Refused } from '#kernel/outcome'
import type { Hand, Matter } from './arguments.ts'

export type OpinionRow = Selectable<Tables['opinions.opinion']>

/** Why an opinion is not shown. Nothing is hidden for what it thinks. */
export const moderationReasons = ['advert', 'personal-data', 'abuse', 'noise', 'unlawful', 'other-matter'] as const
export type ModerationReason = (typeof moderationReasons)[number]

export const verdicts = ['held', 'released', 'hidden', 'restored'] as const
export type Verdict = (typeof verdicts)[number]

/** From which stages a verdict may be spoken, and the stage that follows. */
const verdictTable: Readonly<
  Record<Verdict, { readonly from: readonly OpinionRow['stage'][]; readonly to: OpinionRow['stage'] }>
> = {
  held: { from: ['received'], to: 'held' },
  released: { from: ['held'], to: 'received' },
  hidden: { from: ['received', 'held'], to: 'hidden' },
  restored: { from: ['hidden'], to: 'received' },
}

/** The opinion, locked until the transaction ends. */
export async function lockOpinion(tx: Tx, councilId: string, matter: Matter, opinionId: string) {
  const row = await tx
    .selectFrom('opinions.opinion')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('subject_type', '=', matter.type)
    .where('subject_id', '=', matter.id)
    .where('id', '=', opinionId)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}

export interface Spoken {
  readonly verdict: Verdict
  readonly reasonCode: string
  readonly reason: string
}

/**
 * Holds, releases, hides or restores an opinion. The words stay; the reason stands with them; hiding and restoring
 * are leaves in the ledger, so that nobody can hide that something was hidden.
 * @throws Refused `stage:…` where the opinion does not stand where the verdict begins
 */
export async function moderate(
  tx: Tx,
  opinion: OpinionRow,
  spoken: Spoken,
  hand: Hand & { readonly keys: LedgerKeys },
): Promise<void> {
  const { from } = verdictTable[spoken.verdict]
  if (!from.includes(opinion.stage)) throw new Refused(conflict(`stage:${opinion.stage}`))
  await speak(tx, opinion, spoken, hand)
}

async function speak(
  tx: Tx,
  opinion: OpinionRow,
  spoken: Spoken,
  hand: Hand & { readonly keys: LedgerKeys },
): Promise<void> {
  await tx
    .updateTable('opinions.opinion')
    .set({ stage: verdictTable[spoken.verdict].to })
    .where('council_id', '=', hand.councilId)
    .where('id', '=', opinion.id)
    .execute()
  await tx
    .insertInto('opinions.moderation')
    .values({
      council_id: hand.councilId,
      id: newId(),
      opinion_id: opinion.id,
      verdict: spoken.verdict,
      reason_code: spoken.reasonCode,
      reason: spoken.reason,
      by: hand.by,
      at: hand.now,
      appeal: null,
      appealed_at: null,
    })
    .execute()
  if (spoken.verdict === 'hidden' || spoken.verdict === 'restored') {
    await appendToMatter(
      tx,
      opinion,
      { type: `moderation.${spoken.verdict}`, parts: { reason: spoken.reason }, out: spoken.reasonCode },
      hand,
    )
  }
}

/** Adds a leaf to the matter that an opinion's receipt opened. Nothing where the opinion has no leaf. */
export async function appendToMatter(
  tx: Tx,
  opinion: Pick<OpinionRow, 'leaf_id'>,
  leaf: { readonly type: string; readonly parts: Readonly<Record<string, string>>; readonly out?: string },
  { councilId, now, keys }: { readonly councilId: string; readonly now: Date; readonly keys: LedgerKeys },
): Promise<void> {
  if (!opinion.leaf_id) return
  const first = await tx
    .selectFrom('ledger.leaf')
    .select('subject_id')
    .where('council_id', '=', councilId)
    .where('id', '=', opinion.leaf_id)
    .executeTakeFirst()
  if (first) await appendLeaf(tx, { councilId, subjectId: first.subject_id, at: now, ...leaf }, keys)
}

/**
 * Answers the appeal that waits. Whoever spoke the verdict does not judge the appeal against it.
 * @throws Refused `own-verdict`, or missing when no appeal waits
 */
export async function answerAppeal(
  tx: Tx,
  opinion: OpinionRow,
  { upheld, answer }: { readonly upheld: boolean; readonly answer: string },
  hand: Hand & { readonly keys: LedgerKeys },
): Promise<void> {
  const last = await lastVerdict(tx, opinion.council_id, opinion.id)
  if (!last?.appeal || opinion.stage !== 'hidden') throw new Refused(missing())
  if (last.spoken_by && last.spoken_by === hand.by) throw new Refused(conflict('own-verdict'))
  const code = upheld ? 'appeal' : last.reason_code
  await speak(tx, opinion, { verdict: upheld ? 'restored' : 'hidden', reasonCode: code, reason: answer }, hand)
}

export interface StandingVerdict {
  readonly verdict: Verdict
  readonly reason_code: string
  readonly reason: string
  readonly at: Date
  /** Her words against it, while nobody has answered them. */
  readonly appeal: string | null
  /** Who last judged it; null for a rule of the house. */
  readonly spoken_by: string | null
}

/** The verdict that stands: what a page says in place of hidden words. Null when nobody ever judged it. */
export async function lastVerdict(db: Db | Tx, councilId: string, opinionId: string): Promise<StandingVerdict | null> {
  const { rows } = await sql<StandingVerdict>`
    select m.verdict, m.reason_code, m.reason, m.at, m.appeal,
           (select s.by from opinions.moderation s
             where s.council_id = m.council_id and s.opinion_id = m.opinion_id and s.appeal is null
             order by s.at desc, s.id desc limit 1) as spoken_by
      from opinions.moderation m
     where m.council_id = ${councilId} and m.opinion_id = ${opinionId}
     order by m.at desc, m.id desc limit 1`.execute(db)
  return rows[0] ?? null
}
