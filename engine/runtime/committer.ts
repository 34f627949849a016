import type { CommitResult, RunCommit } from '../ports/run-commit.ts';
import { CommitUnknown, StoreUnavailable } from '../ports/store.ts';

type Kind = 'start' | 'advance';
type Entry = { commit: RunCommit; resolve: (result: CommitResult) => void; reject: (error: unknown) => void };
type Write = (kind: Kind, batch: readonly RunCommit[]) => Promise<CommitResult[]>;

const LARGEST_BATCH = 128;
const FLIGHTS = 2;
/** With one batch in flight, a second leaves only when it is worth a flush of its own. */
const WORTH_A_FLIGHT = 32;

/**
 * Group commit: runs that are ready together share a statement and a flush. The window is the time the batches before
 * take: alone, a commit leaves at once; under load, batches grow by themselves.
 */
export class Committer {
  private readonly waiting: Record<Kind, Entry[]> = { start: [], advance: [] };
  private flights = 0;
  private scheduled = false;
  readonly counts = { commits: 0, batches: 0, lost: 0, fenced: 0, split: 0, unknown: 0, alone: 0 };

  constructor(private readonly write: Write) {}

  /** @throws StoreUnavailable (nothing written), CommitUnknown, or the error that this run's own data caused */
  commit(kind: Kind, commit: RunCommit): Promise<CommitResult> {
    return new Promise((resolve, reject) => {
      this.waiting[kind].push({ commit, resolve, reject });
      this.schedule();
    });
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    // After what this turn has resolved has come to its own commits, and not a turn later: alone, every turn counts.
    process.nextTick(() => {
      this.scheduled = false;
      this.depart();
    });
  }

  private depart(): void {
    while (this.flights < FLIGHTS) {
      const { start, advance } = this.waiting;
      if (start.length + advance.length === 0) return;
      if (this.flights > 0 && start.length + advance.length < WORTH_A_FLIGHT) return;
      const kind: Kind = start.length > advance.length ? 'start' : 'advance';
      const queue = this.waiting[kind].length > 0 ? this.waiting[kind] : start;
      void this.fly(queue === start ? 'start' : 'advance', queue.splice(0, LARGEST_BATCH));
    }
  }

  private async fly(kind: Kind, batch: Entry[]): Promise<void> {
    this.flights++;
    this.counts.batches++;
    try {
      const results = await this.write(kind, batch.map((entry) => entry.commit));
      batch.forEach((entry, index) => this.land(entry, results[index]!));
    } catch (error) {
      if (error instanceof CommitUnknown) this.counts.unknown++;
      if (batch.length === 1 || error instanceof StoreUnavailable || error instanceof CommitUnknown) {
        for (const entry of batch) entry.reject(error);
      } else {
        this.counts.split++;
        await this.oneByOne(kind, batch);
      }
    } finally {
      this.flights--;
      this.depart();
    }
  }

  /** One run's data must not hold up the others it happened to share a batch with. */
  private async oneByOne(kind: Kind, batch: Entry[]): Promise<void> {
    for (const entry of batch) {
      try {
        const [result] = await this.write(kind, [entry.commit]);
        this.land(entry, result!);
      } catch (error) {
        entry.reject(error);
      }
    }
  }

  private land(entry: Entry, result: CommitResult): void {
    if (result.result === 'written') this.counts.commits++;
    else if (result.result === 'lost') this.counts.lost++;
    else if (result.result === 'fenced') this.counts.fenced++;
    entry.resolve(result);
  }
}
