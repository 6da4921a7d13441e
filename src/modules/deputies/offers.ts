import { hasRole } from '#kernel/action'
import type { App } from '#kernel/app'
import { sql } from '#kernel/db'
import { settingsAt } from '#parts/councils'
import { deputiesByIds, ordersNetwork, searchDeputies, shownOf } from '#parts/network'
import type { HomeCard, Offers, Workplace } from '#web/routes'
import type { Viewer } from '#web/viewer'
import { text } from './pages/list-page.text.ts'

/** What deputies show on the front page and the desk, and their open data. */
export const offers: Offers = {
  menu: ({ locale }) => ({ href: '/deputies', label: text[locale].menu }),
  home: homeCards,
  ways,
  openData: [
    {
      name: 'deputies',
      title: ({ locale }) => text[locale].openData,
      columns: [
        { key: 'code', label: '代表码 code', type: 'text' },
        { key: 'name', label: '姓名 name', type: 'text' },
        { key: 'levels', label: '级别 levels', type: 'text' },
        { key: 'constituency', label: '选区 constituency', type: 'text' },
        { key: 'places', label: '站点编号 places', type: 'text' },
        { key: 'groups', label: '委员会和小组 groups', type: 'text' },
      ],
      rows: openRows,
    },
  ],
}

async function homeCards(app: App, { council, locale }: Viewer): Promise<readonly HomeCard[]> {
  const asked = { councilId: council.id, now: app.clock.now(), limit: 1 }
  const { total, more } = await searchDeputies(app.database.db, asked)
  if (total === 0) return []
  const t = text[locale]
  return [{ href: '/deputies', title: t.homeTitle, lines: [t.homeLine(total, more)], order: 55 }]
}

function ways({ actor, locale }: Viewer): readonly Workplace[] {
  const t = text[locale]
  return [
    ...(hasRole(actor, 'deputy') ? [{ href: '/deputies/mine', label: t.mine }] : []),
    ...(ordersNetwork(actor) ? [{ href: '/deputies/groups', label: t.groups }] : []),
  ]
}

const batch = 500

/** Every deputy whose name everybody may read, with what else is public of her. */
async function* openRows(app: App, councilId: string): AsyncIterable<Record<string, unknown>> {
  const { db } = app.database
  const now = app.clock.now()
  const settings = await settingsAt(db, councilId, now)
  await searchDeputies(db, { councilId, now, limit: 1 })
  for (let after = { sort: '', id: '00000000-0000-0000-0000-000000000000' }; ; ) {
    const found = await db
      .selectFrom('network.found_by')
      .select(['thing_id', 'sort'])
      .where('council_id', '=', councilId)
      .where('kind', '=', 'deputy')
      .where('stale', '=', false)
      .where(sql<boolean>`(sort collate "C", thing_id) > (${after.sort}, ${after.id}::uuid)`)
      .orderBy(sql`sort collate "C"`)
      .orderBy('thing_id')
      .limit(batch)
      .execute()
    const deputies = await deputiesByIds(
      db,
      councilId,
      found.map((row) => row.thing_id),
    )
    for (const deputy of deputies) {
      const shows = shownOf(settings, { name_visibility: deputy.nameVisibility, agreed: deputy.agreed })
      if (!shows.name) continue
      yield {
        code: deputy.code,
        name: deputy.name,
        levels: deputy.levels.join(' '),
        constituency: shows.constituency ? (deputy.constituency?.name_zh ?? null) : null,
        places: shows.places ? deputy.places.map(({ number }) => number).join(' ') : null,
        groups: shows.groups ? deputy.groups.map(({ name_zh }) => name_zh).join('；') : null,
      }
    }
    const last = found.at(-1)
    if (!last || found.length < batch) return
    after = { sort: last.sort, id: last.thing_id }
  }
}
