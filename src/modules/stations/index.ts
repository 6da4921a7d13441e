import { join } from 'node:path'
import { countPlaces } from '#parts/network'
import type { ModuleManifest } from '#web/routes'
import { fundActions } from './funds/actions.ts'
import { fundRoutes } from './funds/routes.tsx'
import { deedCards, ledgerActions, ledgerData, ledgerRoutes, ledgerWorkplaces } from './ledgers/index.ts'
import { openDataText } from './open-data.text.ts'
import { openPlaceRows } from './open-data.ts'
import { text as listText } from './pages/list-page.text.ts'
import { plaqueActions } from './plaques/actions.ts'
import { plaqueRoutes } from './plaques/routes.tsx'
import { routes } from './routes.tsx'
import { sessionPlaces, sessionsAtPlace, sessionsData, sessionsWaiting } from './sessions/offers.ts'
import { promptAll, promptSessions } from './sessions/prompt.ts'
import { sessionReactions } from './sessions/reactions.ts'
import { stationsData, tellVisits, visitActions, visitData, visitRoutes } from './visits/index.ts'

/** The public registry of homes, stations and points, with a page for each. */
export const stations: ModuleManifest = {
  name: 'stations',
  path: 'stations',
  migrations: {
    name: 'stations',
    directory: join(import.meta.dirname, 'migrations'),
    appendOnly: ['stations.fund_entry', 'stations.fund_decision'],
  },
  actions: [...ledgerActions, ...visitActions, ...fundActions, ...plaqueActions, promptSessions],
  reactions: [tellVisits, ...sessionReactions],
  personalData: stationsData,
  sweeps: [{ name: 'stations.prompt-sessions', everyMs: 6 * 3_600_000, run: promptAll }],
  routes(http) {
    ledgerRoutes(http)
    visitRoutes(http)
    fundRoutes(http)
    plaqueRoutes(http)
    routes(http)
  },
  offers: {
    atPlace: sessionsAtPlace,
    inbox: sessionsWaiting,
    menu: (viewer) => ({ href: '/stations', label: listText[viewer.locale].title }),
    ways: (viewer) => [{ href: '/stations', label: listText[viewer.locale].title }],
    home: async (app, viewer) => {
      const count = await countPlaces(app.database.db, viewer.council.id)
      if (count === 0) return []
      const t = listText[viewer.locale]
      const card = { href: '/stations', title: t.homeTitle, lines: [t.homeLines(count)], order: 60 }
      return [card, ...(await deedCards(app, viewer))]
    },
    workplaces: async (app, viewer) => [
      ...(await ledgerWorkplaces(app, viewer)),
      ...(await sessionPlaces(app, viewer)),
    ],
    openData: [
      {
        name: 'places',
        title: (viewer) => openDataText[viewer.locale].title,
        columns: [
          { key: 'number', label: '编号 number', type: 'number' },
          { key: 'code', label: '登记编码 code', type: 'text' },
          { key: 'kind', label: '类型 kind', type: 'text' },
          { key: 'level', label: '级别 level', type: 'text' },
          { key: 'host_kind', label: '设在哪里 host', type: 'text' },
          { key: 'name_zh', label: '名称 name (zh)', type: 'text' },
          { key: 'name_en', label: '英文名称 name (en)', type: 'text' },
          { key: 'address', label: '地址 address', type: 'text' },
          { key: 'latitude', label: '纬度 latitude', type: 'number' },
          { key: 'longitude', label: '经度 longitude', type: 'number' },
          { key: 'since', label: '设立日期 since', type: 'date' },
          { key: 'until', label: '关闭日期 until', type: 'date' },
        ],
        rows: openPlaceRows,
      },
      ...ledgerData,
      visitData,
      sessionsData,
    ],
  },
}
