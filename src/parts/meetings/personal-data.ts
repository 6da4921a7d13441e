import './tables.ts'
import { type Db, sql, type Tx } from '#kernel/db'
import type { ErasedAccount, PersonalData, PersonalSection, Remaining } from '#kernel/module'
import type { Locale } from '#kernel/text'
import { personalDataText as text } from './personal-data.text.ts'

/** What this part holds about people: who signed up, who asked, who wanted to know it too. */
export const meetingsData: PersonalData = {
  export: exportOwn,
  erase: eraseOwn,
  remains: { 'zh-CN': remaining('zh-CN'), en: remaining('en') },
}

function remaining(locale: Locale): Remaining[] {
  const t = text[locale]
  return [
    { what: t.answersWhat, why: t.answersWhy },
    { what: t.supportsWhat, why: t.supportsWhy },
  ]
}

const most = 10_000

async function exportOwn(db: Db, accountId: string): Promise<PersonalSection | null> {
  const signUps = await db
    .selectFrom('meetings.attendance as a')
    .innerJoin('meetings.meeting as m', (join) =>
      join.onRef('m.council_id', '=', 'a.council_id').onRef('m.id', '=', 'a.meeting_id'),
    )
    .select(['a.council_id', 'm.topic', 'm.starts_at', 'a.name', 'a.contact', 'a.people', 'a.state', 'a.since'])
    .select('a.present_at')
    .where('a.account_id', '=', accountId)
    .orderBy('a.since', 'desc')
    .limit(most)
    .execute()
  const questions = await db
    .selectFrom('meetings.question')
    .select(['council_id', 'body', 'name', 'asked_at'])
    .where('account_id', '=', accountId)
    .orderBy('asked_at', 'desc')
    .limit(most)
    .execute()
  const supports = await db
    .selectFrom('meetings.support as s')
    .innerJoin('meetings.question as q', (join) =>
      join.onRef('q.council_id', '=', 's.council_id').onRef('q.id', '=', 's.question_id'),
    )
    .select(['s.council_id', 'q.body', 's.at'])
    .where('s.supporter', '=', accountId)
    .orderBy('s.at', 'desc')
    .limit(most)
    .execute()
  const rows = [
    ...signUps.map((row) => ({ is: 'sign-up', ...row })),
    ...questions.map((row) => ({ is: 'question', ...row })),
    ...supports.map((row) => ({ is: 'support', ...row })),
  ]
  if (rows.length === 0) return null
  return {
    name: 'meetings',
    title: { 'zh-CN': text['zh-CN'].title, en: text.en.title },
    labels: { 'zh-CN': text['zh-CN'].labels, en: text.en.labels },
    rows,
  }
}

async function eraseOwn(tx: Tx, { councilId, accountId }: ErasedAccount): Promise<void> {
  await tx
    .updateTable('meetings.attendance')
    .set({ account_id: null, name: null, contact: null, contact_kind: null })
    .where('council_id', '=', councilId)
    .where('account_id', '=', accountId)
    .execute()
  await tx
    .updateTable('meetings.question')
    .set({ account_id: null, name: null })
    .where('council_id', '=', councilId)
    .where('account_id', '=', accountId)
    .execute()
  // The number of supporters stays; a random word stands where the account stood.
  await sql`update meetings.support set supporter = gen_random_uuid()::text
             where council_id = ${councilId} and supporter = ${accountId}`.execute(tx)
}
