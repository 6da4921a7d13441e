import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SaxesParser } from 'saxes'
import { describe, test } from 'vitest'
import { perform } from '#kernel/action'
import { sql } from '#kernel/db'
import { aCouncil, succeeded } from '#support/councils'
import { dataFolder } from '#support/data'
import { Errors, Filed, ServiceDefinition, ServiceRequests, Services } from '#support/georeport'
import { house } from '#support/house'
import { aClerkOf, aGuest } from '#support/people'
import { serve } from '#support/web'
import { raise } from '../actions/resident.ts'
import { endKey, makeKey } from '../exchange/keys.ts'
import { requestsAsked } from './asked.ts'
import { xmlOf } from './xml.ts'

let first: Promise<unknown> | undefined

async function served(shown = true, perHour = 60) {
  const { app, clock } = await house()
  // An address without a name of its own is the first council's; programs name theirs by its jurisdiction.
  first ??= aCouncil(app, { isDefault: true })
  await first
  const council = await aCouncil(app)
  const clerk = await aClerkOf(app, council)
  const made = succeeded(await perform(app, makeKey, clerk, { label: '街拍小程序', shown, perHour }))
  const site = await serve(app)
  const at = (path: string) => {
    const url = new URL(`${site.origin}/contact/open311/v2/${path}`)
    if (!url.searchParams.has('jurisdiction_id')) url.searchParams.set('jurisdiction_id', council.slug)
    return url.href
  }
  const get = async (path: string) => {
    const answer = await fetch(at(path))
    return { status: answer.status, body: await answer.json() }
  }
  const post = async (fields: Record<string, string>, headers: Record<string, string> = {}) => {
    const body = new URLSearchParams({ api_key: made.key, ...fields })
    const answer = await fetch(at('requests.json'), { method: 'POST', body, headers })
    return { status: answer.status, body: await answer.json() }
  }
  return { app, clock, council, clerk, key: made.key, keyId: made.keyId, at, get, post, close: site.close }
}

const lamp = {
  service_code: 'general',
  description: '3号楼东门的路灯坏了，晚上一片漆黑。<b>&"请修</b>',
  lat: '30.12342',
  long: '120.65432',
  email: 'li@example.org',
  first_name: '桂兰',
  last_name: '李',
}

test('a program files a matter and follows it, in answers as the standard has them', async () => {
  const { get, post, close } = await served()
  try {
    assert.deepEqual(Services.parse((await get('services.json')).body).at(-1)?.service_code, 'general')
    ServiceDefinition.parse((await get('services/general.json')).body)
    const filed = await post(lamp)
    assert.equal(filed.status, 201)
    const [{ service_request_id: id = '' } = {}] = Filed.parse(filed.body)
    const [request] = ServiceRequests.parse((await get(`requests/${id}.json`)).body)
    assert.equal(request?.description, lamp.description)
    assert.deepEqual([request?.lat, request?.long], [30.123, 120.654])
    assert.equal(request?.status, 'open')
    assert.equal(ServiceRequests.parse((await get('requests.json?status=open')).body).length, 1)
    assert.equal(ServiceRequests.parse((await get('requests.json?status=closed')).body).length, 0)
    assert.equal(JSON.stringify((await get('requests.json')).body).includes('example.org'), false)
    assert.equal(JSON.stringify((await get('requests.json')).body).includes('桂兰'), false)
  } finally {
    await close()
  }
})

test('the same request sent twice is one matter', async () => {
  const { get, post, close } = await served()
  try {
    const first = await post(lamp, { 'idempotency-key': 'a-1' })
    const second = await post(lamp, { 'idempotency-key': 'a-1' })
    assert.deepEqual(second.body, first.body)
    assert.deepEqual([first.status, second.status], [201, 200])
    assert.equal(((await get('requests.json')).body as unknown[]).length, 1)
  } finally {
    await close()
  }
})

