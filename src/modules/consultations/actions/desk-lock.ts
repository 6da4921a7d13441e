import type { Actor, Call } from '#kernel/action'
import { hasRole, hasRoleAt } from '#kernel/action'
import type { Tx } from '#kernel/db'
import { conflict, Refused } from '#kernel/outcome'
import { type ArgumentRow, type Hand, lockArgument, type Matter } from '#parts/opinions'
import { type ConsultationRow, lockConsultation } from '../queries/consultation.ts'
import { stageNow } from '../rules.ts'

/** The consultation, held still while its desk works. */
export function lockDesk({ tx, councilId, input }: Call<{ readonly consultationId: string }>) {
  return lockConsultation(tx, councilId, input.consultationId, 'share')
}

export interface ArgumentOfConsultation {
  readonly consultation: ConsultationRow
  readonly argument: ArgumentRow
}

/** An argument with its consultation, locked. */
export async function lockBoth({
  tx,
  councilId,
  input,
}: Pick<
  Call<{ readonly consultationId: string; readonly number: number }>,
  'tx' | 'councilId' | 'input'
>): Promise<ArgumentOfConsultation | null> {
  const consultation = await lockConsultation(tx, councilId, input.consultationId, 'share')
  const argument = consultation && (await lockArgument(tx, councilId, matterOf(consultation), input.number))
  return argument ? { consultation, argument } : null
}

export function matterOf(consultation: Pick<ConsultationRow, 'id'>): Matter {
  return { type: 'consultation', id: consultation.id }
}

/** Sorting and refining go on while opinions come in and after closing, until the whole is refined. */
export function whileSorting(consultation: ConsultationRow, now: Date): string | null {
  const stage = stageNow(consultation, now)
  return stage === 'open' || stage === 'closed' ? null : `stage:${stage}`
}

/** The same for an argument that is still being worked on. */
export function whileArgumentOpen({ consultation, argument }: ArgumentOfConsultation, now: Date): string | null {
  return whileSorting(consultation, now) ?? (argument.stage === 'open' ? null : `argument:${argument.stage}`)
}

/** An opinion may be judged whenever it may be read. */
export function oncePublished(consultation: ConsultationRow): string | null {
  return consultation.stage === 'prepared' ? 'stage:prepared' : null
}

export function handOf({ councilId, now, actor }: Pick<Call<unknown>, 'councilId' | 'now' | 'actor'>): Hand {
  return { councilId, now, by: actor.personId }
}

/** Staff of a place judge what came through their place; the office judges everything. */
export function mayJudge(actor: Actor, placeId: string | null): boolean {
  return hasRole(actor, 'clerk') || (placeId !== null && hasRoleAt(actor, placeId, 'point-staff', 'liaison'))
}

/** Who is asked for advice: experts, advisers, members of a legislative council, deputies. */
export function isAdvising(actor: Actor): boolean {
  return hasRole(actor, 'expert', 'adviser', 'council-member', 'deputy', 'committee')
}

/** @throws Refused when the person holds no office in the council that lets her do this work */
export async function sureOfHolder(
  tx: Tx,
  { councilId, personId, roles, now }: { councilId: string; personId: string; roles: readonly string[]; now: Date },
): Promise<void> {
  const held = await tx
    .selectFrom('people.membership')
    .select('id')
    .where('council_id', '=', councilId)
    .where('person_id', '=', personId)
    .where((e) =>
      e.and([
        e('since', '<=', now),
        e.or([e('until', 'is', null), e('until', '>', now)]),
        e.or(roles.map((role) => e(e.cast<string>('role', 'text'), '=', role))),
      ]),
    )
    .executeTakeFirst()
  if (!held) throw new Refused(conflict('no-such-holder'))
}
