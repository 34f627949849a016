/**
 * Gathers calls of one turn of the event loop (and of the time while an earlier batch is under way) into one.
 * `work` answers in the order of the items.
 */
export class Batcher<T, R> {
  private waiting: { item: T; resolve: (result: R) => void; reject: (error: unknown) => void }[] = [];
  private scheduled = false;
  private busy = 0;

  constructor(
    private readonly work: (items: T[]) => Promise<R[]>,
    private readonly limits: { largest: number; parallel: number },
  ) {}

  call(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (this.scheduled) return;
      this.scheduled = true;
      setImmediate(() => {
        this.scheduled = false;
        this.go();
      });
    });
  }

  private go(): void {
    while (this.busy < this.limits.parallel && this.waiting.length > 0) {
      const batch = this.waiting.splice(0, this.limits.largest);
      this.busy++;
      this.work(batch.map((call) => call.item))
        .then(
          (results) => batch.forEach((call, index) => call.resolve(results[index]!)),
          (error: unknown) => batch.forEach((call) => call.reject(error)),
        )
        .finally(() => {
          this.busy--;
          this.go();
        });
    }
  }
}
