/** Says how many characters are left: for the eye at once, for the ear when typing rests. */
for (const field of document.querySelectorAll<HTMLTextAreaElement>('textarea[data-counter]')) watch(field)

function watch(field: HTMLTextAreaElement): void {
  const seen = paragraph('hint')
  seen.setAttribute('aria-hidden', 'true')
  const heard = paragraph('sr')
  heard.setAttribute('role', 'status')
  field.after(seen, heard)
  let rest = 0
  const show = () => {
    const left = Number(field.dataset.counter) - field.value.length
    const words = left < 0 ? field.dataset.counterOver : field.dataset.counterLeft
    seen.textContent = (words ?? '').replace('{n}', String(Math.abs(left)))
    seen.className = left < 0 ? 'error' : 'hint'
  }
  show()
  field.addEventListener('input', () => {
    show()
    clearTimeout(rest)
    rest = window.setTimeout(() => {
      heard.textContent = seen.textContent
    }, 1000)
  })
}

function paragraph(className: string): HTMLParagraphElement {
  const made = document.createElement('p')
  made.className = className
  return made
}
