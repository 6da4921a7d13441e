import { hasRole } from '#kernel/action'
import type { App } from '#kernel/app'
import { casesText, organisationsServed } from '#parts/cases'
import type { HomeCard, InboxItem, Matter, MatterAsked, MineItem, Offers } from '#web/routes'
import type { Viewer } from '#web/viewer'
import { bookingAtPlace, bookingInbox, bookingMine } from './booking/offers.ts'
import { text as exchangeText } from './exchange/pages.text.ts'
import { departmentRows, figureColumns, monthRows, placeRows } from './open-data.ts'
import { text as deskText } from './pages/desk-page.text.ts'
import { text } from './pages/list-page.text.ts'
import { text as ratingText } from './pages/rating-parts.text.ts'
import { departmentRecords } from './queries/figures.ts'
import { listedMatters, listOf } from './queries/lists.ts'
import { satisfactionRows } from './queries/ratings.ts'
import { rosterDesks } from './roster/offers.ts'
import { subjectType } from './rules.ts'
import { ofDeputy, solvedAt, turnTo } from './turn-to.ts'

/** What contact shows on the front page, at the desk and on one's own page. */
export const offers: Offers = {
  menu: ({ locale }) => ({ href: '/contact', label: text[locale].menu }),
  home: homeCards,
  turnTo,
  solvedAt,
  ofDeputy,
  atPlace: bookingAtPlace,
  inbox: async (app, viewer) => [...(await deskItems(app, viewer)), ...(await bookingInbox(app, viewer))],
  ways: desksOf,
  mine: async (app, viewer) => [...(await mineItems(app, viewer)), ...(await bookingMine(app, viewer))],
  matters: { type: subjectType, describe: describeMatter, follow: (receipt) => `/contact/${receipt}` },
  openData: [
    {
      name: 'contact-departments',
      title: ({ locale }) => text[locale].openData,
      columns: [
        { key: 'number', label: '单位编号 number', type: 'number' },
        { key: 'name_zh', label: '承办单位 department (zh)', type: 'text' },
        { key: 'name_en', label: '承办单位 department (en)', type: 'text' },
        ...figureColumns,
      ],
      rows: departmentRows,
    },
    {
      name: 'contact-months',
      title: ({ locale }) => text[locale].openMonths,
      columns: [{ key: 'month', label: '月份 month', type: 'text' }, ...figureColumns],
      rows: monthRows,
    },
    {
      name: 'contact-places',
      title: ({ locale }) => text[locale].openPlaces,
      columns: [
        { key: 'number', label: '地点编号 number', type: 'number' },
        { key: 'name_zh', label: '地点 place (zh)', type: 'text' },
        { key: 'name_en', label: '地点 place (en)', type: 'text' },
        ...figureColumns,
      ],
      rows: placeRows,
    },
    {
      name: 'contact-satisfaction',
      title: ({ locale }) => ratingText[locale].openData,
      columns: [
        { key: 'number', label: '单位编号 number', type: 'number' },
        { key: 'rated', label: '评价数 ratings', type: 'number' },
        { key: 'answer_zh', label: '评价 answer (zh)', type: 'text' },
        { key: 'answer_en', label: '评价 answer (en)', type: 'text' },
        { key: 'count', label: '人数 count', type: 'number' },
      ],
      rows: satisfactionRows,
    },
  ],
}

async function homeCards(app: App, { council, locale }: Viewer): Promise<readonly HomeCard[]> {
  const records = await departmentRecords(app, council, locale)
  const sum = (figure: 'asked' | 'solved') => records.reduce((all, record) => all + record[figure], 0)
  if (records.length === 0) return []
  const t = text[locale]
  return [{ href: '/contact', title: t.title, lines: [t.home(sum('asked'), sum('solved'))], order: 40 }]
}

