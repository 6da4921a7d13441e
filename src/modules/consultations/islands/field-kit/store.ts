import { phoneStore } from '#web/phone-store'
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

const kept = phoneStore<Stores>('zhitong-field', keys)

export const { all, get } = kept

/** Written to the phone before this resolves. */
export async function put<Name extends StoreName>(store: Name, value: Stores[Name]): Promise<void> {
  await kept.put(store, value)
  if (store === 'items' || store === 'sessions') tellOthers()
}

/** @returns null when `change` keeps it as it is, or when it is gone */
export async function changeItem(clientKey: string, change: (item: Item) => Item | null): Promise<Item | null> {
  const changed = await kept.change('items', clientKey, change)
  if (changed) tellOthers()
  return changed
}

/** Takes something off the phone; only what a person asked to delete, or bytes that have arrived. */
export async function remove(store: StoreName, key: string): Promise<void> {
  await kept.remove(store, key)
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
