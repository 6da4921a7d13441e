/** Links that open a dialog in place instead of leaving for the page of the same content. */
for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-opens]')) {
  const dialog = document.getElementById(link.dataset.opens ?? '')
  if (!(dialog instanceof HTMLDialogElement) || !dialog.showModal) continue
  link.setAttribute('role', 'button')
  link.setAttribute('aria-haspopup', 'dialog')
  link.addEventListener('click', (event) => {
    event.preventDefault()
    dialog.showModal()
  })
  link.addEventListener('keydown', (event) => {
    if (event.key !== ' ') return
    event.preventDefault()
    dialog.showModal()
  })
  // A press beside the box lands on the dialog itself.
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close()
  })
}
