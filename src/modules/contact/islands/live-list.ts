/**
 * Keeps a list as it is on the server while the page is open. The line only says that something has changed; the page
 * is then asked for again, and its list put in place of the old one.
 */
const region = document.querySelector<HTMLElement>('[data-live]')
const listed = 'ul.said, .empty'

if (region) open(region)

function open(place: HTMLElement): void {
  const words = place.querySelector<HTMLElement>('[data-live-words]')
  const line = new EventSource(place.dataset.live ?? '')
  let asking = false
  let askAgain = false
  line.addEventListener('here', () => say(place.dataset.liveOn ?? ''))
  line.addEventListener('changed', () => void renew())
  line.addEventListener('error', () => {
    if (line.readyState === EventSource.CLOSED) say(place.dataset.liveOff ?? '')
  })
  addEventListener('pagehide', () => line.close())
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload()
  })

  function say(what: string): void {
    if (words && words.textContent !== what) words.textContent = what
  }

  async function renew(): Promise<void> {
    if (asking) {
      askAgain = true
      return
    }
    asking = true
    try {
      const answer = await fetch(location.href, { headers: { accept: 'text/html' } })
      const next = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector(`[data-live]`)
      const [before, after] = [place.querySelector(listed), next?.querySelector(listed)]
      if (answer.ok && before && after && before.innerHTML !== after.innerHTML) put(before, after)
    } catch {
      // The line comes back by itself, and says again what has changed.
    }
    asking = false
    if (!askAgain) return
    askAgain = false
    await renew()
  }

  function put(before: Element, after: Element): void {
    const href = before.contains(document.activeElement) ? document.activeElement?.getAttribute('href') : null
    before.replaceWith(after)
    if (href) after.querySelector<HTMLElement>(`a[href="${CSS.escape(href)}"]`)?.focus()
    say(place.dataset.liveNew ?? '')
  }
}
