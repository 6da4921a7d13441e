import { z } from 'zod'
import { type Actor, action, type Call } from '#kernel/action'
import { sql, type Tx } from '#kernel/db'
import type { CouncilId } from '#kernel/ids'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { shortCode } from '#kernel/short-code'
import { councilById } from '#parts/councils'
import { type CheckedUpload, eraseFile, storeUpload } from '#parts/files'
import { ordersNetwork } from '../rules.ts'
import { markStale } from '../sort-in.ts'
import { ChangeDeputy, WriteProfile } from './schema.ts'

/** Gives people who are deputies an entry in the register with a code of their own; those who have one keep it. */
export async function enrolDeputies(tx: Tx, councilId: CouncilId, personIds: readonly string[]): Promise<void> {
  if (personIds.length === 0) return
  const council = await councilById(tx, councilId)
  if (!council) throw new Error(`no council ${councilId}`)
  const rows = personIds.map((id) => ({ id, code: shortCode() }))
  await sql`
    insert into network.deputy (council_id, person_id, code, levels)
    select ${councilId}::uuid, id, code, array[${council.level}::text]
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, code text)
    on conflict (council_id, person_id) do nothing`.execute(tx)
  await markStale(tx, councilId, 'deputy', personIds)
}

/** The deputy an input names, locked, with the account she signs in with. */
async function lockDeputy({ tx, councilId, input }: Call<{ readonly personId: string }>) {
  const row = await tx
    .selectFrom('network.deputy')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('person_id', '=', input.personId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return null
  const person = await tx
    .selectFrom('people.person')
    .select('account_id')
    .where('council_id', '=', councilId)
    .where('id', '=', input.personId)
    .executeTakeFirst()
  return { ...row, ownerId: person?.account_id ?? null }
}

const isHerself = (actor: Actor, subject: { readonly ownerId: string | null }) =>
  actor.accountId !== null && subject.ownerId === actor.accountId

async function mustBeInOffice(tx: Tx, councilId: CouncilId, personId: string, now: Date): Promise<void> {
  if (!(await isDeputyNow(tx, councilId, personId, now))) throw new Refused(conflict('no-longer-deputy'))
}

/** Whether a person is a deputy of the council at this moment. */
export async function isDeputyNow(tx: Tx, councilId: CouncilId, personId: string, now: Date): Promise<boolean> {
  const { rows } = await sql`
    select 1 from people.membership
     where council_id = ${councilId} and person_id = ${personId} and role = 'deputy'
       and since <= ${now} and (until is null or until > ${now}) limit 1`.execute(tx)
  return rows.length > 0
}

export const changeDeputy = action({
  name: 'network.change-deputy',
  input: ChangeDeputy,
  subject: lockDeputy,
  allow: ordersNetwork,
  async run({ tx, councilId, subject, input, emit }) {
    if (input.constituencyId !== null) {
      const { rows } = await sql`select 1 from councils.constituency
        where council_id = ${councilId} and constituency_id = ${input.constituencyId}`.execute(tx)
      if (rows.length === 0) throw new Refused(invalid({ path: 'constituencyId', code: 'unknown' }))
    }
    const levels = [...new Set(input.levels)]
    await tx
      .updateTable('network.deputy')
      .set({ levels, constituency_id: input.constituencyId })
      .where('council_id', '=', councilId)
      .where('person_id', '=', subject.person_id)
      .execute()
    await markStale(tx, councilId, 'deputy', [subject.person_id])
    emit('network.deputy-changed', { levels, constituencyId: input.constituencyId }, { subjectId: subject.person_id })
    return { code: subject.code }
  },
})

/** What she writes about herself, when people find her, and what she agrees to show: nobody else decides that. */
export const writeProfile = action({
  name: 'network.write-profile',
  input: WriteProfile,
  subject: lockDeputy,
  allow: isHerself,
  async run({ tx, councilId, subject, input, now, emit }) {
    await mustBeInOffice(tx, councilId, subject.person_id, now)
    const { personId: _, hours, agreed, ...words } = input
    await tx
      .updateTable('network.deputy')
      .set({ ...words, hours: JSON.stringify(hours), agreed: [...new Set(agreed)] })
      .where('council_id', '=', councilId)
      .where('person_id', '=', subject.person_id)
      .execute()
    await markStale(tx, councilId, 'deputy', [subject.person_id])
    emit('network.profile-written', { agreed: [...new Set(agreed)] }, { subjectId: subject.person_id })
    return { code: subject.code }
  },
})

export const setPortrait = action({
  name: 'network.set-portrait',
  edgeOnly: true,
  input: z.strictObject({
    personId: z.uuid(),
    /** Cleaned and judged by `checkUpload` before. */
    upload: z.custom<CheckedUpload>(
      (value) => typeof value === 'object' && value !== null && 'receivedSha256' in value,
    ),
  }),
  subject: lockDeputy,
  allow: isHerself,
  async run({ tx, councilId, subject, input, actor, now, emit }) {
    await mustBeInOffice(tx, councilId, subject.person_id, now)
    const stored = await storeUpload(tx, { councilId, upload: input.upload, by: actor.personId, now })
    if (!stored.ok) throw new Refused(invalid({ path: 'portrait', code: stored.reason }))
    await replacePortrait(tx, councilId, subject, stored.file.id)
    emit('network.portrait-set', {}, { subjectId: subject.person_id })
    return { code: subject.code }
  },
})

export const removePortrait = action({
  name: 'network.remove-portrait',
  input: z.object({ personId: z.uuid() }),
  subject: lockDeputy,
  allow: isHerself,
  from: (subject) => (subject.portrait_id === null ? 'no-portrait' : null),
  async run({ tx, councilId, subject, emit }) {
    await replacePortrait(tx, councilId, subject, null)
    emit('network.portrait-removed', {}, { subjectId: subject.person_id })
    return { code: subject.code }
  },
})

/** The picture before it is erased with its content: a portrait that is no longer wanted is kept nowhere. */
async function replacePortrait(
  tx: Tx,
  councilId: CouncilId,
  subject: { readonly person_id: string; readonly portrait_id: string | null },
  portraitId: string | null,
): Promise<void> {
  await tx
    .updateTable('network.deputy')
    .set({ portrait_id: portraitId })
    .where('council_id', '=', councilId)
    .where('person_id', '=', subject.person_id)
    .execute()
  if (subject.portrait_id !== null) await eraseFile(tx, councilId, subject.portrait_id)
}
