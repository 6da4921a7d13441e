import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Db, Tx } from '#kernel/db'
import { type CouncilId, newId } from '#kernel/ids'
import { type CheckedUpload, checkUpload, type UploadContent, type UploadRefusal } from './check.ts'
import { scannerInUse } from './clamd.ts'
import type { FileKind, FileTable } from './tables.ts'

export type StoredFile = Selectable<FileTable>

export type StoreInput = {
  readonly councilId: CouncilId
  /** Person who hands it in; null for a guest. */
  readonly by: string | null
  readonly now: Date
} & (
  | { readonly upload: CheckedUpload }
  | { readonly content: UploadContent; readonly nameShown: string; readonly kind: FileKind }
)

export type StoreOutcome =
  | { readonly ok: true; readonly file: StoredFile }
  | { readonly ok: false; readonly reason: UploadRefusal }

/**
 * Stores an upload. Hand over what `checkUpload` answered before the transaction began; given raw content it is
 * checked here, which keeps the transaction open for as long as that takes.
 */
export async function storeUpload(tx: Tx, input: StoreInput): Promise<StoreOutcome> {
  const check = 'upload' in input ? { ok: true as const, upload: input.upload } : await checkUpload(input)
  if (!check.ok) return check
  const { upload } = check
  const storageKey = await keep(tx, input.councilId, upload.body)
  const thumbnailKey = upload.thumbnail ? await keep(tx, input.councilId, upload.thumbnail) : null
  const file = await tx
    .insertInto('files.file')
    .values({
      council_id: input.councilId,
      id: newId(),
      kind: upload.kind,
      media_type: upload.mediaType,
      size_bytes: upload.body.length,
      sha256: upload.receivedSha256,
      name_shown: upload.nameShown,
      state: upload.state,
      refusal: null,
      made_by: input.by,
      made_at: input.now,
      storage_key: storageKey,
      thumbnail_key: thumbnailKey,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return { ok: true, file }
}

/** The same content is kept once in a council. */
async function keep(tx: Tx, councilId: CouncilId, body: Uint8Array): Promise<string> {
  const sha256 = createHash('sha256').update(body).digest('hex')
  await tx
    .insertInto('files.blob')
    .values({ council_id: councilId, sha256, body: Buffer.from(body) })
    .onConflict((conflict) => conflict.columns(['council_id', 'sha256']).doNothing())
    .execute()
  return sha256
}

export type OpenedFile =
  | { readonly ok: true; readonly file: StoredFile; readonly mediaType: string; readonly body: Uint8Array }
  | { readonly ok: false; readonly reason: 'missing' | 'quarantined' | 'refused' }

/**
 * A file with its content, or with its thumbnail where it has one. Whoever calls decides first who may see it: there
 * is no address of a file that opens by itself.
 */
export async function openFile(
  db: Db | Tx,
  councilId: CouncilId,
  id: string,
  { thumbnail = false }: { thumbnail?: boolean } = {},
): Promise<OpenedFile> {
  const file = await db
    .selectFrom('files.file')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!file) return { ok: false, reason: 'missing' }
  if (file.state !== 'clean') return { ok: false, reason: file.state }
  const small = thumbnail && file.thumbnail_key !== null
  const body = await contentOf(db, councilId, (small ? file.thumbnail_key : file.storage_key)!)
  return { ok: true, file, mediaType: small ? 'image/webp' : file.media_type, body }
}

/** What is known of files, without their content; those that are gone are left out. At most 200. */
export async function filesOf(db: Db | Tx, councilId: CouncilId, ids: readonly string[]): Promise<StoredFile[]> {
  if (ids.length === 0) return []
  return db
    .selectFrom('files.file')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('id', 'in', [...ids])
    .orderBy('made_at')
    .orderBy('id')
    .limit(200)
    .execute()
}

async function contentOf(db: Db | Tx, councilId: CouncilId, sha256: string): Promise<Uint8Array> {
  const { body } = await db
    .selectFrom('files.blob')
    .select('body')
    .where('council_id', '=', councilId)
    .where('sha256', '=', sha256)
    .executeTakeFirstOrThrow()
  return body
}

/** Erases a file and, where no other file shares it, its content. Nothing happens when it is already gone. */
export async function eraseFile(tx: Tx, councilId: CouncilId, id: string): Promise<void> {
  const gone = await tx
    .deleteFrom('files.file')
    .where('council_id', '=', councilId)
    .where('id', '=', id)
    .returning(['storage_key', 'thumbnail_key'])
    .executeTakeFirst()
  if (gone) await dropUnshared(tx, councilId, [gone.storage_key, gone.thumbnail_key])
}

async function dropUnshared(tx: Tx, councilId: CouncilId, keys: readonly (string | null)[]): Promise<void> {
  const named = keys.filter((key) => key !== null)
  if (named.length === 0) return
  await tx
    .deleteFrom('files.blob')
    .where('council_id', '=', councilId)
    .where('sha256', 'in', named)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('files.file')
            .select('files.file.id')
            .whereRef('files.file.council_id', '=', 'files.blob.council_id')
            .where((file) =>
              file.or([
                file('files.file.storage_key', '=', file.ref('files.blob.sha256')),
                file('files.file.thumbnail_key', '=', file.ref('files.blob.sha256')),
              ]),
            ),
        ),
      ),
    )
    .execute()
}

const scannedAtOnce = 20

/**
 * Has the scanner look again at what it has not seen yet. Of what it finds infected no content is kept. Without a
 * scanner nothing is released: what was to be scanned is not given out unseen because a setting went missing.
 */
export async function scanQuarantine(db: Db): Promise<void> {
  const scan = scannerInUse()
  if (!scan) return
  const waiting = await db
    .selectFrom('files.file')
    .select(['council_id', 'id', 'storage_key', 'thumbnail_key'])
    .where('state', '=', 'quarantined')
    .orderBy('made_at')
    .limit(scannedAtOnce)
    .execute()
  for (const { council_id, id, storage_key, thumbnail_key } of waiting) {
    const result = await scan(await contentOf(db, council_id, storage_key!))
    if (result.verdict === 'unknown') return
    const of = { council_id, id, keys: [storage_key, thumbnail_key] }
    await db.transaction().execute((tx) => (result.verdict === 'clean' ? release(tx, of) : refuse(tx, of)))
  }
}

type Waiting = { readonly council_id: string; readonly id: string; readonly keys: readonly (string | null)[] }

async function release(tx: Tx, { council_id, id }: Waiting): Promise<void> {
  await tx
    .updateTable('files.file')
    .set({ state: 'clean' })
    .where('council_id', '=', council_id)
    .where('id', '=', id)
    .where('state', '=', 'quarantined')
    .execute()
}

async function refuse(tx: Tx, { council_id, id, keys }: Waiting): Promise<void> {
  await tx
    .updateTable('files.file')
    .set({ state: 'refused', refusal: 'malware', storage_key: null, thumbnail_key: null })
    .where('council_id', '=', council_id)
    .where('id', '=', id)
    .where('state', '=', 'quarantined')
    .execute()
  await dropUnshared(tx, council_id, keys)
}
