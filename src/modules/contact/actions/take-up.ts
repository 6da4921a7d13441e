import { action, type Call } from '#kernel/action'
import type { Tx } from '#kernel/db'
import { MatterRaised } from '#parts/network'
import { members } from '#parts/people'
import { subjectType } from '../rules.ts'
import { officeFor, openFor } from './open-matter.ts'

/** The words that were said, with whose they are. */
async function lockWords({ tx, councilId, input }: Call<MatterRaised>) {
  const row = await tx
    .selectFrom('opinions.opinion as o')
    .innerJoin('opinions.contributor as c', (join) =>
      join.onRef('c.council_id', '=', 'o.council_id').onRef('c.id', '=', 'o.contributor_id'),
    )
    .select(['o.id', 'o.body', 'c.account_id'])
    .where('o.council_id', '=', councilId)
    .where('o.id', '=', input.opinionId)
    .where('o.subject_type', '=', subjectType)
    .where('o.subject_id', '=', input.matterId)
    .forUpdate('o')
    .executeTakeFirst()
  return row ?? null
}

/**
 * Takes up what was said at a desk or in a meeting: the words and the receipt are there already. A deputy who is one no
 * longer keeps nothing; then the liaison of the place has it.
 */
export const takeUp = action({
  name: 'contact.take-up',
  input: MatterRaised,
  subject: lockWords,
  allow: () => false,
  async run(context) {
    const { tx, councilId, input, subject, now, emit } = context
    const { matterId, placeId } = input
    if (await isThere(tx, councilId, matterId)) {
      emit('contact.take-up-repeated', {}, { subjectId: matterId })
      return null
    }
    const deputyId = await deputyNow(tx, councilId, input.deputyId, now)
    return openFor(context, {
      matterId,
      opinionId: subject.id,
      askerAccountId: subject.account_id,
      scopeId: await officeFor(tx, councilId, { placeId, deputyId }, now),
      body: subject.body,
      deputyId,
      placeId,
      spot: '',
    })
  },
})

async function isThere(tx: Tx, councilId: string, matterId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('contact.matter')
    .select('id')
    .where('council_id', '=', councilId)
    .where('id', '=', matterId)
    .executeTakeFirst()
  return row !== undefined
}

/** The deputy, if she still is one. */
export async function deputyNow(tx: Tx, councilId: string, deputyId: string | null, now: Date): Promise<string | null> {
  if (deputyId === null) return null
  const [found] = await members(tx, { councilId, now, roles: ['deputy'], personId: deputyId })
  return found ? deputyId : null
}
