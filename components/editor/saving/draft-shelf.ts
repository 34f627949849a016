/** Where a browser keeps drafts. IndexedDB: they may be megabytes, and every tab of an origin sees the same ones. */
export type DraftShelf = {
  /** Every entry whose key begins with this, in no order that counts. */
  list: (prefix: string) => Promise<[key: string, value: unknown][]>;
  put: (key: string, value: unknown) => Promise<unknown>;
  remove: (keys: readonly string[]) => Promise<unknown>;
};

const DATABASE = 'heddle-drafts';
const STORE = 'drafts';

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The browser keeps no drafts.'));
  });
}

/** One transaction, and what it read. A write counts when the transaction is through, not when it was asked for. */
async function withStore<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => () => T): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const result = act(transaction.objectStore(STORE));
      const fail = (): void => reject(transaction.error ?? new Error('The browser keeps no drafts.'));
      transaction.oncomplete = () => resolve(result());
      transaction.onabort = fail;
      transaction.onerror = fail;
    });
  } finally {
    database.close();
  }
}

export const browserShelf: DraftShelf = {
  list: (prefix) =>
    withStore('readonly', (store) => {
      const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
      const [names, values] = [store.getAllKeys(range), store.getAll(range)];
      return () => names.result.map((name, index): [string, unknown] => [String(name), values.result[index]]);
    }),
  put: (key, value) => withStore('readwrite', (store) => (store.put(value, key), () => undefined)),
  remove: (keys) =>
    withStore('readwrite', (store) => {
      for (const key of keys) store.delete(key);
      return () => undefined;
    }),
};
