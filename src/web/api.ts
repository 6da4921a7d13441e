import { z } from 'zod'
import { type AnyAction, perform } from '#kernel/action'
import type { App } from '#kernel/app'
import type { Refusal } from '#kernel/outcome'
import { cameFromHere } from './csrf.ts'
import type { Ctx, Http } from './routes.ts'

const statusOf = { invalid: 422, missing: 404, forbidden: 403, conflict: 409 } as const

/** Every action at `POST /api/v1/noun/verb`, with the same schema, rights and answers as its form. */
export function mountApi(http: Http, app: App): void {
  http.get('/api/v1/openapi.json', (c) => c.json(openApi(app)))
  http.post('/api/v1/:noun/:verb', async (c) => {
    const declared = app.actionNamed(`${c.req.param('noun')}.${c.req.param('verb')}`)
    if (!declared || declared.edgeOnly) return c.json({ error: 'missing' }, 404)
    if (!c.req.header('authorization') && !cameFromHere(c, c.req.header('x-csrf-token'))) {
      return c.json({ error: 'foreign-request' }, 403)
    }
    const body = await jsonBody(c)
    if (body === undefined) return c.json({ error: 'not-json' }, 400)
    const once = c.req.header('idempotency-key')
    const outcome = await perform(app, declared, c.get('viewer').actor, body, once ? { once } : {})
    return outcome.ok ? c.json({ result: outcome.result ?? null }) : refusal(c, outcome)
  })
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
    allActions(app)
      .sort((a, b) => a.name.localeCompare(b.name))
      .map((declared) => [`/api/v1/${declared.name.replace('.', '/')}`, { post: operation(declared) }]),
  )
  return {
    openapi: '3.1.0',
    info: { title: 'Zhitong 直通', version: '1', license: { name: 'Mulan PSL v2', identifier: 'MulanPSL-2.0' } },
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
      403: { description: 'forbidden' },
      404: { description: 'missing' },
      409: { description: 'conflict' },
      422: { description: 'invalid' },
    },
  }
}
