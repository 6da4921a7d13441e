import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type Actor, action, type Call, perform } from '#kernel/action'
import type { App } from '#kernel/app'
import { conflict, Refused } from '#kernel/outcome'
import { type CheckedUpload, checkUpload, storeUpload, type UploadRefusal } from '#parts/files'
import { mayCollect } from '../field-rules.ts'
import { KeepPart } from '../field-schema.ts'

export interface FileProgress {
  /** The pieces that are here. */
  readonly have: readonly number[]
  readonly parts: number
  readonly state: 'waiting' | 'whole' | 'stored' | 'refused'
  readonly refusal: string | null
}

/** Keeps one piece of a photo or voice note; the same piece again changes nothing, so a cut upload goes on where it was. */
export const keepFieldPart = action({
  name: 'consultations.keep-field-part',
  input: KeepPart,
  edgeOnly: true,
  subject: async ({ tx, councilId, input, actor, now }: Call<KeepPart>) => {
    const { fileKey, kind, name, sha256, parts } = input
    await tx
      .insertInto('consultations.field_file')
      .values({
        council_id: councilId,
        file_key: fileKey,
        kind,
        name,
        parts,
        sha256,
        made_by: actor.personId,
        made_at: now,
        last_at: now,
        file_id: null,
        refusal: null,
      })
      .onConflict((clash) => clash.doNothing())
      .execute()
    return tx
      .selectFrom('consultations.field_file')
      .selectAll()
      .where('council_id', '=', councilId)
      .where('file_key', '=', fileKey)
      .forUpdate()
      .executeTakeFirstOrThrow()
  },
  allow: (actor, file) => mayCollect(actor) && (file.made_by === actor.personId ? true : 'hidden'),
  async run({ tx, councilId, input, subject, now, emit }): Promise<FileProgress> {
    if (subject.sha256 !== input.sha256 || subject.parts !== input.parts || input.ordinal >= input.parts)
      throw new Refused(conflict('another-file'))
    if (!subject.file_id && !subject.refusal) {
      await tx
        .insertInto('consultations.field_part')
        .values({
          council_id: councilId,
          file_key: input.fileKey,
          ordinal: input.ordinal,
          bytes: Buffer.from(input.bytes),
        })
        .onConflict((clash) => clash.doNothing())
        .execute()
      await tx
        .updateTable('consultations.field_file')
        .set({ last_at: now })
        .where('council_id', '=', councilId)
        .where('file_key', '=', input.fileKey)
        .execute()
    }
    const rows = await tx
      .selectFrom('consultations.field_part')
      .select('ordinal')
      .where('council_id', '=', councilId)
      .where('file_key', '=', input.fileKey)
      .orderBy('ordinal')
      .execute()
    emit('consultations.field-part-kept', { ordinal: input.ordinal }, { subjectId: input.fileKey })
    return progressOf(subject, rows)
  },
})

function progressOf(
  file: { readonly parts: number; readonly file_id: string | null; readonly refusal: string | null },
  rows: readonly { readonly ordinal: number }[],
): FileProgress {
  const have = rows.map(({ ordinal }) => ordinal)
  const state = file.file_id ? 'stored' : file.refusal ? 'refused' : have.length === file.parts ? 'whole' : 'waiting'
  return { have, parts: file.parts, state, refusal: file.refusal }
}

const Finish = z.strictObject({
  fileKey: z.uuid(),
  /** What the check answered, outside the transaction. */
  outcome: z.custom<{ readonly upload: CheckedUpload } | { readonly refusal: UploadRefusal | 'damaged' }>(),
})

const finishFieldFile = action({
  name: 'consultations.finish-field-file',
  input: Finish,
  edgeOnly: true,
  subject: async ({ tx, councilId, input }: Call<z.output<typeof Finish>>) => {
    const row = await tx
      .selectFrom('consultations.field_file')
      .selectAll()
      .where('council_id', '=', councilId)
      .where('file_key', '=', input.fileKey)
      .forUpdate()
      .executeTakeFirst()
    return row ?? null
  },
  allow: (actor, file) => mayCollect(actor) && file.made_by === actor.personId,
  async run({ tx, councilId, input, subject, actor, now, emit }): Promise<FileProgress> {
    const { fileKey, outcome } = input
    if (subject.file_id || subject.refusal) {
      emit('consultations.field-file-repeated', {}, { subjectId: fileKey })
      return progressOf(subject, [])
    }
    const stored =
      'upload' in outcome ? await storeUpload(tx, { councilId, by: actor.personId, now, upload: outcome.upload }) : null
    const refusal = 'refusal' in outcome ? outcome.refusal : stored && !stored.ok ? stored.reason : null
    const fileId = stored?.ok ? stored.file.id : null
    await tx
      .deleteFrom('consultations.field_part')
      .where('council_id', '=', councilId)
      .where('file_key', '=', fileKey)
      .execute()
    // What arrived damaged is forgotten, so that it can be sent anew; what is no picture stays refused.
    if (refusal === 'damaged') {
      await tx
        .deleteFrom('consultations.field_file')
        .where('council_id', '=', councilId)
        .where('file_key', '=', fileKey)
        .execute()
    } else {
      await tx
        .updateTable('consultations.field_file')
        .set({ file_id: fileId, refusal })
        .where('council_id', '=', councilId)
        .where('file_key', '=', fileKey)
        .execute()
    }
    emit('consultations.field-file-received', { fileId, refusal }, { subjectId: fileKey })
    return progressOf({ ...subject, file_id: fileId, refusal }, [])
  },
})

export const fieldFileActions = [keepFieldPart, finishFieldFile]

/** Puts the pieces together, has them cleaned and judged, and stores the file. Asked twice it answers the same. */
export async function finishFile(app: App, actor: Actor, fileKey: string) {
  const { db } = app.database
  const file = await db
    .selectFrom('consultations.field_file')
    .selectAll()
    .where('council_id', '=', actor.councilId)
    .where('file_key', '=', fileKey)
    .executeTakeFirst()
  const pieces = await db
    .selectFrom('consultations.field_part')
    .select('bytes')
    .where('council_id', '=', actor.councilId)
    .where('file_key', '=', fileKey)
    .orderBy('ordinal')
    .execute()
  const content = Buffer.concat(pieces.map(({ bytes }) => bytes))
  const sound = file && createHash('sha256').update(content).digest('hex') === file.sha256
  const checked = sound ? await checkUpload({ content, nameShown: file.name, kind: file.kind }) : null
  const outcome = !checked
    ? { refusal: 'damaged' as const }
    : checked.ok
      ? { upload: checked.upload }
      : { refusal: checked.reason }
  return perform(app, finishFieldFile, actor, { fileKey, outcome })
}

/** What is here of a file the phone began to send; null when nothing is. */
export async function fileProgress(app: App, actor: Actor, fileKey: string): Promise<FileProgress | null> {
  const { db } = app.database
  const file = await db
    .selectFrom('consultations.field_file')
    .selectAll()
    .where('council_id', '=', actor.councilId)
    .where('file_key', '=', fileKey)
    .executeTakeFirst()
  if (!file || file.made_by !== actor.personId) return null
  const rows = await db
    .selectFrom('consultations.field_part')
    .select('ordinal')
    .where('council_id', '=', actor.councilId)
    .where('file_key', '=', fileKey)
    .orderBy('ordinal')
    .execute()
  return progressOf(file, rows)
}
