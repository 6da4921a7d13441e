import { perform } from '#kernel/action'
import { choiceOf, inboxOf, localOutbox, markRead, mute, ownNotice, setChoice, unmute } from '#parts/notices'
import {
  askNewPasskey,
  deviceLabel,
  endOtherSessions,
  endOwnSession,
  keepPasskey,
  openSessions,
  ownAccount,
  passkeysOf,
  personOfAccount,
  publicName,
  removeContact,
  removePasskey,
  rolesHeld,
  setLook,
  setNames,
} from '#parts/people'
import { notFoundPage } from '#web/errors'
import { answer, sent, submit } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { rememberLook, sessionToken } from '#web/session'
import { text as inboxText } from '../pages/inbox-page.text.ts'
import { InboxPage } from '../pages/inbox-page.tsx'
import { text as meText } from '../pages/me-page.text.ts'
import { MePage } from '../pages/me-page.tsx'
import { text as outboxText } from '../pages/outbox-page.text.ts'
import { OutboxPage } from '../pages/outbox-page.tsx'
import { text as passkeyText } from '../pages/passkey-page.text.ts'
import { PasskeysPage, type PasskeysView } from '../pages/passkey-page.tsx'
import { text as sessionsText } from '../pages/sessions-page.text.ts'
import { SessionsPage } from '../pages/sessions-page.tsx'
import { text as settingsText } from '../pages/settings-page.text.ts'
import { SettingsPage, type SettingsView } from '../pages/settings-page.tsx'
import type { TimeFrame } from '../pages/when.ts'
import { credentialOf, type PasskeyAsked, signInHref } from './sign-in.tsx'

const newsShown = 5
const mineShown = 50
const inboxPageSize = 30

export function selfRoutes(http: Http): void {
  http.get('/me', own(showMe))
  http.get('/me/inbox', showInbox)
  http.get('/me/inbox/:id', openNotice)
  http.post('/me/inbox/read', (c) => submit(c, markRead, { input: {}, done: () => '/me/inbox' }))
  http.post('/me/inbox/mute', async (c) => submit(c, mute, { input: await subjectOf(c), done: () => '/me/inbox' }))
  http.post('/me/inbox/unmute', async (c) => submit(c, unmute, { input: await subjectOf(c), done: () => '/me/inbox' }))
  http.get(
    '/me/settings',
    own((c, accountId) => showSettings(c, accountId, {})),
  )
  http.post('/me/settings/look', own(saveLook))
  http.post('/me/settings/names', own(saveNames))
  http.post('/me/settings/channels', own(saveChannels))
  http.post('/me/contacts/remove', own(dropContact))
  http.get('/me/sessions', own(showSessions))
  http.post('/me/sessions/end', own(endSession))
  http.post('/me/sessions/end-others', own(endOthers))
  http.get(
    '/me/passkeys',
    own((c, accountId) => showPasskeys(c, accountId, null)),
  )
  http.post('/me/passkeys/ask', own(askPasskey))
  http.post('/me/passkeys', own(addPasskey))
  http.post('/me/passkeys/remove', own(dropPasskey))
  http.get('/me/outbox', showOutbox)
}

/** For pages of somebody who is signed in; whoever is not signs in first and comes back. */
export function own(show: (c: Ctx, accountId: string) => Promise<Response>) {
  return (c: Ctx): Promise<Response> | Response => {
    const { accountId } = c.get('viewer').actor
    if (accountId !== null) return show(c, accountId)
    return c.redirect(signInHref(c.req.method === 'GET' ? c.req.path : '/me'), 303)
  }
}

export function timeOf(c: Ctx): TimeFrame {
  const { locale, council } = c.get('viewer')
  return { locale, timeZone: council.timeZone }
}

async function showMe(c: Ctx, accountId: string): Promise<Response> {
  const app = c.get('app')
  const viewer = c.get('viewer')
  const { actor, council, locale } = viewer
  const { db } = app.database
  const offers = c.get('modules').flatMap(({ offers }) => offers ?? [])
  const mine = (await Promise.all(offers.map((offer) => offer.mine?.(app, viewer) ?? []))).flat()
  const waiting = (await Promise.all(offers.map((offer) => offer.inbox?.(app, viewer) ?? []))).flat()
  const held = actor.personId ? await rolesHeld(db, council.id, actor.personId, app.clock.now()) : []
  const view = {
    name: viewer.name ?? '',
    mine: mine.sort((a, b) => b.at.getTime() - a.at.getTime()).slice(0, mineShown),
    waiting: waiting.sort((a, b) => a.since.getTime() - b.since.getTime()).slice(0, mineShown),
    news: await inboxOf(db, actor, { limit: newsShown }),
    dormant: held.filter((role) => !actor.grants.some((grant) => grant.role === role)),
    eraseAt: (await ownAccount(db, accountId))?.erase_at ?? null,
    demo: app.demo,
    time: timeOf(c),
  }
  return page(c, { title: meText[locale].title, unlisted: true }, <MePage view={view} />)
}

