import { phoneStore } from '#web/phone-store'

/** What somebody took or wrote, as the phone keeps it until it has arrived. */
export interface Kept {
  readonly key: string
  readonly at: number
  /** `open` is being written; `unsent` waits for signal; `look` waits for her; `sent` is shown with its receipt. */
  readonly state: 'open' | 'unsent' | 'look' | 'sent'
  readonly fields: readonly (readonly [string, string])[]
  readonly files: readonly {
    readonly field: string
    readonly name: string
    readonly type: string
    readonly bytes: ArrayBuffer
  }[]
  /** Address of the receipt. */
  readonly to?: string
}

const phone = phoneStore<{ drafts: Kept }>('zhitong-snap', { drafts: 'key' })
const keptDays = 30

export const keep = (kept: Kept): Promise<void> => phone.put('drafts', kept)
export const forget = (key: string): Promise<void> => phone.remove('drafts', key)
export const mark = (key: string, change: Partial<Kept>) =>
  phone.change('drafts', key, (kept) => ({ ...kept, ...change }))

/** Everything kept, the oldest first; what has lain for a month is forgotten. */
export async function keptOnes(): Promise<readonly Kept[]> {
  const all = await phone.all('drafts')
  const old = all.filter(({ at }) => Date.now() - at > keptDays * 86_400_000)
  for (const { key } of old) await forget(key)
  return all.filter((kept) => !old.includes(kept)).sort((a, b) => a.at - b.at)
}

/** How a sending ended: arrived, or a person must look (files are kept by their ids), or no signal, or trouble. */
export type Ending =
  | { readonly is: 'sent'; readonly to: string }
  | { readonly is: 'look'; readonly files: readonly string[] }
  | { readonly is: 'no-signal' | 'trouble' }

const patienceMs = 60_000

/** Sends what is kept; the same twice is one matter, so it may be tried again whatever became of the answer. */
export async function sendKept({ fields, files }: Kept, form: HTMLFormElement): Promise<Ending> {
  const data = new FormData()
  for (const [name, value] of fields) data.append(name, value)
  for (const { field, name, type, bytes } of files) data.append(field, new File([bytes], name, { type }))
  const csrf = form.elements.namedItem('csrf')
  if (csrf instanceof HTMLInputElement) data.set('csrf', csrf.value)
  data.set('step', 'send')
  try {
    const response = await fetch(form.action, {
      method: 'POST',
      body: data,
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(patienceMs),
    })
    if (!response.headers.get('content-type')?.startsWith('application/json')) return { is: 'trouble' }
    const answer: { to?: string; files?: readonly string[] } = await response.json()
    if (answer.to) return { is: 'sent', to: answer.to }
    return answer.files ? { is: 'look', files: answer.files } : { is: 'trouble' }
  } catch {
    return { is: 'no-signal' }
  }
}
