/**
 * Keeps what is typed into a form on this device until it has been sent, puts it back after a failure, sends once
 * however often the button is pressed, and asks before unsent words are left behind.
 */
const keptDays = 7
const draftKey = (name: string) => `zt-form:${name}`
const sentKey = (name: string) => `zt-sent:${name}`

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement
type Draft = { readonly at: number; readonly values: readonly (readonly [string, string])[] }

const forms = [...document.querySelectorAll<HTMLFormElement>('form[data-guard]')]
forgetWhatArrived()
for (const form of forms) guard(form)

/** A page without the form that was sent is the answer to it: it has arrived. */
function forgetWhatArrived(): void {
  const here = new Set([...forms.map((form) => form.dataset.guard), ...forms.map(heldBy)])
  const answered = document.querySelector('.done') !== null
  for (const key of Object.keys(sessionStorage)) {
    if (!key.startsWith('zt-sent:')) continue
    const name = key.slice('zt-sent:'.length)
    if (answered || !here.has(name)) localStorage.removeItem(draftKey(name))
    sessionStorage.removeItem(key)
  }
}

function guard(form: HTMLFormElement): void {
  const name = form.dataset.guard ?? ''
  const blank = valuesOf(form)
  // The server shows refused words itself; newer than anything kept here.
  if (!form.querySelector('[aria-invalid="true"]')) restore(form, name, blank)
  let sending = false
  let timer = 0
  const dirty = () => !sending && JSON.stringify(valuesOf(form)) !== JSON.stringify(blank)
  const keep = () => {
    clearTimeout(timer)
    if (sending) return
    localStorage.setItem(draftKey(name), JSON.stringify({ at: Date.now(), values: valuesOf(form) } satisfies Draft))
  }
  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = window.setTimeout(keep, 300)
  })
  form.addEventListener('submit', (event) => {
    if (sending) return event.preventDefault()
    keep()
    sending = true
    for (const sent of [name, heldBy(form)]) if (sent) sessionStorage.setItem(sentKey(sent), '1')
    // After this turn, so that the pressed button's own name and value are still sent.
    setTimeout(() => busy(form, true))
  })
  window.addEventListener('beforeunload', (event) => {
    if (dirty()) event.preventDefault()
  })
  window.addEventListener('pagehide', () => {
    if (dirty()) keep()
  })
  // Came back by the browser's back button: the words are here and may be sent again.
  window.addEventListener('pageshow', (event) => {
    if (!event.persisted) return
    sending = false
    busy(form, false)
  })
}

/** The form of the page before, whose words this one carries on: its draft stays until these have arrived. */
function heldBy(form: HTMLFormElement): string | undefined {
  return form.querySelector<HTMLElement>('[data-guard-holds]')?.dataset.guardHolds
}

function busy(form: HTMLFormElement, on: boolean): void {
  for (const button of form.querySelectorAll<HTMLButtonElement>('button[type=submit]')) {
    if (!on) {
      button.removeAttribute('aria-disabled')
      button.textContent = button.dataset.words ?? button.textContent
      continue
    }
    button.dataset.words = button.textContent ?? ''
    button.setAttribute('aria-disabled', 'true')
    if (button.classList.length === 1) button.textContent = form.dataset.guardSending ?? button.textContent
  }
}

function restore(form: HTMLFormElement, name: string, blank: Draft['values']): void {
  const draft = draftOf(name)
  if (!draft || JSON.stringify(draft.values) === JSON.stringify(blank)) return
  fill(form, draft.values)
  const note = document.createElement('p')
  note.className = 'guard-note'
  note.setAttribute('role', 'status')
  const drop = document.createElement('button')
  drop.type = 'button'
  drop.className = 'btn quiet'
  drop.textContent = form.dataset.guardDrop ?? ''
  drop.addEventListener('click', () => {
    localStorage.removeItem(draftKey(name))
    fill(form, blank)
    note.remove()
    controlsOf(form)[0]?.focus()
  })
  note.append(form.dataset.guardRestored ?? '', drop)
  form.prepend(note)
}

function draftOf(name: string): Draft | null {
  try {
    const draft: Draft | null = JSON.parse(localStorage.getItem(draftKey(name)) ?? 'null')
    return draft && Date.now() - draft.at < keptDays * 86_400_000 ? draft : null
  } catch {
    return null
  }
}

function valuesOf(form: HTMLFormElement): Draft['values'] {
  return controlsOf(form).flatMap((control) =>
    isChoice(control) && !control.checked ? [] : [[control.name, control.value] as const],
  )
}

function fill(form: HTMLFormElement, values: Draft['values']): void {
  const left = [...values]
  for (const control of controlsOf(form)) {
    const at = left.findIndex(
      ([name, value]) => name === control.name && (!isChoice(control) || value === control.value),
    )
    const found = at === -1 ? undefined : left.splice(at, 1)[0]
    if (isChoice(control)) control.checked = found !== undefined
    else if (found) control.value = found[1]
    control.dispatchEvent(new Event('input'))
  }
}

/** Everything typed or chosen; never what is secret, hidden or a file. */
function controlsOf(form: HTMLFormElement): Control[] {
  return [...form.querySelectorAll<Control>('input[name], textarea[name], select[name]')].filter(
    (control) =>
      !['hidden', 'password', 'file', 'submit'].includes(control.type) && control.autocomplete !== 'one-time-code',
  )
}

function isChoice(control: Control): control is HTMLInputElement {
  return control.type === 'radio' || control.type === 'checkbox'
}
