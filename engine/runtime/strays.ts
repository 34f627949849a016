import type { Log } from '../ports/log.ts';
import type { Store, Wanted } from '../ports/store.ts';
import type { Chore } from './beats.ts';

/** Younger ones may be on their way: claimed or kept, and not begun. */
const AGE_MS = 5_000;
const PAGE = 500;

/**
 * Gives back what the store says this worker holds and it does not know of. The answer to a claim, or to a commit that
 * kept a successor, can be lost with its connection, and the server carry it out all the same, later than anybody asked.
 * A living worker's lease would keep such a task from everybody for ever.
 */
export function strays({ worker, store, knows, letGo, log }: { worker: string; store: Pick<Store, 'heldBy'>; knows: (token: string) => boolean; letGo: (tasks: readonly Wanted[]) => Promise<void>; log: Log }): Chore {
  const counts = { strays: 0 };
  let suspected = new Set<string>();

  const act = async (): Promise<void> => {
    const unknown = (await store.heldBy(worker, AGE_MS, PAGE)).filter(({ token }) => !knows(token));
    // Twice in a row: a process that was stopped for a while has answers waiting that it has not read.
    const found = unknown.filter(({ token }) => suspected.has(token));
    suspected = new Set(unknown.map(({ token }) => token));
    if (found.length === 0) return;
    counts.strays += found.length;
    log.warn({ tasks: found.length }, 'Tasks that this worker held without knowing are let go');
    await letGo(found);
  };
  return { name: 'strays', everyMs: 3_000, act, counts };
}