test('what is private is nobody’s to read, except by the program that filed it', async () => {
  const { app, council, clerk, key, get, post, close } = await served(false)
  try {
    const { body } = await post(lamp)
    const [{ service_request_id: id }] = body as [{ service_request_id: string }]
    assert.equal((await get(`requests/${id}.json`)).status, 404)
    assert.deepEqual((await get('requests.json')).body, [])
    assert.equal(((await get(`requests.json?api_key=${key}`)).body as unknown[]).length, 1)
    const other = succeeded(await perform(app, makeKey, clerk, { label: '另一个' }))
    assert.deepEqual((await get(`requests.json?api_key=${other.key}`)).body, [])
    succeeded(
      await perform(app, raise, aGuest(council), {
        clientKey: crypto.randomUUID(),
        body: '私下反映的事',
        spot: '我家门口',
        public: false,
        consent: true,
      }),
    )
    assert.equal(((await get(`requests.json?api_key=${key}`)).body as unknown[]).length, 1)
  } finally {
    await close()
  }
})

test('a public matter whose place is not shown is listed without it, and an open one is not closed', async () => {
  const { app, council, get, close } = await served()
  try {
    const spot = '临江路 3 号楼 201 室'
    const words = { clientKey: crypto.randomUUID(), body: '路灯坏了', spot, public: true, consent: true } as const
    succeeded(await perform(app, raise, aGuest(council), words))
    const [request] = ServiceRequests.parse((await get('requests.json')).body)
    assert.equal(request?.address, null)
    assert.equal(request?.status, 'open')
    assert.equal(JSON.stringify(request).includes('201'), false)
  } finally {
    await close()
  }
})

test('each refusal says what to do', async () => {
  const { app, clerk, keyId, get, post, close } = await served(true, 1)
  try {
    const refused = async (fields: Record<string, string>) => {
      const { status, body } = await post(fields)
      Errors.parse(body)
      return status
    }
    const { lat: _, long: __, ...nowhere } = lamp
    assert.equal(await refused(nowhere), 400)
    assert.equal(await refused({ ...lamp, lat: '91' }), 400)
    assert.equal(await refused({ ...lamp, service_code: 'no-such' }), 400)
    assert.equal(await refused({ ...lamp, description: ' ' }), 400)
    assert.equal(await refused({ ...lamp, email: 'no address' }), 400)
    assert.equal(await refused({ ...lamp, api_key: 'zt_wrong' }), 403)
    assert.equal(await refused({ ...lamp, api_key: '' }), 401)
    assert.equal((await get('requests.json?start_date=yesterday')).status, 400)
    assert.equal((await get('requests.json?page_size=9999')).status, 400)
    assert.equal((await get('requests/99999.json')).status, 404)
    assert.equal((await get('services/nothing.json')).status, 404)
    assert.equal((await get('tokens/nothing.json')).status, 404)
    assert.equal((await get('requests.json?jurisdiction_id=elsewhere')).status, 404)
    assert.equal((await post(lamp)).status, 201)
    assert.equal(await refused(lamp), 429)
    succeeded(await perform(app, endKey, clerk, { keyId }))
    assert.equal(await refused(lamp), 403)
  } finally {
    await close()
  }
})

test('a token leads to the number, and updates are listed', async () => {
  const { app, council, get, post, close } = await served()
  try {
    await post(lamp)
    const { rows } = await sql<{ id: string }>`select id from contact.door where council_id = ${council.id}`.execute(
      app.database.db,
    )
    const { status, body } = await get(`tokens/${rows[0]?.id}.json`)
    assert.equal(status, 200)
    assert.deepEqual(body, [{ service_request_id: '1', token: rows[0]?.id }])
    assert.deepEqual((await get('servicerequestupdates.json')).body, [])
    assert.equal((await get('servicerequestupdates.json?start_date=2026-01-01&end_date=2026-11-01')).status, 400)
  } finally {
    await close()
  }
})

