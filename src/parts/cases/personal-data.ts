import './tables.ts'
import type { Db, Tx } from '#kernel/db'
import { eraseParts, ledgerKeys } from '#kernel/ledger'
import type { ErasedAccount, PersonalData, PersonalSection } from '#kernel/module'
import { personalDataText as text } from './personal-data.text.ts'

/** What this part holds about the one who asked: her answers and verdicts. The record of the handling stays as nobody's. */
export const casesData: PersonalData = {
  export: exportAsked,
  erase: eraseAsker,
  remains: {
    'zh-CN': [{ what: text['zh-CN'].keptWhat, why: text['zh-CN'].keptWhy }],
    en: [{ what: text.en.keptWhat, why: text.en.keptWhy }],
  },
}

const most = 10_000

async function exportAsked(db: Db, accountId: string): Promise<PersonalSection | null> {
  const cases = await db
    .selectFrom('cases.matter')
    .select(['council_id', 'id', 'title', 'stage', 'outcome', 'opened_at'])
    .where('asker_account_id', '=', accountId)
    .orderBy('opened_at', 'desc')
    .limit(most)
    .execute()
  if (cases.length === 0) return null
  const ids = cases.map(({ id }) => id)
  const questions = await db
    .selectFrom('cases.question')
    .select(['council_id', 'words', 'answer', 'answered_at'])
    .where('case_id', 'in', ids)
    .limit(most)
    .execute()
  const verdicts = await db
    .selectFrom('cases.verdict')
    .select(['council_id', 'round', 'verdict as verdict_code', 'words', 'at'])
    .where('case_id', 'in', ids)
    .limit(most)
    .execute()
  return {
    name: 'cases',
    title: { 'zh-CN': text['zh-CN'].title, en: text.en.title },
    labels: { 'zh-CN': text['zh-CN'].labels, en: text.en.labels },
    rows: [
      ...cases.map(({ id: _, ...row }) => ({ is: 'case', ...row })),
      ...questions.map((row) => ({ is: 'question', ...row })),
      ...verdicts.map((row) => ({ is: 'verdict', ...row })),
    ],
  }
}

/** What the one who asked wrote: answers, verdicts, and the steps that repeat them. */
const hers = ['answered-back', 'not-solved', 'settled', 'promise-confirmed', 'promise-denied'] as const

async function eraseAsker(tx: Tx, { app, councilId, accountId, ground, now }: ErasedAccount): Promise<void> {
  const cases = await tx
    .selectFrom('cases.matter')
    .select(['id', 'ledger_subject'])
    .where('council_id', '=', councilId)
    .where('asker_account_id', '=', accountId)
    .execute()
  if (cases.length === 0) return
  const ids = cases.map(({ id }) => id)
  await tx
    .updateTable('cases.step')
    .set({ words: '' })
    .where('council_id', '=', councilId)
    .where('case_id', 'in', ids)
    .where('what', 'in', [...hers])
    .execute()
  await tx
    .updateTable('cases.verdict')
    .set({ words: '' })
    .where('council_id', '=', councilId)
    .where('case_id', 'in', ids)
    .execute()
  await tx
    .updateTable('cases.promise')
    .set({ verdict_words: null })
    .where('council_id', '=', councilId)
    .where('case_id', 'in', ids)
    .execute()
  await tx
    .updateTable('cases.question')
    .set({ answer: '' })
    .where('council_id', '=', councilId)
    .where('case_id', 'in', ids)
    .where('answered_at', 'is not', null)
    .execute()
  for (const { ledger_subject } of cases) {
    await eraseParts(tx, councilId, ledger_subject, ['words'], ground, { at: now, by: 'system', keys: ledgerKeys(app) })
  }
  await tx
    .updateTable('cases.matter')
    .set({ asker_account_id: null })
    .where('council_id', '=', councilId)
    .where('asker_account_id', '=', accountId)
    .execute()
}
