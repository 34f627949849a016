import type { BatchAnswer } from '@/engine/index.ts';
import type { Batch, BatchFilter } from '../data/api.ts';

export type Refused = BatchAnswer['failed'][number];

/** How far a batch is. It can be stopped between two pages, and gone on with after a page that did not answer. */
export type BatchProgress = { done: number; failed: readonly Refused[]; /** Nothing is left to be told. */ over: boolean };

/** Runs that a page tells; small enough that progress is seen, and that a stop is soon. */
export const PAGE = 50;

/** Where a batch goes on: which of its filters, and where in it. */
type Place = { filter: number; cursor?: string };

/**
 * Tells the runs of some filters the same, page by page. Each page, the first too, is asked for under the batch's
 * own id, so that one whose answer was lost can be sent again.
 */
export class BatchRun {
  progress: BatchProgress = { done: 0, failed: [], over: false };
  private place: Place = { filter: 0 };
  private stopped = false;

  /** @param id names this batch and no other */
  constructor(
    private readonly id: string,
    private readonly filters: readonly BatchFilter[],
    private readonly what: Pick<Batch, 'operation' | 'reason' | 'by'>,
    private readonly send: (batch: Batch) => Promise<BatchAnswer>,
    private readonly onProgress: (progress: BatchProgress) => void,
  ) {}

  /** Goes on to the end, or until it is stopped. @throws what the page threw; it can be gone on with */
  async go(): Promise<void> {
    this.stopped = false;
    while (!this.stopped) {
      const filter = this.filters[this.place.filter];
      if (filter === undefined) return this.tell({ over: true });
      const { cursor } = this.place;
      const answer = await this.send({ ...this.what, filter, id: this.id, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
      this.place = answer.nextCursor === null ? { filter: this.place.filter + 1 } : { filter: this.place.filter, cursor: answer.nextCursor };
      this.tell({ done: this.progress.done + answer.done, failed: [...this.progress.failed, ...answer.failed] });
    }
  }

  /** After the page that is under way. */
  stop(): void {
    this.stopped = true;
  }

  private tell(next: Partial<BatchProgress>): void {
    this.progress = { ...this.progress, ...next };
    this.onProgress(this.progress);
  }
}
