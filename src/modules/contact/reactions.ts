import { dayInWords } from '#kernel/calendar'
import type { Tx } from '#kernel/db'
import { type Event, type Reaction, type ReactionContext, reaction } from '#kernel/events'
import type { locales } from '#kernel/text'
import { type Case, caseById, departmentRoles, knowAsker, type Reminded } from '#parts/cases'
import { type NewNotice, notify, type Receiver } from '#parts/notices'
import { members } from '#parts/people'
import { threadIds } from './merging/queries.ts'
import { caseKind, subjectType } from './rules.ts'
import { text } from './telling.text.ts'

type Words = (typeof text)['zh-CN']
type AskerNews = Exclude<keyof Words['asker'], 'title'>
type StaffNews = Exclude<keyof Words['staff'], 'body'>

/** Who else hears of what happened: those who keep the matter, or those who handle it. */
const heardBy: Readonly<Record<StaffNews, readonly ('keeper' | 'department' | 'named' | 'colleague' | 'sorter')[]>> = {
  'contact.raised': ['keeper'],
  'contact.given': ['keeper'],
  'contact.letter-sent': ['named'],
  'cases.moved': ['named'],
  'cases.handed-over': ['colleague'],
  'cases.helper-set': ['colleague'],
  'cases.returned': ['keeper'],
  'cases.return-refused': ['department'],
  'cases.assist-asked': ['named'],
  'cases.answered-back': ['keeper', 'department'],
  'cases.extension-asked': ['keeper'],
  'cases.extended': ['department'],
  'cases.extension-refused': ['department'],
  'cases.replied': ['keeper'],
  'cases.reopened': ['keeper', 'department'],
  'cases.settled': ['keeper', 'department'],
  'cases.promise-judged': ['keeper', 'department'],
  'contact.merge-objected': ['sorter'],
  'contact.merged': ['keeper', 'department'],
  'contact.split': ['keeper', 'department'],
  'contact.withdrawn': ['keeper', 'department'],
}

const askerNews = Object.keys(text['zh-CN'].asker).filter((name) => name !== 'title')
const staffNews = Object.keys(heardBy)

/** Tells the one who asked, each step in the way she chose, and those in whose hands it now is. */
export const tell = reaction({
  name: 'contact.tell',
  on: [...new Set([...askerNews, ...staffNews])],
  async run(context) {
    const { tx, event } = context
    const { caseId, kind } = event.data
    if (kind !== caseKind || typeof caseId !== 'string') return
    const work = await caseById(tx, event.councilId, caseId)
    if (!work) return
    if (askerNews.includes(event.name)) await tellAsker(context, work, event.name as AskerNews)
    if (event.name in heardBy) await tellStaff(context, work, event.name as StaffNews)
  },
})

/** What only the one who raised it can do something about. */
const hersAlone: readonly string[] = ['cases.asked-back', 'contact.forwarded', 'contact.merged-here']
/** So many are told of one step. */
const mostTold = 5000

/** Tells the one who raised it, and everybody who joined and stayed. */
async function tellAsker({ tx, event, now }: ReactionContext, work: Case, news: AskerNews): Promise<void> {
  const thread = hersAlone.includes(news) ? [work.about_id] : await threadIds(tx, event.councilId, work.about_id)
  const speakers = await Promise.all(thread.map((id) => speakersIn(tx, event.councilId, id)))
  for (const { id, joined, code, ways } of inOneThread(speakers)) {
    if (joined && hersAlone.includes(news)) continue
    for (const [way, to] of ways) {
      await notify(tx, {
        ...about(event, work, now),
        to,
        text: inBoth((t) => ({ title: t.asker.title(work.title), body: joined ? t.joined : t.asker[news] })),
        href: `/contact/${code}`,
        key: joined ? `${event.id} ${way} ${id}` : `${event.id} ${way}`,
      })
    }
  }
}

/** Those of matters merged into the first one hear of it as voices, not as the one who is asked and judges. */
function inOneThread(speakers: readonly (readonly Speaker[])[]): readonly Speaker[] {
  return speakers.flatMap((of, index) => (index === 0 ? of : of.map((each) => ({ ...each, joined: true }))))
}

