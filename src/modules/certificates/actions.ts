import './tables.ts'
import { z } from 'zod'
import { type AnyAction, action, type Call, type Run } from '#kernel/action'
import { dayOf } from '#kernel/calendar'
import { sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { ledgerKeys } from '#kernel/ledger'
import { conflict, missing, Refused } from '#kernel/outcome'
import { shortCode } from '#kernel/short-code'
import { councilById } from '#parts/councils'
import { provisionPath, versionById } from '#parts/laws'
import { type OpinionOutcome, outcomesOf } from '#parts/opinions'
import { type Certificate, signCertificate } from './note.ts'

export const Issue = z.strictObject({
  receipt: z.string().regex(/^[0-9A-Z]{12}$/),
  /** Whether the name she chose to show stands on it. */
  withName: z.boolean().default(false),
})
type Issue = z.output<typeof Issue>

interface Adopted {
  readonly id: string
  readonly subject_id: string
  readonly provision_id: string | null
  readonly version_id: string | null
  readonly display_name: string | null
  readonly text_title: string | null
}

/** Issues the certificate of an adopted opinion to whoever holds its receipt; the one before is withdrawn. */
export const issueAdoption = action({
  name: 'certificates.issue',
  input: Issue,
  subject: async ({ tx, councilId, input }: Call<Issue>) => {
    const { rows } = await sql<Adopted>`
      select opinion.id, opinion.subject_id, opinion.provision_id, opinion.version_id, contributor.display_name,
             text.title as text_title
        from opinions.opinion
        join opinions.contributor on contributor.council_id = opinion.council_id and contributor.id = opinion.contributor_id
        left join laws.version on version.council_id = opinion.council_id and version.id = opinion.version_id
        left join laws.text on text.council_id = version.council_id and text.id = version.text_id
       where opinion.council_id = ${councilId} and opinion.receipt = ${input.receipt}
         and opinion.stage not in ('withdrawn', 'hidden') for update of opinion`.execute(tx)
    return rows[0] ?? null
  },
  // The receipt is a secret that only the contributor was given.
  allow: () => true,
  async run(context) {
    const { tx, councilId, input, subject, now, emit } = context
    const [outcome] = await outcomesOf(tx, councilId, subject.id)
    if (!outcome || outcome.replacedAt || !outcome.leafId) throw new Refused(conflict('no-answer'))
    if (outcome.decision !== 'adopted' && outcome.decision !== 'partly') throw new Refused(conflict('not-adopted'))
    const code = shortCode().replaceAll('-', '')
    const certificate = await adoptionOf(context, outcome, outcome.decision, code)
    await tx
      .updateTable('certificates.certificate')
      .set({ withdrawn_at: now })
      .where('council_id', '=', councilId)
      .where('opinion_id', '=', subject.id)
      .where('withdrawn_at', 'is', null)
      .execute()
    await keep(context, certificate, { opinionId: subject.id, accountId: null })
    emit('certificates.issued', { kind: 'adoption', code, withName: input.withName }, { subjectId: subject.id })
    return { code }
  },
})

type Issuing = Pick<Run<unknown, unknown>, 'tx' | 'councilId' | 'now' | 'app'>

async function adoptionOf(
  { tx, councilId, now, input, subject }: Run<Issue, Adopted>,
  outcome: OpinionOutcome,
  decision: 'adopted' | 'partly',
  code: string,
): Promise<Certificate> {
  const council = await councilById(tx, councilId)
  const version = subject.version_id ? await versionById(tx, councilId, subject.version_id) : null
  const leaf = await tx
    .selectFrom('ledger.leaf')
    .select('hash')
    .where('council_id', '=', councilId)
    .where('id', '=', outcome.leafId)
    .executeTakeFirst()
  if (!council || !leaf) throw new Refused(missing())
  return {
    kind: 'adoption',
    code,
    council: council.name_zh,
    on: dayOf(now, council.time_zone),
    name: input.withName ? subject.display_name : null,
    matter: subject.text_title ?? '',
    place: version && subject.provision_id ? provisionPath(version.text, subject.provision_id, 'zh-CN') || null : null,
    decision,
    leaf: Buffer.from(leaf.hash).toString('base64'),
  }
}

async function keep(
  { tx, councilId, now, app }: Issuing,
  certificate: Certificate,
  of: { readonly opinionId: string | null; readonly accountId: string | null },
): Promise<void> {
  const signer = await ledgerKeys(app).logKeyOf(tx, councilId)
  await tx
    .insertInto('certificates.certificate')
    .values({
      council_id: councilId,
      id: newId(),
      code: certificate.code,
      kind: certificate.kind,
      opinion_id: of.opinionId,
      account_id: of.accountId,
      note: signCertificate(certificate, signer),
      issued_at: now,
      withdrawn_at: null,
    })
    .execute()
}

export const IssuePassport = z.strictObject({ withName: z.boolean().default(false) })

/** Issues the passport of participation of whoever is signed in, with figures as of today. */
export const issuePassport = action({
  name: 'certificates.issue-passport',
  input: IssuePassport,
  subject: async () => ({}),
  allow: (actor) => actor.accountId !== null,
  async run(context) {
    const { tx, councilId, actor, input, now, emit } = context
    const council = await councilById(tx, councilId)
    if (!council || !actor.accountId) throw new Refused(missing())
    const { rows } = await sql<{
      given: number
      refined: number
      adopted: number
      since: Date | null
      name: string | null
    }>`
      with own as (
        select opinion.* from opinions.opinion
          join opinions.contributor on contributor.council_id = opinion.council_id and contributor.id = opinion.contributor_id
         where opinion.council_id = ${councilId} and contributor.account_id = ${actor.accountId}
           and opinion.stage in ('received', 'held'))
      select count(*) as given,
             count(*) filter (where exists (
               select from opinions.argument_member member
                 join opinions.refinement on refinement.council_id = member.council_id
                      and refinement.argument_id = member.argument_id and refinement.stage = 'final'
                where member.council_id = own.council_id and member.opinion_id = own.id and member.objection is null)) as refined,
             count(*) filter (where exists (
               select from opinions.outcome_leaf written
                 join opinions.outcome on outcome.council_id = written.council_id and outcome.id = written.outcome_id
                where written.council_id = own.council_id and written.opinion_id = own.id
                  and outcome.replaced_at is null and outcome.decision in ('adopted', 'partly'))) as adopted,
             min(received_at) as since,
             (select display_name from people.person where council_id = ${councilId} and account_id = ${actor.accountId}) as name
        from own`.execute(tx)
    const own = rows[0]
    if (!own || own.given === 0) throw new Refused(conflict('nothing-given'))
    const code = shortCode().replaceAll('-', '')
    const certificate: Certificate = {
      kind: 'passport',
      code,
      council: council.name_zh,
      on: dayOf(now, council.time_zone),
      name: input.withName ? own.name : null,
      given: own.given,
      refined: own.refined,
      adopted: own.adopted,
      since: own.since ? dayOf(new Date(own.since), council.time_zone) : null,
    }
    await tx
      .updateTable('certificates.certificate')
      .set({ withdrawn_at: now })
      .where('council_id', '=', councilId)
      .where('account_id', '=', actor.accountId)
      .where('withdrawn_at', 'is', null)
      .execute()
    await keep(context, certificate, { opinionId: null, accountId: actor.accountId })
    emit('certificates.issued', { kind: 'passport', code, withName: input.withName })
    return { code }
  },
})

export const certificateActions: readonly AnyAction[] = [issueAdoption, issuePassport]
