import { type AnyAction, action, type Call, type Run } from '#kernel/action'
import type { Tx } from '#kernel/db'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { answerQuestion, giveVerdict, judgePromise } from '#parts/cases'
import { settingsAt } from '#parts/councils'
import { keysOf, takeAllowances } from '#parts/opinions'
import { type Held, matterByReceipt } from '../queries/matter.ts'
import { caseKind, holdsReceipt } from '../rules.ts'
import { AnswerBack, Judge, JudgePromise, Raise } from '../schema.ts'
import { attachFile, freshFiles } from './files.ts'
import { openMatter } from './open-matter.ts'

const council = async ({ councilId }: Call<unknown>) => ({ id: councilId })

/** Names the words agreed to, as they stood on the page: `write-page.text.ts`. */
const consentWords = 'contact-write 2026-11'

/** Somebody brings something to a deputy, a station or the council: stored at once, with a receipt, and in somebody's hands. */
export const raise = action({
  name: 'contact.raise',
  input: Raise,
  subject: council,
  allow: () => true,
  async run(context) {
    const { tx, councilId, input, actor, now } = context
    const [room] = await takeAllowances(tx, councilId, [keysOf(actor, caseKind)], now)
    if (!room) throw new Refused(conflict('too-many'))
    await mustBeTopic(tx, councilId, input.topic, now)
    return openMatter(context, {
      clientKey: input.clientKey,
      body: input.body,
      contentLocale: input.contentLocale,
      spot: input.spot,
      deputyId: input.deputyId,
      placeId: input.placeId,
      position: input.position,
      topic: input.topic,
      placeShown: input.placeShown,
      public: input.public,
      channel: 'online',
      contributor: contributorOf(context),
      attachments: () => freshFiles(tx, { councilId, files: input.files, now }),
      provedAt: actor.accountId === null ? null : now,
    })
  },
})

type Told = Pick<Raise, 'answerBy' | 'contactKind' | 'contact' | 'name' | 'contentLocale'>

/** Who says it, and how she hears of it. */
export function contributorOf({ input, actor, now }: Pick<Run<Told, unknown>, 'input' | 'actor' | 'now'>) {
  const byMessage = input.answerBy === 'phone' || input.answerBy === 'email'
  return {
    accountId: actor.accountId,
    deviceId: actor.deviceId,
    name: input.name,
    nameVisibleTo: 'office' as const,
    answerBy: input.answerBy,
    contactKind: byMessage ? input.contactKind : null,
    contact: byMessage ? input.contact : null,
    consent: consentWords,
    consentAt: now,
    locale: input.contentLocale,
  }
}

async function mustBeTopic(tx: Tx, councilId: string, topic: string, now: Date): Promise<void> {
  if (topic === '') return
  const { matterTopics } = await settingsAt(tx, councilId, now)
  if (!matterTopics.some(({ code }) => code === topic)) {
    throw new Refused(invalid({ path: 'topic', code: 'unknown' }))
  }
}

const lockHeld = ({ tx, councilId, input }: Call<{ readonly receipt: string }>): Promise<Held | null> =>
  matterByReceipt(tx, councilId, input.receipt, { lock: true })

/** Whoever joined hears of everything; the answers and the verdict are of the one who raised it. */
function joinedOnly({ joined }: Held): string | null {
  return joined ? 'joined-only' : null
}

/** Photos she shows with her verdict. */
async function keepEvidence(
  { tx, councilId, subject, input, now }: Run<{ readonly files: readonly string[] }, Held>,
  promiseId: string | null,
): Promise<void> {
  const files = await freshFiles(tx, { councilId, files: input.files, now })
  if (files.length === 0) return
  const { id, work } = subject.matter
  const rows = files.map(({ fileId }) => ({
    council_id: councilId,
    file_id: fileId,
    matter_id: id,
    round: work.round,
    promise_id: promiseId,
    hers: true,
    at: now,
  }))
  await tx.insertInto('contact.evidence').values(rows).execute()
}

/** She answers what the deputy or the department asked back. */
export const answerBack = action({
  name: 'contact.answer-back',
  input: AnswerBack,
  subject: lockHeld,
  allow: holdsReceipt,
  from: (held) => joinedOnly(held) ?? (held.matter.work.question ? null : 'not-asked'),
  async run(context) {
    await answerQuestion(context, context.subject.matter.work, context.input.words)
    return null
  },
})

/** She says whether it is solved. */
export const judge = action({
  name: 'contact.judge',
  input: Judge,
  subject: lockHeld,
  allow: holdsReceipt,
  from: (held) =>
    joinedOnly(held) ?? (held.matter.work.stage === 'answered' ? null : `stage:${held.matter.work.stage}`),
  async run(context) {
    await keepEvidence(context, null)
    await giveVerdict(context, context.subject.matter.work, context.input)
    return null
  },
})

/** She says whether a promise was kept. */
export const judgeKept = action({
  name: 'contact.judge-promise',
  input: JudgePromise,
  subject: lockHeld,
  allow: holdsReceipt,
  from: joinedOnly,
  async run(context) {
    await keepEvidence(context, context.input.promiseId)
    await judgePromise(context, context.subject.matter.work, context.input)
    return null
  },
})

export const residentActions: readonly AnyAction[] = [attachFile, raise, answerBack, judge, judgeKept]
