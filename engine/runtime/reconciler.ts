import { randomBytes } from 'node:crypto';
import type { Dispatcher } from '../ports/dispatcher.ts';
import type { Log } from '../ports/log.ts';
import type { Store, TaskRef } from '../ports/store.ts';
import { Beats } from './beats.ts';

const BEAT_MS = 1_000;
const UNCLAIMED_MS = 2_000;
const PER_SECOND = 1_000;

/** Sees to it, once a second, that what Postgres holds open is known to the transport, which may forget anything. */
export class Reconciler {
  private readonly beats: Beats;
  private epoch: string | null = null;
  /** Where the last page of unclaimed tasks ended: thousands that nobody serves do not keep the others from their turn. */
  private reached: TaskRef | null = null;
  readonly counts = { rung: 0, epochs: 0 };

  constructor(private readonly options: { store: Pick<Store, 'unclaimedSince' | 'everythingUnclaimed'>; dispatcher: Dispatcher; log: Log }) {
    this.beats = new Beats('reconcile', BEAT_MS, () => this.reconcile(), options.log);
  }

  start(): void {
    this.beats.start(0);
  }

  close(): void {
    this.beats.end();
  }

  private async reconcile(): Promise<void> {
    const { store, dispatcher, log } = this.options;
    if (!dispatcher.healthy()) return;
    const epoch = await dispatcher.readEpoch();
    if (epoch === null) {
      const fresh = randomBytes(8).toString('hex');
      if (await dispatcher.writeEpoch(fresh)) {
        this.epoch = fresh;
        this.counts.epochs++;
        const rung = await this.ringEverything(true);
        log.info({ rung }, 'The transport had forgotten everything; what is open was rung again');
        return;
      }
    } else if (epoch !== this.epoch) {
      const first = this.epoch === null;
      this.epoch = epoch;
      // Another one than before, with jobs that nobody knows: under the same numbers those that are there stay single.
      if (!first) await this.ringEverything(false);
    }
    const rings = await store.unclaimedSince(UNCLAIMED_MS, this.reached, PER_SECOND);
    this.reached = rings.length < PER_SECOND ? null : rings.at(-1)!;
    if (rings.length === 0) return;
    this.counts.rung += rings.length;
    await dispatcher.ring(rings, 'apart');
  }

  private async ringEverything(forgotten: boolean): Promise<number> {
    const { store, dispatcher } = this.options;
    let after: TaskRef | null = null;
    let rung = 0;
    for (;;) {
      const rings: Awaited<ReturnType<Store['everythingUnclaimed']>> = await store.everythingUnclaimed(after, PER_SECOND, forgotten);
      await dispatcher.ring(rings);
      rung += rings.length;
      if (rings.length < PER_SECOND) return rung;
      after = rings.at(-1)!;
    }
  }
}
