import { type Actor, type AnyAction, action } from '#kernel/action'
import { sql, type Tx } from '#kernel/db'
import { ledgerKeys } from '#kernel/ledger'
import { conflict, Refused } from '#kernel/outcome'
import { isKeeper } from '#parts/cases'
import { giveOpinion, keysOf, lockOpinion, moderate, takeAllowances } from '#parts/opinions'
import { lockMatter, type Matter, wordsArePublic } from '../queries/matter.ts'
import { caseKind, subjectType } from '../rules.ts'
import { Hide, Join } from '../schema.ts'
import { freshFiles } from './files.ts'
import { contributorOf } from './resident.ts'

/** Names the words agreed to, as they stood on the page: `snap-page.text.ts`. */
const consentWords = 'contact-join 2026-11'

interface Joinable extends Matter {
  readonly hers: boolean
}

/**
 * "It is this one": somebody else has the same matter. She gets a receipt of her own, counts as one more voice and hears
 * of every step. A matter that is not public is not there for her.
 */
export const join = action({
  name: 'contact.join',
  input: Join,
  async subject({ tx, councilId, input, actor }): Promise<Joinable | null> {
    const matter = await lockMatter({ tx, councilId, input })
    if (!matter || !(await wordsArePublic(tx, matter))) return null
    return { ...matter, hers: await speaksIn(tx, matter, actor, input.clientKey) }
  },
  allow: () => true,
  from: ({ work, hers }) => (hers ? 'joined-already' : work.stage === 'settled' ? 'stage:settled' : null),
  async run(context) {
    const { tx, councilId, input, actor, subject, now, app, emit } = context
    const [room] = await takeAllowances(tx, councilId, [keysOf(actor, caseKind)], now)
    if (!room) throw new Refused(conflict('too-many'))
    const given = await giveOpinion(
      tx,
      {
        subject: { type: subjectType, id: subject.id },
        clientKey: input.clientKey,
        contributor: { ...contributorOf(context), consent: consentWords },
        body: input.body,
        contentLocale: input.contentLocale,
        channel: 'online',
        placeId: subject.place_id,
        // For those who handle it: what everybody reads are the words of the one who raised it.
        public: false,
        attachments: await freshFiles(tx, { councilId, files: input.files, now }),
        provedAt: actor.accountId === null ? null : now,
      },
      { councilId, now, keys: ledgerKeys(app) },
    )
    if (given.repeated) {
      emit('contact.join-repeated', {}, { subjectId: subject.id })
      return { receipt: given.receipt, number: subject.number }
    }
    emit('contact.joined', { caseId: subject.case_id, kind: caseKind }, { subjectId: subject.id })
    return { receipt: given.receipt, number: subject.number }
  },
})

/** Whether this account or device raised or joined the matter, other than by the very sending that is tried again. */
async function speaksIn(tx: Tx, matter: Matter, { accountId, deviceId }: Actor, clientKey: string): Promise<boolean> {
  if (accountId === null && deviceId === null) return false
  const { rows } = await sql`
    select o.id from opinions.opinion o
      join opinions.contributor c on c.council_id = o.council_id and c.id = o.contributor_id
     where o.council_id = ${matter.council_id} and o.subject_type = ${subjectType} and o.subject_id = ${matter.id}
       and o.stage <> 'withdrawn' and o.client_key <> ${clientKey}
       and (${accountId === null ? sql`c.account_id is null and c.device_id = ${deviceId}` : sql`c.account_id = ${accountId}`})
     limit 1`.execute(tx)
  return rows.length > 0
}

/** Whoever keeps a matter takes its words off the public page, with the reason; it is handled all the same. */
export const hide = action({
  name: 'contact.hide',
  input: Hide,
  subject: lockMatter,
  allow: (actor, { work }) => isKeeper(actor, work),
  async run({ tx, councilId, subject, input, actor, now, app, emit }) {
    const opinion = await lockOpinion(tx, councilId, { type: subjectType, id: subject.id }, subject.opinion_id)
    if (!opinion?.public) throw new Refused(conflict('not-public'))
    const { reasonCode, reason } = input
    const hand = { councilId, by: actor.personId, now, keys: ledgerKeys(app) }
    await moderate(tx, opinion, { verdict: 'hidden', reasonCode, reason }, hand)
    emit('contact.hidden', { caseId: subject.case_id, kind: caseKind, reasonCode }, { subjectId: subject.id })
    return null
  },
})

export const joiningActions: readonly AnyAction[] = [join, hide]