async function showInbox(c: Ctx): Promise<Response> {
  const { actor, locale } = c.get('viewer')
  const number = Math.max(1, Math.min(1000, Number(c.req.query('page')) || 1))
  const found = await inboxOf(c.get('app').database.db, actor, {
    limit: inboxPageSize + 1,
    offset: (number - 1) * inboxPageSize,
  })
  const guest = actor.accountId === null
  if (guest && found.length === 0 && number === 1) return c.redirect(signInHref('/me/inbox'), 303)
  const view = {
    notices: found.slice(0, inboxPageSize),
    page: number,
    more: found.length > inboxPageSize,
    guest,
    time: timeOf(c),
  }
  return page(c, { title: inboxText[locale].title, breadcrumb: myCrumb(c), unlisted: true }, <InboxPage view={view} />)
}

/** Opening a notice takes it as read and leads to what it is about. */
async function openNotice(c: Ctx): Promise<Response> {
  const { actor } = c.get('viewer')
  const app = c.get('app')
  const noticeId = c.req.param('id') ?? ''
  const notice = await ownNotice(app.database.db, actor, noticeId)
  if (!notice) return notFoundPage(c)
  if (notice.read_at === null) await perform(app, markRead, actor, { noticeId })
  return c.redirect(notice.href, 303)
}

async function subjectOf(c: Ctx) {
  const { values } = await sent(c)
  return { subjectType: values.type ?? '', subjectId: values.id ?? '' }
}

async function showSettings(
  c: Ctx,
  accountId: string,
  again: Partial<Pick<SettingsView, 'names' | 'problem' | 'tooLong'>>,
): Promise<Response> {
  const { db } = c.get('app').database
  const { actor, council, locale, elder } = c.get('viewer')
  const account = await ownAccount(db, accountId)
  if (!account) return notFoundPage(c)
  const person = await personOfAccount(db, actor.councilId, accountId)
  const stored = {
    name: person?.name ?? '',
    displayName: person?.display_name ?? '',
    visibility: person?.name_visibility ?? 'office',
  }
  const done = (['saved', 'contact', 'removed'] as const).find((one) => one === c.req.query('done'))
  const view: SettingsView = {
    account,
    locale,
    elder,
    names: again.names ?? stored,
    choice: await choiceOf(db, council.id, accountId),
    done: done ?? null,
    problem: again.problem ?? null,
    tooLong: again.tooLong ?? [],
  }
  const status = view.problem ? 409 : view.tooLong.length > 0 ? 422 : 200
  return page(
    c,
    {
      title: settingsText[locale].title,
      breadcrumb: myCrumb(c),
      width: 'narrow',
      unlisted: true,
      status,
      invalid: status === 422,
    },
    <SettingsPage view={view} />,
  )
}

async function saveLook(c: Ctx): Promise<Response> {
  const { values } = await sent(c)
  const locale = values.locale === 'en' ? 'en' : 'zh-CN'
  const elder = values.elder === 'yes'
  return submit(c, setLook, {
    input: { locale, elder },
    done: () => {
      rememberLook(c, { lang: locale, elder })
      return '/me/settings?done=saved'
    },
  })
}

async function saveNames(c: Ctx, accountId: string): Promise<Response> {
  const { values } = await sent(c)
  const visibility = (['public', 'office', 'nobody'] as const).find((one) => one === values.visibility) ?? 'office'
  const names = { name: values.name ?? '', displayName: values.displayName ?? '', visibility }
  return submit(c, setNames, {
    input: names,
    done: () => '/me/settings?done=saved',
    again: ({ issues }) => showSettings(c, accountId, { names, tooLong: issues.map(({ path }) => path) }),
  })
}

async function saveChannels(c: Ctx): Promise<Response> {
  const { values } = await sent(c)
  const input = {
    email: values.email === 'yes',
    sms: values.sms === 'yes',
    rhythm: values.rhythm === 'daily' ? ('daily' as const) : ('each' as const),
  }
  return submit(c, setChoice, { input, done: () => '/me/settings?done=saved' })
}

