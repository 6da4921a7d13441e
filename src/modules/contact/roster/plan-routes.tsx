import { type AnyAction, perform } from '#kernel/action'
import { isWorkingDay } from '#kernel/calendar'
import type { Outcome } from '#kernel/outcome'
import { calendarOfCouncil, nameIn, settingsAt } from '#parts/councils'
import { placesOf } from '#parts/network'
import { members } from '#parts/people'
import { DoneBanner } from '#ui'
import { notFoundPage } from '#web/errors'
import { sent } from '#web/form'
import { toLocal } from '#web/local-time'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { bookedCounts } from '../booking/queries.ts'
import { text as listText } from '../pages/list-page.text.ts'
import { cancelDuty, changeDuty, nameStandIn } from './change-actions.ts'
import { DutyPage } from './pages/duty-page.tsx'
import { text } from './pages/plan.text.ts'
import { PlanPage } from './pages/plan-page.tsx'
import { text as rosterText } from './pages/roster.text.ts'
import { copyMonth, planDuty, publishRoster } from './plan-actions.ts'
import { assignedPlaces, type Duty, dutiesOf, monthBounds } from './queries.ts'
import { doubleBooked, isMonth, monthAfter, placesPlanned, plansRoster } from './rules.ts'
import { markOf, shownIn } from './shown.ts'

const path = '/contact/roster/duties/:n{[0-9]+}'
const none: Readonly<Record<string, string>> = {}
/** The value of the roster that belongs to no place. */
const atNoPlace = 'online'

/** Drawing up the roster: for the office, and for liaisons and staff at their places. */
export function planRoutes(http: Http): void {
  http.get('/contact/roster/plan', (c) => showPlan(c, asked(c.req.query()), untouched))
  http.post('/contact/roster/plan/add', add)
  http.post('/contact/roster/plan/copy', copy)
  http.post('/contact/roster/plan/publish', publish)
  http.get(path, (c) => withDuty(c, (duty) => showDuty(c, duty, untouched)))
  http.post(`${path}/change`, (c) => withDuty(c, (duty) => change(c, duty)))
  http.post(`${path}/stand-in`, (c) => withDuty(c, (duty) => standIn(c, duty)))
  http.post(`${path}/cancel`, (c) => withDuty(c, (duty) => cancel(c, duty)))
}

interface Asked {
  readonly place: string
  readonly month: string
}

interface Refused {
  readonly form: string
  readonly values: Readonly<Record<string, string>>
  readonly ways: readonly string[]
  readonly errors: Readonly<Record<string, string>>
  readonly status: 200 | 409 | 422
}

const untouched: Refused = { form: '', values: none, ways: [], errors: none, status: 200 }

function asked({ place = '', month = '' }: Readonly<Record<string, string>>): Asked {
  return { place, month }
}

/** The rosters this person draws up. */
async function rostersOf(c: Ctx) {
  const { actor, council, locale } = c.get('viewer')
  const own = placesPlanned(actor)
  const kinds = ['home', 'station', 'point', 'contact-point'] as const
  const places = (await placesOf(c.get('app').database.db, council.id, { kinds, limit: 1000 })).filter(
    ({ place_id }) => own === null || own.includes(place_id),
  )
  return [
    ...places.map((place) => ({
      value: String(place.number),
      label: nameIn(place, locale),
      placeId: place.place_id as string | null,
    })),
    ...(own === null ? [{ value: atNoPlace, label: rosterText[locale].atNoPlace, placeId: null }] : []),
  ]
}

async function rosterAsked(c: Ctx, { place }: Asked) {
  const rosters = await rostersOf(c)
  return rosters.find(({ value }) => value === place)
}

async function deputies(c: Ctx) {
  const app = c.get('app')
  const all = { councilId: c.get('viewer').council.id, now: app.clock.now(), roles: ['deputy'] as const, limit: 1000 }
  const found = await members(app.database.db, all)
  return found.flatMap(({ person_id, name, suspended_at }) =>
    name && !suspended_at ? [{ value: person_id, label: name }] : [],
  )
}

async function add(c: Ctx): Promise<Response> {
  const { values, lists } = await sent(c)
  const roster = await rosterAsked(c, asked(values))
  if (!roster) return notFoundPage(c)
  const input = {
    personId: values.personId ?? '',
    placeId: roster.placeId,
    ...whenOf(values, lists),
    repeat: values.repeat,
    until: values.until || null,
    skipDaysOff: values.skipDaysOff === 'yes',
  }
  return settlePlan(c, planDuty, input, { form: 'add', done: 'planned' })
}

function whenOf(values: Readonly<Record<string, string>>, lists: Readonly<Record<string, readonly string[]>>) {
  const { day = '', from = '', to = '', slotMinutes = '', seats = '' } = values
  return { day, from, to, ways: lists.ways ?? [], slotMinutes: whole(slotMinutes), seats: whole(seats) }
}

