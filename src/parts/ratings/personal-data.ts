import './tables.ts'
import type { Db, Tx } from '#kernel/db'
import { eraseParts, ledgerKeys } from '#kernel/ledger'
import type { ErasedAccount, PersonalData, PersonalSection } from '#kernel/module'
import { personalDataText as text } from './personal-data.text.ts'

/** What this part holds about those who rate: which rating is theirs, and what they said with it. */
export const ratingsData: PersonalData = {
  export: exportGiven,
  erase: eraseRater,
  remains: {
    'zh-CN': [{ what: text['zh-CN'].keptWhat, why: text['zh-CN'].keptWhy }],
    en: [{ what: text.en.keptWhat, why: text.en.keptWhy }],
  },
}

const most = 10_000

async function exportGiven(db: Db, accountId: string): Promise<PersonalSection | null> {
  const rows = await db
    .selectFrom('ratings.rating as r')
    .innerJoin('ratings.sheet as s', (join) =>
      join.onRef('s.council_id', '=', 'r.council_id').onRef('s.id', '=', 'r.sheet_id'),
    )
    .innerJoin('ratings.version as v', (join) =>
      join.onRef('v.council_id', '=', 'r.council_id').onRef('v.rating_id', '=', 'r.id'),
    )
    .select(['r.council_id', 's.kind', 's.round', 'r.stage', 'v.choice', 'v.points', 'v.words', 'v.at'])
    .where('r.account_id', '=', accountId)
    .orderBy('v.at', 'desc')
    .limit(most)
    .execute()
  if (rows.length === 0) return null
  return {
    name: 'ratings',
    title: { 'zh-CN': text['zh-CN'].title, en: text.en.title },
    labels: { 'zh-CN': text['zh-CN'].labels, en: text.en.labels },
    rows: rows.map((row) => ({ is: 'rating', ...row })),
  }
}

async function eraseRater(tx: Tx, { app, councilId, accountId, ground, now }: ErasedAccount): Promise<void> {
  const own = await tx
    .selectFrom('ratings.rating as r')
    .innerJoin('ratings.sheet as s', (join) =>
      join.onRef('s.council_id', '=', 'r.council_id').onRef('s.id', '=', 'r.sheet_id'),
    )
    .select(['r.id', 's.ledger_subject'])
    .where('r.council_id', '=', councilId)
    .where('r.account_id', '=', accountId)
    .execute()
  if (own.length === 0) return
  const ids = own.map(({ id }) => id)
  await tx
    .updateTable('ratings.version')
    .set({ words: '' })
    .where('council_id', '=', councilId)
    .where('rating_id', 'in', ids)
    .execute()
  await tx
    .updateTable('ratings.rating')
    .set({ account_id: null })
    .where('council_id', '=', councilId)
    .where('id', 'in', ids)
    .execute()
  const by = { at: now, by: 'system', keys: ledgerKeys(app) }
  for (const subject of new Set(own.map(({ ledger_subject }) => ledger_subject))) {
    await eraseParts(tx, councilId, subject, ['words'], ground, by)
  }
}
