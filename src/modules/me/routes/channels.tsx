import { perform } from '#kernel/action'
import { channelsOf, devicesOf, linkWechat, pushKeyOf, removeDevice, subscribePush } from '#parts/notices'
import { deviceLabel } from '#parts/people'
import { DoneBanner } from '#ui'
import { assets } from '#web/assets'
import { sent } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { sessionToken, sign, signatureHolds } from '#web/session'
import { text } from '../pages/channels-page.text.ts'
import { ChannelsPage, type ChannelsView } from '../pages/channels-page.tsx'
import { myCrumb, own, timeOf } from './self.tsx'

/** Browsers and WeChat, as ways to be told. */
export function channelRoutes(http: Http): void {
  http.get(
    '/me/channels',
    own((c, accountId) => show(c, accountId, null)),
  )
  http.post('/me/channels/push', own(subscribe))
  http.post('/me/channels/remove', own(remove))
  http.get('/me/channels/wechat', own(askWechat))
  http.get('/me/channels/wechat/back', own(backFromWechat))
  http.get('/me/push-worker.js', worker)
}

async function show(c: Ctx, accountId: string, problem: ChannelsView['problem']): Promise<Response> {
  const app = c.get('app')
  const { council, locale } = c.get('viewer')
  const t = text[locale]
  const done: Readonly<Record<string, string>> = t.done
  const words = done[c.req.query('done') ?? '']
  const inside = /MicroMessenger/i.test(c.req.header('user-agent') ?? '')
  const view: ChannelsView = {
    devices: await devicesOf(app.database.db, council.id, accountId),
    pushKey: pushKeyOf(app),
    wechat: channelsOf(app).wechat ? (inside ? 'link' : 'open-inside') : 'none',
    problem,
    time: timeOf(c),
  }
  return page(
    c,
    {
      title: t.title,
      breadcrumb: myCrumb(c),
      width: 'narrow',
      unlisted: true,
      islands: view.pushKey === null ? [] : ['push'],
      status: problem ? 409 : 200,
      ...(words && !problem && { banner: <DoneBanner title={words} /> }),
    },
    <ChannelsPage view={view} />,
  )
}

async function subscribe(c: Ctx, accountId: string): Promise<Response> {
  const { values } = await sent(c)
  const { endpoint = '', p256dh = '', auth = '' } = values
  const label = deviceLabel(c.req.header('user-agent'))
  const outcome = await perform(c.get('app'), subscribePush, c.get('viewer').actor, { endpoint, p256dh, auth, label })
  return outcome.ok ? c.redirect('/me/channels?done=added', 303) : show(c, accountId, 'push')
}

async function remove(c: Ctx): Promise<Response> {
  const { values } = await sent(c)
  // Removed already, on another tab: what was asked for is so.
  await perform(c.get('app'), removeDevice, c.get('viewer').actor, { deviceId: values.id ?? '' })
  return c.redirect('/me/channels?done=removed', 303)
}

/** To WeChat and back: the state says that whoever comes back is who left. */
async function askWechat(c: Ctx, accountId: string): Promise<Response> {
  const app = c.get('app')
  const { wechat } = channelsOf(app)
  if (!wechat) return show(c, accountId, 'wechat')
  const state = sign(app.secret, 'wechat', sessionToken(c) ?? '')
  return c.redirect(wechat.askAddress(`${app.baseUrl}/me/channels/wechat/back`, state), 303)
}

async function backFromWechat(c: Ctx, accountId: string): Promise<Response> {
  const app = c.get('app')
  const { wechat } = channelsOf(app)
  const { code = '', state = '' } = c.req.query()
  if (!wechat || !signatureHolds(app.secret, 'wechat', sessionToken(c) ?? '', state))
    return show(c, accountId, 'wechat')
  const openid = await wechat.openidOf(code).catch((error: Error) => {
    app.log.info({ err: error }, 'WeChat did not vouch for somebody')
    return null
  })
  if (openid === null) return show(c, accountId, 'wechat')
  const outcome = await perform(app, linkWechat, c.get('viewer').actor, { openid })
  return outcome.ok ? c.redirect('/me/channels?done=added', 303) : show(c, accountId, 'wechat')
}

function worker(c: Ctx): Response {
  const file = assets().file(assets().url('push-worker.js').slice('/assets/'.length))
  if (!file) return c.text('', 404)
  return c.body(new Uint8Array(file.body), 200, {
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'no-cache',
    etag: file.etag,
  })
}
