import { z } from 'zod'
import { action } from '#kernel/action'
import { importActions, isAdministrator } from '#parts/councils'
import { importKinds } from './import-kinds.ts'

export const { previewImport, confirmImport, dropImport } = importActions('admin', importKinds)

/** Has a reaction that was given up tried again. */
export const retryDelivery = action({
  name: 'admin.retry-delivery',
  input: z.object({ eventId: z.uuid(), reaction: z.string().min(1).max(200) }),
  subject: ({ tx, councilId, input }) =>
    tx
      .selectFrom('kernel.delivery')
      .selectAll()
      .where('council_id', '=', councilId)
      .where('event_id', '=', input.eventId)
      .where('reaction', '=', input.reaction)
      .forUpdate()
      .executeTakeFirst()
      .then((row) => row ?? null),
  allow: isAdministrator,
  from: (delivery) => (delivery.state === 'dead' ? null : `stage:${delivery.state}`),
  async run({ tx, councilId, input, now, emit }) {
    await tx
      .updateTable('kernel.delivery')
      .set({ state: 'waiting', attempts: 0, not_before: now })
      .where('council_id', '=', councilId)
      .where('event_id', '=', input.eventId)
      .where('reaction', '=', input.reaction)
      .execute()
    emit('admin.delivery-retried', { reaction: input.reaction }, { subjectId: input.eventId })
    return null
  },
})

/** Has a due action that was given up tried again. */
export const retryDue = action({
  name: 'admin.retry-due',
  input: z.object({ dueId: z.uuid() }),
  subject: ({ tx, councilId, input }) =>
    tx
      .selectFrom('kernel.due')
      .selectAll()
      .where('council_id', '=', councilId)
      .where('id', '=', input.dueId)
      .forUpdate()
      .executeTakeFirst()
      .then((row) => row ?? null),
  allow: isAdministrator,
  from: (due) => (due.state === 'dead' ? null : `stage:${due.state}`),
  async run({ tx, councilId, subject, now, emit }) {
    await tx
      .updateTable('kernel.due')
      .set({ state: 'waiting', attempts: 0, not_before: now })
      .where('council_id', '=', councilId)
      .where('id', '=', subject.id)
      .execute()
    emit('admin.due-retried', { action: subject.action }, { subjectId: subject.id })
    return null
  },
})
