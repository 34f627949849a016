import { PassingMap } from '../core/passing-map.ts';

type Entry<T> = { value: Promise<T>; weight: number };

/**
 * Values by key, those used last: so many at most, and together of so much weight. The last one stays in any case. One
 * that could not be made is forgotten.
 */
export class LastUsed<T> {
  private readonly entries = new PassingMap<Entry<T>>();

  constructor(
    private readonly most: { entries: number; weight: number },
    private readonly weigh: (value: T) => number,
  ) {}

  get size(): number {
    return this.entries.size;
  }

  get(key: string): Promise<T> | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined) return undefined;
    // The order of the map is the order of use.
    this.entries.set(key, entry);
    return entry.value;
  }

  set(key: string, value: Promise<T>): void {
    const entry: Entry<T> = { value, weight: this.entries.get(key)?.weight ?? 0 };
    this.entries.set(key, entry);
    this.shrink();
    value.then(
      (made) => {
        entry.weight = this.weigh(made);
        this.shrink();
      },
      () => {
        if (this.entries.get(key) === entry) this.entries.delete(key);
      },
    );
  }

  private shrink(): void {
    let weight = 0;
    for (const entry of this.entries.values()) weight += entry.weight;
    for (const [key, entry] of this.entries) {
      if (this.entries.size === 1 || (weight <= this.most.weight && this.entries.size <= this.most.entries)) return;
      weight -= entry.weight;
      this.entries.delete(key);
    }
  }
}
