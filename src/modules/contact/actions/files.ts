import { z } from 'zod'
import { action, type Call } from '#kernel/action'
import { sql, type Tx } from '#kernel/db'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { type CheckedUpload, storeUpload } from '#parts/files'
import { takeAllowances } from '#parts/opinions'

const council = async ({ councilId }: Call<unknown>) => ({ id: councilId })

/** Photos and recordings a guest may send in an hour. */
const fileAllowance = { most: 20, minutes: 60 }

const Attach = z.strictObject({
  /** Cleaned and judged by `checkUpload` before. */
  upload: z.custom<CheckedUpload>((value) => typeof value === 'object' && value !== null && 'receivedSha256' in value),
})

/** Keeps a photo or a recording until the matter it belongs to is sent. */
export const attachFile = action({
  name: 'contact.attach',
  input: Attach,
  edgeOnly: true,
  subject: council,
  allow: () => true,
  async run({ tx, councilId, actor, input, now, emit }) {
    const who = actor.accountId ?? actor.deviceId ?? actor.network ?? 'unknown'
    const [room] = await takeAllowances(tx, councilId, [[{ key: `files ${who}`, allowance: fileAllowance }]], now)
    if (!room) throw new Refused(conflict('too-many'))
    const stored = await storeUpload(tx, { councilId, by: actor.personId, now, upload: input.upload })
    if (!stored.ok) throw new Refused(conflict(stored.reason))
    emit('contact.file-kept', { fileId: stored.file.id }, { subjectId: stored.file.id })
    return { fileId: stored.file.id }
  },
})

/** A file stored a moment ago and not yet part of anything. */
export interface FreshFile {
  readonly fileId: string
  readonly sha256: string
  readonly kind: 'photo' | 'voice'
}

/** @throws Refused when one is gone, or belongs to something already */
export async function freshFiles(
  tx: Tx,
  { councilId, files, now }: { readonly councilId: string; readonly files: readonly string[]; readonly now: Date },
): Promise<FreshFile[]> {
  if (files.length === 0) return []
  const since = new Date(now.getTime() - 24 * 3_600_000)
  const { rows } = await sql<{ id: string; sha256: string; kind: 'photo' | 'voice' }>`
    select id, sha256, kind from files.file file
    where council_id = ${councilId} and id = any(${[...files]}) and made_at > ${since} and kind in ('photo', 'voice')
      and not exists (
        select from opinions.attachment where attachment.council_id = ${councilId} and attachment.file_id = file.id
      )
      and not exists (
        select from contact.evidence where evidence.council_id = ${councilId} and evidence.file_id = file.id
      )`.execute(tx)
  if (rows.length < new Set(files).size) throw new Refused(invalid({ path: 'files', code: 'file-gone' }))
  return rows.map(({ id, sha256, kind }) => ({ fileId: id, sha256, kind }))
}
