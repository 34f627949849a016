import { randomBytes } from 'node:crypto';
import type { Dispatcher } from '../ports/dispatcher.ts';
import type { Log } from '../ports/log.ts';
import type { Ring, Store, TaskRef } from '../ports/store.ts';
import type { Chore } from './beats.ts';

const UNCLAIMED_MS = 2_000;
const PER_SECOND = 1_000;

/** Sees to it, once a second, that what Postgres holds open is known to the transport, which may forget anything. */
export function reconciler({ store, dispatcher, log }: { store: Pick<Store, 'unclaimedSince' | 'everythingUnclaimed'>; dispatcher: Dispatcher; log: Log }): Chore {
  const counts = { rung: 0, epochs: 0 };
  let known: string | null = null;
  /** Where the last page of unclaimed tasks ended: thousands that nobody serves do not keep the others from their turn. */
  let reached: TaskRef | null = null;

  const ringEverything = async (forgotten: boolean): Promise<number> => {
    let after: TaskRef | null = null;
    let rung = 0;
    for (;;) {
      const rings: Ring[] = await store.everythingUnclaimed(after, PER_SECOND, forgotten);
      await dispatcher.ring(rings);
      rung += rings.length;
      if (rings.length < PER_SECOND) return rung;
      after = rings.at(-1)!;
    }
  };

  const act = async (): Promise<void> => {
    if (!dispatcher.healthy()) return;
    const epoch = await dispatcher.readEpoch();
    if (epoch === null) {
      const fresh = randomBytes(8).toString('hex');
      if (await dispatcher.writeEpoch(fresh)) {
        known = fresh;
        counts.epochs++;
        const rung = await ringEverything(true);
        log.info({ rung }, 'The transport had forgotten everything; what is open was rung again');
        return;
      }
    } else if (epoch !== known) {
      const first = known === null;
      known = epoch;
      // Another one than before, with jobs that nobody knows: under the same numbers those that are there stay single.
      if (!first) await ringEverything(false);
    }
    const rings = await store.unclaimedSince(UNCLAIMED_MS, reached, PER_SECOND);
    reached = rings.length < PER_SECOND ? null : rings.at(-1)!;
    if (rings.length === 0) return;
    counts.rung += rings.length;
    await dispatcher.ring(rings, 'apart');
  };
  return { name: 'reconcile', everyMs: 1_000, firstInMs: 0, act, counts };
}
