/** How much work a worker takes ahead of its slots: what it can expect to begin within this time. */
const AHEAD_MS = 100;
/** How many times its slots it takes at most. */
const MOST_AHEAD = 4;
/** Weight of the latest attempt in the average. */
const LATEST = 0.05;

type Waiting = { begin: (has: boolean) => void };

/**
 * Places for attempts, given in the order in which they were asked for. Attempts that are over in a moment are taken
 * before there is a place for them, so that a wide fan-out stays together; where attempts take long nothing is, and
 * what is too much goes to others at once.
 */
export class Slots {
  private taken = 0;
  private readonly waiting: Waiting[] = [];
  private readonly listening: (() => void)[] = [];
  /** Of what an attempt holds its slot, ms. Unknown at first: then nothing is taken ahead. */
  private average = Infinity;

  constructor(private readonly size: number) {}

  /** How many more may be taken now, the ones that will have to wait for a place included. */
  get room(): number {
    const ahead = Math.min(this.size * MOST_AHEAD, Math.floor((this.size * AHEAD_MS) / this.average));
    return Math.max(0, this.size - this.taken + ahead - this.waiting.length);
  }

  /** Resolves with true when the caller has a place, with false when none came free within `ms`. */
  async acquire(ms: number): Promise<boolean> {
    if (this.taken < this.size) {
      this.taken++;
      return true;
    }
    return await new Promise((resolve) => {
      const waiting: Waiting = {
        begin: (has) => {
          clearTimeout(patience);
          resolve(has);
        },
      };
      const patience = setTimeout(() => {
        this.waiting.splice(this.waiting.indexOf(waiting), 1);
        waiting.begin(false);
      }, ms);
      this.waiting.push(waiting);
    });
  }

  /** Gives a place back that was held for `heldMs`. */
  release(heldMs: number): void {
    this.average = this.average === Infinity ? heldMs : this.average + LATEST * (heldMs - this.average);
    const next = this.waiting.shift();
    if (next !== undefined) next.begin(true);
    else this.taken--;
    if (this.room > 0) this.listening.shift()?.();
  }

  /** Resolves when there may be room, or after `ms`. */
  someRoom(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const told = (): void => {
        clearTimeout(patience);
        resolve();
      };
      const patience = setTimeout(() => {
        this.listening.splice(this.listening.indexOf(told), 1);
        resolve();
      }, ms);
      this.listening.push(told);
    });
  }
}
