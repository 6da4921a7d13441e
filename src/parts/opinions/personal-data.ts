import './tables.ts'
import type { Db, Tx } from '#kernel/db'
import { eraseParts, ledgerKeys } from '#kernel/ledger'
import type { ErasedAccount, PersonalData, PersonalSection, Remaining } from '#kernel/module'
import type { Locale } from '#kernel/text'
import { eraseFile } from '#parts/files'
import { personalDataText as text } from './personal-data.text.ts'

/** What this part holds about people: who gave an opinion is erased, what was said stays as nobody's. */
export const opinionsData: PersonalData = {
  export: exportGiven,
  erase: eraseContributor,
  remains: { 'zh-CN': remaining('zh-CN'), en: remaining('en') },
}

function remaining(locale: Locale): Remaining[] {
  const t = text[locale]
  return [
    { what: t.wordsWhat, why: t.wordsWhy },
    { what: t.supportsWhat, why: t.supportsWhy },
  ]
}

const most = 10_000

async function exportGiven(db: Db, accountId: string): Promise<PersonalSection | null> {
  const given = await db
    .selectFrom('opinions.opinion as o')
    .innerJoin('opinions.contributor as c', (join) =>
      join.onRef('c.council_id', '=', 'o.council_id').onRef('c.id', '=', 'o.contributor_id'),
    )
    .select(['o.council_id', 'o.receipt', 'o.given_at', 'o.provision_id', 'o.quote', 'o.body', 'o.suggested'])
    .select([
      'o.public',
      'o.stage',
      'c.name',
      'c.display_name',
      'c.name_visible_to',
      'c.contact',
      'c.address',
      'c.answer_by',
    ])
    .select(['c.consent', 'c.consent_at'])
    .where('c.account_id', '=', accountId)
    .orderBy('o.given_at', 'desc')
    .limit(most)
    .execute()
  const supported = await db
    .selectFrom('opinions.support')
    .select(['council_id', 'opinion_id', 'at'])
    .where('supporter', '=', accountId)
    .orderBy('at', 'desc')
    .limit(most)
    .execute()
  if (given.length + supported.length === 0) return null
  return {
    name: 'opinions',
    title: { 'zh-CN': text['zh-CN'].title, en: text.en.title },
    labels: { 'zh-CN': text['zh-CN'].labels, en: text.en.labels },
    rows: [...given.map((row) => ({ is: 'opinion', ...row })), ...supported.map((row) => ({ is: 'support', ...row }))],
  }
}

/**
 * Takes name, contact, account, device, photographs and voice notes away from everything the account gave here, and
 * has the log say so. A second time there is nothing left to find.
 */
async function eraseContributor(tx: Tx, { app, councilId, accountId, ground, now }: ErasedAccount): Promise<void> {
  const given = await tx
    .selectFrom('opinions.opinion as o')
    .innerJoin('opinions.contributor as c', (join) =>
      join.onRef('c.council_id', '=', 'o.council_id').onRef('c.id', '=', 'o.contributor_id'),
    )
    .leftJoin('ledger.leaf as l', (join) =>
      join.onRef('l.council_id', '=', 'o.council_id').onRef('l.id', '=', 'o.leaf_id'),
    )
    .select(['o.id', 'l.subject_id'])
    .where('o.council_id', '=', councilId)
    .where('c.account_id', '=', accountId)
    .execute()
  for (const { id, subject_id } of given) {
    await eraseAttachments(tx, councilId, id)
    const how = { at: now, by: 'system', keys: ledgerKeys(app) }
    if (subject_id) await eraseParts(tx, councilId, subject_id, ['who', 'files'], ground, how)
  }
  await tx
    .updateTable('opinions.contributor')
    .set({ account_id: null, device_id: null, name: null, display_name: null, contact_kind: null, contact: null })
    .set({ address: null, answer_by: 'receipt', erased_at: now })
    .where('council_id', '=', councilId)
    .where('account_id', '=', accountId)
    .execute()
}

async function eraseAttachments(tx: Tx, councilId: string, opinionId: string): Promise<void> {
  const files = await tx
    .deleteFrom('opinions.attachment')
    .where('council_id', '=', councilId)
    .where('opinion_id', '=', opinionId)
    .returning('file_id')
    .execute()
  for (const { file_id } of files) await eraseFile(tx, councilId, file_id)
}
