import { type Actor, type AnyAction, action, type Call, hasRole } from '#kernel/action'
import type { Db, Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { parseVerifier } from '#kernel/ledger'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { PackageRefused, type ReadPackage, readPackage } from '../packages/read.ts'
import { consultationFor, receiveAdoption, receiveDraft, receiveOpinions } from '../packages/receive.ts'
import { isClerk } from '../rules.ts'
import { AddPartner, OfPartner, ReceivePackage, UploadPackage } from '../schema-answer.ts'

const nothing = async () => ({})

/** Whose packages are believed is a matter of security; where there is no officer for it, the office decides. */
export function mayTrust(actor: Actor): boolean {
  return hasRole(actor, 'security-officer', 'clerk')
}

/** Believes the packages of another council from now on: its key, as its people tell it. */
export const addPartner = action({
  name: 'consultations.add-partner',
  input: AddPartner,
  subject: nothing,
  allow: mayTrust,
  async run({ tx, councilId, input, actor, now, emit }) {
    if (!parseVerifier(input.key)) throw new Refused(invalid({ path: 'key', code: 'not-a-key' }))
    await tx
      .insertInto('consultations.partner')
      .values({
        council_id: councilId,
        key: input.key,
        name: input.name,
        added_at: now,
        added_by: actor.personId,
        removed_at: null,
      })
      .onConflict((clash) =>
        clash.columns(['council_id', 'key']).doUpdateSet({ name: input.name, added_at: now, removed_at: null }),
      )
      .execute()
    emit('consultations.partner-added', { name: input.name, key: input.key })
    return null
  },
})

export const removePartner = action({
  name: 'consultations.remove-partner',
  input: OfPartner,
  subject: async ({ tx, councilId, input }: Call<OfPartner>) => (await partnerOf(tx, councilId, input.key)) ?? null,
  allow: mayTrust,
  async run({ tx, councilId, input, now, emit }) {
    await tx
      .updateTable('consultations.partner')
      .set({ removed_at: now })
      .where('council_id', '=', councilId)
      .where('key', '=', input.key)
      .execute()
    emit('consultations.partner-removed', { key: input.key })
    return null
  },
})

/** The council that signs with this key, if its packages are believed. */
export async function partnerOf(db: Db | Tx, councilId: string, key: string) {
  return db
    .selectFrom('consultations.partner')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('key', '=', key)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
}

/** Takes a package in for a look; nothing of it counts yet. */
export const uploadPackage = action({
  name: 'consultations.upload-package',
  input: UploadPackage,
  subject: nothing,
  allow: isClerk,
  async run({ tx, councilId, input, actor, now, emit }) {
    const bytes = Buffer.from(input.package, 'base64')
    const read = await believed(() => readPackage(bytes))
    const uploadId = newId()
    await tx
      .deleteFrom('consultations.upload')
      .where('council_id', '=', councilId)
      .where('uploaded_at', '<', new Date(now.getTime() - 86_400_000))
      .execute()
    await tx
      .insertInto('consultations.upload')
      .values({
        council_id: councilId,
        id: uploadId,
        package: bytes,
        uploaded_at: now,
        uploaded_by: actor.personId,
      })
      .execute()
    emit('consultations.package-uploaded', { packageSha256: read.sha256, kind: read.manifest.kind })
    return { uploadId }
  },
})

async function believed(read: () => Promise<ReadPackage>): Promise<ReadPackage> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof PackageRefused)) throw error
    throw new Refused(invalid({ path: 'package', code: `package:${error.fault}`, values: { where: error.where } }))
  }
}

/** Takes a package over, all or nothing. The same package a second time changes nothing. */
export const receivePackage = action({
  name: 'consultations.receive-package',
  input: ReceivePackage,
  subject: async ({ tx, councilId, input }: Call<ReceivePackage>) => {
    const row = await tx
      .selectFrom('consultations.upload')
      .selectAll()
      .where('council_id', '=', councilId)
      .where('id', '=', input.uploadId)
      .forUpdate()
      .executeTakeFirst()
    return row ?? null
  },
  allow: isClerk,
  async run(context) {
    const { tx, councilId, input, subject, actor, now, emit } = context
    const read = await believed(() => readPackage(subject.package))
    const { manifest, content, sha256 } = read
    const partner = await partnerOf(tx, councilId, manifest.from.key)
    if (!partner) throw new Refused(conflict('package:unknown-key'))
    const fresh = await tx
      .insertInto('consultations.received_package')
      .values({
        council_id: councilId,
        package_sha256: sha256,
        kind: manifest.kind,
        from_name: partner.name,
        from_key: manifest.from.key,
        consultation_id: await placeOf(context, read),
        received_at: now,
        received_by: actor.personId,
        manifest: JSON.stringify(manifest),
      })
      .onConflict((clash) => clash.doNothing())
      .returning('package_sha256')
      .executeTakeFirst()
    if (!fresh) throw new Refused(conflict('package:received-already'))
    const received =
      content.kind === 'draft'
        ? await receiveDraft(context, read, content)
        : content.kind === 'opinions'
          ? await receiveOpinions(context, read, content, (await placeOf(context, read)) ?? '')
          : await receiveAdoption(context, read, content)
    await tx
      .deleteFrom('consultations.upload')
      .where('council_id', '=', councilId)
      .where('id', '=', input.uploadId)
      .execute()
    emit(
      'consultations.package-received',
      { packageSha256: sha256, kind: manifest.kind, from: partner.name, counts: received.counts },
      { subjectId: received.consultationId },
    )
    return received
  },
})

/** The consultation here that a package is about; null for a draft, which makes its own. */
async function placeOf(
  { tx, councilId, input }: Pick<Call<ReceivePackage>, 'tx' | 'councilId' | 'input'>,
  read: ReadPackage,
): Promise<string | null> {
  if (read.content.kind === 'draft') return null
  if (read.content.kind === 'opinions') {
    const found = await consultationFor(tx, councilId, read, input.consultationId)
    if (!found) throw new Refused(invalid({ path: 'consultationId', code: 'choose-consultation' }))
    return found
  }
  const submission = await tx
    .selectFrom('consultations.submission')
    .select('consultation_id')
    .where('council_id', '=', councilId)
    .where('package_sha256', '=', read.manifest.follows ?? '')
    .executeTakeFirst()
  if (!submission) throw new Refused(conflict('package:not-ours'))
  return submission.consultation_id
}

/** What was uploaded, to be looked at before it is taken over. */
export async function uploadedPackage(db: Db, councilId: string, uploadId: string): Promise<ReadPackage | null> {
  const row = await db
    .selectFrom('consultations.upload')
    .select('package')
    .where('council_id', '=', councilId)
    .where('id', '=', uploadId)
    .executeTakeFirst()
  return row ? readPackage(row.package) : null
}

export const packageActions: readonly AnyAction[] = [addPartner, removePartner, uploadPackage, receivePackage]
