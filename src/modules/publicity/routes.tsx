import { dayOf } from '#kernel/calendar'
import { nameIn, settingsAt } from '#parts/councils'
import { fileResponse, openFile } from '#parts/files'
import { placesOf } from '#parts/network'
import { DoneBanner } from '#ui'
import { notFoundPage } from '#web/errors'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { keepPublic } from '#web/server'
import { mattersOf, postOf, toList } from './asked.ts'
import { calendarFile, eventFile, feedFile } from './feeds.ts'
import { CalendarPage } from './pages/calendar-page.tsx'
import { ListPage } from './pages/list-page.tsx'
import { text as postText } from './pages/post-page.text.ts'
import { PostPage } from './pages/post-page.tsx'
import { text } from './pages/posts.text.ts'
import {
  activitiesBetween,
  comingActivities,
  correctionsOf,
  draftsFor,
  monthsWithActivities,
  otherPosts,
  picturesOf,
  punctualityOf,
  wordsIn,
} from './queries.ts'
import { postKinds, publishesAnything, publishesFor } from './rules.ts'
import { staffRoutes } from './staff-routes.tsx'

const pageSize = 20
const mostComing = 60
const mostInMonth = 500

export function routes(http: Http): void {
  http.get('/publicity', list)
  http.get('/publicity/calendar', calendar)
  http.get('/publicity/calendar.ics', calendarFile)
  http.get('/publicity/feed.atom', feedFile)
  staffRoutes(http)
  http.get('/publicity/:number{[0-9]+}', show)
  http.get('/publicity/:number{[0-9]+}/event.ics', eventFile)
  http.get('/publicity/:number{[0-9]+}/pictures/:file{[0-9a-f-]{36}}', picture)
}

async function list(c: Ctx): Promise<Response> {
  const app = c.get('app')
  const { council, actor, locale } = c.get('viewer')
  const { db } = app.database
  const t = text[locale]
  const now = app.clock.now()
  const kind = postKinds.find((each) => each === c.req.query('kind'))
  const places = await placesOf(db, council.id, { limit: 1000 })
  const place = places.find(({ number }) => String(number) === c.req.query('place'))
  const at = Math.min(1000, Math.max(1, Number.parseInt(c.req.query('page') ?? '1', 10) || 1))
  const filter = { ...(kind && { kinds: [kind] }), ...(place && { placeId: place.place_id }) }
  const others = await otherPosts(db, council.id, now, { ...filter, limit: pageSize, offset: (at - 1) * pageSize })
  const view = {
    coming: await comingActivities(db, council.id, now, { ...filter, limit: mostComing }),
    others: others.rows,
    total: others.total,
    page: at,
    pageSize,
    drafts: publishesAnything(actor) ? await draftsFor(db, council.id, actor) : [],
    chosen: { kind: kind ?? '', place: place ? String(place.number) : '' },
    places: places.map((each) => ({ value: String(each.number), label: nameIn(each, locale) })),
    punctuality: await punctualityOf(db, council.id),
    planDays: (await settingsAt(db, council.id, now)).planAdvanceDays,
    timeZone: council.timeZone,
    mayWrite: publishesAnything(actor),
  }
  keepPublic(c)
  return page(c, { title: t.title, description: t.lead }, <ListPage view={view} />)
}

async function calendar(c: Ctx): Promise<Response> {
  const app = c.get('app')
  const { council, locale } = c.get('viewer')
  const { db } = app.database
  const t = text[locale]
  const asked = c.req.query('month') ?? ''
  const today = dayOf(app.clock.now(), council.timeZone)
  const month = /^(?:19|20|21)\d\d-(?:0[1-9]|1[0-2])$/.test(asked) ? asked : today.slice(0, 7)
  const next = new Date(`${month}-01T00:00:00Z`)
  next.setUTCMonth(next.getUTCMonth() + 1)
  // A day more on each side, then by the council's own days: the month does not begin at midnight in Greenwich.
  const from = new Date(Date.parse(`${month}-01T00:00:00Z`) - 86_400_000)
  const to = new Date(next.getTime() + 86_400_000)
  const posts = (await activitiesBetween(db, council.id, from, to, { limit: mostInMonth })).flatMap((post) => {
    const day = post.starts_at ? dayOf(post.starts_at, council.timeZone) : ''
    return day.startsWith(month) ? [{ day, post }] : []
  })
  const months = await monthsWithActivities(db, council.id, council.timeZone)
  const days = [...Map.groupBy(posts, ({ day }) => day)].map(([day, of]) => ({
    day,
    posts: of.map(({ post }) => post),
  }))
  const view = {
    month,
    days,
    earlier: months.findLast((each) => each < month) ?? null,
    later: months.find((each) => each > month) ?? null,
    timeZone: council.timeZone,
  }
  keepPublic(c)
  return page(c, { title: t.calendar, breadcrumb: [toList(c)] }, <CalendarPage view={view} />)
}

async function show(c: Ctx): Promise<Response> {
  const post = await postOf(c)
  if (!post) return notFoundPage(c)
  const app = c.get('app')
  const { council, actor, locale } = c.get('viewer')
  const { db } = app.database
  const now = app.clock.now()
  const matters = post.matter_id === null ? [] : await mattersOf(c)
  const ends = post.ends_at ?? post.starts_at
  const view = {
    post,
    pictures: await picturesOf(db, council.id, post.id),
    corrections: await correctionsOf(db, council.id, post.id),
    matter: matters.find(({ type, id }) => type === post.matter_type && id === post.matter_id) ?? null,
    timeZone: council.timeZone,
    hasEnded: ends !== null && ends < now,
    hasBegun: post.starts_at !== null && post.starts_at <= now,
    may: publishesFor(actor, post),
  }
  keepPublic(c)
  const banner = bannerOf(c)
  return page(
    c,
    {
      title: wordsIn(post, locale).title,
      breadcrumb: [toList(c)],
      unlisted: post.stage === 'draft',
      ...(banner && { banner }),
    },
    <PostPage view={view} />,
  )
}

function bannerOf(c: Ctx) {
  const t = postText[c.get('viewer').locale]
  const words: Readonly<Record<string, string>> = {
    draft: t.doneDraft,
    published: t.donePublished,
    corrected: t.doneCorrected,
    withdrawn: t.doneWithdrawn,
    reported: t.doneReported,
  }
  const title = words[c.req.query('done') ?? '']
  return title && <DoneBanner title={title} />
}

/** A picture of a post that this reader may see; one that was taken off only for those who may publish. */
async function picture(c: Ctx): Promise<Response> {
  const post = await postOf(c)
  if (!post) return notFoundPage(c)
  const { council } = c.get('viewer')
  const { db } = c.get('app').database
  const pictures = await picturesOf(db, council.id, post.id)
  const shown = pictures.some(({ file_id, removed_at }) => file_id === c.req.param('file') && removed_at === null)
  if (!shown) return notFoundPage(c)
  const opened = await openFile(db, council.id, c.req.param('file') ?? '', { thumbnail: c.req.query('small') === '1' })
  return opened.ok ? fileResponse(opened, c.req.raw) : notFoundPage(c)
}
