import { type CalendarEvent, iCalendar } from '#kernel/documents'
import { notFoundPage } from '#web/errors'
import type { Ctx } from '#web/routes'
import { placeAsked, postOf } from './asked.ts'
import { atomFeed } from './atom.ts'
import { text } from './pages/posts.text.ts'
import { activitiesBetween, lastPublished, type Post, wordsIn } from './queries.ts'
import { isActivity } from './rules.ts'
import { punctualityMark, whenWords, whereWords } from './words.ts'

const product = 'publicity'
const dayMs = 86_400_000
/** How far back a calendar reaches, and how far ahead. */
const backDays = 90
const aheadDays = 730
const most = 1000
const mostEntries = 50

/** Activities of the last three months and the next two years, of one place or all. */
export async function calendarFile(c: Ctx): Promise<Response> {
  const app = c.get('app')
  const { council, locale } = c.get('viewer')
  const now = app.clock.now().getTime()
  const placeId = await placeAsked(c)
  const filter = { limit: most, ...(placeId && { placeId }) }
  const [from, to] = [new Date(now - backDays * dayMs), new Date(now + aheadDays * dayMs)]
  const posts = await activitiesBetween(app.database.db, council.id, from, to, filter)
  const name = `${council.name} · ${text[locale].title}`
  return calendarAnswer(
    c,
    iCalendar({ product, name, language: locale, events: posts.flatMap((post) => eventOf(c, post)) }),
  )
}

/** One activity, for a reader's own calendar. */
export async function eventFile(c: Ctx): Promise<Response> {
  const post = await postOf(c)
  const events = post?.published_at ? eventOf(c, post) : []
  if (!post || events.length === 0) return notFoundPage(c)
  const { locale } = c.get('viewer')
  return calendarAnswer(c, iCalendar({ product, name: wordsIn(post, locale).title, language: locale, events }))
}

function calendarAnswer(c: Ctx, body: string): Response {
  return c.body(body, 200, {
    'content-type': 'text/calendar; charset=utf-8',
    'content-disposition': `attachment; filename="${c.get('viewer').council.slug}.ics"`,
    'cache-control': 'no-cache',
  })
}

function eventOf(c: Ctx, post: Post): CalendarEvent[] {
  if (!post.starts_at) return []
  const { locale } = c.get('viewer')
  const base = baseOf(c)
  const { title, body } = wordsIn(post, locale)
  const withdrawn = post.withdrawn_because ? `${text[locale].withdrawn}: ${post.withdrawn_because}` : ''
  return [
    {
      uid: `${post.id}@${new URL(base).hostname}`,
      sequence: post.corrections + (post.stage === 'withdrawn' ? 1 : 0),
      changedAt: post.changed_at,
      startsAt: post.starts_at,
      endsAt: post.ends_at,
      title,
      where: whereWords(post, locale),
      about: [withdrawn, body].filter(Boolean).join('\n\n'),
      url: `${base}/publicity/${post.number}`,
      withdrawn: post.stage === 'withdrawn',
    },
  ]
}

/** What was published or changed last, of one place or all. */
export async function feedFile(c: Ctx): Promise<Response> {
  const app = c.get('app')
  const { council, locale } = c.get('viewer')
  const placeId = await placeAsked(c)
  const posts = await lastPublished(app.database.db, council.id, {
    limit: mostEntries,
    ...(placeId && { placeId }),
  })
  const url = new URL(c.req.url)
  const base = baseOf(c)
  const feed = atomFeed({
    title: `${council.name} · ${text[locale].title}`,
    language: locale,
    self: `${base}${url.pathname}${url.search}`,
    page: `${base}/publicity`,
    author: council.name,
    updatedAt: app.clock.now(),
    entries: posts.flatMap((post) => {
      if (!post.published_at) return []
      const { title, body } = wordsIn(post, locale)
      return [
        {
          url: `${base}/publicity/${post.number}`,
          title: post.stage === 'withdrawn' ? `${text[locale].withdrawn}: ${title}` : title,
          summary: summaryOf(c, post, body),
          publishedAt: post.published_at,
          updatedAt: post.changed_at,
          category: text[locale].kinds[post.kind],
        },
      ]
    }),
  })
  return c.body(feed, 200, { 'content-type': 'application/atom+xml; charset=utf-8', 'cache-control': 'no-cache' })
}

/** The address of this house as this reader reached it: a council may have a host of its own. */
function baseOf(c: Ctx): string {
  const base = new URL(c.get('app').baseUrl)
  base.hostname = new URL(c.req.url).hostname
  return base.origin
}

function summaryOf(c: Ctx, post: Post, body: string): string {
  const { locale, council } = c.get('viewer')
  const facts = isActivity(post.kind)
    ? [whenWords(post, locale, council.timeZone), whereWords(post, locale), punctualityMark(post, locale)?.words ?? '']
    : []
  return [post.withdrawn_because ?? '', ...facts, body].filter(Boolean).join('\n')
}
