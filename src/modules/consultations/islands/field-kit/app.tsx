import { render } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { uuidv7 } from 'uuidv7'
import { shortCode } from '#kernel/short-code'
import { localeOf } from '#kernel/text'
import { FrameContext, type PageFrame } from '#ui'
import { HomeView } from './home-view.tsx'
import { blankWords, type Item, type KitState, type KitText, type Session } from './model.ts'
import { SessionView } from './session-view.tsx'
import { SpeakerView } from './speaker-view.tsx'
import { all, changeItem, get, onChange, put } from './store.ts'
import { hear, type SyncEnd, sync, tidyFiles } from './sync.ts'

const cacheName = 'field-kit'
const kit = '/consultations/field'

/** Everything the kit shows, read anew after each change. */
export interface Kept {
  readonly state: KitState | null
  readonly items: readonly Item[]
  readonly sessions: readonly Session[]
  readonly texts: readonly KitText[]
}

/** What the collector works on now; remembered over a closed tab. */
export interface Choice {
  readonly consultationId: string
  readonly placeId: string | null
  readonly sessionKey: string | null
}

/** Puts the kit on the page, and the page on the phone. */
export async function start(root: HTMLElement): Promise<void> {
  root.replaceChildren()
  render(<App />, root)
  await Promise.allSettled([keepPage(), navigator.storage?.persist?.()])
  root.dataset.kept = 'yes'
}

/** Keeps this page with its style sheets and scripts, and forgets those of older pages. */
async function keepPage(): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  await navigator.serviceWorker.register(`${kit}/worker.js`, { scope: kit })
  const page = await fetch(kit)
  if (!page.ok || page.redirected) return
  const wanted = [...document.querySelectorAll<HTMLLinkElement | HTMLScriptElement>('link[href], script[src]')]
    .map((element) => new URL('href' in element ? element.href : element.src))
    .filter(({ origin, pathname }) => origin === location.origin && /^\/assets\/|manifest$|\.svg$/.test(pathname))
    .map(({ pathname }) => pathname)
  const cache = await caches.open(cacheName)
  const missing = []
  for (const path of new Set(wanted)) if (!(await cache.match(path))) missing.push(path)
  await cache.addAll(missing)
  await cache.put(kit, page)
  for (const { url } of await cache.keys()) {
    const { pathname } = new URL(url)
    if (pathname !== kit && !wanted.includes(pathname)) await cache.delete(url)
  }
}

function App() {
  const [kept, setKept] = useState<Kept | null>(null)
  const [choice, choose] = useChoice(kept)
  const [view, go] = useView()
  const sending = useSending()
  const [heard, setHeard] = useState(false)
  useEffect(() => {
    const read = () => void readAll().then(setKept)
    read()
    return onChange(read)
  }, [])
  useEffect(() => {
    const told = (fresh: Kept) => {
      setKept(fresh)
      setHeard(true)
    }
    void hear().then(readAll, readAll).then(told)
  }, [])
  const [name, key] = view.split('=')
  const item = name === 'item' ? kept?.items.find(({ clientKey }) => clientKey === key) : undefined
  useFocusOn(item?.clientKey ?? (name === 'session' ? 'session' : 'home'), kept !== null)
  if (!kept) return null
  const begin = async (sessionKey = choice?.sessionKey ?? null) => {
    const item = choice && kept.state?.person ? newItem({ ...choice, sessionKey }, kept.state.person.id) : null
    if (!item) return
    await put('items', item)
    go(`item=${item.clientKey}`)
  }
  const shared = { kept, heard, choice, choose, go, begin, sending }
  return (
    <FrameContext.Provider value={frame()}>
      {item ? (
        <SpeakerView key={item.clientKey} item={item} {...shared} />
      ) : name === 'session' ? (
        <SessionView {...shared} />
      ) : (
        <HomeView {...shared} />
      )}
    </FrameContext.Provider>
  )
}

export interface Shared {
  readonly kept: Kept
  /** Whether the server was asked what there is to collect; what is missing before that is only on its way. */
  readonly heard: boolean
  readonly choice: Choice | null
  readonly choose: (choice: Choice) => void
  readonly go: (view: string) => void
  /** Opens a blank page for the next speaker. */
  readonly begin: (sessionKey?: string | null) => Promise<void>
  readonly sending: Sending
}

async function readAll(): Promise<Kept> {
  const [kit, items, sessions, texts] = await Promise.all([
    get('kit', 'state'),
    all('items'),
    all('sessions'),
    all('texts'),
  ])
  return { state: kit?.state ?? null, items, sessions, texts }
}

