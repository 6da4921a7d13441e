import { hasRole, perform } from '#kernel/action'
import type { Outcome } from '#kernel/outcome'
import { members } from '#parts/people'
import { DoneBanner } from '#ui'
import { notFoundPage } from '#web/errors'
import { sent } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { bookedCounts } from '../booking/queries.ts'
import { text as listText } from '../pages/list-page.text.ts'
import { answerSwap, askSwap, confirmDuties, withdrawSwap } from './change-actions.ts'
import { makeFeed, revokeFeed } from './feed-actions.ts'
import { baseOf } from './feeds.ts'
import { text } from './pages/duties.text.ts'
import { DutiesPage } from './pages/duties-page.tsx'
import { type Duty, dutiesOf, feedOf, openSwaps } from './queries.ts'
import { shownIn } from './shown.ts'

const dayMs = 86_400_000
const aheadDays = 92
const none: Readonly<Record<string, string>> = {}

/** What a deputy does with her own duties. */
export function ownRoutes(http: Http): void {
  http.get('/contact/duties', (c) => show(c, { values: none, errors: none, status: 200 }))
  http.post('/contact/duties/confirm', async (c) => {
    const { lists } = await sent(c)
    return settle(
      c,
      await perform(c.get('app'), confirmDuties, c.get('viewer').actor, { dutyIds: [...(lists.duty ?? [])] }),
      'confirmed',
    )
  })
  http.post('/contact/duties/swap', async (c) => {
    const { values } = await sent(c)
    const { dutyId = '', toPersonId = '', forDutyId, words = '' } = values
    const input = { dutyId, toPersonId, forDutyId: forDutyId || null, words }
    return settle(c, await perform(c.get('app'), askSwap, c.get('viewer').actor, input), 'asked')
  })
  http.post('/contact/duties/answer', async (c) => {
    const { swapId = '', agrees } = (await sent(c)).values
    const input = { swapId, agrees: agrees === 'yes' }
    const done = input.agrees ? 'agreed' : 'declined'
    return settle(c, await perform(c.get('app'), answerSwap, c.get('viewer').actor, input), done)
  })
  http.post('/contact/duties/withdraw', async (c) => {
    const { swapId = '' } = (await sent(c)).values
    return settle(c, await perform(c.get('app'), withdrawSwap, c.get('viewer').actor, { swapId }), 'withdrawn')
  })
  http.post('/contact/duties/feed', feed)
}

async function feed(c: Ctx): Promise<Response> {
  const { values } = await sent(c)
  const { actor } = c.get('viewer')
  if (values.step === 'revoke') return settle(c, await perform(c.get('app'), revokeFeed, actor, {}), 'revoked')
  const outcome = await perform(c.get('app'), makeFeed, actor, {})
  if (!outcome.ok) return settle(c, outcome, 'made')
  // Shown in the answer itself and nowhere kept: an address in the browser's history would be no secret.
  return show(c, { values: none, errors: none, status: 200, token: outcome.result.token })
}

interface Shown {
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
  readonly status: 200 | 409 | 422
  readonly token?: string
}

async function settle(c: Ctx, outcome: Outcome<unknown>, done: string): Promise<Response> {
  if (outcome.ok) return c.redirect(`/contact/duties?done=${done}`, 303)
  if (outcome.kind === 'missing' || outcome.kind === 'forbidden') return notFoundPage(c)
  const { values } = await sent(c)
  const t: Readonly<Record<string, string>> = text[c.get('viewer').locale].errors
  const words = (code: string) => t[code] ?? t.other ?? ''
  if (outcome.kind === 'conflict') return show(c, { values, errors: { '': words(outcome.code) }, status: 409 })
  const errors = Object.fromEntries(
    outcome.issues.map(({ path, code }) => [
      path,
      words(path === 'toPersonId' && t[code] === undefined ? 'unknown' : code),
    ]),
  )
  return show(c, { values, errors, status: 422 })
}

async function show(c: Ctx, { values, errors, status, token }: Shown): Promise<Response> {
  const app = c.get('app')
  const { actor, council, locale } = c.get('viewer')
  if (actor.accountId === null) return c.redirect('/me/sign-in?next=/contact/duties', 303)
  const { personId } = actor
  if (!hasRole(actor, 'deputy') || personId === null) return notFoundPage(c)
  const { db } = app.database
  const shown = shownIn(c)
  const to = new Date(shown.now.getTime() + aheadDays * dayMs)
  const ahead = { from: shown.now, to }
  const duties = await dutiesOf(db, council.id, shown.now, { ...ahead, personIds: [personId], cancelled: true })
  const swaps = await openSwaps(db, council.id, personId)
  const ids = swaps.flatMap(({ duty_id, for_duty_id }) => [duty_id, ...(for_duty_id ? [for_duty_id] : [])])
  const others = await dutiesOf(db, council.id, shown.now, { ids, drafts: true, cancelled: true })
  const asked = { councilId: council.id, now: shown.now, roles: ['deputy'] as const, limit: 500 }
  const deputies = (await members(db, asked)).filter((each) => each.person_id !== personId && !each.suspended_at)
  const theirs = await dutiesOf(db, council.id, shown.now, {
    ...ahead,
    personIds: deputies.map((each) => each.person_id),
    limit: 200,
  })
  const made = await feedOf(db, council.id, personId)
  const booked = await bookedCounts(
    db,
    council.id,
    duties.map(({ id }) => id),
  )
  const t = text[locale]
  const done: Readonly<Record<string, string>> = t.done
  const words = done[token ? 'made' : (c.req.query('done') ?? '')]
  const named = (duty: Duty) =>
    `${duty.name ?? shown.name(duty)} · ${shown.day(shown.dayOf(duty.starts_at))} ${shown.span(duty)}`
  return page(
    c,
    {
      title: t.title,
      unlisted: true,
      width: 'narrow',
      status,
      invalid: status !== 200,
      breadcrumb: [{ href: '/contact', label: listText[locale].title }],
      ...(words && status === 200 && { banner: <DoneBanner title={words} /> }),
    },
    <DutiesPage
      personId={personId}
      duties={duties}
      booked={booked}
      swaps={swaps}
      others={new Map(others.map((duty) => [duty.id, duty]))}
      deputies={deputies.flatMap(({ person_id, name }) => (name ? [{ value: person_id, label: name }] : []))}
      theirDuties={theirs.map((duty) => ({ value: duty.id, label: named(duty) }))}
      feedSince={made ? shown.day(shown.dayOf(made.made_at)) : null}
      feedUrl={token ? `${baseOf(c)}/contact/roster/mine/${token}.ics${locale === 'en' ? '?lang=en' : ''}` : null}
      values={values}
      errors={errors}
      shown={shown}
    />,
  )
}
