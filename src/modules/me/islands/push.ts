/** The button by which this browser takes pushes: asks for leave, subscribes, and sends the form. */
export {}

for (const box of document.querySelectorAll<HTMLElement>('[data-push-key]')) bringToLife(box)

function bringToLife(box: HTMLElement): void {
  const form = box.querySelector('form')
  const status = box.querySelector<HTMLElement>('[role=status]')
  if (!form || !status) return
  const { unsupported = '', working = '', refused = '', failed = '' } = box.dataset
  if (!('serviceWorker' in navigator && 'PushManager' in window)) {
    status.textContent = unsupported
    return
  }
  form.hidden = false
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    status.textContent = working
    subscribe(box.dataset.pushKey ?? '').then(
      (subscription) => {
        const { endpoint, keys } = subscription.toJSON()
        put(form, { endpoint, p256dh: keys?.p256dh, auth: keys?.auth })
        form.submit()
      },
      () => {
        status.textContent = Notification.permission === 'denied' ? refused : failed
      },
    )
  })
}

async function subscribe(key: string): Promise<PushSubscription> {
  if ((await Notification.requestPermission()) !== 'granted') throw new Error('refused')
  await navigator.serviceWorker.register('/me/push-worker.js', { scope: '/me/' })
  const { pushManager } = await ready()
  const before = await pushManager.getSubscription()
  // Another key of the house: the browser would refuse to subscribe anew.
  if (before && !sameKey(before.options.applicationServerKey, key)) await before.unsubscribe()
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
}

/** The page need not lie within the worker's scope, so its own `ready` would never come. */
async function ready(): Promise<ServiceWorkerRegistration> {
  const registration = await navigator.serviceWorker.getRegistration('/me/')
  if (!registration) throw new Error('no worker')
  const worker = registration.installing ?? registration.waiting
  if (worker && !registration.active) {
    await new Promise<void>((resolve) => {
      worker.addEventListener('statechange', () => worker.state === 'activated' && resolve())
    })
  }
  return registration
}

function sameKey(held: ArrayBuffer | null, key: string): boolean {
  if (!held) return false
  const text = btoa(String.fromCharCode(...new Uint8Array(held)))
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '') === key
}

function put(form: HTMLFormElement, values: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value = ''] of Object.entries(values)) {
    const input = form.querySelector<HTMLInputElement>(`input[name=${name}]`)
    if (input) input.value = value
  }
}
