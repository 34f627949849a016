import type { Log } from '../ports/log.ts';
import type { Store, Wanted } from '../ports/store.ts';
import { Beats } from './beats.ts';

const LOOK_EVERY_MS = 3_000;
/** Younger ones may be on their way: claimed or kept, and not begun. */
const AGE_MS = 5_000;
const PAGE = 500;

/**
 * Gives back what the store says this worker holds and it does not know of. The answer to a claim, or to a commit that
 * kept a successor, can be lost with its connection, and the server carry it out all the same, later than anybody asked.
 * A living worker's lease would keep such a task from everybody for ever.
 */
export class Strays {
  private readonly beats: Beats;
  private suspected = new Set<string>();
  readonly counts = { strays: 0 };

  constructor(private readonly options: { worker: string; store: Pick<Store, 'heldBy'>; knows: (token: string) => boolean; letGo: (tasks: readonly Wanted[]) => Promise<void>; log: Log }) {
    this.beats = new Beats('strays', LOOK_EVERY_MS, () => this.look(), options.log);
  }

  start(): void {
    this.beats.start();
  }

  close(): void {
    this.beats.end();
  }

  private async look(): Promise<void> {
    const { worker, store, knows, letGo, log } = this.options;
    const unknown = (await store.heldBy(worker, AGE_MS, PAGE)).filter(({ token }) => !knows(token));
    // Twice in a row: a process that was stopped for a while has answers waiting that it has not read.
    const strays = unknown.filter(({ token }) => this.suspected.has(token));
    this.suspected = new Set(unknown.map(({ token }) => token));
    if (strays.length === 0) return;
    this.counts.strays += strays.length;
    log.warn({ tasks: strays.length }, 'Tasks that this worker held without knowing are let go');
    await letGo(strays);
  }
}
