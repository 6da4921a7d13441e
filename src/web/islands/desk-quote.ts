/** Puts the words selected in an opinion (`data-source`) into the sources of the sentence being written. */
const button = document.querySelector<HTMLButtonElement>('button[data-quotes]')
let last: HTMLTextAreaElement | null = null

document.addEventListener('focusin', ({ target }) => {
  const row = target instanceof HTMLElement ? target.closest('[data-sentence]') : null
  const sources = row?.querySelector<HTMLTextAreaElement>('textarea[data-sources]')
  if (sources) last = sources
})

if (button) {
  button.hidden = false
  button.addEventListener('mousedown', (event) => event.preventDefault())
  button.addEventListener('click', () => {
    const selection = document.getSelection()
    const anchor = selection?.anchorNode
    const element = anchor instanceof Element ? anchor : anchor?.parentElement
    const number = element?.closest<HTMLElement>('[data-source]')?.dataset.source
    const target = last ?? firstFree()
    if (!selection || !number || !target) return
    const words = selection.toString().replace(/\s+/g, ' ').trim()
    const line = words === '' ? number : `${number}：${words}`
    target.value = target.value.trim() === '' ? line : `${target.value.trimEnd()}\n${line}`
    target.dispatchEvent(new Event('input', { bubbles: true }))
    const status = document.querySelector('[data-quoted]')
    if (status) status.textContent = line
  })
}

function firstFree(): HTMLTextAreaElement | null {
  const all = [...document.querySelectorAll<HTMLTextAreaElement>('textarea[data-sources]')]
  return all.find((area) => area.value.trim() === '') ?? all.at(-1) ?? null
}
