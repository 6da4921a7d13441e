/**
 * Questions and answers of a livestream room, anew when there is news. Asks for a few characters every ten seconds,
 * for the page only when they have changed, and never takes away what somebody is typing or about to press.
 */
const everyMs = 10_000
const room = document.querySelector<HTMLElement>('[data-pulse]')
if (room) watch(room)

function watch(at: HTMLElement): void {
  let now = at.dataset.now
  const hint = at.querySelector<HTMLElement>('[data-live-hint]')
  if (hint?.dataset.auto) hint.textContent = hint.dataset.auto
  const said = document.createElement('p')
  said.className = 'sr'
  said.setAttribute('role', 'status')
  at.append(said)
  setInterval(async () => {
    const list = document.querySelector('#question-list')
    if (document.hidden || !list || list.contains(document.activeElement)) return
    const pulse = await textOf(at.dataset.pulse ?? '')
    if (pulse === null || pulse === now) return
    const page = await textOf(location.pathname)
    if (page === null) return
    const fresh = new DOMParser().parseFromString(page, 'text/html')
    for (const id of ['question-list', 'live-state']) {
      const part = fresh.querySelector(`#${id}`)
      if (part) document.querySelector(`#${id}`)?.replaceWith(document.adoptNode(part))
    }
    now = pulse
    said.textContent = fresh.querySelector<HTMLElement>('#question-list')?.dataset.updated ?? ''
  }, everyMs)
}

async function textOf(address: string): Promise<string | null> {
  try {
    const answer = await fetch(address, { headers: { accept: 'text/html' } })
    return answer.ok ? (await answer.text()).trim() : null
  } catch {
    // Without a network the page stays as it is, and asks again later.
    return null
  }
}
