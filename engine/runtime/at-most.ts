/** So many pieces of work at once; the others wait for their turn, in the order in which they came. */
export class AtMost {
  private going = 0;
  private readonly waiting: (() => void)[] = [];
  private first = 0;

  constructor(private readonly most: number) {}

  /** How many wait for their turn. */
  get queued(): number {
    return this.waiting.length - this.first;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.going >= this.most) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.going++;
    try {
      return await work();
    } finally {
      this.next();
    }
  }

  /** The place goes to whoever waits for longest. */
  private next(): void {
    const next = this.waiting[this.first];
    if (next === undefined) {
      this.going--;
      return;
    }
    this.first++;
    if (this.first > 1_000 && this.first * 2 > this.waiting.length) {
      this.waiting.splice(0, this.first);
      this.first = 0;
    }
    next();
  }
}
