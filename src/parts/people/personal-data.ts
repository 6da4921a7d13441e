import { perform, systemActor } from '#kernel/action'
import type { App } from '#kernel/app'
import { type Db, sql, type Tx } from '#kernel/db'
import type { ErasedAccount, PersonalData, PersonalSection, Remaining } from '#kernel/module'
import type { Locale } from '#kernel/text'
import { eraseAccount, eraseInCouncil } from './actions/erasure.ts'
import { personalDataText as text } from './personal-data.text.ts'
import { roleText } from './roles.text.ts'

/** What this part itself holds about people. */
export const peopleData: PersonalData = {
  export: exportOwn,
  erase: eraseNames,
  remains: { 'zh-CN': remaining('zh-CN'), en: remaining('en') },
}

function remaining(locale: Locale): Remaining[] {
  const t = text[locale]
  return [
    { what: t.eventsWhat, why: t.eventsWhy },
    { what: t.sessionsWhat, why: t.sessionsWhy },
    { what: t.membersWhat, why: t.membersWhy },
  ]
}

async function exportOwn(db: Db, accountId: string): Promise<PersonalSection> {
  const account = await db
    .selectFrom('people.account')
    .select(['id', 'created_at', 'locale', 'elder'])
    .where('id', '=', accountId)
    .execute()
  const contacts = await db
    .selectFrom('people.contact')
    .select(['kind', 'value', 'verified_at'])
    .where('account_id', '=', accountId)
    .execute()
  const sessions = await db
    .selectFrom('people.session')
    .select(['device_label', 'method', 'created_at', 'seen_at', 'ended_at', 'ended_why'])
    .where('account_id', '=', accountId)
    .orderBy('created_at', 'desc')
    .limit(1000)
    .execute()
  const passkeys = await db
    .selectFrom('people.passkey')
    .select(['label', 'created_at', 'used_at'])
    .where('account_id', '=', accountId)
    .execute()
  const identities = await db
    .selectFrom('people.identity')
    .select(['issuer', 'subject', 'created_at', 'used_at'])
    .where('account_id', '=', accountId)
    .execute()
  const persons = await db
    .selectFrom('people.person')
    .select(['council_id', 'id', 'name', 'display_name', 'name_visibility', 'created_at'])
    .where('account_id', '=', accountId)
    .execute()
  const roles = await db
    .selectFrom('people.membership as m')
    .innerJoin('people.person as p', (join) =>
      join.onRef('p.council_id', '=', 'm.council_id').onRef('p.id', '=', 'm.person_id'),
    )
    .select(['m.council_id', 'm.role', 'm.scope_id', 'm.since', 'm.until'])
    .where('p.account_id', '=', accountId)
    .execute()
  const rows = [
    ...account.map((row) => ({ is: 'account', ...row })),
    ...contacts.map((row) => ({ is: 'contact', ...row })),
    ...persons.map((row) => ({ is: 'person', ...row })),
    ...roles.map((row) => ({ is: 'role', ...row })),
    ...passkeys.map((row) => ({ is: 'passkey', ...row })),
    ...identities.map((row) => ({ is: 'identity', ...row })),
    ...sessions.map((row) => ({ is: 'session', ...row })),
  ]
  return {
    name: 'people',
    title: { 'zh-CN': text['zh-CN'].title, en: text.en.title },
    labels: {
      'zh-CN': { ...roleText['zh-CN'], ...text['zh-CN'].labels },
      en: { ...roleText.en, ...text.en.labels },
    },
    rows,
  }
}

async function eraseNames(tx: Tx, { councilId, accountId, now }: ErasedAccount): Promise<void> {
  const persons = await tx
    .updateTable('people.person')
    .set({ name: null, display_name: null, name_visibility: 'nobody', erased_at: now })
    .where('council_id', '=', councilId)
    .where('account_id', '=', accountId)
    .returning('id')
    .execute()
  for (const { id } of persons) {
    await tx.deleteFrom('people.invitation').where('council_id', '=', councilId).where('person_id', '=', id).execute()
    await tx.deleteFrom('people.person_code').where('council_id', '=', councilId).where('person_id', '=', id).execute()
    await tx
      .updateTable('people.membership')
      .set(({ fn, val }) => ({ until: fn('greatest', ['since', val(now)]) }))
      .where('council_id', '=', councilId)
      .where('person_id', '=', id)
      .where((e) => e.or([e('until', 'is', null), e('until', '>', now)]))
      .execute()
  }
}

/** Everything the house holds about an account: what each part and module hands out. */
export async function exportPersonalData(app: App, accountId: string): Promise<PersonalSection[]> {
  const sections: PersonalSection[] = []
  for (const { personalData } of app.manifests) {
    const section = await personalData?.export(app.database.db, accountId)
    if (section) sections.push(section)
  }
  return sections
}

/**
 * Erases the accounts whose week is over: first in every council where they ever did anything, then themselves.
 * Stopped half way, it goes on the next time.
 */
export async function eraseDue(app: App): Promise<void> {
  const { db } = app.database
  const due = await db
    .selectFrom('people.account')
    .select('id')
    .where('erase_at', '<=', app.clock.now())
    .where('erased_at', 'is', null)
    .orderBy('erase_at')
    .limit(20)
    .execute()
  for (const { id } of due) await eraseOne(app, id)
}

async function eraseOne(app: App, accountId: string): Promise<void> {
  const { rows } = await sql<{ council_id: string }>`
    select council_id from kernel.event where account_id = ${accountId}
    union select council_id from people.person where account_id = ${accountId}`.execute(app.database.db)
  for (const { council_id } of rows) {
    const erased = await perform(app, eraseInCouncil, systemActor(council_id), { accountId })
    if (!erased.ok) return
  }
  const home = rows[0]?.council_id
  if (home) await perform(app, eraseAccount, systemActor(home), { accountId })
}
