import type { Db, Tx } from '#kernel/db'
import type { ErasedAccount, PersonalData, PersonalSection } from '#kernel/module'
import { personalDataText as text } from './personal-data.text.ts'

/** What the network holds about people: where they serve, and the courses they took. */
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
  const rows = [
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
}