function whole(typed: string): number {
  return /^\d{1,4}$/.test(typed.trim()) ? Number(typed) : Number.NaN
}

async function copy(c: Ctx): Promise<Response> {
  const { values } = await sent(c)
  const roster = await rosterAsked(c, asked(values))
  const { month = '' } = values
  if (!roster || !isMonth(month)) return notFoundPage(c)
  const input = { placeId: roster.placeId, from: monthAfter(month, -1), to: month }
  return settlePlan(c, copyMonth, input, { form: 'copy', done: 'copied' })
}

async function publish(c: Ctx): Promise<Response> {
  const { values } = await sent(c)
  const roster = await rosterAsked(c, asked(values))
  if (!roster) return notFoundPage(c)
  const input = { placeId: roster.placeId, month: values.month ?? '' }
  return settlePlan(c, publishRoster, input, { form: 'publish', done: 'published' })
}

async function settlePlan(
  c: Ctx,
  declared: AnyAction,
  input: object,
  { form, done }: { readonly form: string; readonly done: string },
): Promise<Response> {
  const { values } = await sent(c)
  const outcome: Outcome<{ left?: number }> = await perform(c.get('app'), declared, c.get('viewer').actor, input)
  const { place = '', month = '' } = values
  if (!outcome.ok) return refuse(c, outcome, form, (refused) => showPlan(c, { place, month }, refused))
  // A duty planned for another month is shown there.
  const to = form === 'add' && values.day ? values.day.slice(0, 7) : month
  const left = outcome.result.left ? `&left=${outcome.result.left}` : ''
  return c.redirect(`/contact/roster/plan?place=${place}&month=${to}&done=${done}${left}`, 303)
}

async function refuse(
  c: Ctx,
  outcome: Exclude<Outcome<unknown>, { readonly ok: true }>,
  form: string,
  again: (refused: Refused) => Promise<Response>,
): Promise<Response> {
  if (outcome.kind === 'missing' || outcome.kind === 'forbidden') return notFoundPage(c)
  const { values, lists } = await sent(c)
  const t: Readonly<Record<string, string>> = text[c.get('viewer').locale].errors
  const words = (path: string, code: string) =>
    t[code] ?? (path === 'personId' ? t.unknown : path === 'day' ? t.empty : t.other) ?? ''
  const errors =
    outcome.kind === 'conflict'
      ? { '': words('', outcome.code) }
      : Object.fromEntries(
          outcome.issues.map(({ path, code }) => [
            path.split('.')[0] ?? '',
            form === 'cancel' && path === 'reason' ? (t.reason ?? '') : words(path, code),
          ]),
        )
  const status = outcome.kind === 'conflict' ? 409 : 422
  return again({ form, values, ways: lists.ways ?? [], errors, status })
}

async function showPlan(c: Ctx, { place, month: typed }: Asked, refused: Refused): Promise<Response> {
  const app = c.get('app')
  const { actor, council, locale } = c.get('viewer')
  if (actor.accountId === null) return c.redirect('/me/sign-in?next=/contact/roster/plan', 303)
  const rosters = await rostersOf(c)
  const roster = rosters.find(({ value }) => value === place) ?? rosters[0]
  if (!roster) return notFoundPage(c)
  const { db } = app.database
  const shown = shownIn(c)
  const month = isMonth(typed) ? typed : shown.today.slice(0, 7)
  const bounds = monthBounds(month, council.timeZone)
  const duties = await dutiesOf(db, council.id, shown.now, {
    ...bounds,
    ...(roster.placeId === null ? { nowhere: true } : { placeIds: [roster.placeId] }),
    drafts: true,
    cancelled: true,
    limit: 1000,
  })
  const personIds = [...new Set(duties.map(({ person_id }) => person_id))]
  const elsewhere = await dutiesOf(db, council.id, shown.now, { ...bounds, personIds, drafts: true, limit: 2000 })
  const assigned = await assignedPlaces(db, council.id, personIds)
  const calendar = await calendarOfCouncil(db, council.id)
  const t = text[locale]
  const done: Readonly<Record<string, string>> = t.done
  const words = done[c.req.query('done') ?? '']
  const left = Number(c.req.query('left')) || 0
  const thisMonth = shown.today.slice(0, 7)
  const months = new Set([month, ...[-1, 0, 1, 2, 3].map((each) => monthAfter(thisMonth, each))])
  return page(
    c,
    {
      title: t.title,
      desk: true,
      unlisted: true,
      status: refused.status,
      invalid: refused.status !== 200,
      breadcrumb: [
        { href: '/contact', label: listText[locale].title },
        { href: '/contact/roster', label: rosterText[locale].title },
      ],
      ...(words &&
        refused.status === 200 && {
          banner: <DoneBanner title={words}>{left > 0 && <p>{t.left(left)}</p>}</DoneBanner>,
        }),
    },
    <PlanPage
      month={month}
      before={monthAfter(month, -1)}
      roster={roster.value}
      rosters={rosters}
      months={[...months].sort().map((each) => ({ value: each, label: shown.month(each) }))}
      duties={duties}
      mark={(day) => markOf(calendar, day, locale)}
      isOff={(day) => !isWorkingDay(calendar, day)}
      clashing={doubleBooked(elsewhere)}
      notAssigned={notAssigned(duties, assigned)}
      deputies={await deputies(c)}
      advanceDays={(await settingsAt(db, council.id, shown.now)).rosterAdvanceDays}
      values={refused.values}
      chosenWays={refused.ways}
      errors={refused.errors}
      form={refused.form}
      shown={shown}
    />,
  )
}

