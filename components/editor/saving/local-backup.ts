import { definitionSchema, type Definition } from '@/engine/index.ts';
import type { Backup } from './draft-saver.ts';

/** Drafts that this browser holds and the server may not, by workflow. IndexedDB: they may be megabytes. */
const DATABASE = 'heddle-drafts';
const STORE = 'drafts';

export type KeptDraft = { definition: Definition; revision: number; at: number };

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The browser keeps no drafts.'));
  });
}

async function withStore<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const request = act(database.transaction(STORE, mode).objectStore(STORE));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('The browser keeps no drafts.'));
    });
  } finally {
    database.close();
  }
}

/** Where the saver keeps a draft. One write at a time, and only the newest of those that wait. */
export function localBackup(workflowId: string): Backup {
  let running: Promise<unknown> | null = null;
  let next: KeptDraft | 'clear' | null = null;
  const drain = async (): Promise<void> => {
    while (next !== null) {
      const job: KeptDraft | 'clear' = next;
      next = null;
      if (job === 'clear') await withStore('readwrite', (store) => store.delete(workflowId));
      else await withStore('readwrite', (store) => store.put(job, workflowId));
    }
  };
  const queue = async (job: KeptDraft | 'clear'): Promise<void> => {
    next = job;
    running ??= drain().finally(() => (running = null));
    await running;
  };
  return { write: (value) => queue(value), clear: () => queue('clear') };
}

/** The draft that was left unsaved, or null. What cannot be read any more is no draft. */
export async function readBackup(workflowId: string): Promise<KeptDraft | null> {
  try {
    const kept: unknown = await withStore('readonly', (store) => store.get(workflowId));
    if (typeof kept !== 'object' || kept === null || !('definition' in kept)) return null;
    const parsed = definitionSchema.safeParse(kept.definition);
    const { revision, at } = kept as Partial<KeptDraft>;
    return parsed.success && typeof revision === 'number' && typeof at === 'number' ? { definition: parsed.data, revision, at } : null;
  } catch {
    return null;
  }
}
