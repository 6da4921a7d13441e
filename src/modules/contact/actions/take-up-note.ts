import { z } from 'zod'
import { action, type Call } from '#kernel/action'
import { linkMatter, raisedNote } from '#parts/meetings'
import { subjectType } from '../rules.ts'
import { openMatter } from './open-matter.ts'
import { deputyNow } from './take-up.ts'

const OfNote = z.strictObject({ noteId: z.uuid() })

/** Opens the matter of a note of the minutes, under the code that was handed out in the room. */
export const takeUpNote = action({
  name: 'contact.take-up-note',
  input: OfNote,
  subject: ({ tx, councilId, input }: Call<z.output<typeof OfNote>>) => raisedNote(tx, councilId, input.noteId),
  allow: () => false,
  from: ({ note }) => (note.matter_id === null ? null : 'opened-already'),
  async run(context) {
    const { tx, councilId, subject, now } = context
    const { note, meeting } = subject
    const { number } = await openMatter(context, {
      clientKey: note.id,
      receipt: note.receipt,
      sessionId: meeting.id,
      contributor: {
        name: note.said_by,
        nameVisibleTo: 'office',
        answerBy: 'receipt',
        locale: 'zh-CN',
      },
      body: note.body,
      contentLocale: 'zh-CN',
      channel: 'session',
      spot: '',
      deputyId: await deputyNow(tx, councilId, note.keeper_id, now),
      placeId: meeting.place_id,
      // Said in a meeting that is open to all, and read in its minutes.
      public: true,
      attachments: async () => [],
      provedAt: null,
    })
    const matter = await tx
      .selectFrom('contact.matter')
      .select(['id', 'case_id'])
      .where('council_id', '=', councilId)
      .where('number', '=', number)
      .executeTakeFirstOrThrow()
    await linkMatter(tx, councilId, note.id, { type: subjectType, id: matter.id, caseId: matter.case_id })
    return { number }
  },
})
