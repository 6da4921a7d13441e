/**
 * Single keys at the desk: J and K move, X ticks, ? lists the keys, others press or go into what the page names. They
 * can be turned off.
 */
const offKey = 'zt-keys-off'
const list = document.querySelector<HTMLDetailsElement>('[data-desk-keys]')
if (list) start(list)

// Several actions share one form, whose first button is not always the one meant: Enter presses the one beside the field.
document.addEventListener('keydown', (event) => {
  const field = event.target
  if (event.key !== 'Enter' || event.isComposing || !(field instanceof HTMLInputElement) || !field.closest('.bulk'))
    return
  const own = field.closest('details')?.querySelector<HTMLButtonElement>('button[name=do]')
  if (!own) return
  event.preventDefault()
  own.click()
})

function start(keys: HTMLDetailsElement): void {
  const toggle = keys.querySelector<HTMLButtonElement>('button[data-off]')
  const isOff = () => localStorage.getItem(offKey) === '1'
  const show = () => {
    if (toggle) toggle.textContent = (isOff() ? toggle.dataset.on : toggle.dataset.off) ?? ''
  }
  keys.hidden = false
  show()
  toggle?.addEventListener('click', () => {
    localStorage.setItem(offKey, isOff() ? '0' : '1')
    show()
  })
  document.addEventListener('keydown', (event) => {
    if (isOff() || isTyping(event)) return
    if (event.key === '?') {
      keys.open = !keys.open
      if (keys.open) keys.querySelector('summary')?.focus()
    } else if (!act(keys, event.key.toUpperCase())) return
    event.preventDefault()
  })
}

/** @returns whether the key meant something */
function act(keys: HTMLElement, key: string): boolean {
  if (key === 'J' || key === 'K') return move(key === 'J' ? 1 : -1)
  if (key === 'X') return tick()
  const entry = [...keys.querySelectorAll<HTMLElement>('[data-key]')].find((one) => one.dataset.key === key)
  const target = document.getElementById(entry?.dataset.presses ?? '')
  if (target?.matches('input, select, textarea')) goInto(target)
  else target?.click()
  // What a summary unfolds is next in the order of Tab.
  if (target?.matches('summary')) target.focus()
  return target !== null
}

/** Unfolds what the field stands in: a folded field cannot have the focus. */
function goInto(field: HTMLElement): void {
  const folded = field.closest('details')
  if (folded) folded.open = true
  field.focus()
}

function links(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-keys-list] > li > a')]
}

function move(step: 1 | -1): boolean {
  const items = links()
  const focused = items.findIndex((item) => item.parentElement?.matches(':focus-within'))
  const current = items.findIndex((item) => item.hasAttribute('aria-current'))
  const from = focused >= 0 ? focused : current >= 0 ? current : step === 1 ? -1 : items.length
  items[Math.max(0, Math.min(items.length - 1, from + step))]?.focus()
  return items.length > 0
}

/** Ticks the item that has the focus, or takes the tick away. */
function tick(): boolean {
  const box = document.querySelector<HTMLInputElement>('[data-keys-list] > li:focus-within > input[type=checkbox]')
  box?.click()
  return box !== null
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.target
  return (
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    event.isComposing ||
    (target instanceof HTMLElement &&
      target.matches('input:not([type=checkbox]), textarea, select, [contenteditable], dialog *'))
  )
}
