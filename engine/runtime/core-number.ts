import { CORE_VERSION } from '../core/advance.ts';
import type { Store } from '../ports/store.ts';

/** The first there ever was. */
const FIRST = 1;
/** How old the answer about the others may be, ms. A process that is older and younger than that leaves a run to the rest. */
const KNOWN_MS = 1_000;

/**
 * The number that new runs take: the highest that every live process supports, worker or web. While versions are mixed
 * a run begun by the newer one must neither wait for its workers alone nor be out of reach for the older one's calls.
 */
export class CoreNumber {
  private asked: Promise<number> | null = null;
  private askedAt = -Infinity;

  constructor(
    private readonly store: Pick<Store, 'lowestCore'>,
    private readonly own: number = CORE_VERSION,
  ) {}

  /** @throws StoreUnavailable when it must be asked for and Postgres does not answer */
  async ofNewRuns(): Promise<number> {
    // Nobody can be older.
    if (this.own <= FIRST) return this.own;
    if (this.asked === null || performance.now() - this.askedAt > KNOWN_MS) {
      this.askedAt = performance.now();
      const asked = this.store.lowestCore().then((lowest) => Math.min(this.own, lowest ?? this.own));
      asked.catch(() => {
        if (this.asked === asked) this.asked = null;
      });
      this.asked = asked;
    }
    return await this.asked;
  }
}
