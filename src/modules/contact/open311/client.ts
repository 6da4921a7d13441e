import { z } from 'zod'

/** Why another system did not do what it was asked: words for each stand in `trouble.text.ts`. */
export type Trouble =
  | 'unreachable'
  | 'timeout'
  | 'refused'
  | 'bad-request'
  | 'their-error'
  | 'malformed'
  | 'gone'
  | 'too-large'

export class RemoteTrouble extends Error {
  readonly code: Trouble
  constructor(code: Trouble) {
    super(code)
    this.code = code
  }
}

export interface Remote {
  /** Address of GeoReport v2 without a slash at its end. */
  readonly endpoint: string
  readonly jurisdiction: string
  readonly serviceCode: string
  readonly apiKey: string | null
  /** How long an answer is waited for. */
  readonly waitMs: number
}

export interface Handed {
  /** Ours, in the words too: the same reference is the same matter, however often it is sent. */
  readonly reference: string
  readonly description: string
  readonly address: string
  readonly position: { readonly latitude: number; readonly longitude: number } | null
}

/** What they say of a matter. */
export interface TheirState {
  readonly status: 'open' | 'closed'
  readonly notes: string
  readonly agency: string
  readonly updatedAt: Date | null
}

const mostBytes = 1_000_000

const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? '' : String(value)))
const Filed = z.array(z.object({ service_request_id: text, token: text })).min(1)
const State = z.array(
  z.object({
    service_request_id: text,
    status: z
      .string()
      .transform((word) => word.toLowerCase())
      .pipe(z.enum(['open', 'closed'])),
    status_notes: text,
    agency_responsible: text,
    description: text,
    updated_datetime: text,
  }),
)
const Tokens = z.array(z.object({ service_request_id: text })).min(1)

/** Files a matter. @returns their number, or a token that will lead to it @throws RemoteTrouble */
export async function fileThere(
  remote: Remote,
  handed: Handed,
): Promise<{ readonly id: string; readonly token: string }> {
  const body = new URLSearchParams({
    service_code: remote.serviceCode,
    description: handed.description,
    address_string: handed.address,
    external_id: handed.reference,
    ...(handed.position && { lat: String(handed.position.latitude), long: String(handed.position.longitude) }),
    ...(remote.jurisdiction && { jurisdiction_id: remote.jurisdiction }),
    ...(remote.apiKey && { api_key: remote.apiKey }),
  })
  const [filed] = await ask(remote, Filed, `${remote.endpoint}/requests.json`, {
    method: 'POST',
    body,
    headers: { 'idempotency-key': handed.reference },
  })
  const id = filed?.service_request_id ?? ''
  const token = filed?.token ?? ''
  if (id === '' && token === '') throw new RemoteTrouble('malformed')
  return { id: id.slice(0, 200), token: token.slice(0, 200) }
}

/**
 * Looks for a matter that was sent before and whose answer never came: a system that knows nothing of repeated sending
 * would file it twice. @returns their number; null where they do not have it
 */
export async function findThere(remote: Remote, reference: string, since: Date): Promise<string | null> {
  const query = new URLSearchParams({
    service_code: remote.serviceCode,
    start_date: since.toISOString().replace(/\.\d{3}Z$/, 'Z'),
    ...(remote.jurisdiction && { jurisdiction_id: remote.jurisdiction }),
    ...(remote.apiKey && { api_key: remote.apiKey }),
  })
  const found = await ask(remote, State, `${remote.endpoint}/requests.json?${query}`)
  const ours = found.find(({ description }) => description.includes(reference))
  return ours?.service_request_id || null
}

/** @returns null while the token leads to no number yet */
export async function numberThere(remote: Remote, token: string): Promise<string | null> {
  const [found] = await ask(
    remote,
    Tokens,
    `${remote.endpoint}/tokens/${encodeURIComponent(token)}.json${queryOf(remote)}`,
  )
  return found?.service_request_id || null
}

export async function stateThere(remote: Remote, id: string): Promise<TheirState> {
  const [found] = await ask(
    remote,
    State,
    `${remote.endpoint}/requests/${encodeURIComponent(id)}.json${queryOf(remote)}`,
  )
  if (!found) throw new RemoteTrouble('gone')
  const at = new Date(found.updated_datetime)
  return {
    status: found.status,
    notes: found.status_notes.slice(0, 2000),
    agency: found.agency_responsible.slice(0, 200),
    updatedAt: found.updated_datetime === '' || Number.isNaN(at.getTime()) ? null : at,
  }
}

function queryOf({ jurisdiction, apiKey }: Remote): string {
  const query = new URLSearchParams({
    ...(jurisdiction && { jurisdiction_id: jurisdiction }),
    ...(apiKey && { api_key: apiKey }),
  })
  return query.size > 0 ? `?${query}` : ''
}

async function ask<T>({ waitMs }: Remote, schema: z.ZodType<T>, url: string, init: RequestInit = {}): Promise<T> {
  let answer: Response
  let words: string
  try {
    // Never followed elsewhere: the key would go there too.
    answer = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(waitMs) })
    words = await readWords(answer)
  } catch (error) {
    if (error instanceof RemoteTrouble) throw error
    throw new RemoteTrouble((error as Error).name === 'TimeoutError' ? 'timeout' : 'unreachable')
  }
  if (answer.status === 401 || answer.status === 403) throw new RemoteTrouble('refused')
  if (answer.status === 404 && init.method !== 'POST') throw new RemoteTrouble('gone')
  if (answer.status >= 500 || answer.status === 429) throw new RemoteTrouble('their-error')
  if (!answer.ok) throw new RemoteTrouble('bad-request')
  const parsed = schema.safeParse(jsonOf(words))
  if (!parsed.success) throw new RemoteTrouble('malformed')
  return parsed.data
}

async function readWords(answer: Response): Promise<string> {
  const decoder = new TextDecoder()
  let words = ''
  let bytes = 0
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length
    if (bytes > mostBytes) throw new RemoteTrouble('too-large')
    words += decoder.decode(chunk, { stream: true })
  }
  return words + decoder.decode()
}

function jsonOf(words: string): unknown {
  try {
    return JSON.parse(words)
  } catch {
    return undefined
  }
}
