import type { App } from '#kernel/app'
import type { HomeCard, InboxItem, Offers, OpenDataColumn } from '#web/routes'
import type { Viewer } from '#web/viewer'
import { text } from './pages/posts.text.ts'
import { activityRows, comingActivities, type Post, unreported, wordsIn } from './queries.ts'
import { publishesAnything } from './rules.ts'
import { whenWords, whereWords } from './words.ts'

const mostAtHome = 2
const mostAtPlace = 5

const columns: readonly OpenDataColumn[] = [
  { key: 'number', label: '编号 number', type: 'number' },
  { key: 'kind', label: '种类 kind', type: 'text' },
  { key: 'title', label: '标题 title', type: 'text' },
  { key: 'place', label: '主办 place', type: 'text' },
  { key: 'venue', label: '地点 venue', type: 'text' },
  { key: 'starts_at', label: '开始 starts at', type: 'instant' },
  { key: 'ends_at', label: '结束 ends at', type: 'instant' },
  { key: 'languages', label: '语言 languages', type: 'text' },
  { key: 'law', label: '讲的法 law', type: 'text' },
  { key: 'published_at', label: '公布 published at', type: 'instant' },
  { key: 'days_ahead', label: '提前天数 days ahead', type: 'number' },
  { key: 'days_required', label: '规定天数 days required', type: 'number' },
  { key: 'attended', label: '到场人数 attended', type: 'number' },
  { key: 'copies', label: '发放份数 copies', type: 'number' },
  { key: 'stage', label: '状态 stage', type: 'text' },
  { key: 'withdrawn_because', label: '撤回原因 withdrawn because', type: 'text' },
]

/** What publicity shows on the front page, on the pages of places, and on the desk. */
export const offers: Offers = {
  menu: ({ locale }) => ({ href: '/publicity', label: text[locale].title }),
  home: (app, viewer) => cards(app, viewer, null, mostAtHome),
  atPlace: (app, viewer, placeId) => cards(app, viewer, placeId, mostAtPlace),
  inbox: waiting,
  openData: [
    {
      name: 'activities',
      title: ({ locale }) => text[locale].activities,
      columns,
      rows: (app, councilId) => activityRows(app.database.db, councilId),
    },
  ],
}

async function cards(app: App, viewer: Viewer, placeId: string | null, limit: number): Promise<HomeCard[]> {
  const filter = { limit, ...(placeId && { placeId }) }
  const posts = await comingActivities(app.database.db, viewer.council.id, app.clock.now(), filter)
  return posts.map((post, index) => cardOf(post, viewer, 50 + index))
}

function cardOf(post: Post, { locale, council }: Viewer, order: number): HomeCard {
  const lines = [whenWords(post, locale, council.timeZone), whereWords(post, locale)]
  return {
    href: `/publicity/${post.number}`,
    title: wordsIn(post, locale).title,
    lines: lines.filter(Boolean),
    tag: { tone: 'plain', label: text[locale].kinds[post.kind] },
    order,
  }
}

/** Activities that are over and wait for somebody to tell how they went. */
async function waiting(app: App, { actor, council, locale }: Viewer): Promise<InboxItem[]> {
  if (!publishesAnything(actor)) return []
  const posts = await unreported(app.database.db, council.id, actor, app.clock.now())
  return posts.map((post) => ({
    href: `/publicity/${post.number}/report`,
    title: text[locale].waits(wordsIn(post, locale).title),
    since: post.ends_at ?? post.starts_at ?? post.changed_at,
    dueOn: null,
  }))
}
