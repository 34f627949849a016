/** After showing took so long, nothing for this many times as long. */
const REST = 10;
const LONGEST_REST_MS = 1_000;

export type PaceEnvironment = { now: () => number; after: (ms: number, then: () => void) => () => void };

const browser: PaceEnvironment = {
  now: () => performance.now(),
  after: (ms, then) => {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * Shows the newest of what it is given, at once where showing is quick. Where it takes long it rests in between, so that
 * a flood of news leaves the hand its time; the newest is always shown in the end.
 */
export class Pace<T> {
  private next: { value: T } | null = null;
  private cancel: (() => void) | null = null;
  private shownAt: number | null = null;
  private tookMs = 0;

  /** @param isOlder what was given late does not take the place of what waits */
  constructor(
    private readonly show: (value: T) => void,
    private readonly isOlder: (value: T, than: T) => boolean,
    private readonly environment: PaceEnvironment = browser,
  ) {}

  /** @param atOnce what nobody should wait for */
  offer(value: T, atOnce = false): void {
    if (this.next !== null && this.isOlder(value, this.next.value)) return;
    this.next = { value };
    const restMs = atOnce || this.shownAt === null ? 0 : this.shownAt + this.tookMs + Math.min(LONGEST_REST_MS, this.tookMs * REST) - this.environment.now();
    if (restMs <= 0) return this.go();
    this.cancel ??= this.environment.after(restMs, () => this.go());
  }

  /** What was shown last is on the screen; nothing is said of what was there from the beginning. */
  shown(): void {
    if (this.shownAt !== null) this.tookMs = this.environment.now() - this.shownAt;
  }

  stop(): void {
    this.cancel?.();
    this.cancel = null;
    this.next = null;
  }

  private go(): void {
    const { next } = this;
    this.stop();
    if (next === null) return;
    this.shownAt = this.environment.now();
    this.show(next.value);
  }
}
