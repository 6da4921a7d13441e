import { perform } from '#kernel/action'
import { nameIn, settingsAt } from '#parts/councils'
import { filesOf } from '#parts/files'
import { refusalPage } from '#web/errors'
import { sent } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { ensureDevice } from '#web/session'
import { raise } from '../actions/resident.ts'
import { text as listText } from '../pages/list-page.text.ts'
import { text } from '../pages/snap-page.text.ts'
import { SimilarPage, SnapPage } from '../pages/snap-page.tsx'
import { type Draft, draftOf, raiseOf } from '../pages/write-draft.ts'
import { carriedOn } from '../pages/write-page.tsx'
import { hasArrived } from '../queries/matter.ts'
import { similarMatters } from '../queries/near.ts'
import {
  answerErrors,
  choicesFor,
  dashed,
  type Errors,
  joinWith,
  lengthErrors,
  refusalErrors,
  withContact,
  withFiles,
} from './filing.ts'

/** Photo, place, send: one page, one press, and the receipt; in between only where somebody nearby wrote the same. */
export function snapRoutes(http: Http): void {
  http.get('/contact/snap', (c) => show(c, draftOf({ public: 'yes', ...c.req.query() }), {}))
  http.post('/contact/snap', step)
}

async function step(c: Ctx): Promise<Response> {
  const { values, lists } = await sent(c)
  const kept = await withFiles(c, draftOf(values, lists))
  const { draft } = kept
  if (values.step === 'edit') return show(c, draft, {})
  const errors = { ...kept.errors, ...(await missingIn(c, draft)) }
  if (Object.keys(errors).length > 0) return show(c, draft, errors)
  const worded = await withWords(c, draft)
  if (values.join !== undefined) {
    const joined = await joinWith(c, worded, Number(values.join))
    return 'errors' in joined ? show(c, draft, joined.errors) : arrived(c, joined.receipt)
  }
  return (draft.seen ? null : await offer(c, draft)) ?? send(c, worded)
}

/** A photo, a sentence or a recording; and where. */
async function missingIn(c: Ctx, draft: Draft): Promise<Errors> {
  const t = text[c.get('viewer').locale].errors
  const said = draft.files.length > 0 || draft.body.trim() !== ''
  const placed = draft.position !== null || draft.spot.trim() !== '' || draft.to.startsWith('place:')
  return {
    ...(!said && { photo: t.nothing }),
    ...(!placed && { spot: t.where }),
    ...lengthErrors(c, draft),
    ...answerErrors(c, draft),
  }
}

/** A matter has words: where she wrote none, the topic she chose, or that a photo or recording says it. */
async function withWords(c: Ctx, draft: Draft): Promise<Draft> {
  if (draft.body.trim() !== '') return draft
  const app = c.get('app')
  const { council, locale } = c.get('viewer')
  const { matterTopics } = await settingsAt(app.database.db, council.id, app.clock.now())
  const topic = matterTopics.find(({ code }) => code === draft.topic)
  const t = text[locale].words
  const files = await filesOf(app.database.db, council.id, draft.files)
  const what = topic ? nameIn(topic, locale) : files.some(({ kind }) => kind === 'photo') ? t.photo : t.voice
  return { ...draft, body: draft.spot.trim() === '' ? what : `${what} · ${draft.spot.trim()}` }
}

async function offer(c: Ctx, draft: Draft): Promise<Response | null> {
  const { council, locale } = c.get('viewer')
  const filing = { words: draft.body, spot: draft.spot, topic: draft.topic, position: draft.position }
  const app = c.get('app')
  if (await hasArrived(app.database.db, council.id, draft.key)) return null
  const near = await similarMatters(app, council.id, filing)
  if (near.length === 0) return null
  if (byScript(c)) return c.json({ files: draft.files })
  ensureDevice(c)
  const t = text[locale]
  return page(
    c,
    { title: t.similarTitle, breadcrumb: crumbs(c), width: 'narrow', unlisted: true },
    <SimilarPage draft={draft} near={near} action="/contact/snap" carry={carriedOn} locale={locale} />,
  )
}

async function send(c: Ctx, draft: Draft): Promise<Response> {
  const { actor, locale } = c.get('viewer')
  const ready = { ...withContact(draft), consent: true }
  const input = { ...raiseOf(ready, locale), placeShown: draft.public }
  const outcome = await perform(c.get('app'), raise, actor, input)
  if (outcome.ok) return arrived(c, outcome.result.receipt)
  const errors = refusalErrors(c, outcome)
  if (!errors) return refusalPage(c, outcome, { body: draft.body, spot: draft.spot })
  return show(c, { ...draft, ...(errors.photo && { files: [] }), ...(errors.to && { to: '' }) }, errors)
}

function arrived(c: Ctx, receipt: string): Response {
  const to = `/contact/${dashed(receipt)}?new=1`
  return byScript(c) ? c.json({ to, receipt: dashed(receipt) }) : c.redirect(to, 303)
}

/** The page's own script asks for a short answer: the address to go to, or the files kept while a person must look. */
function byScript(c: Ctx): boolean {
  return c.req.header('accept') === 'application/json'
}

function crumbs(c: Ctx) {
  return [{ href: '/contact', label: listText[c.get('viewer').locale].title }]
}

async function show(c: Ctx, draft: Draft, errors: Errors): Promise<Response> {
  const invalid = Object.keys(errors).length > 0
  // What was wrong is said on the page, which the script then asks for with the files by their ids.
  if (invalid && byScript(c)) return c.json({ files: draft.files })
  ensureDevice(c)
  const t = text[c.get('viewer').locale]
  return page(
    c,
    {
      title: t.title,
      description: t.lead,
      breadcrumb: crumbs(c),
      width: 'narrow',
      invalid,
      status: invalid ? 422 : 200,
    },
    <SnapPage draft={draft} errors={errors} {...(await choicesFor(c, draft))} />,
  )
}
