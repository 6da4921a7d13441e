/** Shows a push and opens what it is about. */
export {}

interface Pushed {
  readonly key: string
  readonly title: string
  readonly body: string
  readonly link: string | null
}

interface Happening extends Event {
  waitUntil(work: Promise<unknown>): void
}

interface PushHappening extends Happening {
  readonly data: { json(): Pushed } | null
}

interface ClickHappening extends Happening {
  readonly notification: Notification
}

interface Scope {
  readonly registration: ServiceWorkerRegistration
  readonly location: Location
  readonly clients: { openWindow(url: string): Promise<unknown> }
  addEventListener(name: 'push', then: (event: PushHappening) => void): void
  addEventListener(name: 'notificationclick', then: (event: ClickHappening) => void): void
}

const scope = globalThis as unknown as Scope

scope.addEventListener('push', (event) => {
  const pushed = event.data?.json()
  if (!pushed) return
  const { key, title, body, link } = pushed
  // The same message twice is shown once.
  event.waitUntil(scope.registration.showNotification(title, { body, tag: key, data: link }))
})

scope.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const link: unknown = event.notification.data
  const own = typeof link === 'string' && new URL(link, scope.location.href).origin === scope.location.origin
  event.waitUntil(scope.clients.openWindow(own ? link : '/me/inbox'))
})
