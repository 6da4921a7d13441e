import { z } from 'zod'
import { type AnyAction, perform } from '#kernel/action'
import type { App } from '#kernel/app'
import type { Refusal } from '#kernel/outcome'
import { cameFromHere } from './csrf.ts'
import type { Ctx, Endpoint, Http, ModuleManifest } from './routes.ts'
import { isByToken } from './session.ts'

const statusOf = { invalid: 422, missing: 404, forbidden: 403, conflict: 409 } as const

/** Every action at `POST /api/v1/noun/verb`, with the same schema, rights and answers as its form. */
export function mountApi(http: Http, app: App): void {
  http.get('/api/v1/openapi.json', (c) => c.json(openApi(app)))
  const endpoints = new Map(endpointsOf(app).map((endpoint) => [endpoint.name, endpoint]))
  http.post('/api/v1/:noun/:verb', async (c) => {
    const name = `${c.req.param('noun')}.${c.req.param('verb')}`
    // Who names a token that is no longer good must hear so, and not act as a guest unawares.
    if (isByToken(c) && c.get('viewer').actor.kind !== 'person') return signedOut(c)
    const endpoint = endpoints.get(name)
    if (endpoint) return answerAt(c, endpoint)
    const declared = app.actionNamed(name)
    if (!declared || declared.edgeOnly) return c.json({ error: 'missing' }, 404)
    if (!isByToken(c) && !cameFromHere(c, c.req.header('x-csrf-token'))) {
      return c.json({ error: 'foreign-request' }, 403)
    }
    const body = await jsonBody(c)
    if (body === undefined) return c.json({ error: 'not-json' }, 400)
    const once = c.req.header('idempotency-key')
    const outcome = await perform(app, declared, c.get('viewer').actor, body, once ? { once } : {})
    return outcome.ok ? c.json({ result: outcome.result ?? null }) : refusal(c, outcome)
  })
}

async function answerAt(c: Ctx, { input, signedIn, handle }: Endpoint): Promise<Response> {
  // No page of another site can send this type without being asked about it first.
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) return c.json({ error: 'not-json' }, 415)
  if (signedIn && !isByToken(c)) return signedOut(c)
  const body = await jsonBody(c)
  if (body === undefined) return c.json({ error: 'not-json' }, 400)
  const parsed = input.safeParse(body)
  if (parsed.success) return handle(c, parsed.data)
  const issues = parsed.error.issues.map(({ path, code }) => ({ path: path.map(String).join('.'), code }))
  return c.json({ error: 'invalid', issues }, 422)
}

function signedOut(c: Ctx): Response {
  return c.json({ error: 'signed-out' }, 401, { 'www-authenticate': 'Bearer' })
}

/** A module is a manifest that may have endpoints too. */
function endpointsOf(app: App): readonly Endpoint[] {
  return app.manifests.flatMap((manifest) => (manifest as Partial<ModuleManifest>).endpoints ?? [])
}

async function jsonBody(c: Ctx): Promise<unknown> {
  try {
    return await c.req.json()
  } catch {
    return undefined
  }
}

function refusal(c: Ctx, refused: Refusal) {
  if (refused.kind === 'forbidden' && refused.hidden) return c.json({ error: 'missing' }, 404)
  const details =
    refused.kind === 'invalid' ? { issues: refused.issues } : refused.kind === 'conflict' ? { code: refused.code } : {}
  return c.json({ error: refused.kind, ...details }, statusOf[refused.kind])
}

/** The description of the API, made from the actions' own schemas. */
export function openApi(app: App): object {
  const paths = Object.fromEntries(
    [
      ...allActions(app).map((declared) => ({ name: declared.name, post: operation(declared) })),
      ...endpointsOf(app).map((endpoint) => ({ name: endpoint.name, post: endpointOperation(endpoint) })),
    ]
      .sort((a, b) => a.name.localeCompare(b.name))
      .map(({ name, post }) => [`/api/v1/${name.replace('.', '/')}`, { post }]),
  )
  return {
    openapi: '3.1.0',
    info: { title: 'Zhitong 直通', version: '1', license: { name: 'Mulan PSL v2', identifier: 'MulanPSL-2.0' } },
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    // With a token of `sign-in/enter-code`, or without any as a guest does.
    security: [{ token: [] }, {}],
    paths,
  }
}

function allActions(app: App): AnyAction[] {
  return app.manifests.flatMap((manifest) => (manifest.actions ?? []).filter((declared) => !declared.edgeOnly))
}

function operation(declared: AnyAction) {
  return {
    operationId: declared.name,
    tags: [declared.name.split('.')[0]],
    parameters: [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string' } }],
    requestBody: {
      required: true,
      content: {
        'application/json': { schema: z.toJSONSchema(declared.input, { io: 'input', unrepresentable: 'any' }) },
      },
    },
    responses: {
      200: { description: 'done' },
      401: { description: 'signed-out' },
      403: { description: 'forbidden' },
      404: { description: 'missing' },
      409: { description: 'conflict' },
      422: { description: 'invalid' },
    },
  }
}

function endpointOperation({ name, summary, input, result, refusals, signedIn }: Endpoint) {
  const json = (schema: z.ZodType, io: 'input' | 'output') => ({
    'application/json': { schema: z.toJSONSchema(schema, { io, unrepresentable: 'any' }) },
  })
  const others = Object.entries(refusals).map(([status, description]) => [status, { description }])
  return {
    operationId: name,
    summary,
    tags: [name.split('.')[0]],
    security: signedIn ? [{ token: [] }] : [],
    parameters: [{ name: 'X-Council', in: 'header', required: false, schema: { type: 'string' } }],
    requestBody: { required: true, content: json(input, 'input') },
    responses: {
      200: { description: 'done', content: json(result, 'output') },
      ...Object.fromEntries(others),
      415: { description: 'not-json' },
      422: { description: 'invalid' },
    },
  }
}
