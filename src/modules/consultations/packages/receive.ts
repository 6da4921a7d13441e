import '../tables.ts'
import type { Run } from '#kernel/action'
import { dayOf } from '#kernel/calendar'
import { nextNumber, sql, type Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { ledgerKeys } from '#kernel/ledger'
import { conflict, missing, Refused } from '#kernel/outcome'
import { councilById } from '#parts/councils'
import { addText, addVersion, countsOf, type LegalText } from '#parts/laws'
import { type AnsweringChange, countUnanswered, decideAll, giveOpinions } from '#parts/opinions'
import { adoptNext, changeBetween, giveAnswers, matterOf, versionOf } from '../actions/answer.ts'
import { addSteps } from '../actions/prepare.ts'
import { type ConsultationRow, lockConsultation } from '../queries/consultation.ts'
import type { PackageContent, ReadPackage } from './read.ts'
import { draftDigest } from './write.ts'

type Receiving = Pick<Run<unknown, unknown>, 'tx' | 'councilId' | 'now' | 'app' | 'actor' | 'emit' | 'due'>
type ContentOf<Kind extends PackageContent['kind']> = Extract<PackageContent, { kind: Kind }>

export interface Received {
  readonly kind: PackageContent['kind']
  readonly consultationId: string
  readonly number: number
  /** What was taken over, by name. */
  readonly counts: Readonly<Record<string, number>>
}

/** Another council's draft becomes a consultation here, in preparation. */
export async function receiveDraft(
  receiving: Receiving,
  { sha256, manifest }: ReadPackage,
  { draft, task }: ContentOf<'draft'>,
): Promise<Received> {
  const { tx, councilId, now, actor } = receiving
  const textId = await addText(tx, { councilId, title: draft.title || task.title, kind: 'draft', now })
  const version = await addVersion(tx, {
    councilId,
    textId,
    label: task.label,
    parsed: parsedOf(draft),
    sourceName: null,
    sourceFileId: null,
    by: actor.personId,
    now,
  })
  const projectId = newId()
  await tx
    .insertInto('consultations.project')
    .values({
      council_id: councilId,
      id: projectId,
      number: await nextNumber(tx, councilId, 'consultations.project'),
      title: task.project.title,
      about: task.project.about,
      kind: task.project.kind,
      text_id: textId,
      made_at: now,
      made_by: actor.personId,
    })
    .execute()
  const consultationId = newId()
  const number = await nextNumber(tx, councilId, 'consultations.consultation')
  const council = await councilById(tx, councilId)
  await tx
    .insertInto('consultations.consultation')
    .values({
      council_id: councilId,
      id: consultationId,
      number,
      project_id: projectId,
      phase: task.phase,
      title: task.title,
      titles: JSON.stringify(task.titles),
      summary: task.summary,
      summaries: JSON.stringify(task.summaries),
      version_id: version.id,
      stage: 'prepared',
      settings_at: dayOf(now, council?.time_zone ?? 'Asia/Shanghai'),
      from_council: manifest.from.name,
      from_package: sha256,
      made_at: now,
      made_by: actor.personId,
    })
    .execute()
  await addSteps(tx, { councilId, consultationId, now })
  return { kind: 'draft', consultationId, number, counts: { articles: countsOf(draft.provisions).articles } }
}

function parsedOf(text: LegalText) {
  return { text, problems: [], counts: countsOf(text.provisions) }
}

/** Which consultation a package of opinions belongs to: the one whose draft was sent down, or the one chosen. */
export async function consultationFor(
  tx: Tx,
  councilId: string,
  { manifest }: Pick<ReadPackage, 'manifest'>,
  chosen: string | null,
): Promise<string | null> {
  const sent = manifest.follows
    ? await tx
        .selectFrom('consultations.sent_package')
        .select('consultation_id')
        .where('council_id', '=', councilId)
        .where('package_sha256', '=', manifest.follows)
        .where('kind', '=', 'draft')
        .executeTakeFirst()
    : undefined
  return sent?.consultation_id ?? chosen
}

/** Opinions, arguments and refinements of another council join the consultation here on the same draft. */
export async function receiveOpinions(
  receiving: Receiving,
  { sha256 }: ReadPackage,
  content: ContentOf<'opinions'>,
  consultationId: string,
): Promise<Received> {
  const { tx, councilId, now, app } = receiving
  const subject = await lockConsultation(tx, councilId, consultationId)
  if (!subject) throw new Refused(missing())
  if (!['open', 'closed', 'refined', 'submitted'].includes(subject.stage))
    throw new Refused(conflict(`stage:${subject.stage}`))
  const version = await versionOf(tx, councilId, subject.version_id)
  if (!version || draftDigest(version.text) !== draftDigest(content.draft))
    throw new Refused(conflict('package:other-draft'))
  const given = await giveOpinions(
    tx,
    content.opinions.map((line) => ({
      subject: matterOf(subject.id),
      // The id it has where it was given: brought twice, it is one opinion.
      clientKey: line.id,
      contributor: {
        displayName: line.shownName,
        nameVisibleTo: line.shownName === null ? ('nobody' as const) : ('everyone' as const),
        locale: line.contentLocale,
      },
      versionId: version.id,
      anchor:
        line.provisionId === null
          ? null
          : {
              provisionId: line.provisionId,
              quote: line.quote,
              prefix: line.quotePrefix,
              suffix: line.quoteSuffix,
              start: line.quoteStart,
            },
      body: line.body,
      suggested: line.suggested,
      contentLocale: line.contentLocale,
      channel: 'package' as const,
      public: line.public,
      stance: line.stance,
      givenAt: new Date(line.givenAt),
    })),
    { councilId, now, keys: ledgerKeys(app) },
  )
  if (given.some(({ repeated }) => repeated)) throw new Refused(conflict('package:opinions-here-already'))
  const localOpinion = new Map(content.opinions.map((line, index) => [line.id, given[index]!.opinionId]))
  await setSupports(tx, councilId, content, localOpinion)
  const localArgument = await addArguments(receiving, subject, content, localOpinion)
  await addRefinements(receiving, content, localOpinion, localArgument)
  await keepOrigins(tx, councilId, sha256, { opinion: localOpinion, argument: localArgument })
  const counts = { opinions: given.length, arguments: localArgument.size, refinements: content.refinements.length }
  return { kind: 'opinions', consultationId: subject.id, number: subject.number, counts }
}

type Ids = ReadonlyMap<string, string>

async function setSupports(tx: Tx, councilId: string, { opinions }: ContentOf<'opinions'>, local: Ids): Promise<void> {
  const rows = opinions
    .filter(({ supports }) => supports > 0)
    .map(({ id, supports }) => ({ id: local.get(id), supports }))
  await sql`
    update opinions.opinion set supports = told.supports
      from json_to_recordset(${JSON.stringify(rows)}) as told(id uuid, supports int)
     where opinion.council_id = ${councilId} and opinion.id = told.id`.execute(tx)
}

async function addArguments(
  { tx, councilId, now, actor }: Receiving,
  subject: ConsultationRow,
  { arguments: lines }: ContentOf<'opinions'>,
  localOpinion: Ids,
): Promise<Map<string, string>> {
  const { rows: last } = await sql<{ number: number | null }>`
    select max(number) as number from opinions.argument
     where council_id = ${councilId} and subject_type = 'consultation' and subject_id = ${subject.id}`.execute(tx)
  const first = (last[0]?.number ?? 0) + 1
  const made = lines.map((line, index) => ({
    line,
    row: {
      council_id: councilId,
      id: newId(),
      subject_type: 'consultation',
      subject_id: subject.id,
      number: first + index,
      title: line.title,
      provision_id: line.provisionId,
      theme: line.theme,
      // A suggestion that came up is on its way further as soon as this consultation itself is submitted.
      stage: line.submitted ? (subject.stage === 'submitted' ? 'submitted' : 'refined') : 'open',
      made_at: now,
      made_by: actor.personId,
    },
  }))
  await sql`
    insert into opinions.argument
    select * from json_populate_recordset(null::opinions.argument, ${JSON.stringify(made.map(({ row }) => row))})`.execute(
    tx,
  )
  const members = made.flatMap(({ line, row }) =>
    line.members.map(({ opinionId, dissent }) => ({
      council_id: councilId,
      argument_id: row.id,
      opinion_id: localOpinion.get(opinionId),
      dissent,
      at: now,
      by: actor.personId,
    })),
  )
  await sql`
    insert into opinions.argument_member (council_id, argument_id, opinion_id, dissent, at, by)
    select council_id, argument_id, opinion_id, dissent, at, by
      from json_populate_recordset(null::opinions.argument_member, ${JSON.stringify(members)})`.execute(tx)
  return new Map(made.map(({ line, row }) => [line.id, row.id]))
}

async function addRefinements(
  { tx, councilId, now, actor }: Receiving,
  { refinements }: ContentOf<'opinions'>,
  localOpinion: Ids,
  localArgument: Ids,
): Promise<void> {
  for (const line of refinements) {
    const sentences = line.sentences.map(({ text, sources }) => ({
      text,
      sources: sources.map((source) => ({ ...source, opinionId: localOpinion.get(source.opinionId) ?? '' })),
    }))
    await tx
      .insertInto('opinions.refinement')
      .values({
        council_id: councilId,
        id: newId(),
        argument_id: localArgument.get(line.argumentId) ?? '',
        ordinal: line.ordinal,
        intent: line.intent,
        provision_id: line.provisionId,
        sentences: JSON.stringify(sentences),
        reason: line.reason,
        stage: 'final',
        made_at: now,
        made_by: actor.personId,
        asked_at: null,
        finished_at: now,
      })
      .execute()
  }
}

async function keepOrigins(
  tx: Tx,
  councilId: string,
  sha256: string,
  ids: { readonly opinion: Ids; readonly argument: Ids },
): Promise<void> {
  const rows = (['opinion', 'argument'] as const).flatMap((kind) =>
    [...ids[kind]].map(([origin, local]) => ({
      council_id: councilId,
      package_sha256: sha256,
      kind,
      origin_id: origin,
      local_id: local,
    })),
  )
  await sql`
    insert into consultations.carried
    select * from json_populate_recordset(null::consultations.carried, ${JSON.stringify(rows)})`.execute(tx)
}

/** The answers of the council above reach the opinions they are for; when none is left without one, they are given. */
export async function receiveAdoption(
  receiving: Receiving,
  { manifest }: ReadPackage,
  content: ContentOf<'adoption'>,
): Promise<Received> {
  const { tx, councilId, now, app, actor } = receiving
  const submission = await tx
    .selectFrom('consultations.submission')
    .select(['id', 'consultation_id'])
    .where('council_id', '=', councilId)
    .where('package_sha256', '=', manifest.follows ?? '')
    .executeTakeFirst()
  if (!submission) throw new Refused(conflict('package:not-ours'))
  const subject = await lockConsultation(tx, councilId, submission.consultation_id)
  if (!subject) throw new Refused(missing())
  if (!['submitted', 'answered', 'evaluated'].includes(subject.stage))
    throw new Refused(conflict(`stage:${subject.stage}`))
  const old = await versionOf(tx, councilId, subject.version_id)
  if (!old) throw new Refused(conflict('no-draft'))
  const next = await addVersion(tx, {
    councilId,
    textId: old.textId,
    label: manifest.label,
    parsed: parsedOf(content.next),
    sourceName: null,
    sourceFileId: null,
    by: actor.personId,
    now,
  })
  await adoptNext(tx, { councilId, subject, old, next, now })
  const wanted = await ownIds(tx, councilId, subject.id, content)
  const outcomes = content.outcomes.map((line) => {
    if (!wanted.has(line.id)) throw new Refused(conflict('package:unknown-opinion'))
    const changes = line.changes.map((change): AnsweringChange => {
      const made = changeBetween(change, old.text, next.text)
      if (!made || made.before !== change.before || made.after !== change.after)
        throw new Refused(conflict('package:words-differ'))
      return { versionId: next.id, ...made }
    })
    const on = line.kind === 'argument' ? { argumentId: line.id } : { opinionId: line.id }
    return {
      subject: matterOf(subject.id),
      on,
      decision: line.decision,
      reason: line.reason,
      changes,
      by: actor.personId,
    }
  })
  const deciding = { councilId, now, keys: ledgerKeys(app) }
  const covered = await coveredByArguments(tx, councilId, content)
  const alone = outcomes.filter(({ on }) => 'opinionId' in on && !covered.has(on.opinionId ?? ''))
  await decideAll(tx, [...alone, ...outcomes.filter(({ on }) => 'argumentId' in on)], deciding)
  await tx
    .updateTable('consultations.submission')
    .set({ acknowledged_at: now, adoption_at: now, adoption: JSON.stringify(manifest) })
    .where('council_id', '=', councilId)
    .where('id', '=', submission.id)
    .execute()
  const left = await countUnanswered(tx, councilId, matterOf(subject.id))
  if (left === 0 && subject.stage === 'submitted') await giveAnswers(receiving, subject)
  return {
    kind: 'adoption',
    consultationId: subject.id,
    number: subject.number,
    counts: { ...manifest.counts, unanswered: left },
  }
}

/** Opinions whose answer in the package is that of their arguments: they need none of their own. */
async function coveredByArguments(
  tx: Tx,
  councilId: string,
  { outcomes }: ContentOf<'adoption'>,
): Promise<ReadonlySet<string>> {
  const byId = new Map(outcomes.map((line) => [line.id, line]))
  const { rows } = await sql<{ opinion_id: string; arguments: readonly string[] }>`
    select member.opinion_id, array_agg(member.argument_id) as arguments
      from opinions.argument_member member
      join opinions.argument on argument.council_id = member.council_id and argument.id = member.argument_id
           and argument.stage <> 'dissolved'
     where member.council_id = ${councilId} and member.opinion_id = any(${[...byId.keys()]}::uuid[])
       and member.objection is null and not member.dissent
     group by member.opinion_id`.execute(tx)
  const same = rows.filter(({ opinion_id, arguments: ids }) => {
    const own = byId.get(opinion_id)
    return ids.every((id) => byId.get(id)?.decision === own?.decision && byId.get(id)?.reason === own?.reason)
  })
  return new Set(same.map(({ opinion_id }) => opinion_id))
}

/** Ids in the package that are arguments or opinions of this consultation. */
async function ownIds(
  tx: Tx,
  councilId: string,
  consultationId: string,
  { outcomes }: ContentOf<'adoption'>,
): Promise<ReadonlySet<string>> {
  const ids = outcomes.map(({ id }) => id)
  const { rows } = await sql<{ id: string }>`
    select id from opinions.argument where council_id = ${councilId} and subject_id = ${consultationId} and id = any(${ids}::uuid[])
    union all
    select id from opinions.opinion where council_id = ${councilId} and subject_id = ${consultationId} and id = any(${ids}::uuid[])`.execute(
    tx,
  )
  return new Set(rows.map(({ id }) => id))
}
