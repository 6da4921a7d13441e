import { z } from 'zod'
import { type AnyAction, action, type Call, perform, systemActor } from '#kernel/action'
import type { App } from '#kernel/app'
import { type Db, sql, type Tx } from '#kernel/db'
import type { Sweep } from '#kernel/module'
import { allCouncils, councilById, settingsAt } from '#parts/councils'
import { eraseFile } from '#parts/files'

/** Things forgotten in one transaction; the next turn goes on. */
const atOnce = 200

const Nothing = z.strictObject({})

/**
 * Forgets what was begun and never finished, once the council's time for it is over: photos and voice notes attached
 * while writing and not sent, pieces of a phone's file whose rest never came, files of a phone whose opinion never
 * came, packages handed in and not taken over. Nothing that belongs to an opinion or a form is touched. A phone still
 * holds what has not arrived, and sends it anew.
 */
export const forgetUnsent = action({
  name: 'consultations.forget-unsent',
  input: Nothing,
  subject: ({ tx, councilId }: Call<z.output<typeof Nothing>>) =>
    councilById(tx, councilId).then((council) => council ?? null),
  allow: () => false,
  async run({ tx, councilId, now, emit }) {
    const before = await forgottenBefore(tx, councilId, now)
    const attached = await forgetAttached(tx, councilId, before)
    const pieces = await forgetPieces(tx, councilId, before)
    const fieldFiles = await forgetFieldFiles(tx, councilId, before)
    const packages = await forgetPackages(tx, councilId, before)
    const forgotten = { attached, pieces, fieldFiles, packages }
    emit('consultations.unsent-forgotten', forgotten)
    return forgotten
  },
})

async function forgottenBefore(db: Db | Tx, councilId: string, now: Date): Promise<Date> {
  const { unsentHours } = await settingsAt(db, councilId, now)
  return new Date(now.getTime() - unsentHours * 3_600_000)
}

/** A file nobody's words go with. */
const unused = (fileId: ReturnType<typeof sql.ref>) => sql`
  not exists (select from opinions.attachment a where a.council_id = kept.council_id and a.file_id = ${fileId})
  and not exists (select from consultations.paper p where p.council_id = kept.council_id and p.scan_file_id = ${fileId})`

/** @returns how many files were erased; those that became part of an opinion are only taken off the list */
async function forgetAttached(tx: Tx, councilId: string, before: Date): Promise<number> {
  const { rows: old } = await sql<{ file_id: string }>`
    select file_id from consultations.kept_file
     where council_id = ${councilId} and kept_at < ${before}
     order by kept_at limit ${atOnce} for update skip locked`.execute(tx)
  const ids = old.map(({ file_id }) => file_id)
  const erased = await eraseUnused(tx, councilId, ids)
  await tx
    .deleteFrom('consultations.kept_file')
    .where('council_id', '=', councilId)
    .where('file_id', 'in', [...ids, councilId])
    .execute()
  return erased.length
}

/**
 * Erases those of these files that nothing uses. Whoever sends an opinion holds a lock on its files: this waits for it
 * and then sees the opinion.
 */
async function eraseUnused(tx: Tx, councilId: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  await sql`select from files.file where council_id = ${councilId} and id = any(${[...ids]}::uuid[]) for update`.execute(
    tx,
  )
  const { rows } = await sql<{ id: string }>`
    select kept.id from files.file kept
     where kept.council_id = ${councilId} and kept.id = any(${[...ids]}::uuid[]) and ${unused(sql.ref('kept.id'))}`.execute(
    tx,
  )
  for (const { id } of rows) await eraseFile(tx, councilId, id)
  return rows.map(({ id }) => id)
}

/** @returns how many begun files lost their pieces */
async function forgetPieces(tx: Tx, councilId: string, before: Date): Promise<number> {
  const { rows } = await sql<{ file_key: string }>`
    select file_key from consultations.field_file
     where council_id = ${councilId} and file_id is null and refusal is null and coalesce(last_at, made_at) < ${before}
     order by made_at limit ${atOnce} for update skip locked`.execute(tx)
  await dropFieldFiles(
    tx,
    councilId,
    rows.map(({ file_key }) => file_key),
  )
  return rows.length
}

/** @returns how many whole files were erased whose opinion never came */
async function forgetFieldFiles(tx: Tx, councilId: string, before: Date): Promise<number> {
  const { rows } = await sql<{ file_key: string; file_id: string }>`
    select kept.file_key, kept.file_id from consultations.field_file kept
     where kept.council_id = ${councilId} and kept.file_id is not null and coalesce(kept.last_at, kept.made_at) < ${before}
       and ${unused(sql.ref('kept.file_id'))}
     order by kept.made_at limit ${atOnce} for update of kept skip locked`.execute(tx)
  const ids = rows.map(({ file_id }) => file_id)
  const erased = new Set(await eraseUnused(tx, councilId, ids))
  const keys = rows.filter(({ file_id }) => erased.has(file_id)).map(({ file_key }) => file_key)
  await dropFieldFiles(tx, councilId, keys)
  return keys.length
}

async function dropFieldFiles(tx: Tx, councilId: string, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  for (const table of ['consultations.field_part', 'consultations.field_file'] as const) {
    await tx
      .deleteFrom(table)
      .where('council_id', '=', councilId)
      .where('file_key', 'in', [...keys])
      .execute()
  }
}

async function forgetPackages(tx: Tx, councilId: string, before: Date): Promise<number> {
  const gone = await tx
    .deleteFrom('consultations.upload')
    .where('council_id', '=', councilId)
    .where('uploaded_at', '<', before)
    .returning('id')
    .execute()
  return gone.length
}

async function somethingToForget(db: Db, councilId: string, before: Date): Promise<boolean> {
  const { rows } = await sql<{ some: boolean }>`
    select exists (select from consultations.kept_file where council_id = ${councilId} and kept_at < ${before})
        or exists (select from consultations.upload where council_id = ${councilId} and uploaded_at < ${before})
        or exists (select from consultations.field_file kept
                    where kept.council_id = ${councilId} and coalesce(kept.last_at, kept.made_at) < ${before}
                      and ((kept.file_id is null and kept.refusal is null)
                        or (kept.file_id is not null and ${unused(sql.ref('kept.file_id'))}))) as some`.execute(db)
  return rows[0]?.some ?? false
}

/** Lets each council forget what was never sent; nothing is written where there is nothing to forget. */
export async function forgetEverywhere(app: App): Promise<void> {
  const { db } = app.database
  for (const { id } of await allCouncils(db)) {
    const before = await forgottenBefore(db, id, app.clock.now())
    if (await somethingToForget(db, id, before)) await perform(app, forgetUnsent, systemActor(id), {})
  }
}

export const forgetSweep: Sweep = { name: 'consultations.forget-unsent', everyMs: 3_600_000, run: forgetEverywhere }

export const forgetActions: readonly AnyAction[] = [forgetUnsent]
