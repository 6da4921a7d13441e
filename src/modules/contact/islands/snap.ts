import { offerPlace } from './snap/place.ts'
import { forget, type Kept, keep, keptOnes, mark, sendKept } from './snap/unsent.ts'

/**
 * Keeps what is taken and written on the phone until it has arrived, sends by itself when there is signal again, and
 * reads where the phone is when its button is pressed. Without it the page is a plain form.
 */
const form = document.querySelector<HTMLFormElement>('form#snap')
const words = document.querySelector<HTMLElement>('[data-snap-words]')?.dataset ?? {}
if (form) void begin(form)

const againMs = 20_000

async function begin(form: HTMLFormElement): Promise<void> {
  const place = offerPlace(form, words)
  let sending = false
  let timer = 0
  const later = () => {
    clearTimeout(timer)
    timer = window.setTimeout(() => void keepForm(form, 'open'), 400)
  }
  form.addEventListener('input', later)
  form.addEventListener('change', later)
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    if (sending) return
    sending = true
    clearTimeout(timer)
    busy(form, true)
    await sendForm(form)
    busy(form, false)
    sending = false
  })
  if (words.back === undefined) await restore(form, place.show)
  else place.show()
  await list(form)
  await flush(form)
  window.addEventListener('online', () => void flush(form))
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && void flush(form))
  setInterval(() => void flush(form), againMs)
}

async function sendForm(form: HTMLFormElement): Promise<void> {
  const kept = await keepForm(form, 'unsent')
  const ending = await sendKept(kept, form)
  switch (ending.is) {
    case 'sent':
      await forget(kept.key)
      location.assign(ending.to)
      return
    case 'look':
      return showOnPage(form, kept.key, ending.files)
    case 'trouble':
      // The server's own page says what is wrong; what is kept stays until it has arrived.
      await mark(kept.key, { state: 'open' })
      sessionStorage.setItem('zt-snap-sent', kept.key)
      form.submit()
      return
    case 'no-signal':
      blank(form)
      await list(form)
      say(words.offline ?? '')
  }
}

/** A person must look: the server's page, with the files it has already. */
async function showOnPage(form: HTMLFormElement, key: string, files: readonly string[]): Promise<void> {
  await mark(key, { state: 'open' })
  sessionStorage.setItem('zt-snap-sent', key)
  for (const input of form.querySelectorAll<HTMLInputElement>('input[type=file]')) input.value = ''
  for (const old of form.querySelectorAll('input[name=file]')) old.remove()
  for (const id of files) {
    const hidden = document.createElement('input')
    hidden.type = 'hidden'
    hidden.name = 'file'
    hidden.value = id
    form.append(hidden)
  }
  form.submit()
}

/** Sends what waits, one tab at a time. */
async function flush(form: HTMLFormElement): Promise<void> {
  const work = async () => {
    for (const kept of await keptOnes()) {
      if (kept.state !== 'unsent') continue
      const ending = await sendKept(kept, form)
      if (ending.is === 'no-signal' || ending.is === 'trouble') return
      if (ending.is === 'sent') await mark(kept.key, { state: 'sent', to: ending.to, files: [] })
      else await mark(kept.key, { state: 'look' })
      await list(form)
    }
  }
  if (!navigator.locks) return work()
  await navigator.locks.request('zhitong-snap', { ifAvailable: true }, async (lock) => {
    if (lock) await work()
  })
}

async function keepForm(form: HTMLFormElement, state: 'open' | 'unsent'): Promise<Kept> {
  const data = new FormData(form)
  const fields: [string, string][] = []
  const files: Kept['files'][number][] = []
  for (const [field, value] of data.entries()) {
    if (typeof value === 'string') {
      if (field !== 'csrf' && field !== 'once') fields.push([field, value])
    } else if (value.size > 0) {
      files.push({ field, name: value.name, type: value.type, bytes: await value.arrayBuffer() })
    }
  }
  const kept: Kept = { key: keyOf(form).value, at: Date.now(), state, fields, files }
  await keep(kept)
  return kept
}

function keyOf(form: HTMLFormElement): HTMLInputElement {
  return form.elements.namedItem('key') as HTMLInputElement
}

/** What was being written when the page was left. */
async function restore(form: HTMLFormElement, shown: () => void): Promise<void> {
  const open = (await keptOnes()).findLast(({ state }) => state === 'open')
  if (!open) return
  if (open.files.length === 0 && !open.fields.some(([name, value]) => isTyped(name) && value !== '')) {
    return forget(open.key)
  }
  fill(form, open)
  shown()
  const again = button(words.again ?? '', async () => {
    blank(form)
    say('')
    await forget(open.key)
  })
  say(words.restored ?? '', again)
}

