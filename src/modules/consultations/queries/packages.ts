import '../tables.ts'
import { type Db, sql } from '#kernel/db'

export interface PackageSent {
  readonly sha256: string
  readonly kind: 'draft' | 'adoption'
  readonly toName: string
  readonly sentAt: Date
}

export async function packagesSent(db: Db, councilId: string, consultationId: string): Promise<PackageSent[]> {
  const rows = await db
    .selectFrom('consultations.sent_package')
    .select(['package_sha256', 'kind', 'to_name', 'sent_at'])
    .where('council_id', '=', councilId)
    .where('consultation_id', '=', consultationId)
    .orderBy('sent_at')
    .execute()
  return rows.map((row) => ({ sha256: row.package_sha256, kind: row.kind, toName: row.to_name, sentAt: row.sent_at }))
}

/** The bytes of a package as it was sent; null when this consultation sent none of that digest. */
export async function sentBytes(
  db: Db,
  councilId: string,
  consultationId: string,
  sha256: string,
): Promise<Buffer | null> {
  const { rows } = await sql<{ package: Buffer }>`
    select package from consultations.submission
     where council_id = ${councilId} and consultation_id = ${consultationId} and package_sha256 = ${sha256}
    union all
    select package from consultations.sent_package
     where council_id = ${councilId} and consultation_id = ${consultationId} and package_sha256 = ${sha256}`.execute(db)
  return rows[0] ? Buffer.from(rows[0].package) : null
}

export interface PackageReceived {
  readonly sha256: string
  readonly kind: 'draft' | 'opinions' | 'adoption'
  readonly from: string
  readonly receivedAt: Date
}

export async function packagesReceived(
  db: Db,
  councilId: string,
  consultationId: string | null = null,
): Promise<PackageReceived[]> {
  let query = db
    .selectFrom('consultations.received_package')
    .select(['package_sha256', 'kind', 'from_name', 'received_at'])
    .where('council_id', '=', councilId)
  if (consultationId) query = query.where('consultation_id', '=', consultationId).where('kind', '=', 'opinions')
  const rows = await query.orderBy('received_at', 'desc').limit(200).execute()
  return rows.map((row) => ({
    sha256: row.package_sha256,
    kind: row.kind,
    from: row.from_name,
    receivedAt: row.received_at,
  }))
}

export async function partners(db: Db, councilId: string): Promise<{ key: string; name: string }[]> {
  return db
    .selectFrom('consultations.partner')
    .select(['key', 'name'])
    .where('council_id', '=', councilId)
    .where('removed_at', 'is', null)
    .orderBy('name')
    .execute()
}
