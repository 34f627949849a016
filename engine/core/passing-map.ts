type Entry<V> = { key: string; value: V | undefined; before: Entry<V> | null; after: Entry<V> | null };

/**
 * A map for what comes and goes all the time, in the order in which it came.
 *
 * A `Map` that lives long and changes often is dear to the garbage collector: when its table has no room left, V8 makes
 * a new one to which the old one points, for iterators that stand in it. Once one such table is old enough to wait for a
 * full collection, every table after it, and whatever each held when it was left, waits with it: values that were used
 * for a millisecond are copied and marked as if they were kept. A dictionary object has no such pointer, and an entry
 * that is deleted here holds nothing any more (docs/decisions/0045-shapes-and-tables.md).
 */
export class PassingMap<V> {
  private readonly entries = Object.create(null) as Record<string, Entry<V> | undefined>;
  private first: Entry<V> | null = null;
  private last: Entry<V> | null = null;
  private count = 0;

  get size(): number {
    return this.count;
  }

  has(key: string): boolean {
    return this.entries[key] !== undefined;
  }

  get(key: string): V | undefined {
    return this.entries[key]?.value;
  }

  /** As the last one, also where the key was there before. */
  set(key: string, value: V): void {
    const known = this.entries[key];
    if (known !== undefined) {
      known.value = value;
      if (known === this.last) return;
      this.unlink(known);
      this.append(known);
      return;
    }
    const entry: Entry<V> = { key, value, before: null, after: null };
    this.entries[key] = entry;
    this.append(entry);
    this.count++;
  }

  delete(key: string): boolean {
    const entry = this.entries[key];
    if (entry === undefined) return false;
    delete this.entries[key];
    this.unlink(entry);
    entry.value = undefined;
    this.count--;
    return true;
  }

  /** Only the entry that was given last may be deleted while this goes on. */
  *[Symbol.iterator](): Generator<[string, V], void> {
    for (let entry = this.first; entry !== null; ) {
      const { after } = entry;
      yield [entry.key, entry.value as V];
      entry = after;
    }
  }

  /** As they are now: anything may be deleted while they are gone through. */
  values(): V[] {
    const values: V[] = [];
    for (let entry = this.first; entry !== null; entry = entry.after) values.push(entry.value as V);
    return values;
  }

  private append(entry: Entry<V>): void {
    entry.before = this.last;
    if (this.last === null) this.first = entry;
    else this.last.after = entry;
    this.last = entry;
  }

  private unlink(entry: Entry<V>): void {
    if (entry.before === null) this.first = entry.after;
    else entry.before.after = entry.after;
    if (entry.after === null) this.last = entry.before;
    else entry.after.before = entry.before;
    entry.before = null;
    entry.after = null;
  }
}
