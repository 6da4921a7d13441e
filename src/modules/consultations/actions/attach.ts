import { z } from 'zod'
import { action, type Call } from '#kernel/action'
import { conflict, Refused } from '#kernel/outcome'
import { type CheckedUpload, storeUpload } from '#parts/files'
import { takeAllowances } from '#parts/opinions'
import { lockConsultation } from '../queries/consultation.ts'
import { mayStillComment } from '../rules.ts'

/** Files a guest may send in an hour. */
const fileAllowance = { most: 20, minutes: 60 }

const Attach = z.strictObject({
  consultationId: z.uuid(),
  /** Cleaned and judged by `checkUpload` before. */
  upload: z.custom<CheckedUpload>((value) => typeof value === 'object' && value !== null && 'receivedSha256' in value),
})

/** Keeps a photo or voice note until the opinion it belongs to is sent; what is never sent is forgotten. */
export const attach = action({
  name: 'consultations.attach',
  input: Attach,
  edgeOnly: true,
  subject: ({ tx, councilId, input }: Call<z.output<typeof Attach>>) =>
    lockConsultation(tx, councilId, input.consultationId, 'share'),
  allow: () => true,
  from: mayStillComment,
  async run({ tx, councilId, actor, input, subject, now, emit }) {
    const who = actor.accountId ?? actor.deviceId ?? actor.network ?? 'unknown'
    const [room] = await takeAllowances(tx, councilId, [[{ key: `files ${who}`, allowance: fileAllowance }]], now)
    if (!room) throw new Refused(conflict('too-many'))
    const stored = await storeUpload(tx, { councilId, by: actor.personId, now, upload: input.upload })
    if (!stored.ok) throw new Refused(conflict(stored.reason))
    await tx
      .insertInto('consultations.kept_file')
      .values({ council_id: councilId, file_id: stored.file.id, kept_at: now })
      .execute()
    emit(
      'consultations.file-kept',
      { consultationId: subject.id, fileId: stored.file.id },
      { subjectId: stored.file.id },
    )
    return { fileId: stored.file.id, kind: stored.file.kind }
  },
})
