import { perform } from '#kernel/action'
import { refusalPage } from '#web/errors'
import { sent } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { ensureDevice } from '#web/session'
import { raise } from '../actions/resident.ts'
import { text as listText } from '../pages/list-page.text.ts'
import { type Draft, draftOf, raiseOf } from '../pages/write-draft.ts'
import { text } from '../pages/write-page.text.ts'
import { CheckPage, WritePage } from '../pages/write-page.tsx'
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

/** Bringing something to a deputy: the words, then everything once more, then sent. Nothing typed is lost. */
export function writeRoutes(http: Http): void {
  http.get('/contact/write', (c) => show(c, 'write', draftOf(c.req.query()), {}))
  http.post('/contact/write', step)
}

async function step(c: Ctx): Promise<Response> {
  const { values, lists } = await sent(c)
  const draft = draftOf(values, lists)
  if (values.step === 'edit') return show(c, 'write', draft, {})
  if (values.join !== undefined) return joinOne(c, draft, Number(values.join))
  if (values.step === 'send') return send(c, draft)
  const kept = await withFiles(c, draft)
  const errors = { ...wordErrors(c, draft), ...kept.errors }
  return show(c, Object.keys(errors).length > 0 ? 'write' : 'check', kept.draft, errors)
}

function wordErrors(c: Ctx, draft: Draft): Errors {
  const t = text[c.get('viewer').locale].errors
  return { ...(draft.body.trim() === '' && { body: t.body }), ...lengthErrors(c, draft) }
}

async function joinOne(c: Ctx, draft: Draft, number: number): Promise<Response> {
  const joined = await joinWith(c, draft, number)
  if ('errors' in joined) return show(c, 'check', draft, joined.errors)
  return c.redirect(`/contact/${dashed(joined.receipt)}?new=1`, 303)
}

async function send(c: Ctx, draft: Draft): Promise<Response> {
  const { actor, locale } = c.get('viewer')
  const t = text[locale].errors
  const words = wordErrors(c, draft)
  if (Object.keys(words).length > 0) return show(c, 'write', draft, words)
  const missing = { ...answerErrors(c, draft), ...(!draft.consent && { consent: t.consent }) }
  if (Object.keys(missing).length > 0) return show(c, 'check', draft, missing)
  const outcome = await perform(c.get('app'), raise, actor, raiseOf(withContact(draft), locale))
  if (outcome.ok) return c.redirect(`/contact/${dashed(outcome.result.receipt)}?new=1`, 303)
  const errors = refusalErrors(c, outcome)
  if (!errors) return refusalPage(c, outcome, { body: draft.body, spot: draft.spot })
  if ('' in errors) return show(c, 'check', draft, errors)
  return show(c, 'write', { ...draft, ...(errors.photo && { files: [] }), ...(errors.to && { to: '' }) }, errors)
}

async function show(c: Ctx, which: 'write' | 'check', draft: Draft, errors: Errors): Promise<Response> {
  const { council, locale } = c.get('viewer')
  // The device follows its matter without an account.
  ensureDevice(c)
  const filing = { words: draft.body, spot: draft.spot, topic: draft.topic, position: draft.position }
  const near = which === 'check' ? await similarMatters(c.get('app'), council.id, filing) : []
  const props = { draft, errors, near, ...(await choicesFor(c, draft)) }
  const invalid = Object.keys(errors).length > 0
  const t = text[locale]
  return page(
    c,
    {
      title: which === 'write' ? t.title : t.checkTitle,
      breadcrumb: [{ href: '/contact', label: listText[locale].title }],
      width: 'narrow',
      unlisted: which === 'check',
      invalid,
      status: invalid ? 422 : 200,
    },
    which === 'write' ? <WritePage {...props} /> : <CheckPage {...props} />,
  )
}
