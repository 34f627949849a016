import type { Log } from '../ports/log.ts';
import type { Store } from '../ports/store.ts';
import type { ListChange } from '../ports/views.ts';

const LOOK_EVERY_MS = 1_000;

/**
 * Tells whoever watches lists when a worker has come or gone. One that ends says so itself, and of one that is lost the
 * others tell; but nobody is left to tell of the last. One look for all watchers of this process, and none without any.
 */
export class WorkerWatch {
  private readonly listeners = new Set<(change: ListChange) => void>();
  private looking: NodeJS.Timeout | null = null;
  private known: ReadonlySet<string> | null = null;
  private reading = false;

  constructor(
    private readonly store: Pick<Store, 'liveWorkers'>,
    private readonly log: Log,
  ) {}

  watch(listener: (change: ListChange) => void): () => void {
    this.listeners.add(listener);
    if (this.looking === null) {
      this.looking = setInterval(() => void this.look(), LOOK_EVERY_MS);
      this.looking.unref();
      void this.look();
    }
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.close();
    };
  }

  private async look(): Promise<void> {
    if (this.reading) return;
    this.reading = true;
    try {
      const live = new Set(await this.store.liveWorkers());
      const { known } = this;
      // What nobody watched meanwhile is no news.
      if (this.looking === null) return;
      this.known = live;
      if (known === null) return;
      for (const id of differing(known, live)) for (const listener of this.listeners) listener({ type: 'worker', id });
    } catch (error) {
      this.log.debug({ err: error }, 'The live workers could not be looked at; trying again');
    } finally {
      this.reading = false;
    }
  }

  close(): void {
    if (this.looking !== null) clearInterval(this.looking);
    this.looking = null;
    this.known = null;
  }
}

function differing(left: ReadonlySet<string>, right: ReadonlySet<string>): string[] {
  return [...[...left].filter((id) => !right.has(id)), ...[...right].filter((id) => !left.has(id))];
}
