import type { Log } from '../ports/log.ts';
import type { Store } from '../ports/store.ts';
import { Beats } from './beats.ts';

/** How long it may take until a worker hears that a queue has limits, or none any more. */
const READ_MS = 1_000;
/** Whoever asks sooner is told what was read last. */
const LEARN_MS = 100;

/**
 * What a worker knows of queues with limits: which they are, and who waits for room in them. It decides nothing: the
 * store counts. A worker that has not heard of a limit yet gets nothing of that queue.
 */
export class QueueGates {
  private limited: ReadonlySet<string> = new Set();
  private readonly waiting = new Map<string, Set<() => void>>();
  private readonly beats: Beats;
  private closed = false;
  private readAt = -Infinity;
  private reading: Promise<void> | null = null;

  constructor(private readonly options: { store: Pick<Store, 'limitedQueues'>; log: Log }) {
    this.beats = new Beats({ name: 'queue limits', everyMs: READ_MS, act: () => this.read() }, options.log);
  }

  /** Resolves when it has read once, or could not. */
  async start(): Promise<void> {
    await this.tryToRead();
    this.beats.start();
  }

  /** Nobody waits any longer. */
  close(): void {
    this.closed = true;
    this.beats.close();
    for (const queue of [...this.waiting.keys()]) this.open(queue);
  }

  isLimited(queue: string): boolean {
    return this.limited.has(queue);
  }

  /** Whether the queue has limits by now, as far as can be known: a claim that got nothing may be why to ask. */
  async learn(queue: string): Promise<boolean> {
    if (performance.now() - this.readAt > LEARN_MS) await (this.reading ??= this.tryToRead().finally(() => (this.reading = null)));
    return this.isLimited(queue);
  }

  /** There may be room in the queue. */
  open(queue: string): void {
    const waiting = this.waiting.get(queue);
    this.waiting.delete(queue);
    for (const wake of waiting ?? []) wake();
  }

  /** Resolves when there may be room, or after `ms`. */
  wait(queue: string, ms: number): Promise<void> {
    if (this.closed) return Promise.resolve();
    return new Promise((resolve) => {
      const waiting = this.waiting.get(queue) ?? new Set();
      this.waiting.set(queue, waiting);
      const wake = (): void => {
        clearTimeout(patience);
        waiting.delete(wake);
        resolve();
      };
      const patience = setTimeout(wake, ms);
      waiting.add(wake);
    });
  }

  private tryToRead(): Promise<void> {
    return this.read().catch((error: unknown) => this.options.log.debug({ err: error }, 'The limits of queues could not be read; trying again'));
  }

  private async read(): Promise<void> {
    const before = this.limited;
    this.limited = new Set(await this.options.store.limitedQueues());
    this.readAt = performance.now();
    for (const queue of before) if (!this.limited.has(queue)) this.open(queue);
  }
}
