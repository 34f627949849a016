import type { Log } from '../ports/log.ts';

/** Does one thing again and again, each time so long after the last time is over. What fails is done again. */
export class Beats {
  private timer: NodeJS.Timeout | null = null;
  private ended = false;

  constructor(
    private readonly name: string,
    private readonly everyMs: number,
    private readonly act: () => Promise<void>,
    private readonly log: Log,
  ) {}

  /** @param firstInMs when the first one is; after one interval when it is not said */
  start(firstInMs = this.everyMs): void {
    if (!this.ended) this.timer = setTimeout(() => void this.beat(), firstInMs);
  }

  end(): void {
    this.ended = true;
    if (this.timer !== null) clearTimeout(this.timer);
  }

  private async beat(): Promise<void> {
    try {
      await this.act();
    } catch (error) {
      this.log.debug({ err: error, beat: this.name }, 'A beat failed; trying again');
    }
    this.start();
  }
}
