import './tables.ts'
import { type Db, sql, type Tx } from '#kernel/db'
import { eraseParts, ledgerKeys } from '#kernel/ledger'
import type { ErasedAccount, PersonalData, PersonalSection } from '#kernel/module'
import { personalDataText as text } from './personal-data.text.ts'

/**
 * What this part holds about people: the answers and verdicts of the one who asked, and the notes an official wrote.
 * Notes may speak of the one who asked, so they go with her account too. The record of the handling stays as nobody's.
 */
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
  const notes = await notesBy(db, accountId)
  if (cases.length === 0 && notes.length === 0) return null
  const ids = cases.map(({ id }) => id)
  const questions = await db
    .selectFrom('cases.question')
    .select(['council_id', 'words', 'answer', 'answered_at'])
    .where('case_id', 'in', ids.length > 0 ? ids : [accountId])
    .limit(most)
    .execute()
  const verdicts = await db
    .selectFrom('cases.verdict')
    .select(['council_id', 'round', 'verdict as verdict_code', 'words', 'at'])
    .where('case_id', 'in', ids.length > 0 ? ids : [accountId])
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
      ...notes.map((row) => ({ is: 'note', ...row })),
    ],
  }
}

async function notesBy(db: Db, accountId: string) {
  const { rows } = await sql<{ council_id: string; words: string; at: Date }>`
    select n.council_id, n.words, n.at from cases.note n
      join people.person p on p.council_id = n.council_id and p.id = n.by
     where p.account_id = ${accountId} and n.erased_at is null order by n.at limit ${most}`.execute(db)
  return rows
}

/** What the one who asked wrote: answers, verdicts, and the steps that repeat them. */
const hers = ['answered-back', 'not-solved', 'settled', 'promise-confirmed', 'promise-denied'] as const

async function eraseAsker(tx: Tx, { app, councilId, accountId, ground, now }: ErasedAccount): Promise<void> {
  await sql`
    update cases.note n set words = '', erased_at = ${now}
     where n.council_id = ${councilId} and n.erased_at is null
       and (n.by in (select p.id from people.person p where p.council_id = n.council_id and p.account_id = ${accountId})
         or n.case_id in (select m.id from cases.matter m
                           where m.council_id = n.council_id and m.asker_account_id = ${accountId}))`.execute(tx)
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
