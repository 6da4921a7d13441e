import { setDue } from '#kernel/due'
import { reaction } from '#kernel/events'
import { MatterRaised, matterRaised } from '#parts/network'
import { takeUp } from './actions/take-up.ts'

/** What was said at a place becomes a matter of contact: the worker takes it up as the system. */
export const takeUpRaised = reaction({
  name: 'contact.take-up-raised',
  on: [matterRaised],
  async run({ tx, event, now }) {
    const input = MatterRaised.parse(event.data)
    const { councilId } = event
    await setDue(tx, { councilId, name: takeUp.name, subjectId: input.matterId, at: now, input })
  },
})
