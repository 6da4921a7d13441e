import { type Item, type KitState, type KitText, toSend } from './model.ts'
import { all, changeItem, get, put, remove } from './store.ts'

/** How a turn of sending ended. */
export type SyncEnd = 'done' | 'nothing' | 'no-signal' | 'sign-in' | 'busy' | 'trouble'

const atOnce = 20
const partBytes = 262_144
const base = '/consultations/field'

/** Hears who collects, where and on what, and fetches the texts that are new. @throws when there is no signal */
export async function hear(): Promise<KitState> {
  const response = await fetch(`${base}/state.json`, { cache: 'no-store' })
  if (!response.ok) throw new Error(`state ${response.status}`)
  const state: KitState = await response.json()
  const before = await get('kit', 'state')
  // Signed out: what the phone knew of its collector stays, so that collecting goes on.
  if (!state.signedIn) return { ...state, person: before?.state.person ?? null }
  await put('kit', { name: 'state', state })
  for (const { id, number, versionId } of state.consultations) {
    const kept = await get('texts', id)
    if (kept?.versionId === versionId) continue
    const text = await fetch(`/consultations/${number}/text.json`)
    if (text.ok) await put('texts', (await text.json()) as KitText)
  }
  return state
}

/** One tab at a time sends; the server would know the items again anyway. */
export async function sync(): Promise<SyncEnd> {
  if (!navigator.locks) return sendAll()
  return navigator.locks.request('zhitong-field-sync', { ifAvailable: true }, (lock) => (lock ? sendAll() : 'busy'))
}

async function sendAll(): Promise<SyncEnd> {
  try {
    const state = await hear()
    if (!state.signedIn || !state.person) return 'sign-in'
    const ready = (await all('items')).filter(({ collectorId, state: at }) => {
      return at === 'ready' && collectorId === state.person?.id
    })
    if (ready.length === 0) return 'nothing'
    if (!state.may) {
      for (const item of ready) await refuse(item.clientKey, 'not-collector')
      return 'done'
    }
    const withFiles = []
    for (const item of ready) if (await sendFiles(item, state.csrf)) withFiles.push(item)
    for (const batch of batchesOf(withFiles)) await sendBatch(batch, state)
    await tidyFiles()
    return 'done'
  } catch (error) {
    // A fetch that got no answer is a TypeError; whatever waits stays as it is.
    return error instanceof TypeError ? 'no-signal' : 'trouble'
  }
}

function refuse(clientKey: string, code: string): Promise<Item | null> {
  return changeItem(clientKey, (item) => (item.state === 'ready' ? { ...item, state: 'refused', code } : null))
}

/** Items of one consultation and place, in the order in which they were spoken. */
function batchesOf(items: readonly Item[]): Item[][] {
  const groups = new Map<string, Item[]>()
  for (const item of items.toSorted((a, b) => (a.claimedAt < b.claimedAt ? -1 : 1))) {
    const key = `${item.consultationId} ${item.placeId}`
    groups.set(key, [...(groups.get(key) ?? []), item])
  }
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / atOnce) }, (_, n) => group.slice(n * atOnce, (n + 1) * atOnce)),
  )
}

interface Answer {
  readonly result?: {
    readonly items: readonly {
      readonly clientKey: string
      readonly state: 'stored' | 'late' | 'typing' | 'refused'
      readonly receipt: string | null
      readonly code: string | null
    }[]
  }
  readonly code?: string
  readonly issues?: readonly { readonly path: string; readonly code: string }[]
}

async function sendBatch(batch: readonly Item[], state: KitState): Promise<void> {
  const [first] = batch
  if (!first) return
  const response = await post(
    '/api/v1/consultations/sync-field',
    state.csrf,
    JSON.stringify(await bodyOf(batch, first)),
  )
  const answer: Answer = await response.json().catch(() => ({}))
  if (response.ok && answer.result) {
    for (const told of answer.result.items) {
      await changeItem(told.clientKey, (item) => ({
        ...item,
        // The server's word for what it keeps is 'stored'.
        state: told.state === 'stored' ? 'sent' : told.state,
        code: told.code,
        receipt: told.receipt ? dashed(told.receipt) : item.receipt,
      }))
    }
    return
  }
  if (response.status === 422) return refuseSome(batch, answer, state)
  const known: Record<number, string> = { 403: 'not-collector', 404: 'gone', 409: answer.code ?? 'conflict' }
  const code = known[response.status]
  if (!code) throw new Error(`sync ${response.status}`)
  for (const item of batch) await refuse(item.clientKey, code)
}