/** What waits for a deputy, a department or a liaison: only what is in their own hands now. */
async function deskItems(app: App, viewer: Viewer): Promise<readonly InboxItem[]> {
  const t = deskText[viewer.locale]
  const items: InboxItem[] = []
  const seen = new Set<number>()
  for (const list of ['department', 'inbox', 'triage', 'overdue'] as const) {
    const which = listOf(viewer.actor, list)
    if (!which) continue
    for (const each of await listedMatters(app, viewer, { ...which, stages: ['open'], limit: 50 })) {
      if (seen.has(each.number) || !(await inHand(list, each))) continue
      seen.add(each.number)
      items.push({
        href: `/contact/matters/${each.number}`,
        title: t.item(each.title),
        since: each.since,
        dueOn: each.paused ? null : each.dueOn,
      })
    }
  }
  return items

  async function inHand(list: string, each: { state: string | null; askedBack: boolean; extensionAsked: boolean }) {
    if (list === 'department') return !each.askedBack
    if (list === 'inbox') return each.state === null || each.state === 'returned' || each.extensionAsked
    return true
  }
}

async function mineItems(app: App, { actor, council, locale }: Viewer): Promise<readonly MineItem[]> {
  if (actor.accountId === null) return []
  const t = casesText[locale]
  const rows = await app.database.db
    .selectFrom('opinions.contributor as c')
    .innerJoin('opinions.opinion as o', (join) =>
      join
        .onRef('o.council_id', '=', 'c.council_id')
        .onRef('o.contributor_id', '=', 'c.id')
        .on('o.subject_type', '=', subjectType)
        .on('o.stage', '<>', 'withdrawn'),
    )
    .innerJoin('cases.matter as m', (join) =>
      join
        .onRef('m.council_id', '=', 'o.council_id')
        .onRef('m.about_id', '=', 'o.subject_id')
        .on('m.about_type', '=', subjectType),
    )
    .select(['m.title', 'm.stage', 'm.outcome', 'o.received_at', 'o.receipt'])
    .where('c.council_id', '=', council.id)
    .where('c.account_id', '=', actor.accountId)
    .orderBy('o.received_at', 'desc')
    .limit(20)
    .execute()
  return rows.map((row) => ({
    href: `/contact/${row.receipt}`,
    title: row.title,
    kind: text[locale].kind,
    at: row.received_at,
    state: {
      tone: row.stage === 'settled' ? 'ok' : row.stage === 'answered' ? 'wait' : 'now',
      label: row.outcome ? t.outcome[row.outcome] : t.stage[row.stage],
    },
  }))
}

/** What an opinion of this kind is about, for its receipt and its slip. */
async function describeMatter(app: App, { council, locale }: Viewer, { id }: MatterAsked): Promise<Matter | null> {
  const row = await app.database.db
    .selectFrom('contact.matter')
    .select(['spot', 'place_shown'])
    .where('council_id', '=', council.id)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return null
  return {
    title: text[locale].kind,
    href: '/contact',
    // Whoever joined has a receipt too: the place is told where everybody may see it.
    place: (row.place_shown && row.spot) || null,
    placeHref: null,
    words: null,
    collectedAt: null,
    open: false,
  }
}

/** Work pages open to somebody. */
export function desksOf({ actor, locale }: Viewer): readonly { readonly href: string; readonly label: string }[] {
  const t = text[locale]
  return [
    ...(hasRole(actor, 'deputy') ? [{ href: '/contact/inbox', label: t.inbox }] : []),
    ...rosterDesks(actor, locale),
    ...(organisationsServed(actor).length > 0 ? [{ href: '/contact/department', label: t.departmentDesk }] : []),
    ...(hasRole(actor, 'clerk', 'liaison')
      ? [
          { href: '/contact/triage', label: t.triage },
          { href: '/contact/overdue', label: t.overdue },
        ]
      : []),
    ...(hasRole(actor, 'clerk') ? [{ href: '/contact/exchange', label: exchangeText[locale].title }] : []),
  ]
}
