export type QuietHeapOptions = {
  /** Steps so far, and those under way. */
  load: () => { steps: number; running: number };
  collect: () => Promise<void>;
  failed: (error: unknown) => void;
};

const LOOK_MS = 250;
/** Looks in a row that must find nothing done: collecting holds the worker up, and a second without work is likely followed by another. */
const QUIET_LOOKS = 4;
/** Fewer leave nothing worth the pause. */
const WORTH_STEPS = 1_000;

/**
 * What a burst of steps leaves behind is garbage, but V8 looks for it only while more is made. A worker that has become quiet
 * gives it back once: a pause in which nobody waits for it. What that brings is measured in docs/decisions/0032-a-small-heap.md.
 */
export class QuietHeap {
  readonly #options: QuietHeapOptions;
  readonly #timer: NodeJS.Timeout;
  #collectedAt = 0;
  #seen = 0;
  #quietLooks = 0;

  constructor(options: QuietHeapOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#look(), LOOK_MS).unref();
  }

  /** Collects when nothing has been done for a while, and enough since the last collection. */
  #look(): void {
    const { steps, running } = this.#options.load();
    const isQuiet = running === 0 && steps === this.#seen;
    this.#seen = steps;
    this.#quietLooks = isQuiet ? this.#quietLooks + 1 : 0;
    if (this.#quietLooks < QUIET_LOOKS || steps - this.#collectedAt < WORTH_STEPS) return;
    this.#collectedAt = steps;
    this.#options.collect().catch(this.#options.failed);
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