/** The code is the speaker's from this moment on, signal or not. */
function newItem({ consultationId, placeId, sessionKey }: Choice, collectorId: string): Item {
  const now = new Date().toISOString()
  return {
    clientKey: uuidv7(),
    receipt: shortCode(),
    consultationId,
    placeId,
    collectorId,
    sessionKey,
    claimedAt: now,
    changedAt: now,
    state: 'draft',
    code: null,
    words: blankWords,
    files: [],
  }
}

/** The view is in the address, so that a reload or a killed tab comes back to it. */
function useView(): [string, (view: string) => void] {
  const [view, setView] = useState(() => viewIn(location.hash) ?? '')
  useEffect(() => {
    const changed = () => {
      const next = viewIn(location.hash)
      if (next !== null) setView(next)
      // A link within the page, past the menu or into a field: the address goes on saying which view this is.
      else history.replaceState(history.state, '', `#${view}`)
    }
    addEventListener('hashchange', changed)
    return () => removeEventListener('hashchange', changed)
  }, [view])
  return [
    view,
    (next) => {
      location.hash = next
      setView(next)
      scrollTo(0, 0)
    },
  ]
}

function viewIn(hash: string): string | null {
  const view = hash.slice(1)
  return view === '' || view === 'session' || view.startsWith('item=') ? view : null
}

/** Marks where a view begins: there the focus goes when the view changes. */
export const viewStart = { tabIndex: -1, 'data-view-start': '' } as const

export function focusViewStart(): void {
  document.querySelector<HTMLElement>('#field-kit [data-view-start]')?.focus()
}

/** A view that took the place of another has the focus, as a page that was opened would; the first one does not take it. */
function useFocusOn(shown: string, ready: boolean): void {
  const before = useRef<string | null>(null)
  useEffect(() => {
    if (!ready) return
    if (before.current !== null && before.current !== shown) focusViewStart()
    before.current = shown
  }, [shown, ready])
}

const choiceKey = 'zhitong-field-choice'

function useChoice(kept: Kept | null): [Choice | null, (choice: Choice) => void] {
  const [chosen, setChosen] = useState<Choice | null>(() => JSON.parse(localStorage.getItem(choiceKey) ?? 'null'))
  const known = kept?.texts ?? []
  const first = known[0]
  const places = kept?.state?.places ?? []
  const valid = chosen && known.some(({ id }) => id === chosen.consultationId) ? chosen : null
  const choice =
    valid ?? (first ? { consultationId: first.id, placeId: places[0]?.id ?? null, sessionKey: null } : null)
  return [
    choice,
    (next) => {
      localStorage.setItem(choiceKey, JSON.stringify(next))
      setChosen(next)
    },
  ]
}

export interface Sending {
  readonly busy: boolean
  readonly end: SyncEnd | null
  readonly now: () => void
}

const everyMs = 30_000

/** Sends when asked, when signal returns, when the page is looked at again, and every half minute. */
function useSending(): Sending {
  const [busy, setBusy] = useState(false)
  const [end, setEnd] = useState<SyncEnd | null>(null)
  const send = async (asked: boolean) => {
    if (asked) setBusy(true)
    const ended = await sync()
    if (ended !== 'nothing' || asked) setEnd(ended)
    setBusy(false)
  }
  useEffect(() => {
    const quietly = () => void (navigator.onLine && send(false))
    const seen = () => document.visibilityState === 'visible' && quietly()
    void tidyFiles()
    quietly()
    addEventListener('online', quietly)
    document.addEventListener('visibilitychange', seen)
    const timer = setInterval(quietly, everyMs)
    return () => {
      removeEventListener('online', quietly)
      document.removeEventListener('visibilitychange', seen)
      clearInterval(timer)
    }
  }, [])
  return { busy, end, now: () => void send(true) }
}

/** Enough of a frame for the components to speak the page's language. */
function frame(): PageFrame {
  return {
    locale: localeOf(document.documentElement.lang),
    elder: document.documentElement.dataset.elder !== undefined,
    path: kit,
    demo: false,
    csrf: '',
    menu: [],
    styles: '',
    deskStyles: '',
    islands: () => '',
  }
}

/** A finished or refused item goes back to be written, or to be sent again. */
export function setState(clientKey: string, state: 'draft' | 'ready'): Promise<Item | null> {
  return changeItem(clientKey, (item) =>
    item.state === 'refused' || item.state === 'draft' ? { ...item, state, code: null } : null,
  )
}
