import { z } from 'zod'
import { action } from '#kernel/action'
import { invalid, Refused } from '#kernel/outcome'
import { type CheckedUpload, storeUpload } from '#parts/files'
import { atItsDesk, changePaper, lockPaper, stillOpen } from './field-paper.ts'

const ScanPaper = z.strictObject({
  consultationId: z.uuid(),
  paperId: z.uuid(),
  /** What the check let through; null when the form came back without a scan. */
  upload: z.custom<CheckedUpload>().nullable(),
})

/** A form came back, with a scan or photo of it where one was made. */
export const scanPaper = action({
  name: 'consultations.return-paper',
  input: ScanPaper,
  edgeOnly: true,
  subject: lockPaper,
  allow: atItsDesk,
  from: stillOpen,
  async run({ tx, councilId, input, subject, actor, now, emit }) {
    const { paper } = subject
    const stored = input.upload
      ? await storeUpload(tx, { councilId, by: actor.personId, now, upload: input.upload })
      : null
    if (stored && !stored.ok) throw new Refused(invalid({ path: 'scan', code: stored.reason }))
    const scanFileId = stored?.ok ? stored.file.id : null
    await changePaper(tx, paper, {
      returned_at: paper.returned_at ?? now,
      scan_file_id: scanFileId ?? paper.scan_file_id,
    })
    emit('consultations.paper-returned', { as: 'print', scan: scanFileId }, { subjectId: paper.id })
    return null
  },
})
