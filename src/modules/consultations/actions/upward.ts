import { type AnyAction, action, type Call, type Run } from '#kernel/action'
import { nextNumber, sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { ledgerKeys } from '#kernel/ledger'
import { conflict, missing, Refused } from '#kernel/outcome'
import { leadsTo, whileIn } from '#kernel/stages'
import { councilById } from '#parts/councils'
import { opinionRowsOf, outcomeRowsOf } from '../packages/collect.ts'
import { countsOfOpinions, countsOfOutcomes } from '../packages/read.ts'
import type { Task } from '../packages/rows.ts'
import {
  draftDigest,
  draftFiles,
  jsonLines,
  type PackageFile,
  type WrittenPackage,
  writePackage,
} from '../packages/write.ts'
import { type ConsultationRow, lockConsultation } from '../queries/consultation.ts'
import { type ConsultationStage, consultationStages, isClerk } from '../rules.ts'
import { SendBack, SendDown, Submit } from '../schema-answer.ts'
import { versionOf } from './answer.ts'

const locked = ({ tx, councilId, input }: Call<{ readonly consultationId: string }>) =>
  lockConsultation(tx, councilId, input.consultationId)

type Sending = Pick<Run<unknown, ConsultationRow>, 'tx' | 'councilId' | 'now' | 'app' | 'subject'>

/** Sends what was collected and refined to the body above: the package is kept as it was sent. */
export const submitUpward = action({
  name: 'consultations.submit',
  input: Submit,
  subject: locked,
  allow: isClerk,
  from: leadsTo(consultationStages, 'submitted'),
  async run(context) {
    const { tx, councilId, input, subject, actor, now, emit } = context
    const written = await opinionsPackage(context, input.toName)
    const number = await nextNumber(tx, councilId, 'consultations.submission')
    const submissionId = newId()
    await tx
      .insertInto('consultations.submission')
      .values({
        council_id: councilId,
        id: submissionId,
        number,
        consultation_id: subject.id,
        to_name: input.toName,
        package_sha256: written.sha256,
        package: written.bytes,
        counts: JSON.stringify(written.manifest.counts),
        sent_at: now,
        sent_by: actor.personId,
      })
      .execute()
    await sql`
      update opinions.argument set stage = 'submitted'
       where council_id = ${councilId} and subject_type = 'consultation' and subject_id = ${subject.id}
         and stage = 'refined' and exists (select from opinions.refinement where refinement.council_id = argument.council_id
           and refinement.argument_id = argument.id and refinement.stage = 'final')`.execute(tx)
    await tx
      .updateTable('consultations.consultation')
      .set({ stage: 'submitted', submitted_at: now })
      .where('council_id', '=', councilId)
      .where('id', '=', subject.id)
      .execute()
    emit(
      'consultations.submitted',
      {
        number: subject.number,
        toName: input.toName,
        packageSha256: written.sha256,
        counts: written.manifest.counts,
      },
      { subjectId: subject.id },
    )
    return { submissionId, number, packageSha256: written.sha256 }
  },
})

async function opinionsPackage(context: Sending, toName: string): Promise<WrittenPackage> {
  const { tx, councilId, subject } = context
  const version = await versionOf(tx, councilId, subject.version_id)
  if (!version) throw new Refused(conflict('no-draft'))
  const rows = await opinionRowsOf(tx, councilId, subject.id)
  const files = [
    ...(await draftFiles(version.text)),
    jsonLines('opinions.jsonl', rows.opinions),
    jsonLines('arguments.jsonl', rows.arguments),
    jsonLines('refinements.jsonl', rows.refinements),
    jsonLines('receipts.jsonl', rows.receipts),
  ]
  return sealed(context, files, {
    kind: 'opinions',
    to: toName,
    draftSha256: draftDigest(version.text),
    follows: subject.from_package,
    label: version.label,
    counts: countsOfOpinions(rows),
  })
}

interface Head {
  readonly kind: 'draft' | 'opinions' | 'adoption'
  readonly to: string
  readonly draftSha256: string
  readonly follows: string | null
  readonly label: string
  readonly counts: Record<string, number>
}

async function sealed(
  { tx, councilId, now, app, subject }: Sending,
  files: readonly PackageFile[],
  head: Head,
): Promise<WrittenPackage> {
  const council = await councilById(tx, councilId)
  if (!council) throw new Refused(missing())
  const signer = await ledgerKeys(app).logKeyOf(tx, councilId)
  return writePackage(
    { ...head, id: newId(), fromName: council.name_zh, madeAt: now.toISOString(), title: subject.title },
    files,
    signer,
  )
}

/** Sends the draft down as a task: another council opens a consultation of its own on the same words. */
export const sendDown = action({
  name: 'consultations.send-down',
  input: SendDown,
  subject: locked,
  allow: isClerk,
  from: whileIn<ConsultationStage>('prepared', 'open'),
  async run(context) {
    const { tx, councilId, input, subject, emit } = context
    const version = await versionOf(tx, councilId, subject.version_id)
    if (!version) throw new Refused(conflict('no-draft'))
    const project = await tx
      .selectFrom('consultations.project')
      .select(['title', 'about', 'kind'])
      .where('council_id', '=', councilId)
      .where('id', '=', subject.project_id)
      .executeTakeFirstOrThrow()
    const task: Task = {
      title: subject.title,
      titles: subject.titles,
      summary: subject.summary,
      summaries: subject.summaries,
      phase: subject.phase,
      project,
      label: version.label,
      task: input.task,
    }
    const files = [...(await draftFiles(version.text)), { name: 'task.json', bytes: Buffer.from(JSON.stringify(task)) }]
    const written = await sealed(context, files, {
      kind: 'draft',
      to: input.toName,
      draftSha256: draftDigest(version.text),
      follows: null,
      label: version.label,
      counts: {},
    })
    await keepSent(context, written, input.toName)
    emit('consultations.sent-down', { toName: input.toName, packageSha256: written.sha256 }, { subjectId: subject.id })
    return { packageSha256: written.sha256 }
  },
})

async function keepSent(
  { tx, councilId, now, subject, actor }: Sending & Pick<Run<unknown, unknown>, 'actor'>,
  { sha256, bytes, manifest }: WrittenPackage,
  toName: string,
): Promise<void> {
  await tx
    .insertInto('consultations.sent_package')
    .values({
      council_id: councilId,
      package_sha256: sha256,
      kind: manifest.kind === 'draft' ? 'draft' : 'adoption',
      consultation_id: subject.id,
      to_name: toName,
      package: bytes,
      sent_at: now,
      sent_by: actor.personId,
    })
    .execute()
}

/** Sends the answers back to the council that a package of opinions came from. */
export const sendBack = action({
  name: 'consultations.send-back',
  input: SendBack,
  subject: locked,
  allow: isClerk,
  from: whileIn<ConsultationStage>('answered', 'evaluated'),
  async run(context) {
    const { tx, councilId, input, subject, emit } = context
    const received = await tx
      .selectFrom('consultations.received_package')
      .select(['from_name', 'package_sha256'])
      .where('council_id', '=', councilId)
      .where('package_sha256', '=', input.packageSha256)
      .where('kind', '=', 'opinions')
      .where('consultation_id', '=', subject.id)
      .executeTakeFirst()
    if (!received) throw new Refused(missing())
    const next = await versionOf(tx, councilId, subject.next_version_id)
    const old = await versionOf(tx, councilId, subject.version_id)
    if (!next || !old) throw new Refused(conflict('no-next-version'))
    const outcomes = await outcomeRowsOf(tx, councilId, subject.id, received.package_sha256)
    const files = [...(await draftFiles(next.text, 'next')), jsonLines('outcomes.jsonl', outcomes)]
    const written = await sealed(context, files, {
      kind: 'adoption',
      to: received.from_name,
      draftSha256: draftDigest(old.text),
      follows: received.package_sha256,
      label: next.label,
      counts: countsOfOutcomes(outcomes),
    })
    await keepSent(context, written, received.from_name)
    emit(
      'consultations.sent-back',
      { toName: received.from_name, packageSha256: written.sha256, counts: written.manifest.counts },
      { subjectId: subject.id },
    )
    return { packageSha256: written.sha256 }
  },
})

export const upwardActions: readonly AnyAction[] = [submitUpward, sendDown, sendBack]