async function dropContact(c: Ctx, accountId: string): Promise<Response> {
  const { values } = await sent(c)
  return submit(c, removeContact, {
    input: { contactId: values.id ?? '' },
    done: () => '/me/settings?done=removed',
    again: () => showSettings(c, accountId, { problem: 'last-contact' }),
  })
}

async function showSessions(c: Ctx, accountId: string): Promise<Response> {
  const app = c.get('app')
  const sessions = await openSessions(app.database.db, accountId, sessionToken(c), app.clock.now())
  const title = sessionsText[c.get('viewer').locale].title
  const view = { sessions, time: timeOf(c), done: c.req.query('done') === 'ended' }
  return page(c, { title, breadcrumb: myCrumb(c), unlisted: true }, <SessionsPage view={view} />)
}

async function endSession(c: Ctx): Promise<Response> {
  const { values } = await sent(c)
  return submit(c, endOwnSession, {
    input: { sessionId: values.id ?? '' },
    done: () => '/me/sessions?done=ended',
    again: () => c.redirect('/me/sessions', 303),
  })
}

async function endOthers(c: Ctx): Promise<Response> {
  return submit(c, endOtherSessions, {
    input: { session: sessionToken(c) ?? '' },
    done: () => '/me/sessions?done=ended',
  })
}

async function showPasskeys(c: Ctx, accountId: string, problem: PasskeysView['problem']): Promise<Response> {
  const app = c.get('app')
  const { actor, council, locale } = c.get('viewer')
  const { db } = app.database
  const held = actor.personId ? await rolesHeld(db, council.id, actor.personId, app.clock.now()) : []
  const done = (['added', 'removed'] as const).find((one) => one === c.req.query('done'))
  const view: PasskeysView = {
    passkeys: await passkeysOf(db, accountId),
    time: timeOf(c),
    done: done ?? null,
    problem,
    needed: held.some((role) => !actor.grants.some((grant) => grant.role === role)),
  }
  return page(
    c,
    {
      title: passkeyText[locale].listTitle,
      breadcrumb: myCrumb(c),
      unlisted: true,
      islands: ['passkey'],
      status: problem ? 409 : 200,
    },
    <PasskeysPage view={view} />,
  )
}

/** The name under which the browser keeps the passkey. */
async function userNameOf(c: Ctx, accountId: string): Promise<string> {
  const viewer = c.get('viewer')
  const person = await personOfAccount(c.get('app').database.db, viewer.council.id, accountId)
  return (person && (person.name ?? publicName(person))) || viewer.council.name
}

async function askPasskey(c: Ctx, accountId: string): Promise<Response> {
  const input = { session: sessionToken(c) ?? '', userName: await userNameOf(c, accountId) }
  const outcome = await perform(c.get('app'), askNewPasskey, c.get('viewer').actor, input)
  if (!outcome.ok) return c.json({ error: outcome.kind }, 409)
  const { challengeId, options } = outcome.result
  return c.json({ challenge: challengeId, options } satisfies PasskeyAsked)
}

async function addPasskey(c: Ctx, accountId: string): Promise<Response> {
  const { values } = await sent(c)
  const response = credentialOf(values.response)
  if (!response) return showPasskeys(c, accountId, 'unproved')
  const outcome = await perform(c.get('app'), keepPasskey, c.get('viewer').actor, {
    session: sessionToken(c) ?? '',
    challenge: values.challenge ?? '',
    response,
    label: deviceLabel(c.req.header('user-agent')),
  })
  return answer(c, outcome, {
    done: () => '/me/passkeys?done=added',
    again: ({ conflict }) =>
      showPasskeys(c, accountId, conflict === 'needs-strong-sign-in' ? 'needs-strong' : 'unproved'),
  })
}

async function dropPasskey(c: Ctx, accountId: string): Promise<Response> {
  const { values } = await sent(c)
  return submit(c, removePasskey, {
    input: { session: sessionToken(c) ?? '', id: values.id ?? '' },
    done: () => '/me/passkeys?done=removed',
    again: () => showPasskeys(c, accountId, 'needs-strong'),
  })
}

async function showOutbox(c: Ctx): Promise<Response> {
  const app = c.get('app')
  if (!app.demo) return notFoundPage(c)
  const { council, locale } = c.get('viewer')
  const messages = await localOutbox(app.database.db, council.id)
  const title = outboxText[locale].title
  return page(c, { title, width: 'narrow', unlisted: true }, <OutboxPage view={{ messages, time: timeOf(c) }} />)
}

/** Back to one's own page; nobody has one before signing in. */
export function myCrumb(c: Ctx) {
  const { actor, locale } = c.get('viewer')
  return actor.accountId === null ? [] : [{ href: '/me', label: meText[locale].title }]
}
