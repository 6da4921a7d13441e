import { type Actor, type AnyAction, action } from '#kernel/action'
import { newId } from '#kernel/ids'
import { invalid, Refused } from '#kernel/outcome'
import { members } from '#parts/people'
import type { Acting } from '../clocks.ts'
import type { Assignment, Case } from '../facts.ts'
import { addStep, lockCase } from '../open.ts'
import { departmentRoles, worksAt } from '../rules.ts'
import { EraseNote, HandOver, RetireTemplate, SaveTemplate, SetHelper, WriteNote } from '../schema.ts'
import { aboutOf, lockAssignment, whileAssignment } from './handling.ts'

/** What colleagues of one organisation do among themselves; the one who asked sees none of it. */

const isColleague = (actor: Actor, { assignment }: { readonly assignment: Assignment }) =>
  worksAt(actor, assignment.organisation_id)

/** @throws Refused when the person does not work for the organisation */
async function mustWorkAt(
  { tx, councilId, now }: Acting,
  { organisation_id }: Assignment,
  personId: string,
): Promise<void> {
  const asked = { councilId, now, roles: departmentRoles, scopeId: organisation_id, personId }
  if ((await members(tx, asked)).length === 0) throw new Refused(invalid({ path: 'personId', code: 'not-a-colleague' }))
}

/** Gives a case to a colleague, who answers for it from now on. */
export const handOver = action({
  name: 'cases.hand-over',
  input: HandOver,
  subject: lockAssignment,
  allow: isColleague,
  from: whileAssignment('assigned', 'accepted'),
  async run(context) {
    const { tx, councilId, subject, input, emit } = context
    const { assignment } = subject
    await mustWorkAt(context, assignment, input.personId)
    if (assignment.holder_id === input.personId) {
      throw new Refused(invalid({ path: 'personId', code: 'has-it-already' }))
    }
    await tx
      .updateTable('cases.assignment')
      .set({
        holder_id: input.personId,
        helper_ids: assignment.helper_ids.filter((each) => each !== input.personId),
      })
      .where('council_id', '=', councilId)
      .where('id', '=', assignment.id)
      .execute()
    await addStep(context, subject.id, 'handed-over', {
      open: false,
      organisationId: assignment.organisation_id,
      personId: input.personId,
    })
    emit('cases.handed-over', { ...aboutOf(subject), personId: input.personId }, { subjectId: subject.id })
    return null
  },
})

/** Asks a colleague to help with a case, or lets one go. */
export const setHelper = action({
  name: 'cases.set-helper',
  input: SetHelper,
  subject: lockAssignment,
  allow: isColleague,
  from: whileAssignment('assigned', 'accepted'),
  async run(context) {
    const { tx, councilId, subject, input, emit } = context
    const { assignment } = subject
    const others = assignment.helper_ids.filter((each) => each !== input.personId)
    if (input.helps) {
      await mustWorkAt(context, assignment, input.personId)
      if (assignment.holder_id === input.personId || others.length < assignment.helper_ids.length) {
        throw new Refused(invalid({ path: 'personId', code: 'has-it-already' }))
      }
    }
    await tx
      .updateTable('cases.assignment')
      .set({ helper_ids: input.helps ? [...others, input.personId] : others })
      .where('council_id', '=', councilId)
      .where('id', '=', assignment.id)
      .execute()
    const about = { ...aboutOf(subject), personId: input.personId, helps: input.helps }
    emit('cases.helper-set', about, { subjectId: subject.id })
    return null
  },
})

const hasIt = ({ assignments }: Case, organisationId: string) =>
  assignments.some((each) => each.organisation_id === organisationId && each.state !== 'moved')

