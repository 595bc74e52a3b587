// A drawer of this browser (IndexedDB): unlike localStorage it keeps keys that no script can read.

const database = 'portvakt-app'
const drawer = 'kept'

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(database, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(drawer)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

async function within<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await open()
  try {
    return await new Promise((resolve, reject) => {
      const transaction = db.transaction(drawer, mode, { durability: 'strict' })
      const request = act(transaction.objectStore(drawer))
      // Not before it is on the disk: an app may be killed the moment it has an answer.
      transaction.oncomplete = () => resolve(request.result)
      transaction.onabort = () => reject(transaction.error)
      transaction.onerror = () => reject(transaction.error)
    })
  } finally {
    db.close()
  }
}

export const readStored = <T>(name: string): Promise<T | undefined> => within('readonly', (store) => store.get(name))

export const store = async (name: string, value: unknown): Promise<void> =>
  void (await within('readwrite', (kept) => kept.put(value, name)))

/** Fails where there is one already: another tab was first. */
export const storeFirst = async (name: string, value: unknown): Promise<void> =>
  void (await within('readwrite', (kept) => kept.add(value, name)))

export const dropStored = (name: string): Promise<void> => within('readwrite', (kept) => kept.delete(name))
