import type { Item, KitState, KitText, Session } from './model.ts'

/** What the phone keeps. Bytes of photos and recordings lie apart, so that a list of speakers is light to read. */
interface Stores {
  items: Item
  sessions: Session
  texts: KitText
  files: { readonly fileKey: string; readonly type: string; readonly bytes: ArrayBuffer }
  kit: { readonly name: 'state'; readonly state: KitState }
}
type StoreName = keyof Stores

const keys: Record<StoreName, string> = {
  items: 'clientKey',
  sessions: 'clientKey',
  texts: 'id',
  files: 'fileKey',
  kit: 'name',
}

let opened: Promise<IDBDatabase> | null = null

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('zhitong-field', 1)
    request.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(keys)) request.result.createObjectStore(name, { keyPath })
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  return opened
}

/** Written to the phone before this resolves; 'strict' waits until the phone says so. */
export async function put<Name extends StoreName>(store: Name, value: Stores[Name]): Promise<void> {
  const db = await database()
  await new Promise<void>((resolve, reject) => {
    const transaction = db.transaction(store, 'readwrite', { durability: 'strict' })
    transaction.objectStore(store).put(value)
    transaction.oncomplete = () => resolve()
    transaction.onerror = () => reject(transaction.error)
    transaction.onabort = () => reject(transaction.error)
  })
  if (store === 'items' || store === 'sessions') tellOthers()
}

/**
 * Changes one item as it stands now, whichever tab wrote it last. @returns null when `change` keeps it as it is, or
 * when it is gone
 */
export async function changeItem(clientKey: string, change: (item: Item) => Item | null): Promise<Item | null> {
  const db = await database()
  const changed = await new Promise<Item | null>((resolve, reject) => {
    const transaction = db.transaction('items', 'readwrite', { durability: 'strict' })
    const store = transaction.objectStore('items')
    const request = store.get(clientKey)
    let after: Item | null = null
    request.onsuccess = () => {
      after = request.result ? change(request.result) : null
      if (after) store.put(after)
    }
    transaction.oncomplete = () => resolve(after)
    transaction.onerror = () => reject(transaction.error)
    transaction.onabort = () => reject(transaction.error)
  })
  if (changed) tellOthers()
  return changed
}

export async function all<Name extends StoreName>(store: Name): Promise<Stores[Name][]> {
  const db = await database()
  return new Promise((resolve, reject) => {
    const request = db.transaction(store).objectStore(store).getAll()
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

export async function get<Name extends StoreName>(store: Name, key: string): Promise<Stores[Name] | undefined> {
  const db = await database()
  return new Promise((resolve, reject) => {
    const request = db.transaction(store).objectStore(store).get(key)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/** Takes something off the phone; only what a person asked to delete, or bytes that have arrived. */
export async function remove(store: StoreName, key: string): Promise<void> {
  const db = await database()
  await new Promise<void>((resolve, reject) => {
    const transaction = db.transaction(store, 'readwrite', { durability: 'strict' })
    transaction.objectStore(store).delete(key)
    transaction.oncomplete = () => resolve()
    transaction.onerror = () => reject(transaction.error)
  })
  if (store === 'items') tellOthers()
}

const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('zhitong-field')
const listeners = new Set<() => void>()
if (channel) channel.onmessage = () => callListeners()

function tellOthers(): void {
  channel?.postMessage('changed')
  callListeners()
}

function callListeners(): void {
  for (const listener of listeners) listener()
}

/** Calls back after every change, in this tab or another. */
export function onChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