/** Somebody who speaks in a matter: how she hears of it, each way with a name, and the code of her receipt. */
interface Speaker {
  readonly id: string
  /** Somebody else raised it. */
  readonly joined: boolean
  readonly code: string
  readonly ways: readonly (readonly [string, Receiver])[]
}

/** The one who asked; null once erased. */
export async function askerReceivers(tx: Tx, councilId: string, matterId: string): Promise<Speaker | null> {
  return (await speakersIn(tx, councilId, matterId)).find(({ joined }) => !joined) ?? null
}

async function speakersIn(tx: Tx, councilId: string, matterId: string): Promise<readonly Speaker[]> {
  const { opinion_id: own } = await matterOf(tx, councilId, matterId)
  const rows = await tx
    .selectFrom('opinions.opinion as o')
    .innerJoin('opinions.contributor as c', (join) =>
      join.onRef('c.council_id', '=', 'o.council_id').onRef('c.id', '=', 'o.contributor_id'),
    )
    .select(['o.id', 'o.receipt', 'c.account_id', 'c.device_id', 'c.answer_by', 'c.contact_kind', 'c.contact'])
    .select('c.locale')
    .where('o.council_id', '=', councilId)
    .where('o.subject_type', '=', subjectType)
    .where('o.subject_id', '=', matterId)
    .where('c.erased_at', 'is', null)
    .where((eb) => eb.or([eb('o.id', '=', own), eb('o.stage', '<>', 'withdrawn')]))
    .limit(mostTold)
    .execute()
  return rows.map((row) => {
    const ways: [string, Receiver][] = []
    if (row.account_id !== null) ways.push(['inbox', { accountId: row.account_id }])
    else if (row.device_id !== null) ways.push(['inbox', { deviceId: row.device_id }])
    if (row.contact !== null && row.contact_kind !== null && row.answer_by === row.contact_kind) {
      const locale = row.locale === 'en' ? ('en' as const) : ('zh-CN' as const)
      ways.push(['contact', { contact: { kind: row.contact_kind, value: row.contact }, locale }])
    }
    const code = row.receipt.replace(/^(.{4})(.{4})(.{4})$/, '$1-$2-$3')
    return { id: row.id, joined: row.id !== own, code, ways }
  })
}

async function tellStaff(context: ReactionContext, work: Case, news: StaffNews): Promise<void> {
  const { tx, event, now } = context
  const people = new Set<string>()
  for (const who of heardBy[news]) {
    for (const personId of await hearing(context, work, who)) {
      if (personId !== event.personId) people.add(personId)
    }
  }
  if (people.size === 0) return
  const { number } = await matterOf(tx, event.councilId, work.about_id)
  for (const personId of people) {
    await notify(tx, {
      ...about(event, work, now),
      to: { personId },
      text: inBoth((t) => ({ title: t.staff[news](work.title), body: t.staff.body })),
      href: `/contact/matters/${number}`,
      key: `${event.id} ${personId}`,
    })
  }
}

async function hearing(
  context: ReactionContext,
  work: Case,
  who: 'keeper' | 'department' | 'named' | 'colleague' | 'sorter',
): Promise<readonly string[]> {
  if (who === 'keeper') return keepers(context, work)
  if (who === 'sorter') return sorters(context, work)
  if (who !== 'colleague') return handlers(context, work, who)
  const { personId, helps } = context.event.data
  return typeof personId === 'string' && helps !== false ? [personId] : []
}

function about(event: Event, work: Case, now: Date): Pick<NewNotice, 'councilId' | 'now' | 'kind' | 'subject'> {
  return { councilId: event.councilId, now, kind: event.name, subject: { type: subjectType, id: work.about_id } }
}

function inBoth(words: (t: Words) => { readonly title: string; readonly body: string }): NewNotice['text'] {
  return { 'zh-CN': words(text['zh-CN']), en: words(text.en as Words) }
}

