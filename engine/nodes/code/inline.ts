import type { JobResult } from './protocol.ts';
import { Sandbox } from './sandbox.ts';

export type InlineCall = { program: number; source: string; inputJson: string; now: number; seed: string };

/** Runs on a thread, one after the other, that were this short make a program one that may run at once. */
const FAST_MS = 0.5;
const FAST_RUNS = 4;
/** What the event loop is held up for at most; a program that wants more is broken off and goes back to a thread. */
const BUDGET_MS = 5;
/** Times a program may be broken off before it is a thread's for good; a busy machine makes short ones look long. */
const STRIKES = 3;
const LARGEST_SOURCE = 20_000;
const LARGEST_INPUT = 16_384;
/** The interpreter cannot be broken off while it multiplies two of these. */
const BIG_INTEGERS = /\dn\b|BigInt/;

type Standing = { fast: number; strikes: number; never: boolean };

/**
 * The same sandbox on the calling thread, for programs that have shown to end in a fraction of a millisecond: a
 * thread's answer takes two wake-ups, many times what such code needs. It gives an answer or none: whatever does not
 * end well (an error, a limit, too much time) is run again by a thread, which has the last word. Code is pure, so
 * running it twice does nothing twice.
 */
export class InlineSandbox {
  readonly #records = new Map<number, Standing>();
  #sandbox: Sandbox | null = null;
  #making = false;
  #nextId = 1;

  /** The interpreter asks its thread's `Date` for the time zone; a thread of its own answers UTC, this one must be so. */
  static possible(): boolean {
    return Intl.DateTimeFormat().resolvedOptions().timeZone === 'UTC';
  }

  /** How long a thread took for a run of the program, ms. */
  ran(program: number, ms: number): void {
    const record = this.#recordOf(program);
    if (ms < FAST_MS) record.fast++;
    else if (record.fast < FAST_RUNS) record.fast = 0;
  }

  forget(program: number): void {
    this.#records.delete(program);
  }

  /** @returns null when a thread must run it */
  run(call: InlineCall): JobResult | null {
    const record = this.#records.get(call.program);
    if (record === undefined || record.never || record.fast < FAST_RUNS || call.inputJson.length > LARGEST_INPUT) return null;
    if (call.source.length > LARGEST_SOURCE || BIG_INTEGERS.test(call.source)) {
      record.never = true;
      return null;
    }
    const sandbox = this.#ready();
    if (sandbox === null) return null;
    const job = { id: this.#nextId++, program: call.program, source: call.source, inputJson: call.inputJson, now: call.now, seed: call.seed };
    if (!sandbox.knows(call.program)) sandbox.learn(job);
    const startedAt = performance.now();
    const result = sandbox.execute(job, () => performance.now() - startedAt > BUDGET_MS);
    if (sandbox.isSpent) this.#sandbox = null;
    if (result.failure === null) return result;
    if (result.failure.kind !== 'thrown' && ++record.strikes >= STRIKES) record.never = true;
    return null;
  }

  #recordOf(program: number): Standing {
    let record = this.#records.get(program);
    if (record === undefined) this.#records.set(program, (record = { fast: 0, strikes: 0, never: false }));
    return record;
  }

  #ready(): Sandbox | null {
    if (this.#sandbox !== null || this.#making) return this.#sandbox;
    this.#making = true;
    void Sandbox.create('shared').then(
      (sandbox) => {
        this.#sandbox = sandbox;
        this.#making = false;
      },
      // Without it everything goes to the threads, as it did before; it is not tried again.
      () => {},
    );
    return null;
  }
}
