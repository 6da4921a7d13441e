import type { Actor } from '#kernel/action'
import { perform } from '#kernel/action'
import { isId, newId } from '#kernel/ids'
import { allCouncils } from '#parts/councils'
import { readContact } from '#parts/people'
import type { Ctx, Http } from '#web/routes'
import { keyHash } from '../exchange/keys.ts'
import { requestsAsked, updatesAsked } from './asked.ts'
import { refusals, text } from './open311.text.ts'
import { generalCode, numberByToken, type OfCouncil, requestUpdates, serviceRequests, services } from './queries.ts'
import { receive } from './receive.ts'
import { Open311Refusal } from './shapes.ts'
import { xmlOf } from './xml.ts'

/** Where programs read and file: no cookie counts here, and no page is answered. */
export const open311Path = '/contact/open311/'
const base = '/contact/open311/v2'

type Format = 'json' | 'xml'

interface Answer {
  readonly root: string
  readonly value: object
  readonly status?: 200 | 201 | 400 | 401 | 403 | 404 | 429
}

/** Open311 GeoReport v2, with mySociety's updates. Each answer is JSON or XML, by the ending of the address. */
export function open311Routes(http: Http): void {
  for (const format of ['json', 'xml'] as const) {
    const get = (path: string, answer: (c: Ctx, council: OfCouncil) => Promise<Answer>) =>
      http.get(`${path}.${format}`, (c) => answered(c, format, answer))
    get('/contact/open311/discovery', discovery)
    get(`${base}/discovery`, discovery)
    get(`${base}/services`, async (c, council) => ({ root: 'services', value: await services(c.get('app'), council) }))
    get(`${base}/requests`, list)
    get(`${base}/servicerequestupdates`, updates)
    http.post(`${base}/requests.${format}`, (c) => answered(c, format, file))
    // The router takes no ending after a parameter: it is cut off here.
    const ending = `{[0-9A-Za-z_-]+\\.${format}}`
    const named = (path: string, answer: (c: Ctx, council: OfCouncil, id: string) => Promise<Answer>) =>
      http.get(`${base}/${path}/:id${ending}`, (c) =>
        answered(c, format, (same, council) => answer(same, council, c.req.param('id').replace(`.${format}`, ''))),
      )
    named('services', definition)
    named('requests', one)
    named('tokens', token)
  }
}

const items: Readonly<Record<string, string>> = {
  services: 'service',
  service_requests: 'request',
  service_requests_updates: 'request_update',
  errors: 'error',
  attributes: 'attribute',
  endpoints: 'endpoint',
  formats: 'format',
}

async function answered(
  c: Ctx,
  format: Format,
  answer: (c: Ctx, council: OfCouncil) => Promise<Answer>,
): Promise<Response> {
  try {
    return written(c, format, await answer(c, await councilOf(c)))
  } catch (error) {
    if (!(error instanceof Open311Refusal)) throw error
    const value = [{ code: error.status, description: error.message }]
    return written(c, format, { root: 'errors', value, status: error.status })
  }
}

function written(c: Ctx, format: Format, { root, value, status = 200 }: Answer): Response {
  const type = format === 'json' ? 'application/json' : 'text/xml'
  const body = format === 'json' ? JSON.stringify(value) : xmlOf(root, value, items)
  return c.body(body, status, {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-store',
    'access-control-allow-origin': '*',
  })
}

/** The council of the address, unless `jurisdiction_id` names another of this installation. */
async function councilOf(c: Ctx): Promise<OfCouncil> {
  const { council } = c.get('viewer')
  const asked = c.req.query('jurisdiction_id') ?? (c.req.method === 'POST' ? (await fields(c)).jurisdiction_id : '')
  if (!asked || asked === council.slug) return council
  const found = (await allCouncils(c.get('app').database.db)).find(({ slug }) => slug === asked)
  if (!found) throw new Open311Refusal(404, refusals.jurisdiction)
  return { id: found.id, slug: found.slug, timeZone: found.time_zone }
}

