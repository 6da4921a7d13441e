import type { App } from '#kernel/app'

interface Kept {
  readonly value: Promise<unknown>
  readonly until: number
}

const freshMs = 1000
const most = 2000
const kept = new WeakMap<App, Map<string, Kept>>()

/**
 * What every page of a matter asks for and what seldom changes, asked once a second for all readers together, and
 * again at once when this process has recorded anything: as old as a kept page may be, and never older.
 */
export function freshly<Value>(app: App, key: string, load: () => Promise<Value>): Promise<Value> {
  const ofApp = kept.get(app) ?? begin(app)
  const before = ofApp.get(key)
  if (before && performance.now() < before.until) return before.value as Promise<Value>
  const value = load()
  if (ofApp.size >= most) ofApp.clear()
  ofApp.set(key, { value, until: performance.now() + freshMs })
  value.catch(() => ofApp.delete(key))
  return value
}

function begin(app: App): Map<string, Kept> {
  const values = new Map<string, Kept>()
  kept.set(app, values)
  app.onCommit(() => values.clear())
  return values
}
