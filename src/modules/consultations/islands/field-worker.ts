/**
 * Lets the collector's kit open without signal. Only the kit's own page, its style sheets and scripts are kept; every
 * other address goes to the network as if this worker did not exist.
 */
interface Waiting {
  waitUntil(work: Promise<unknown>): void
}
interface Asked extends Waiting {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}
interface WorkerScope {
  readonly location: Location
  skipWaiting(): Promise<void>
  readonly clients: { claim(): Promise<void> }
  addEventListener(type: 'install' | 'activate', listener: (event: Waiting) => void): void
  addEventListener(type: 'fetch', listener: (event: Asked) => void): void
}
declare const self: WorkerScope

const cacheName = 'field-kit'
const kit = '/consultations/field'
/** A signal too weak to load the page within this is none. */
const patienceMs = 4000

self.addEventListener('install', (event) => event.waitUntil(self.skipWaiting()))
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.method !== 'GET') return
  const url = new URL(request.url)
  if (url.origin !== self.location.origin) return
  if (url.pathname.startsWith('/assets/')) event.respondWith(keptFirst(request))
  else if (url.pathname === kit) event.respondWith(newestPage(request))
  else if (url.pathname === `${kit}/manifest.webmanifest` || url.pathname === '/favicon.svg') {
    event.respondWith(keptFirst(request))
  }
})

/** Addresses that carry a fingerprint of their content never change. */
async function keptFirst(request: Request): Promise<Response> {
  return (await (await caches.open(cacheName)).match(request.url)) ?? fetch(request)
}

async function newestPage(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName)
  const kept = await cache.match(kit)
  if (!kept) return fetch(request)
  const late = new Promise<Response>((done) => setTimeout(() => done(kept.clone()), patienceMs))
  // A server in trouble is as good as none; a redirect (a page of another place's network) is the browser's to follow.
  const newest = fetch(request).then(
    (answer) => (answer.ok || answer.type === 'opaqueredirect' ? answer : kept),
    () => kept,
  )
  return Promise.race([late, newest])
}
