import { createHash } from 'node:crypto';
import { PassingMap } from '../core/passing-map.ts';
import type { CutValue, Large } from '../core/large-values.ts';
import type { Json } from '../definition/json.ts';
import { type Look, NeedsValues, type Ref, refsIn, wholeValue } from '../definition/ref.ts';
import type { Store } from '../ports/store.ts';

/** Bytes of text kept in memory: what a step has given is often what the next one is given. */
const MOST_BYTES = 64 * 1_048_576;

type Kept = { value: Json; bytes: number; usedAt: number };

/** Large values at hand in this process, by their hash: equal hashes are equal values, whosever they are. */
export class LargeValues {
  /** Least recently used first. */
  private readonly kept = new PassingMap<Kept>();
  private bytes = 0;
  readonly counts = { loaded: 0 };

  constructor(
    private readonly store: Pick<Store, 'readPayloads'>,
    private readonly most = MOST_BYTES,
  ) {}

  readonly look: Look = (ref) => {
    const found = this.kept.get(ref.hash);
    if (found === undefined) return undefined;
    this.kept.set(ref.hash, found);
    found.usedAt = performance.now();
    return found.value;
  };

  /** How the core goes about large values here. @param first asked before what this process keeps */
  large(first?: Look): Large {
    return { look: first === undefined ? this.look : (ref) => first(ref) ?? this.look(ref), sha256: (text) => createHash('sha256').update(text).digest('hex') };
  }

  /** Keeps what was cut out here: whatever follows from it is likely to look into it. */
  keep(values: readonly CutValue[]): void {
    for (const { ref, value } of values) this.put(ref, value);
  }

  /** @throws Error when the run does not have one of them */
  async load(runId: string, refs: readonly Ref[]): Promise<Map<string, Json>> {
    const loaded = new Map<string, Json>();
    const missing: Ref[] = [];
    for (const ref of refs) {
      const value = this.look(ref);
      if (value === undefined) missing.push(ref);
      else loaded.set(ref.hash, value);
    }
    if (missing.length === 0) return loaded;
    const texts = await this.store.readPayloads(runId, missing.map((ref) => ref.hash));
    for (const ref of missing) {
      const text = texts.get(ref.hash);
      if (text === undefined) throw new Error(`The run ${runId} does not have the large value ${ref.hash.slice(0, 12)} that its history names.`);
      const value = JSON.parse(text) as Json;
      this.counts.loaded++;
      this.put(ref, value);
      loaded.set(ref.hash, value);
    }
    return loaded;
  }

  /** Tries until nothing is missing any more; each time `act` begins anew. What it has asked for stays at hand meanwhile, however much it is. */
  async with<T>(runId: string, act: (large: Large) => T | Promise<T>): Promise<T> {
    const atHand = new Map<string, Json>();
    for (;;) {
      try {
        return await act(this.large((ref) => atHand.get(ref.hash)));
      } catch (error) {
        if (!(error instanceof NeedsValues)) throw error;
        for (const [hash, value] of await this.load(runId, error.refs)) atHand.set(hash, value);
      }
    }
  }

  /** A value of a run with everything it refers to in its place. */
  async whole<T>(runId: string, value: T): Promise<T> {
    const refs = refsIn(value);
    if (refs.length === 0) return value;
    const loaded = await this.load(runId, refs);
    return wholeValue(value, (ref) => loaded.get(ref.hash));
  }

  /** Drops what nobody has looked at for so long. */
  tidy(idleMs: number): void {
    const since = performance.now() - idleMs;
    for (const [hash, { usedAt }] of this.kept) {
      if (usedAt > since) return;
      this.drop(hash);
    }
  }

  get size(): { values: number; bytes: number } {
    return { values: this.kept.size, bytes: this.bytes };
  }

  private put(ref: Ref, value: Json): void {
    if (this.look(ref) !== undefined || ref.bytes > this.most) return;
    this.kept.set(ref.hash, { value, bytes: ref.bytes, usedAt: performance.now() });
    this.bytes += ref.bytes;
    for (const [hash] of this.kept) {
      if (this.bytes <= this.most) return;
      this.drop(hash);
    }
  }

  private drop(hash: string): void {
    this.bytes -= this.kept.get(hash)?.bytes ?? 0;
    this.kept.delete(hash);
  }
}