async function bodyOf(batch: readonly Item[], { consultationId, placeId }: Item) {
  const wanted = new Set(batch.map(({ sessionKey }) => sessionKey))
  const sessions = (await all('sessions')).filter(({ clientKey }) => wanted.has(clientKey))
  return {
    consultationId,
    placeId,
    phoneNow: new Date().toISOString(),
    sessions: sessions.map(({ clientKey, kind, title, venue, attended, heldAt }) => ({
      clientKey,
      kind,
      title,
      venue,
      heldAt,
      attended: /^\d{1,5}$/.test(attended) ? Number(attended) : null,
    })),
    items: batch.map((item) => toSend(item, document.documentElement.lang)),
  }
}

/** What the server cannot read is refused by itself; the others go again. */
async function refuseSome(batch: readonly Item[], { issues = [] }: Answer, state: KitState): Promise<void> {
  const wrong = new Map<number, string>()
  for (const { path, code } of issues) {
    const index = /^items\.(\d+)\b/.exec(path)?.[1]
    if (index !== undefined) wrong.set(Number(index), code)
  }
  if (wrong.size === 0) throw new Error('the batch was not understood')
  for (const [index, code] of wrong) {
    const item = batch[index]
    if (item) await refuse(item.clientKey, code)
  }
  const rest = batch.filter((_, index) => !wrong.has(index))
  if (rest.length > 0) await sendBatch(rest, state)
}

/** Sends what is missing of an item's photos and recordings. @returns false when one was refused, and the item with it */
async function sendFiles(item: Item, csrf: string): Promise<boolean> {
  for (const file of item.files) {
    const kept = await get('files', file.fileKey)
    if (!kept) continue
    const refusal = await sendFile(file, kept, csrf)
    if (refusal) {
      await refuse(item.clientKey, refusal)
      return false
    }
  }
  return true
}

/** Takes bytes off the phone whose item has arrived; those of refused ones stay, to be handed in as a file. */
export async function tidyFiles(): Promise<void> {
  const items = await all('items')
  const arrived = items.filter(({ state }) => state === 'sent' || state === 'late' || state === 'typing')
  for (const { fileKey } of arrived.flatMap(({ files }) => files)) await remove('files', fileKey)
}

async function sendFile(
  { fileKey, kind, name }: Item['files'][number],
  { bytes }: { readonly bytes: ArrayBuffer },
  csrf: string,
): Promise<string | null> {
  const parts = Math.max(1, Math.ceil(bytes.byteLength / partBytes))
  const sha256 = hex(await crypto.subtle.digest('SHA-256', bytes))
  const asked = await fetch(`${base}/files/${fileKey}`, { cache: 'no-store' })
  let progress: { have: readonly number[]; state: string; refusal: string | null } = asked.ok
    ? await asked.json()
    : { have: [], state: 'waiting', refusal: null }
  for (let ordinal = 0; ordinal < parts && progress.state === 'waiting'; ordinal += 1) {
    if (progress.have.includes(ordinal)) continue
    const piece = new FormData()
    for (const [field, value] of Object.entries({ kind, name, sha256, parts, ordinal })) piece.set(field, String(value))
    piece.set('bytes', new Blob([bytes.slice(ordinal * partBytes, (ordinal + 1) * partBytes)]), name)
    const response = await post(`${base}/files/${fileKey}`, csrf, piece)
    if (!response.ok) throw new Error(`file ${response.status}`)
    progress = await response.json()
  }
  if (progress.state === 'whole') {
    const response = await post(`${base}/files/${fileKey}/finish`, csrf, new FormData())
    if (!response.ok) throw new Error(`file ${response.status}`)
    progress = await response.json()
  }
  if (progress.state === 'refused') return progress.refusal ?? 'file-refused'
  if (progress.state !== 'stored') throw new Error('the file did not arrive whole')
  return null
}

function post(url: string, csrf: string, body: string | FormData): Promise<Response> {
  const json = typeof body === 'string'
  if (!json) body.set('csrf', csrf)
  return fetch(url, {
    method: 'POST',
    body,
    headers: json ? { 'content-type': 'application/json', 'x-csrf-token': csrf } : {},
  })
}

function hex(digest: ArrayBuffer): string {
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export function dashed(code: string): string {
  return code.replaceAll('-', '').replace(/^(.{4})(.{4})(.{4})$/, '$1-$2-$3')
}
