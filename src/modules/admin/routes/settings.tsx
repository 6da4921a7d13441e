import { dayOf } from '#kernel/calendar'
import {
  changeSetting,
  isAdministrator,
  isSettingKey,
  type SettingKey,
  settingHistory,
  settingsAt,
  settingsText,
} from '#parts/councils'
import { notFoundPage } from '#web/errors'
import { type Again, sent, submit } from '#web/form'
import type { Ctx, Http } from '#web/routes'
import { text } from '../pages/settings-page.text.ts'
import { SettingPage, SettingsPage } from '../pages/settings-page.tsx'
import { enter, roomPage, roomView } from '../room-page.tsx'
import { decidedValue, shapeOf } from '../setting-form.ts'

/** `/admin/settings` and one page for each setting. */
export function settingRoutes(http: Http): void {
  http.get('/admin/settings', (c) => enter(c, 'settings', () => settingsPage(c)))
  http.get('/admin/settings/:key', (c) => enter(c, 'settings', () => settingPage(c, null)))
  http.post('/admin/settings/:key', (c) =>
    enter(c, 'settings', async () => {
      const key = c.req.param('key')
      if (!isSettingKey(key)) return notFoundPage(c)
      const { values } = await sent(c)
      return submit(c, changeSetting, {
        input: {
          key,
          value: decidedValue(shapeOf(key), values),
          validFrom: values.validFrom ?? '',
          reason: values.reason ?? '',
        },
        done: () => `/admin/settings/${key}?saved=1`,
        again: (again) => settingPage(c, again),
      })
    }),
  )
}

async function settingsPage(c: Ctx): Promise<Response> {
  const app = c.get('app')
  const { council, locale } = c.get('viewer')
  const now = app.clock.now()
  const [settings, history] = await Promise.all([
    settingsAt(app.database.db, council.id, now),
    settingHistory(app.database.db, council.id, undefined, 1000),
  ])
  const view = {
    ...roomView(c, 'settings'),
    settings,
    coming: history.filter((change) => change.valid_from > now).toReversed(),
    changedKeys: new Set(history.map((change) => change.key)),
    timeZone: council.timeZone,
  }
  return roomPage(c, { title: text[locale].title }, <SettingsPage view={view} />)
}

async function settingPage(c: Ctx, again: Again | null): Promise<Response> {
  const key = c.req.param('key') ?? ''
  if (!isSettingKey(key)) return notFoundPage(c)
  const app = c.get('app')
  const { council, locale, actor } = c.get('viewer')
  const now = app.clock.now()
  const [settings, history] = await Promise.all([
    settingsAt(app.database.db, council.id, now),
    settingHistory(app.database.db, council.id, key),
  ])
  const view = {
    ...roomView(c, 'settings', again),
    key: key satisfies SettingKey,
    now: settings[key],
    history,
    today: dayOf(now, council.timeZone),
    timeZone: council.timeZone,
    may: { change: isAdministrator(actor) },
  }
  return roomPage(c, { title: settingsText[locale].key[key], again, narrow: true }, <SettingPage view={view} />)
}
