import type { Selectable, Updateable } from 'kysely'
import { type Actor, action, type Call, type Run } from '#kernel/action'
import { nextNumber, type Tables, type Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { ledgerKeys } from '#kernel/ledger'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { shortCode } from '#kernel/short-code'
import { filesOf } from '#parts/files'
import { giveOpinion, type NewOpinion } from '#parts/opinions'
import { readContact } from '#parts/people'
import { arrival, deskAt, differences } from '../field-rules.ts'
import { EnterPaper, type PaperWords, PrintPapers, VoidPaper } from '../field-schema.ts'
import { type ConsultationRow, lockConsultation } from '../queries/consultation.ts'
import { readVersion } from '../queries/version.ts'
import type { PaperEntry } from '../tables.ts'
import { text } from './field-sync.text.ts'

export type PaperRow = Selectable<Tables['consultations.paper']>

export interface PaperSubject {
  readonly consultation: ConsultationRow
  readonly paper: PaperRow
}

export async function lockPaper({
  tx,
  councilId,
  input,
}: Call<{ readonly consultationId: string; readonly paperId: string }>): Promise<PaperSubject | null> {
  const consultation = await lockConsultation(tx, councilId, input.consultationId, 'share')
  const paper = await tx
    .selectFrom('consultations.paper')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('consultation_id', '=', input.consultationId)
    .where('id', '=', input.paperId)
    .forUpdate()
    .executeTakeFirst()
  return consultation && paper ? { consultation, paper } : null
}

export const atItsDesk = (actor: Actor, { paper }: PaperSubject) =>
  deskAt(actor, paper.place_id) && actor.personId !== null

export function stillOpen({ paper }: PaperSubject): string | null {
  if (paper.voided !== null) return 'void'
  return paper.opinion_id ? 'entered-already' : null
}

/** Makes numbered forms, each with a code of its own; what is printed is counted. */
export const printPapers = action({
  name: 'consultations.print-papers',
  input: PrintPapers,
  subject: ({ tx, councilId, input }: Call<PrintPapers>) =>
    lockConsultation(tx, councilId, input.consultationId, 'share'),
  allow: (actor, _subject, input) => deskAt(actor, input.placeId),
  from: (subject, now) => {
    const arrived = arrival(subject, now, now)
    return arrived === 'taken' ? null : typeof arrived === 'object' ? arrived.refused : 'closed'
  },
  async run({ tx, councilId, input, subject, now, emit }) {
    const rows = []
    for (let made = 0; made < input.count; made += 1) {
      rows.push({
        council_id: councilId,
        id: newId(),
        number: await nextNumber(tx, councilId, 'consultations.paper'),
        code: shortCode().replaceAll('-', ''),
        consultation_id: subject.id,
        place_id: input.placeId,
        printed_at: now,
        client_key: newId(),
      })
    }
    await tx.insertInto('consultations.paper').values(rows).execute()
    const numbers = rows.map(({ number }) => number)
    const [from = 0, to = 0] = [numbers[0], numbers.at(-1)]
    emit('consultations.papers-printed', { count: rows.length, from, to }, { subjectId: subject.id })
    return { from, to, count: rows.length }
  },
})

/** The first person types in what stands on the form. */
export const enterPaper = action({
  name: 'consultations.enter-paper',
  input: EnterPaper,
  subject: lockPaper,
  allow: atItsDesk,
  from: (subject) => stillOpen(subject) ?? (subject.paper.first_entry ? 'typed-already' : null),
  async run(context) {
    const { tx, input, subject, actor, now, emit } = context
    await checkEntry(context)
    await changePaper(tx, subject.paper, {
      first_entry: JSON.stringify(input.entry),
      first_by: actor.personId,
      first_at: now,
      returned_at: subject.paper.returned_at ?? now,
    })
    emit('consultations.paper-entered', { time: 1 }, { subjectId: subject.paper.id })
    return null
  },
})

export interface SecondEntry {
  readonly differs: readonly string[]
  readonly opinionId: string | null
}

/** A second person types it in without seeing the first; when both read the same it is an opinion. */
export const enterPaperAgain = action({
  name: 'consultations.enter-paper-again',
  input: EnterPaper,
  subject: lockPaper,
  allow: atItsDesk,
  from: (subject) =>
    stillOpen(subject) ??
    (subject.paper.first_entry ? (subject.paper.second_entry ? 'typed-already' : null) : 'not-typed-yet'),
  async run(context): Promise<SecondEntry> {
    const { tx, input, subject, actor, now, emit } = context
    const { paper } = subject
    if (paper.first_by === actor.personId) throw new Refused(conflict('same-person'))
    await checkEntry(context)
    const differs = paper.first_entry ? differences(paper.first_entry, input.entry) : []
    await changePaper(tx, paper, {
      second_entry: JSON.stringify(input.entry),
      second_by: actor.personId,
      second_at: now,
    })
    emit('consultations.paper-entered', { time: 2, differs }, { subjectId: paper.id })
    const opinionId = differs.length === 0 ? await makeOpinion(context, input.entry) : null
    return { differs, opinionId }
  },
})

/** A third person looks at the form where two read it differently, and says what stands there. */
export const settlePaper = action({
  name: 'consultations.settle-paper',
  input: EnterPaper,
  subject: lockPaper,
  allow: atItsDesk,
  from: (subject) => stillOpen(subject) ?? (subject.paper.second_entry ? null : 'not-typed-twice'),
  async run(context) {
    const { tx, input, subject, actor, now, emit } = context
    const { paper } = subject
    if (paper.first_by === actor.personId || paper.second_by === actor.personId)
      throw new Refused(conflict('same-person'))
    await checkEntry(context)
    await changePaper(tx, paper, {
      settled_entry: JSON.stringify(input.entry),
      settled_by: actor.personId,
      settled_at: now,
    })
    emit('consultations.paper-settled', {}, { subjectId: paper.id })
    return { opinionId: await makeOpinion(context, input.entry) }
  },
})

/** Takes a form out of the count: spoiled, empty, not ours. The reason stays. */
export const voidPaper = action({
  name: 'consultations.void-paper',
  input: VoidPaper,
  subject: lockPaper,
  allow: atItsDesk,
  from: stillOpen,
  async run({ tx, input, subject, actor, now, emit }) {
    await changePaper(tx, subject.paper, { voided: input.because, voided_by: actor.personId, voided_at: now })
    emit('consultations.paper-voided', { because: input.because }, { subjectId: subject.paper.id })
    return null
  },
})

export const paperActions = [printPapers, enterPaper, enterPaperAgain, settlePaper, voidPaper]

export async function changePaper(
  tx: Tx,
  paper: PaperRow,
  values: Updateable<Tables['consultations.paper']>,
): Promise<void> {
  await tx
    .updateTable('consultations.paper')
    .set(values)
    .where('council_id', '=', paper.council_id)
    .where('id', '=', paper.id)
    .execute()
}

type Entering = Run<EnterPaper, PaperSubject>

async function checkEntry({ tx, councilId, input, subject }: Entering): Promise<void> {
  const { provision } = input.entry
  if (provision === '') return
  const { version_id } = subject.consultation
  const version = version_id ? await readVersion(tx, councilId, version_id) : null
  if (!version?.provisions.has(provision)) throw new Refused(invalid({ path: 'provision', code: 'not-in-text' }))
}

/** The form's own code is the receipt: whoever kept the slip can follow it. */
async function makeOpinion(context: Entering, entry: PaperWords): Promise<string> {
  const { tx, councilId, subject, app, now, emit } = context
  const { consultation, paper } = subject
  const givenAt = paper.told ? new Date(paper.told.givenAt) : (paper.returned_at ?? now)
  const arrived = arrival(consultation, givenAt, now)
  const refused = typeof arrived === 'object' ? arrived.refused : null
  if (refused && refused !== 'closed') throw new Refused(conflict(refused))
  // A form that lay on the desk before closing is in time however late it is typed; of one that did not a person decides.
  const late = paper.told ? paper.told.late : refused === 'closed'
  const held = late ? { code: 'late', reason: text['zh-CN'].lateForm } : null
  const opinion = { ...opinionOf(subject, entry), givenAt, held, attachments: await scanOf(context) }
  const { opinionId } = await giveOpinion(tx, opinion, { councilId, now, keys: ledgerKeys(app) })
  await changePaper(tx, paper, { opinion_id: opinionId })
  const data = { consultationId: consultation.id, opinionId, held: held?.code ?? null }
  emit('consultations.commented', data, { subjectId: opinionId })
  return opinionId
}

function opinionOf({ consultation, paper }: PaperSubject, entry: PaperEntry): NewOpinion {
  const { told } = paper
  const contact = contactOf(entry.contact)
  const printed = {
    name: entry.name || null,
    nameVisibleTo: 'office' as const,
    ...contact,
    address: entry.letter ? entry.address?.trim() || null : null,
    answerBy: entry.letter ? ('post' as const) : (contact.contactKind ?? ('receipt' as const)),
    consent: entry.consent ? 'paper-form 2026-11' : null,
    consentAt: entry.consent ? paper.returned_at : null,
  }
  const spoken = told && {
    name: told.name,
    displayName: told.nameVisibleTo === 'everyone' ? told.name : null,
    nameVisibleTo: told.nameVisibleTo,
    contactKind: told.contactKind,
    contact: told.contact,
    address: told.address ?? null,
    answerBy: told.answerBy,
    consent: told.consent,
    consentAt: new Date(told.consentAt),
    locale: told.locale,
  }
  return {
    subject: { type: 'consultation', id: consultation.id },
    clientKey: paper.client_key,
    receipt: paper.code,
    contributor: spoken ?? printed,
    versionId: consultation.version_id,
    anchor: entry.provision === '' ? null : { provisionId: entry.provision },
    body: entry.body,
    suggested: entry.suggested.trim() === '' ? null : entry.suggested,
    channel: told ? 'field' : 'paper',
    placeId: paper.place_id,
    sessionId: told?.sessionId ?? null,
    // The box on the form says that the words may be shown; without it only the office reads them.
    public: told ? told.public : entry.consent,
  }
}

function contactOf(typed: string): { contactKind: 'phone' | 'email' | null; contact: string | null } {
  const contact = typed.trim()
  if (contact === '') return { contactKind: null, contact: null }
  const read = readContact(contact)
  return { contactKind: read?.kind ?? (contact.includes('@') ? 'email' : 'phone'), contact: read?.value ?? contact }
}

async function scanOf({ tx, councilId, subject }: Entering) {
  const { scan_file_id, came_as } = subject.paper
  if (!scan_file_id) return []
  const files = await filesOf(tx, councilId, [scan_file_id])
  const kind = came_as === 'voice' ? ('voice' as const) : came_as === 'photo' ? ('photo' as const) : ('scan' as const)
  return files.map(({ id, sha256 }) => ({ fileId: id, kind, sha256 }))
}
