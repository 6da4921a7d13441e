import {
  calendarDaysOf,
  changeCouncil,
  clearCalendarDay,
  councilById,
  councilsAbove,
  councilsBelow,
  hostsOf,
  setCalendarDay,
} from '#parts/councils'
import { notFoundPage } from '#web/errors'
import { type Again, sent, submit } from '#web/form'
import type { Ctx, Http } from '#web/routes'
import { text } from '../pages/council-page.text.ts'
import { CouncilPage } from '../pages/council-page.tsx'
import { enter, roomPage, roomView } from '../room-page.tsx'

/** `/admin/council`: the council itself and its local calendar. */
export function councilRoutes(http: Http): void {
  http.get('/admin/council', (c) => enter(c, 'council', () => councilPage(c, null)))
  http.post('/admin/council', (c) =>
    enter(c, 'council', async () => {
      const {
        name_zh = '',
        name_en,
        short_name_zh,
        short_name_en,
        phone,
        hosts = '',
        ...values
      } = (await sent(c)).values
      return submit(c, changeCouncil, {
        input: {
          name_zh,
          name_en,
          short_name_zh,
          short_name_en,
          phone,
          division_code: values.division_code,
          time_zone: values.time_zone ?? '',
          hosts: hosts.split(/[\s,，]+/).filter(Boolean),
        },
        done: () => '/admin/council?saved=1',
        again: (again) => councilPage(c, { ...again, issues: again.issues.map(ofHosts) }),
      })
    }),
  )
  http.post('/admin/council/calendar', (c) =>
    enter(c, 'council', async () => {
      const { day = '', working, name = '' } = (await sent(c)).values
      return submit(c, setCalendarDay, {
        input: { day, working: working === 'working', name },
        done: () => '/admin/council?saved=1',
        again: (again) => councilPage(c, again),
      })
    }),
  )
  http.post('/admin/council/calendar/clear', (c) =>
    enter(c, 'council', async () =>
      submit(c, clearCalendarDay, {
        input: { day: (await sent(c)).values.day ?? '' },
        done: () => '/admin/council?saved=1',
        again: (again) => councilPage(c, again),
      }),
    ),
  )
}

/** One wrong host among several is a fault of the whole field. */
function ofHosts(issue: Again['issues'][number]): Again['issues'][number] {
  return issue.path.startsWith('hosts.') ? { ...issue, path: 'hosts' } : issue
}

async function councilPage(c: Ctx, again: Again | null): Promise<Response> {
  const { db } = c.get('app').database
  const { council: viewed, locale } = c.get('viewer')
  const [council, hosts, above, below, days] = await Promise.all([
    councilById(db, viewed.id),
    hostsOf(db, viewed.id),
    councilsAbove(db, viewed.id),
    councilsBelow(db, viewed.id),
    calendarDaysOf(db, viewed.id),
  ])
  if (!council) return notFoundPage(c)
  const view = {
    ...roomView(c, 'council', again),
    council,
    divisionCode: council.division_code,
    hosts,
    above,
    below,
    days,
  }
  return roomPage(c, { title: text[locale].title, again, narrow: true }, <CouncilPage view={view} />)
}
