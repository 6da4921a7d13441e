/** In the browser: what a phone keeps in one database, each kind of thing under a key of its own. */
export interface PhoneStore<Stores> {
  /** Written to the phone before this resolves; 'strict' waits until the phone says so. */
  put<Name extends keyof Stores & string>(store: Name, value: Stores[Name]): Promise<void>
  get<Name extends keyof Stores & string>(store: Name, key: string): Promise<Stores[Name] | undefined>
  all<Name extends keyof Stores & string>(store: Name): Promise<Stores[Name][]>
  /**
   * Changes one thing as it stands now, whichever tab wrote it last. @returns null when `change` keeps it as it is, or
   * when it is gone
   */
  change<Name extends keyof Stores & string>(
    store: Name,
    key: string,
    change: (value: Stores[Name]) => Stores[Name] | null,
  ): Promise<Stores[Name] | null>
  remove(store: keyof Stores & string, key: string): Promise<void>
}

/** Opens the database at first use. @param keys by store, the property that is its key */
export function phoneStore<Stores>(name: string, keys: Record<keyof Stores & string, string>): PhoneStore<Stores> {
  let opened: Promise<IDBDatabase> | null = null

  function database(): Promise<IDBDatabase> {
    opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(name, 1)
      request.onupgradeneeded = () => {
        for (const [store, keyPath] of Object.entries<string>(keys))
          request.result.createObjectStore(store, { keyPath })
      }
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
    return opened
  }

  async function write<Result>(store: string, work: (store: IDBObjectStore) => () => Result): Promise<Result> {
    const db = await database()
    return new Promise((resolve, reject) => {
      const transaction = db.transaction(store, 'readwrite', { durability: 'strict' })
      const result = work(transaction.objectStore(store))
      transaction.oncomplete = () => resolve(result())
      transaction.onerror = () => reject(transaction.error)
      transaction.onabort = () => reject(transaction.error)
    })
  }

  async function read<Result>(store: string, work: (store: IDBObjectStore) => IDBRequest<Result>): Promise<Result> {
    const db = await database()
    return new Promise((resolve, reject) => {
      const request = work(db.transaction(store).objectStore(store))
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
  }

  return {
    put: (store, value) =>
      write(store, (to) => {
        to.put(value)
        return () => undefined
      }),
    get: (store, key) => read(store, (from) => from.get(key)),
    all: (store) => read(store, (from) => from.getAll()),
    change: (store, key, change) =>
      write(store, (at) => {
        let after: Stores[typeof store] | null = null
        const request = at.get(key)
        request.onsuccess = () => {
          after = request.result ? change(request.result) : null
          if (after) at.put(after)
        }
        return () => after
      }),
    remove: (store, key) =>
      write(store, (from) => {
        from.delete(key)
        return () => undefined
      }),
  }
}
