import { setDue } from '#kernel/due'
import { reaction } from '#kernel/events'
import { takeUpNote } from './actions/take-up-note.ts'

/** What was noted in a meeting as a matter to be handled: the worker opens it as the system. */
export const takeUpNoted = reaction({
  name: 'contact.take-up-noted',
  on: ['meetings.matter-raised'],
  async run({ tx, event, now }) {
    const { noteId } = event.data
    if (typeof noteId !== 'string') return
    const { councilId } = event
    await setDue(tx, { councilId, name: takeUpNote.name, subjectId: noteId, at: now, input: { noteId } })
  },
})
