import type { Db, Tx } from '#kernel/db'
import type { ErasedAccount, PersonalData, PersonalSection } from '#kernel/module'
import { eraseFile } from '#parts/files'
import { personalDataText as text } from './personal-data.text.ts'

/** What the network holds about people: where they serve, the courses they took, and what deputies say of themselves. */
export const networkData: PersonalData = {
  export: exportServices,
  erase: eraseServices,
  remains: {
    'zh-CN': [{ what: text['zh-CN'].servicesWhat, why: text['zh-CN'].servicesWhy }],
    en: [{ what: text.en.servicesWhat, why: text.en.servicesWhy }],
  },
}

async function exportServices(db: Db, accountId: string): Promise<PersonalSection | null> {
  const services = await db
    .selectFrom('network.service as s')
    .innerJoin('people.person as p', (join) =>
      join.onRef('p.council_id', '=', 's.council_id').onRef('p.id', '=', 's.person_id'),
    )
    .innerJoin('network.place as at', (join) =>
      join.onRef('at.council_id', '=', 's.council_id').onRef('at.place_id', '=', 's.place_id'),
    )
    .select(['s.council_id', 'at.name_zh as place', 's.role', 's.title', 's.since', 's.until', 's.agreed_on'])
    .where('p.account_id', '=', accountId)
    .execute()
  const trainings = await db
    .selectFrom('network.trainee as r')
    .innerJoin('people.person as p', (join) =>
      join.onRef('p.council_id', '=', 'r.council_id').onRef('p.id', '=', 'r.person_id'),
    )
    .innerJoin('network.training as t', (join) =>
      join.onRef('t.council_id', '=', 'r.council_id').onRef('t.training_id', '=', 'r.training_id'),
    )
    .select(['t.council_id', 't.course', 't.held_on', 't.hours'])
    .where('p.account_id', '=', accountId)
    .execute()
  const profiles = await db
    .selectFrom('network.deputy as d')
    .innerJoin('people.person as p', (join) =>
      join.onRef('p.council_id', '=', 'd.council_id').onRef('p.id', '=', 'd.person_id'),
    )
    .select([
      'd.council_id',
      'd.code',
      'd.levels',
      'd.introduction_zh',
      'd.introduction_en',
      'd.hours',
      'd.hours_note_zh',
      'd.hours_note_en',
      'd.portrait_id',
      'd.agreed',
    ])
    .where('p.account_id', '=', accountId)
    .execute()
  const groups = await db
    .selectFrom('network.group_member as m')
    .innerJoin('people.person as p', (join) =>
      join.onRef('p.council_id', '=', 'm.council_id').onRef('p.id', '=', 'm.person_id'),
    )
    .innerJoin('network.deputy_group as g', (join) =>
      join.onRef('g.council_id', '=', 'm.council_id').onRef('g.group_id', '=', 'm.group_id'),
    )
    .select(['m.council_id', 'g.name_zh as group', 'm.leads', 'm.since', 'm.until'])
    .where('p.account_id', '=', accountId)
    .execute()
  const rows = [
    ...profiles.map((row) => ({ is: 'profile', ...row })),
    ...groups.map((row) => ({ is: 'group', ...row })),
    ...services.map((row) => ({ is: 'service', ...row })),
    ...trainings.map((row) => ({ is: 'training', ...row })),
  ]
  if (rows.length === 0) return null
  return { name: 'network', title: { 'zh-CN': text['zh-CN'].title, en: text.en.title }, rows }
}

async function eraseServices(tx: Tx, { councilId, accountId, now }: ErasedAccount): Promise<void> {
  const today = now.toISOString().slice(0, 10)
  const theirs = tx
    .selectFrom('people.person')
    .select('id')
    .where('council_id', '=', councilId)
    .where('account_id', '=', accountId)
  await tx
    .updateTable('network.service')
    .set({ title: null, agreed_on: null })
    .where('council_id', '=', councilId)
    .where('person_id', 'in', theirs)
    .execute()
  await tx
    .updateTable('network.service')
    .set(({ fn, val }) => ({ until: fn('greatest', ['since', val(today)]) }))
    .where('council_id', '=', councilId)
    .where('person_id', 'in', theirs)
    .where('until', 'is', null)
    .execute()
  const profiles = await tx
    .selectFrom('network.deputy')
    .select(['person_id', 'portrait_id'])
    .where('council_id', '=', councilId)
    .where('person_id', 'in', theirs)
    .execute()
  // The code stays given for good, so that nobody else ever gets it; everything she said of herself goes.
  await tx
    .updateTable('network.deputy')
    .set({
      introduction_zh: null,
      introduction_en: null,
      hours: '[]',
      hours_note_zh: null,
      hours_note_en: null,
      portrait_id: null,
      agreed: [],
    })
    .where('council_id', '=', councilId)
    .where('person_id', 'in', theirs)
    .execute()
  for (const { person_id, portrait_id } of profiles) {
    if (portrait_id !== null) await eraseFile(tx, councilId, portrait_id)
    await tx
      .deleteFrom('network.found_by')
      .where('council_id', '=', councilId)
      .where('kind', '=', 'deputy')
      .where('thing_id', '=', person_id)
      .execute()
  }
  await tx
    .updateTable('network.group_member')
    .set(({ fn, val }) => ({ until: fn('greatest', ['since', val(today)]), leads: false }))
    .where('council_id', '=', councilId)
    .where('person_id', 'in', theirs)
    .where('until', 'is', null)
    .execute()
}
