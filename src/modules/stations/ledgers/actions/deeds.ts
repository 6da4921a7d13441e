import '../tables.ts'
import { z } from 'zod'
import { type AnyAction, action, type Call } from '#kernel/action'
import { dayOf } from '#kernel/calendar'
import { nextNumber } from '#kernel/db'
import { newId } from '#kernel/ids'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { councilById } from '#parts/councils'
import { type CheckedUpload, storeUpload } from '#parts/files'
import { placeById } from '#parts/network'
import { tellsDeeds } from '../rules.ts'
import { NoteDeed, ShowDeed, WithdrawDeed } from '../schema.ts'
import { deputiesAmong } from './receptions.ts'

/** Photos one matter may bear: before, after, and some. */
const mostPhotos = 6

async function lockDeed({ tx, councilId, input }: Call<{ readonly deedId: string }>) {
  const row = await tx
    .selectFrom('stations.deed')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('id', '=', input.deedId)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}

const whileThere = ({ withdrawn_at }: { readonly withdrawn_at: Date | null }) =>
  withdrawn_at === null ? null : 'withdrawn'

/** Notes what was solved, in words for everybody. */
export const noteDeed = action({
  name: 'stations.note-deed',
  input: NoteDeed,
  async subject({ tx, councilId, input }: Call<NoteDeed>) {
    return (await placeById(tx, councilId, input.placeId)) ?? null
  },
  allow: tellsDeeds,
  async run({ tx, councilId, subject, input, actor, now, emit }) {
    const council = await councilById(tx, councilId)
    if (input.solvedOn > dayOf(now, council?.time_zone ?? 'UTC')) {
      throw new Refused(invalid({ path: 'solvedOn', code: 'in-the-future' }))
    }
    if (input.deputyId && !(await deputiesAmong(tx, councilId, [input.deputyId], now)).has(input.deputyId)) {
      throw new Refused(invalid({ path: 'deputyId', code: 'no-deputy' }))
    }
    if (input.receptionId) {
      const entry = await tx
        .selectFrom('stations.reception')
        .select('id')
        .where('council_id', '=', councilId)
        .where('id', '=', input.receptionId)
        .where('place_id', '=', subject.place_id)
        .executeTakeFirst()
      if (!entry) throw new Refused(invalid({ path: 'receptionId', code: 'unknown' }))
    }
    const id = newId()
    const number = await nextNumber(tx, councilId, 'stations.deed')
    await tx
      .insertInto('stations.deed')
      .values({
        council_id: councilId,
        id,
        number,
        place_id: subject.place_id,
        deputy_id: input.deputyId,
        reception_id: input.receptionId,
        solved_on: input.solvedOn,
        topic: input.topic,
        title: input.title,
        told: input.told,
        helped: input.helped,
        amount_fen: input.amount,
        amount_from: input.amountFrom,
        public: input.public,
        noted_at: now,
        noted_by: actor.personId,
        withdrawn_at: null,
        withdrawn_because: null,
      })
      .execute()
    emit('stations.deed-noted', { number, placeId: subject.place_id, amountFen: input.amount }, { subjectId: id })
    return { deedId: id, number }
  },
})

/** Shows a deed to everybody, or to the office alone; it counts either way. */
export const showDeed = action({
  name: 'stations.show-deed',
  input: ShowDeed,
  subject: lockDeed,
  allow: tellsDeeds,
  from: whileThere,
  async run({ tx, councilId, subject, input, emit }) {
    await tx
      .updateTable('stations.deed')
      .set({ public: input.public })
      .where('council_id', '=', councilId)
      .where('id', '=', subject.id)
      .execute()
    emit('stations.deed-shown', { number: subject.number, public: input.public }, { subjectId: subject.id })
    return { number: subject.number }
  },
})

/** Takes back what was noted by mistake; it stays in the ledger with the reason and counts no longer. */
export const withdrawDeed = action({
  name: 'stations.withdraw-deed',
  input: WithdrawDeed,
  subject: lockDeed,
  allow: tellsDeeds,
  from: whileThere,
  async run({ tx, councilId, subject, input, now, emit }) {
    await tx
      .updateTable('stations.deed')
      .set({ withdrawn_at: now, withdrawn_because: input.reason })
      .where('council_id', '=', councilId)
      .where('id', '=', subject.id)
      .execute()
    emit('stations.deed-withdrawn', { number: subject.number }, { subjectId: subject.id })
    return { number: subject.number }
  },
})

const AddPhoto = z.strictObject({
  deedId: z.uuid(),
  description: z.string().trim().min(1).max(300),
  /** Cleaned and judged by `checkUpload` before. */
  upload: z.custom<CheckedUpload>((value) => typeof value === 'object' && value !== null && 'receivedSha256' in value),
})

/** Evidence: what it looks like now. */
export const addDeedPhoto = action({
  name: 'stations.add-deed-photo',
  input: AddPhoto,
  edgeOnly: true,
  subject: lockDeed,
  allow: tellsDeeds,
  from: whileThere,
  async run({ tx, councilId, subject, input, actor, now, emit }) {
    const { count } = await tx
      .selectFrom('stations.deed_photo')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('council_id', '=', councilId)
      .where('deed_id', '=', subject.id)
      .executeTakeFirstOrThrow()
    if (count >= mostPhotos) throw new Refused(conflict('too-many-photos'))
    const stored = await storeUpload(tx, { councilId, by: actor.personId, now, upload: input.upload })
    if (!stored.ok) throw new Refused(conflict(stored.reason))
    await tx
      .insertInto('stations.deed_photo')
      .values({
        council_id: councilId,
        deed_id: subject.id,
        file_id: stored.file.id,
        description: input.description,
        added_at: now,
        added_by: actor.personId,
      })
      .execute()
    emit('stations.deed-photo-added', { number: subject.number }, { subjectId: subject.id })
    return { number: subject.number }
  },
})

export const deedActions: readonly AnyAction[] = [noteDeed, showDeed, withdrawDeed, addDeedPhoto]