/** Something colleagues should know about a case. It is never public, and no other organisation reads it. */
export const writeNote = action({
  name: 'cases.write-note',
  input: WriteNote,
  subject: lockCase,
  allow: (actor, it, { organisationId }) => worksAt(actor, organisationId) && hasIt(it, organisationId),
  async run({ tx, councilId, subject, input, actor, now, emit }) {
    const noteId = newId()
    await tx
      .insertInto('cases.note')
      .values({
        council_id: councilId,
        id: noteId,
        case_id: subject.id,
        organisation_id: input.organisationId,
        words: input.words,
        at: now,
        by: actor.personId,
      })
      .execute()
    emit('cases.note-written', { ...aboutOf(subject), noteId }, { subjectId: subject.id })
    return { noteId }
  },
})

/** Takes one's own note back: its words are gone, that there was one stays. */
export const eraseNote = action({
  name: 'cases.erase-note',
  input: EraseNote,
  subject: async (call) => {
    const it = await lockCase(call)
    const note = await call.tx
      .selectFrom('cases.note')
      .selectAll()
      .where('council_id', '=', call.councilId)
      .where('case_id', '=', call.input.caseId)
      .where('id', '=', call.input.noteId)
      .executeTakeFirst()
    return it && note ? { it, note } : null
  },
  allow: (actor, { note }) => worksAt(actor, note.organisation_id) && note.by !== null && note.by === actor.personId,
  from: ({ note }) => (note.erased_at === null ? null : 'erased-already'),
  async run({ tx, councilId, subject: { it, note }, now, emit }) {
    await tx
      .updateTable('cases.note')
      .set({ words: '', erased_at: now })
      .where('council_id', '=', councilId)
      .where('id', '=', note.id)
      .execute()
    emit('cases.note-erased', { ...aboutOf(it), noteId: note.id }, { subjectId: it.id })
    return null
  },
})

const lockTemplate = async ({
  tx,
  councilId,
  input,
}: {
  readonly tx: Acting['tx']
  readonly councilId: string
  readonly input: { readonly organisationId: string; readonly templateId: string | null }
}) => {
  const { organisationId: organisation_id, templateId } = input
  if (templateId === null) return { organisation_id, id: null }
  const found = await tx
    .selectFrom('cases.template')
    .select(['organisation_id', 'id'])
    .where('council_id', '=', councilId)
    .where('organisation_id', '=', organisation_id)
    .where('id', '=', templateId)
    .where('retired_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  return found ?? null
}

const mayWriteTemplates = (actor: Actor, { organisation_id }: { readonly organisation_id: string }) =>
  worksAt(actor, organisation_id)

/** Keeps the beginning of a reply for everybody of the organisation. */
export const saveTemplate = action({
  name: 'cases.save-template',
  input: SaveTemplate,
  subject: lockTemplate,
  allow: mayWriteTemplates,
  async run({ tx, councilId, subject, input, actor, now, emit }) {
    const id = subject.id ?? newId()
    const fields = { title: input.title, body: input.body, changed_at: now, changed_by: actor.personId }
    await tx
      .insertInto('cases.template')
      .values({ council_id: councilId, id, organisation_id: subject.organisation_id, ...fields })
      .onConflict((clash) => clash.columns(['council_id', 'id']).doUpdateSet(fields))
      .execute()
    emit('cases.template-saved', { organisationId: subject.organisation_id }, { subjectId: id })
    return { templateId: id }
  },
})

/** No longer offered; replies that began with it stay as they are. */
export const retireTemplate = action({
  name: 'cases.retire-template',
  input: RetireTemplate,
  subject: lockTemplate,
  allow: mayWriteTemplates,
  async run({ tx, councilId, subject, input, now, emit }) {
    await tx
      .updateTable('cases.template')
      .set({ retired_at: now })
      .where('council_id', '=', councilId)
      .where('id', '=', input.templateId)
      .execute()
    emit('cases.template-retired', { organisationId: subject.organisation_id }, { subjectId: input.templateId })
    return null
  },
})

export const bureauActions: readonly AnyAction[] = [
  handOver,
  setHelper,
  writeNote,
  eraseNote,
  saveTemplate,
  retireTemplate,
]
