/** Single keys at the desk: J and K move, ? lists the keys, others press what the page names. They can be turned off. */
const offKey = 'zt-keys-off'
const list = document.querySelector<HTMLDetailsElement>('[data-desk-keys]')
if (list) start(list)

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
  const entry = [...keys.querySelectorAll<HTMLElement>('[data-key]')].find((one) => one.dataset.key === key)
  const target = document.getElementById(entry?.dataset.presses ?? '')
  target?.click()
  return target !== null
}

function move(step: 1 | -1): boolean {
  const items = [...document.querySelectorAll<HTMLElement>('[data-keys-list] > li > a')]
  const focused = items.findIndex((item) => item.matches(':focus'))
  const current = items.findIndex((item) => item.hasAttribute('aria-current'))
  const from = focused >= 0 ? focused : current >= 0 ? current : step === 1 ? -1 : items.length
  items[Math.max(0, Math.min(items.length - 1, from + step))]?.focus()
  return items.length > 0
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.target
  return (
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    event.isComposing ||
    (target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable], dialog *'))
  )
}