async function fields(c: Ctx): Promise<Readonly<Record<string, string>>> {
  const parsed = await c.req.parseBody().catch(() => ({}))
  return Object.fromEntries(
    Object.entries(parsed).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
}

async function discovery(c: Ctx, { slug }: OfCouncil): Promise<Answer> {
  const app = c.get('app')
  const value = {
    changeset: '2026-11-22T00:00:00Z',
    contact: `${app.baseUrl}/help`,
    key_service: `${app.baseUrl}/help`,
    jurisdiction_id: slug,
    endpoints: [
      {
        specification: 'http://wiki.open311.org/GeoReport_v2',
        url: `${app.baseUrl}${base}`,
        changeset: '2026-11-22T00:00:00Z',
        type: app.demo ? 'test' : 'production',
        formats: c.req.path.endsWith('.xml')
          ? (['text/xml', 'application/json'] as unknown as object[])
          : ['text/xml', 'application/json'],
      },
    ],
  }
  return { root: 'discovery', value }
}

async function definition(c: Ctx, council: OfCouncil, code: string): Promise<Answer> {
  const known = (await services(c.get('app'), council)).some(({ service_code }) => service_code === code)
  if (!known) throw new Open311Refusal(404, refusals.service)
  return { root: 'service_definition', value: { service_code: code, attributes: [] } }
}

async function list(c: Ctx, council: OfCouncil): Promise<Answer> {
  const asked = requestsAsked((name) => c.req.query(name), c.get('app').clock.now())
  const value = await serviceRequests(c.get('app'), council, { ...asked, keyHash: keyIn(c) })
  return { root: 'service_requests', value }
}

async function one(c: Ctx, council: OfCouncil, id: string): Promise<Answer> {
  if (!/^\d{1,9}$/.test(id)) throw new Open311Refusal(404, refusals.request)
  const asked = { numbers: [Number(id)], limit: 1, offset: 0, keyHash: keyIn(c) }
  const value = await serviceRequests(c.get('app'), council, asked)
  if (value.length === 0) throw new Open311Refusal(404, refusals.request)
  return { root: 'service_requests', value }
}

async function token(c: Ctx, council: OfCouncil, id: string): Promise<Answer> {
  const number = isId(id) ? await numberByToken(c.get('app'), council.id, id) : null
  if (number === null) throw new Open311Refusal(404, refusals.token)
  return { root: 'service_requests', value: [{ service_request_id: String(number), token: id }] }
}

async function updates(c: Ctx, council: OfCouncil): Promise<Answer> {
  const span = updatesAsked((name) => c.req.query(name), c.get('app').clock.now())
  return { root: 'service_requests_updates', value: await requestUpdates(c.get('app'), council, span) }
}

function keyIn(c: Ctx): string | null {
  const key = c.req.query('api_key')
  return key ? keyHash(key) : null
}

async function file(c: Ctx, council: OfCouncil): Promise<Answer> {
  const app = c.get('app')
  const sent = await fields(c)
  const key = sent.api_key ?? c.req.query('api_key')
  if (!key) throw new Open311Refusal(401, refusals.key)
  const code = sent.service_code ?? generalCode
  if (!(await services(app, council)).some(({ service_code }) => service_code === code))
    throw new Open311Refusal(400, refusals.service)
  const outcome = await perform(app, receive, programOf(council, c), {
    keyHash: keyHash(key),
    theirNumber: (c.req.header('idempotency-key') ?? sent.external_id ?? newId()).slice(0, 100),
    serviceCode: code,
    body: descriptionIn(sent),
    spot: (sent.address_string ?? '').slice(0, 200),
    position: positionIn(sent),
    name: [sent.last_name, sent.first_name].filter(Boolean).join(' ').slice(0, 40) || null,
    ...contactIn(sent),
  })
  if (!outcome.ok) {
    if (outcome.kind === 'conflict') throw new Open311Refusal(429, refusals.many)
    if (outcome.kind === 'invalid') throw new Open311Refusal(400, refusals.description)
    throw new Open311Refusal(403, refusals.key)
  }
  const { number } = outcome.result
  const notice = text['zh-CN'].notice(number)
  const value = [{ service_request_id: String(number), service_notice: notice, account_id: null }]
  return { root: 'service_requests', value, status: outcome.result.repeated ? 200 : 201 }
}

/** A program is nobody's session: what a browser on this machine is signed in to does not count. */
function programOf(council: OfCouncil, c: Ctx): Actor {
  const { network } = c.get('viewer').actor
  const guest = {
    kind: 'guest',
    councilId: council.id,
    accountId: null,
    personId: null,
    grants: [],
    deviceId: null,
  } as const
  return { ...guest, ...(network && { network }) }
}

function descriptionIn(sent: Readonly<Record<string, string>>): string {
  const words = (sent.description ?? '').trim()
  if (words === '' || [...words].length > 2000) throw new Open311Refusal(400, refusals.description)
  if (sent.media_url) throw new Open311Refusal(400, refusals.media)
  return words
}

function positionIn(sent: Readonly<Record<string, string>>) {
  const { lat, long } = sent
  if (!lat && !long) {
    if (sent.address_string || sent.address_id) return null
    throw new Open311Refusal(400, refusals.location)
  }
  const number = (given: string | undefined, most: number) => {
    const value = given && /^-?\d{1,3}(\.\d+)?$/.test(given.trim()) ? Number(given) : Number.NaN
    if (!(Math.abs(value) <= most)) throw new Open311Refusal(400, refusals.location)
    return value
  }
  return { latitude: number(lat, 90), longitude: number(long, 180) }
}

function contactIn(sent: Readonly<Record<string, string>>) {
  const given = sent.email || sent.phone
  if (!given) return {}
  const contact = readContact(given)
  if (!contact) throw new Open311Refusal(400, refusals.email)
  return { contactKind: contact.kind, contact: contact.value }
}
