import type { Db, Tx } from '#kernel/db'

export interface RepeatedItem {
  readonly clientKey: string
  readonly state: 'stored' | 'late' | 'typing'
  readonly repeated: true
  readonly receipt: string
}

/** What has arrived of these keys, however it came: as an opinion, or as a photo or recording still to be typed in. */
export async function repeatedItems(tx: Tx, councilId: string, keys: readonly string[]): Promise<RepeatedItem[]> {
  const opinions = await tx
    .selectFrom('opinions.opinion as opinion')
    .leftJoin('consultations.field_item as item', (join) =>
      join.onRef('item.council_id', '=', 'opinion.council_id').onRef('item.client_key', '=', 'opinion.client_key'),
    )
    .select(['opinion.client_key', 'opinion.receipt', 'item.late'])
    .where('opinion.council_id', '=', councilId)
    .where('opinion.client_key', 'in', [...keys])
    .execute()
  const papers = await tx
    .selectFrom('consultations.paper')
    .select(['client_key', 'code'])
    .where('council_id', '=', councilId)
    .where('client_key', 'in', [...keys])
    .where('opinion_id', 'is', null)
    .execute()
  return [
    ...opinions.map((row) => ({
      clientKey: row.client_key,
      state: row.late ? ('late' as const) : ('stored' as const),
      repeated: true as const,
      receipt: row.receipt,
    })),
    ...papers.map((row) => ({
      clientKey: row.client_key,
      state: 'typing' as const,
      repeated: true as const,
      receipt: row.code,
    })),
  ]
}

/** Which of these codes already belong to an opinion or a paper form. */
export async function receiptsTaken(db: Db | Tx, councilId: string, receipts: readonly string[]): Promise<Set<string>> {
  if (receipts.length === 0) return new Set()
  const opinions = await db
    .selectFrom('opinions.opinion')
    .select('receipt')
    .where('council_id', '=', councilId)
    .where('receipt', 'in', [...receipts])
    .execute()
  const papers = await db
    .selectFrom('consultations.paper')
    .select('code')
    .where('council_id', '=', councilId)
    .where('code', 'in', [...receipts])
    .execute()
  return new Set([...opinions.map(({ receipt }) => receipt), ...papers.map(({ code }) => code)])
}

export interface KeyedFile {
  readonly fileId: string
  readonly kind: 'photo' | 'voice'
  readonly sha256: string
}

/** The stored files behind the phone's keys; those still on their way are left out. */
export async function filesByKey(tx: Tx, councilId: string, keys: readonly string[]): Promise<Map<string, KeyedFile>> {
  if (keys.length === 0) return new Map()
  const rows = await tx
    .selectFrom('consultations.field_file as kept')
    .innerJoin('files.file as file', (join) =>
      join.onRef('file.council_id', '=', 'kept.council_id').onRef('file.id', '=', 'kept.file_id'),
    )
    .select(['kept.file_key', 'kept.kind', 'file.id', 'file.sha256'])
    .where('kept.council_id', '=', councilId)
    .where('kept.file_key', 'in', [...keys])
    // Held until the opinion is stored, so that nobody forgets the file meanwhile.
    .forKeyShare('file')
    .execute()
  return new Map(
    rows.map((row) => [
      row.file_key,
      { fileId: row.id, kind: row.kind === 'voice' ? 'voice' : 'photo', sha256: row.sha256 },
    ]),
  )
}
