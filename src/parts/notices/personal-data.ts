import type { PersonalData } from '#kernel/module'
import { personalDataText as text } from './personal-data.text.ts'

/** What this part holds about people. */
export const noticesData: PersonalData = {
  async export(db, accountId) {
    const notices = await db
      .selectFrom('notices.notice')
      .select(['council_id', 'kind', 'href', 'text', 'created_at', 'read_at'])
      .where('account_id', '=', accountId)
      .orderBy('created_at', 'desc')
      .limit(10_000)
      .execute()
    const choices = await db
      .selectFrom('notices.choice')
      .select(['council_id', 'email', 'sms', 'rhythm'])
      .where('account_id', '=', accountId)
      .execute()
    const mutes = await db
      .selectFrom('notices.mute')
      .select(['council_id', 'subject_type', 'subject_id', 'muted_at'])
      .where('account_id', '=', accountId)
      .execute()
    const devices = await db
      .selectFrom('notices.device')
      .select(['council_id', 'kind', 'label', 'added_at'])
      .where('account_id', '=', accountId)
      .execute()
    const rows = [
      ...devices.map((row) => ({ is: 'device', ...row })),
      ...choices.map((row) => ({ is: 'choice', ...row })),
      ...mutes.map((row) => ({ is: 'mute', ...row })),
      ...notices.map((row) => ({ is: 'notice', ...row })),
    ]
    if (rows.length === 0) return null
    return {
      name: 'notices',
      title: { 'zh-CN': text['zh-CN'].title, en: text.en.title },
      labels: { 'zh-CN': text['zh-CN'].labels, en: text.en.labels },
      rows,
    }
  },
  async erase(tx, { councilId, accountId }) {
    for (const table of ['notices.notice', 'notices.choice', 'notices.mute', 'notices.device'] as const) {
      await tx.deleteFrom(table).where('council_id', '=', councilId).where('account_id', '=', accountId).execute()
    }
    await tx
      .updateTable('notices.outgoing')
      .set({ address: null, body: null, title: '', account_id: null })
      .where('council_id', '=', councilId)
      .where('account_id', '=', accountId)
      .where('state', '<>', 'waiting')
      .execute()
    await tx
      .deleteFrom('notices.outgoing')
      .where('council_id', '=', councilId)
      .where('account_id', '=', accountId)
      .execute()
  },
  remains: {
    'zh-CN': [{ what: text['zh-CN'].outgoingWhat, why: text['zh-CN'].outgoingWhy }],
    en: [{ what: text.en.outgoingWhat, why: text.en.outgoingWhy }],
  },
}