function notAssigned(duties: readonly Duty[], assigned: Awaited<ReturnType<typeof assignedPlaces>>) {
  return new Set(
    duties
      .filter(({ person_id, place_id }) => place_id !== null && !assigned.get(person_id)?.has(place_id))
      .map(({ id }) => id),
  )
}

/** The duty of the address, for those who plan it; for everybody else the page does not exist. */
async function withDuty(c: Ctx, then: (duty: Duty) => Promise<Response>): Promise<Response> {
  const app = c.get('app')
  const { actor, council } = c.get('viewer')
  if (actor.accountId === null) return c.redirect(`/me/sign-in?next=${encodeURIComponent(c.req.path)}`, 303)
  const number = Number(c.req.param('n'))
  const [duty] =
    number < 2 ** 31
      ? await dutiesOf(app.database.db, council.id, app.clock.now(), { number, drafts: true, cancelled: true })
      : []
  return duty && plansRoster(actor, duty.place_id) ? then(duty) : notFoundPage(c)
}

async function change(c: Ctx, duty: Duty): Promise<Response> {
  const { values, lists } = await sent(c)
  const input = { dutyId: duty.id, ...whenOf(values, lists) }
  return settleDuty(c, duty, changeDuty, input, { form: 'change', done: 'changed' })
}

async function standIn(c: Ctx, duty: Duty): Promise<Response> {
  const { personId = '' } = (await sent(c)).values
  return settleDuty(c, duty, nameStandIn, { dutyId: duty.id, personId }, { form: 'stand-in', done: 'standIn' })
}

async function cancel(c: Ctx, duty: Duty): Promise<Response> {
  const { reason = '' } = (await sent(c)).values
  return settleDuty(c, duty, cancelDuty, { dutyId: duty.id, reason }, { form: 'cancel', done: 'cancelled' })
}

async function settleDuty(
  c: Ctx,
  duty: Duty,
  declared: AnyAction,
  input: object,
  { form, done }: { readonly form: string; readonly done: string },
): Promise<Response> {
  const outcome: Outcome<unknown> = await perform(c.get('app'), declared, c.get('viewer').actor, input)
  if (outcome.ok) return c.redirect(`/contact/roster/duties/${duty.number}?done=${done}`, 303)
  return refuse(c, outcome, form, (refused) => showDuty(c, duty, refused))
}

async function showDuty(c: Ctx, duty: Duty, refused: Refused): Promise<Response> {
  const app = c.get('app')
  const { council, locale } = c.get('viewer')
  const shown = shownIn(c)
  const t = text[locale]
  const done: Readonly<Record<string, string>> = t.done
  const words = done[c.req.query('done') ?? '']
  const [day = '', from = ''] = toLocal(duty.starts_at, council.timeZone).split('T')
  const stored = {
    day,
    from,
    to: toLocal(duty.ends_at, council.timeZone).slice(11),
    slotMinutes: String(duty.slot_minutes),
    seats: String(duty.seats),
  }
  const again = refused.form === 'change'
  const place = duty.place_number === null ? atNoPlace : String(duty.place_number)
  return page(
    c,
    {
      title: t.duty(duty.number),
      desk: true,
      unlisted: true,
      status: refused.status,
      invalid: refused.status !== 200,
      breadcrumb: [
        { href: '/contact/roster', label: rosterText[locale].title },
        { href: `/contact/roster/plan?place=${place}&month=${day.slice(0, 7)}`, label: t.title },
      ],
      ...(words && refused.status === 200 && { banner: <DoneBanner title={words} /> }),
    },
    <DutyPage
      duty={duty}
      booked={(await bookedCounts(app.database.db, council.id, [duty.id])).get(duty.id) ?? 0}
      open={!duty.cancelled_at && duty.ends_at > shown.now}
      deputies={(await deputies(c)).filter(({ value }) => value !== duty.person_id)}
      typed={again ? refused.values : stored}
      chosenWays={again ? refused.ways : duty.ways}
      form={refused.form}
      values={refused.values}
      errors={refused.errors}
      shown={shown}
    />,
  )
}
