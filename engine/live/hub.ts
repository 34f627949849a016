import { PassingMap } from '../core/passing-map.ts';
import type { RunEvent } from '../core/events.ts';
import { endsRun, isRunOver } from '../core/status.ts';
import type { LiveBus, LiveMessage } from '../ports/live.ts';
import type { Log } from '../ports/log.ts';
import type { Store } from '../ports/store.ts';
import type { EphemeralFrame } from '../ports/node-runner.ts';

export type Watcher = {
  event: (event: RunEvent) => void;
  frame: (frame: { path: string; attempt: number; frame: EphemeralFrame }) => void;
  end?: () => void;
  error?: (error: Error) => void;
};

const LOOK_EVERY_MS = 1_000;
/** A word of interest is with every publisher by then; what was committed before it was not published. A run's end that is not heard by then may have come while Redis did not listen. */
const LATE_LOOK_MS = 150;
const PAGE = 500;

/** One watcher of one run: where it stands, and the reading that is under way. */
class Watch {
  private reading = false;
  private again = false;
  private over = false;
  private last: RunEvent | null = null;

  constructor(
    readonly runId: string,
    public seq: number,
    private readonly watcher: Watcher,
    private readonly store: Pick<Store, 'readEvents' | 'readRun'>,
  ) {}

  hear(message: LiveMessage): void {
    if (this.over) return;
    if ('frame' in message) {
      this.watcher.frame(message);
      return;
    }
    // In order and without a gap it is taken as it is; anything else is read from the store, which has all of it.
    for (const event of message.events) {
      if (this.reading || event.seq > this.seq + 1) return this.read();
      this.take(event);
    }
    this.endIfLast();
  }

  /** Reads until nothing is left. One reading at a time; a call meanwhile makes it go round once more. */
  read(): void {
    if (this.reading) {
      this.again = true;
      return;
    }
    this.reading = true;
    void this.readAll();
  }

  private async readAll(): Promise<void> {
    try {
      do {
        this.again = false;
        for (;;) {
          const page = await this.store.readEvents(this.runId, this.seq, PAGE);
          if (this.over) return;
          for (const event of page) this.take(event);
          if (page.length < PAGE) {
            this.reading = this.again;
            if (!this.again) this.endIfLast();
            break;
          }
        }
      } while (this.again && !this.over);
    } catch {
      // The next look tries again.
    } finally {
      this.reading = false;
    }
  }

  private take(event: RunEvent): void {
    if (this.over || event.seq !== this.seq + 1) return;
    this.seq = event.seq;
    this.last = event;
    this.watcher.event(event);
  }

  private endIfLast(): void {
    if (this.last !== null && endsRun(this.last)) this.end();
  }

  /** For a watcher that begins at the end: no event will come to say so. */
  async endIfOver(): Promise<void> {
    if (this.over) return;
    const run = await this.store.readRun(this.runId);
    if (run !== null && isRunOver(run.status) && run.lastSeq <= this.seq) this.end();
  }

  private end(): void {
    if (this.over) return;
    this.over = true;
    this.watcher.end?.();
  }

  fail(error: Error): void {
    if (this.over) return;
    this.over = true;
    this.watcher.error?.(error);
  }

  stop(): void {
    this.over = true;
  }
}

/** A run whose end is listened for before anybody waits for it, and whether it was heard. */
type Expected = { isOver: () => boolean; drop: () => void };

/** Somebody who waits for the end of a run, and how far the run was when it was last seen to go on. */
type EndWait = { runId: string; seq: number; over: () => void };

/** All watchers of this process: one subscription, one look at the store each second for all of them together. */
export class Hub {
  private readonly watches = new Set<Watch>();
  private readonly waits = new PassingMap<EndWait>();
  private lastWait = 0;
  private readonly expected = new PassingMap<Expected>();
  private readonly looking: NodeJS.Timeout;

