export type QuietHeapOptions = {
  /** Steps so far, and those under way. */
  load: () => { steps: number; running: number };
  collect: () => void;
};

const LOOK_MS = 250;
/** Fewer leave nothing worth the pause. */
const WORTH_STEPS = 1_000;

/**
 * What a burst of steps leaves behind is garbage, but V8 looks for it only while more is made. A worker that has become quiet
 * looks once: a pause in which nobody waits for it, and what was measured in docs/decisions/0032-a-small-heap.md goes back.
 */
export class QuietHeap {
  readonly #options: QuietHeapOptions;
  readonly #timer: NodeJS.Timeout;
  #collectedAt = 0;
  #seen = 0;

  constructor(options: QuietHeapOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#look(), LOOK_MS).unref();
  }

  /** Collects when nothing has been done since the last look, and enough since the last collection. */
  #look(): void {
    const { steps, running } = this.#options.load();
    const isQuiet = running === 0 && steps === this.#seen;
    this.#seen = steps;
    if (!isQuiet || steps - this.#collectedAt < WORTH_STEPS) return;
    this.#collectedAt = steps;
    this.#options.collect();
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
