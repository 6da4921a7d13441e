/** Buttons that copy a receipt or an address. */
for (const button of document.querySelectorAll<HTMLButtonElement>('[data-copy]')) {
  button.hidden = false
  button.addEventListener('click', () => copy(button))
}

async function copy(button: HTMLButtonElement): Promise<void> {
  const words = button.textContent
  try {
    await navigator.clipboard.writeText(button.dataset.copy ?? '')
  } catch {
    copyTheOldWay(button.dataset.copy ?? '')
  }
  button.textContent = button.dataset.copied ?? words
  setTimeout(() => {
    button.textContent = words
  }, 2000)
}

/** For pages served without TLS and old web views, where the clipboard is closed to scripts. */
function copyTheOldWay(value: string): void {
  const field = document.createElement('textarea')
  field.value = value
  field.readOnly = true
  field.className = 'sr'
  document.body.append(field)
  field.select()
  document.execCommand('copy')
  field.remove()
}