  constructor(
    private readonly store: Pick<Store, 'readEvents' | 'readSeqs' | 'readRun'>,
    private readonly bus: LiveBus,
    private readonly log: Log,
  ) {
    this.looking = setInterval(() => void this.look(), LOOK_EVERY_MS);
    this.looking.unref();
  }

  get size(): number {
    return this.watches.size + this.waits.size;
  }

  /** Every event after `afterSeq` once and in order, frames between them. */
  async watch(runId: string, afterSeq: number, watcher: Watcher): Promise<() => void> {
    const watch = new Watch(runId, afterSeq, watcher, this.store);
    this.watches.add(watch);
    const unsubscribe = await this.bus.subscribe(runId, (message) => watch.hear(message));
    watch.read();
    const late = setTimeout(() => watch.read(), LATE_LOOK_MS);
    void this.endIfOver(watch);
    return () => {
      clearTimeout(late);
      watch.stop();
      this.watches.delete(watch);
      unsubscribe();
    };
  }

  /**
   * Calls `over` once the run has ended, which may be while this is called; when the hub closes it does so, too. Of what happens
   * before, nothing travels and nothing is read.
   */
  async whenOver(runId: string, over: () => void): Promise<() => void> {
    const wait: EndWait = { runId, seq: 0, over };
    const key = `${++this.lastWait} ${runId}`;
    this.waits.set(key, wait);
    const unsubscribe = await this.bus.subscribeEnd(runId, over);
    // The end of an expected run is listened for since it began: a look now would only stand in the way of its first steps.
    const expected = this.expected.get(runId);
    let late: NodeJS.Timeout | undefined;
    if (expected === undefined || expected.isOver()) void this.lookAt(wait);
    else late = setTimeout(() => void this.lookAt(wait), LATE_LOOK_MS);
    return () => {
      clearTimeout(late);
      this.waits.delete(key);
      unsubscribe();
    };
  }

  private async lookAt(wait: EndWait): Promise<void> {
    try {
      const run = await this.store.readRun(wait.runId);
      if (run === null || isRunOver(run.status)) wait.over();
      else wait.seq = run.lastSeq;
    } catch (error) {
      this.log.debug({ err: error, runId: wait.runId }, 'Whether a run is over could not be read; trying again');
    }
  }

  /** Listens for the end of a run while it begins, so that it is heard however soon it comes. Kept for a while. */
  async expect(runId: string): Promise<void> {
    let over = false;
    const unsubscribe = await this.bus.subscribeEnd(runId, () => void (over = true));
    const drop = (): void => {
      clearTimeout(timer);
      this.expected.delete(runId);
      unsubscribe();
    };
    const timer = setTimeout(drop, 10_000);
    timer.unref();
    this.expected.set(runId, { isOver: () => over, drop });
  }

  private async endIfOver(watch: Watch): Promise<void> {
    try {
      await watch.endIfOver();
    } catch (error) {
      this.log.debug({ err: error, runId: watch.runId }, 'Whether a watched run is over could not be read; trying again');
      setTimeout(() => void this.endIfOver(watch), LOOK_EVERY_MS).unref();
    }
  }

  private async look(): Promise<void> {
    if (this.size === 0) return;
    try {
      const seqs = await this.store.readSeqs([...new Set([...this.watches, ...this.waits.values()].map(({ runId }) => runId))]);
      for (const watch of this.watches) if ((seqs.get(watch.runId) ?? 0) > watch.seq) watch.read();
      for (const wait of this.waits.values()) if ((seqs.get(wait.runId) ?? 0) > wait.seq) void this.lookAt(wait);
    } catch (error) {
      this.log.debug({ err: error }, 'Watched runs could not be looked at; trying again');
    }
  }

  close(): void {
    clearInterval(this.looking);
    for (const { drop } of this.expected.values()) drop();
    for (const watch of this.watches) watch.fail(new Error('The server closes.'));
    this.watches.clear();
    for (const wait of this.waits.values()) wait.over();
  }
}