/** The liaisons of the place, and the office. */
async function sorters({ tx, event, now }: ReactionContext, work: Case): Promise<readonly string[]> {
  const { councilId } = event
  const liaisons = work.scopeId ? await members(tx, { councilId, now, roles: ['liaison'], scopeId: work.scopeId }) : []
  const clerks = await members(tx, { councilId, now, roles: ['clerk'] })
  return [...liaisons, ...clerks].map(({ person_id }) => person_id)
}

/** The deputy; without one the liaisons of the place; without them the office. */
async function keepers({ tx, event, now }: ReactionContext, work: Case): Promise<readonly string[]> {
  if (work.keeperId !== null) return [work.keeperId]
  const { councilId } = event
  const liaisons = work.scopeId ? await members(tx, { councilId, now, roles: ['liaison'], scopeId: work.scopeId }) : []
  const found = liaisons.length > 0 ? liaisons : await members(tx, { councilId, now, roles: ['clerk'] })
  return found.map(({ person_id }) => person_id)
}

/** Those of the organisation the event names, or that leads: all until somebody has accepted, then who answers for it. */
async function handlers(
  { tx, event, now }: ReactionContext,
  work: Case,
  who: 'department' | 'named',
): Promise<readonly string[]> {
  const named = who === 'named' ? event.data.organisationId : null
  const organisationId = typeof named === 'string' ? named : work.lead?.organisation_id
  if (!organisationId) return []
  if (who === 'department' && work.lead?.holder_id) return [work.lead.holder_id]
  const found = await members(tx, { councilId: event.councilId, now, roles: departmentRoles, scopeId: organisationId })
  return found.map(({ person_id }) => person_id)
}

function matterOf(tx: Tx, councilId: string, id: string) {
  return tx
    .selectFrom('contact.matter')
    .select(['number', 'opinion_id'])
    .where('council_id', '=', councilId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}

const mostListed = 20

/** Passes reminders on: everything that is due to one person in one notice. */
export const tellReminders = reaction({
  name: 'contact.tell-reminders',
  on: ['cases.reminded'],
  async run({ tx, event, now }) {
    const { personId, items } = event.data as { personId: string; items: readonly Reminded[] }
    const own = items.filter(({ kind }) => kind === caseKind)
    const [first] = own
    if (!first) return
    const { number } = await matterOf(tx, event.councilId, first.aboutId)
    const wordsIn = (locale: (typeof locales)[number]) => {
      const t = text[locale]
      const lines = own
        .slice(0, mostListed)
        .map(({ title, dueOn, level, clock }) =>
          t.reminder(title, dayInWords(locale, dueOn), `${t.clock[clock]} · ${t.level[level]}`),
        )
      return { title: t.reminders(own.length), body: lines.join('\n') }
    }
    await notify(tx, {
      councilId: event.councilId,
      now,
      to: { personId },
      kind: event.name,
      // Reminders are grouped and muted by themselves, not with the matter: a muted matter is still due.
      subject: { type: 'contact.reminders', id: personId },
      text: { 'zh-CN': wordsIn('zh-CN'), en: wordsIn('en') },
      href: own.length === 1 ? `/contact/matters/${number}` : '/desk',
      key: `${event.id} ${personId}`,
    })
  },
})

/** A guest who proved who she is since: her account may follow, copy and erase what she raised. */
export const claimMatters = reaction({
  name: 'contact.claim',
  on: ['opinions.claimed'],
  async run({ tx, event }) {
    const { subjectType: type, matterId, opinionId } = event.data
    if (type !== subjectType || typeof matterId !== 'string' || event.accountId === null) return
    // Whoever joined may claim her own words; the matter stays with the one who raised it.
    if ((await matterOf(tx, event.councilId, matterId)).opinion_id !== opinionId) return
    await knowAsker(tx, event.councilId, { type: subjectType, id: matterId }, event.accountId)
    await tx
      .updateTable('contact.matter')
      .set({ account_id: event.accountId })
      .where('council_id', '=', event.councilId)
      .where('id', '=', matterId)
      .execute()
  },
})

export const contactReactions: readonly Reaction[] = [tell, tellReminders, claimMatters]