function isTyped(name: string): boolean {
  return ['body', 'spot', 'topic', 'latitude', 'contact', 'name'].includes(name)
}

function fill(form: HTMLFormElement, kept: Kept): void {
  for (const [name, value] of kept.fields) {
    const control = form.elements.namedItem(name)
    if (control instanceof RadioNodeList || control instanceof HTMLSelectElement) control.value = value
    else if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) control.value = value
  }
  keyOf(form).value = kept.key
  for (const input of form.querySelectorAll<HTMLInputElement>('input[type=file]')) {
    const carrier = new DataTransfer()
    for (const { field, name, type, bytes } of kept.files) {
      if (field === input.name) carrier.items.add(new File([bytes], name, { type }))
    }
    if (carrier.files.length === 0) continue
    input.files = carrier.files
    input.dispatchEvent(new Event('change', { bubbles: true }))
  }
}

/** An empty form for the next one. */
function blank(form: HTMLFormElement): void {
  form.reset()
  for (const name of ['latitude', 'longitude', 'accuracy']) {
    const input = form.elements.namedItem(name)
    if (input instanceof HTMLInputElement) input.value = ''
  }
  keyOf(form).value = newKey()
  for (const shown of form.querySelectorAll('.preview, [data-snap-told]')) shown.replaceChildren()
  for (const player of form.querySelectorAll('audio')) player.hidden = true
}

/** A UUID of version 4. `crypto.randomUUID` is missing on plain http. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** The ones that wait, and those that went by themselves, with their receipts. */
async function list(form: HTMLFormElement): Promise<void> {
  const section = document.querySelector<HTMLElement>('[data-snap-kept]')
  const rows = (await keptOnes()).filter(({ state }) => state !== 'open')
  if (!section) return
  section.hidden = rows.length === 0
  section.querySelector('ul')?.replaceChildren(...rows.map((kept) => row(form, kept)))
}

function row(form: HTMLFormElement, kept: Kept): HTMLLIElement {
  const item = document.createElement('li')
  const said = kept.fields.find(([name]) => name === 'body')?.[1] || kept.fields.find(([name]) => name === 'spot')?.[1]
  const when = new Date(kept.at).toLocaleTimeString(document.documentElement.lang, { timeStyle: 'short' })
  const state = { unsent: words.waiting, look: words.look, sent: words.sent, open: '' }[kept.state]
  item.append([when, said, state].filter(Boolean).join(' · '), ' ')
  if (kept.state === 'sent' && kept.to) {
    const link = document.createElement('a')
    link.href = kept.to
    link.textContent = words.receipt ?? ''
    item.append(link, ' ')
  }
  if (kept.state === 'look') {
    const open = button(words.open ?? '', async () => {
      fill(form, kept)
      await mark(kept.key, { state: 'open' })
      sessionStorage.setItem('zt-snap-sent', kept.key)
      form.submit()
    })
    item.append(open, ' ')
  }
  item.append(
    button(words.drop ?? '', async () => {
      if (kept.state !== 'sent' && !confirm(words.dropsure)) return
      await forget(kept.key)
      await list(form)
    }),
  )
  return item
}

function say(sentence: string, press?: HTMLButtonElement): void {
  const section = document.querySelector<HTMLElement>('form#snap')
  let note = document.querySelector<HTMLElement>('.snap-note')
  if (!note) {
    note = document.createElement('p')
    note.className = 'guard-note snap-note'
    note.setAttribute('role', 'status')
    section?.before(note)
  }
  note.hidden = sentence === ''
  note.replaceChildren(sentence, ...(press ? [press] : []))
}

function button(label: string, press: () => void): HTMLButtonElement {
  const made = document.createElement('button')
  made.type = 'button'
  made.className = 'btn quiet'
  made.textContent = label
  made.addEventListener('click', press)
  return made
}

function busy(form: HTMLFormElement, on: boolean): void {
  const send = form.querySelector<HTMLButtonElement>('button[name=step]')
  if (!send) return
  send.dataset.words ??= send.textContent ?? ''
  send.textContent = on ? (words.sending ?? '') : send.dataset.words
  if (on) send.setAttribute('aria-disabled', 'true')
  else send.removeAttribute('aria-disabled')
}
