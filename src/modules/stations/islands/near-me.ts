/** Asks the phone where it is, only when the button is pressed, and sends it rounded to about a hundred metres. */
for (const form of document.querySelectorAll<HTMLFormElement>('[data-near]')) {
  if (!('geolocation' in navigator)) continue
  form.hidden = false
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    ask(form)
  })
}

function ask(form: HTMLFormElement): void {
  const status = form.querySelector('[role=status]')
  const say = (words = '') => {
    if (status) status.textContent = words
  }
  say(form.dataset.asking)
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      put(form, 'latitude', coords.latitude)
      put(form, 'longitude', coords.longitude)
      form.submit()
    },
    (problem) => say(problem.code === problem.PERMISSION_DENIED ? form.dataset.refused : form.dataset.failed),
    { maximumAge: 600_000, timeout: 15_000 },
  )
}

/** A thousandth of a degree is about a hundred metres. */
function put(form: HTMLFormElement, name: string, degrees: number): void {
  const input = form.elements.namedItem(name)
  if (input instanceof HTMLInputElement) input.value = degrees.toFixed(3)
}
