import { fileResponse, openFile } from '#parts/files'
import { ErrorSummary } from '#ui'
import { notFoundPage } from '#web/errors'
import { sent } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { ensureDevice } from '#web/session'
import { text as listText } from '../pages/list-page.text.ts'
import { text } from '../pages/open-page.text.ts'
import { OpenPage } from '../pages/open-page.tsx'
import { draftOf } from '../pages/write-draft.ts'
import { todayIn } from '../queries/lists.ts'
import { organisationNames, topicNames } from '../queries/names.ts'
import { type OpenMatter, openMatters } from '../queries/public.ts'
import { titleOf } from '../rules.ts'
import { choicesFor, dashed, type Errors, joinWith, withFiles } from './filing.ts'

const path = '/contact/public/:n{[1-9][0-9]{0,8}}'

/** One public matter: what everybody may know of it, and the way to join. */
export function openRoutes(http: Http): void {
  http.get(path, (c) => withOpen(c, (matter) => show(c, matter, {})))
  http.get(`${path}/photos/:file`, (c) => withOpen(c, (matter) => photo(c, matter)))
  http.post(`${path}/join`, (c) => withOpen(c, (matter) => join(c, matter)))
}

/** A matter that is not public, or no longer, is not there. */
async function withOpen(c: Ctx, then: (matter: OpenMatter) => Response | Promise<Response>): Promise<Response> {
  const viewer = c.get('viewer')
  const app = c.get('app')
  const { council } = viewer
  const asked = {
    councilId: council.id,
    today: todayIn(viewer, app.clock.now()),
    timeZone: council.timeZone,
    number: Number(c.req.param('n')),
    limit: 1,
  }
  const [matter] = (await openMatters(app.database.db, asked)).matters
  return matter ? then(matter) : notFoundPage(c)
}

async function photo(c: Ctx, matter: OpenMatter): Promise<Response> {
  const { council } = c.get('viewer')
  const id = matter.photos.find((file) => file === c.req.param('file'))
  if (!id) return notFoundPage(c)
  const opened = await openFile(c.get('app').database.db, council.id, id, { thumbnail: c.req.query('small') === '1' })
  return opened.ok ? fileResponse(opened, c.req.raw) : notFoundPage(c)
}

async function join(c: Ctx, matter: OpenMatter): Promise<Response> {
  const { values, lists } = await sent(c)
  const kept = await withFiles(c, draftOf(values, lists))
  const words = text[c.get('viewer').locale].meToo
  const draft = { ...kept.draft, body: kept.draft.body.trim() === '' ? words : kept.draft.body }
  if (Object.keys(kept.errors).length > 0) return show(c, matter, kept.errors)
  const joined = await joinWith(c, draft, matter.number)
  if ('errors' in joined) return show(c, matter, joined.errors)
  return c.redirect(`/contact/${dashed(joined.receipt)}?new=1`, 303)
}

async function show(c: Ctx, matter: OpenMatter, errors: Errors): Promise<Response> {
  const { council, locale } = c.get('viewer')
  const app = c.get('app')
  const { values, lists } = c.req.method === 'POST' ? await sent(c) : { values: {}, lists: {} }
  const draft = draftOf(values, lists)
  ensureDevice(c)
  const invalid = Object.keys(errors).length > 0
  const names = await organisationNames(app, council.id, locale)
  const topics = await topicNames(app, council.id, locale)
  const { signedIn } = await choicesFor(c, draft)
  return page(
    c,
    {
      title: titleOf(matter.body),
      breadcrumb: [
        { href: '/contact', label: listText[locale].title },
        { href: '/contact/public', label: text[locale].listTitle },
      ],
      invalid,
      status: invalid ? 422 : 200,
      ...(invalid && { banner: <ErrorSummary errors={errors} /> }),
    },
    <OpenPage
      matter={matter}
      organisation={matter.organisationId ? (names.get(matter.organisationId) ?? null) : null}
      repliedBy={matter.repliedBy ? (names.get(matter.repliedBy) ?? null) : null}
      topic={topics.get(matter.topic) ?? null}
      draft={draft}
      errors={errors}
      signedIn={signedIn}
      timeZone={council.timeZone}
      locale={locale}
    />,
  )
}
