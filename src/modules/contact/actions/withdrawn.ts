import { z } from 'zod'
import { action } from '#kernel/action'
import { setDue } from '#kernel/due'
import { reaction } from '#kernel/events'
import { closeCase } from '#parts/cases'
import { lockMatter, voicesIn } from '../queries/matter.ts'
import { caseKind, subjectType } from '../rules.ts'

/** The one who raised it took her words back: nobody works on it any longer. What was settled before stays settled. */
export const closeWithdrawn = action({
  name: 'contact.close-withdrawn',
  input: z.strictObject({ matterId: z.uuid() }),
  subject: async (call) => {
    const matter = await lockMatter(call)
    return matter && { ...matter, voices: await voicesIn(call.tx, matter) }
  },
  allow: () => false,
  from: ({ work, voices }) => {
    if (work.stage !== 'open' && work.stage !== 'answered') return `stage:${work.stage}`
    // She counts as one still; whoever else speaks in it goes on being answered.
    return voices > 1 ? 'others-speak' : null
  },
  async run(context) {
    const { subject, emit } = context
    await closeCase(context, subject.work, 'withdrawn')
    emit('contact.withdrawn', { caseId: subject.case_id, kind: caseKind }, { subjectId: subject.id })
    return null
  },
})

/** Taking words back closes the case, whichever door it came through, once nobody else speaks in it. */
export const closeOnWithdrawal = reaction({
  name: 'contact.close-on-withdrawal',
  on: ['opinions.withdrawn'],
  async run({ tx, event, now }) {
    const { subjectType: type, matterId } = event.data
    if (type !== subjectType || typeof matterId !== 'string') return
    const { councilId } = event
    const own = await tx
      .selectFrom('contact.matter as m')
      .innerJoin('opinions.opinion as o', (join) =>
        join.onRef('o.council_id', '=', 'm.council_id').onRef('o.id', '=', 'm.opinion_id'),
      )
      .select('o.stage')
      .where('m.council_id', '=', councilId)
      .where('m.id', '=', matterId)
      .executeTakeFirst()
    if (own?.stage !== 'withdrawn') return
    await setDue(tx, { councilId, name: closeWithdrawn.name, subjectId: matterId, at: now, input: { matterId } })
  },
})