test('the same in XML: well formed, every character as it was', async () => {
  const { at, post, close } = await served()
  try {
    await post(lamp)
    const answer = await fetch(at('requests.xml'))
    assert.match(String(answer.headers.get('content-type')), /^text\/xml/)
    const read = textsIn(await answer.text())
    assert.deepEqual(read.get('service_requests/request/description'), [lamp.description])
    assert.deepEqual(read.get('service_requests/request/status'), ['open'])
    const services = textsIn(await (await fetch(at('services.xml'))).text())
    assert.equal(services.get('services/service/service_code')?.at(-1), 'general')
    const discovery = textsIn(await (await fetch(at('discovery.xml'))).text())
    assert.deepEqual(discovery.get('discovery/endpoints/endpoint/formats/format'), ['text/xml', 'application/json'])
    const missing = textsIn(await (await fetch(at('requests/99.xml'))).text())
    assert.deepEqual(missing.get('errors/error/code'), ['404'])
    assert.equal(xmlOf('a', { b: 'x\u0000\ud800y' }, {}).includes('\u0000'), false)
  } finally {
    await close()
  }
})

/** The text of each element, by its way from the root. @throws where it is not well formed */
function textsIn(xml: string): Map<string, string[]> {
  const parser = new SaxesParser()
  const way: string[] = []
  const found = new Map<string, string[]>()
  let words = ''
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name }) => {
    way.push(name)
    words = ''
  })
  parser.on('text', (piece) => {
    words += piece
  })
  parser.on('closetag', () => {
    const key = way.join('/')
    if (words.trim() !== '') found.set(key, [...(found.get(key) ?? []), words])
    words = ''
    way.pop()
  })
  parser.write(xml).close()
  return found
}

const folder = dataFolder('open311')

describe.skipIf(!folder)('500 real requests of a city', () => {
  const real = async () =>
    JSON.parse(await readFile(join(String(folder), 'sf_requests.json'), 'utf8')) as Record<string, unknown>[]

  test('have the shape we answer in, once their times are written as the standard says', async () => {
    const known = Object.keys(ServiceRequests.element.shape)
    const requests = (await real()).map((each) => ({
      ...Object.fromEntries(Object.entries(each).filter(([name]) => known.includes(name))),
      status: String(each.status).toLowerCase(),
      zipcode: each.zipcode === null ? null : String(each.zipcode),
      ...Object.fromEntries(
        ['requested_datetime', 'updated_datetime', 'expected_datetime'].map((name) => [
          name,
          each[name] === null ? null : `${String(each[name]).replace(' ', 'T')}Z`,
        ]),
      ),
    }))
    assert.equal(ServiceRequests.parse(requests).length, 500)
  })

  test('without a status, or with another word for it, are refused', async () => {
    const [first] = await real()
    assert.equal(ServiceRequests.safeParse([{ ...first, status: 'Closed' }]).success, false)
    const { status: _, ...without } = first as { status: string }
    assert.equal(ServiceRequests.safeParse([without]).success, false)
  })

  test('their positions and words can be filed here', async () => {
    const { post, get, close } = await served(true, 1000)
    try {
      for (const each of (await real()).slice(0, 40)) {
        const filed = await post(
          {
            service_code: 'general',
            description: `${each.service_name}: ${each.address}`,
            lat: String(each.lat),
            long: String(each.long),
          },
          { 'idempotency-key': String(each.service_request_id) },
        )
        assert.equal(filed.status, 201, JSON.stringify(filed.body))
      }
      assert.equal(ServiceRequests.parse((await get('requests.json')).body).length, 40)
      assert.equal(ServiceRequests.parse((await get('requests.json?page=2&page_size=30')).body).length, 10)
    } finally {
      await close()
    }
  })
})

test('filters are read as the standard has them', () => {
  const now = new Date('2026-11-20T00:00:00Z')
  const asked = (query: Record<string, string>) => requestsAsked((name) => query[name], now)
  assert.equal(asked({}).from?.toISOString(), '2026-08-22T00:00:00.000Z')
  assert.equal(asked({ end_date: '2026-11-01' }).from?.toISOString(), '2026-08-03T00:00:00.000Z')
  assert.deepEqual(asked({ service_request_id: '1, 2' }).numbers, [1, 2])
  assert.equal(asked({ start_date: '2026-11-01T10:00:00+08:00' }).from?.toISOString(), '2026-11-01T02:00:00.000Z')
  assert.throws(() => asked({ start_date: '2026-11-02', end_date: '2026-11-01' }))
  assert.throws(() => asked({ status: 'pending' }))
})
