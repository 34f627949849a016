import type { Log } from '../ports/log.ts';

/** What is done again and again, each time so long after the last time is over. */
export type Beat = {
  name: string;
  everyMs: number;
  /** When the first one is; after one interval when it is not said. */
  firstInMs?: number;
  /** @param ended whether nothing more is to be done: to be asked between the parts of what takes long */
  act: (ended: () => boolean) => Promise<void>;
};

/** A beat of its own that a worker keeps, and what it has done so far. */
export type Chore = Beat & { readonly counts: Readonly<Record<string, number>> };

/** Keeps a beat going. What fails is done again. */
export class Beats {
  private timer: NodeJS.Timeout | null = null;
  private ended = false;

  constructor(
    private readonly beat: Beat,
    private readonly log: Log,
  ) {}

  start(): void {
    this.next(this.beat.firstInMs ?? this.beat.everyMs);
  }

  close(): void {
    this.ended = true;
    if (this.timer !== null) clearTimeout(this.timer);
  }

  private next(inMs: number): void {
    if (!this.ended) this.timer = setTimeout(() => void this.act(), inMs);
  }

  private async act(): Promise<void> {
    try {
      await this.beat.act(() => this.ended);
    } catch (error) {
      this.log.debug({ err: error, beat: this.beat.name }, 'A beat failed; trying again');
    }
    this.next(this.beat.everyMs);
  }
}
