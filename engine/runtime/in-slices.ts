import { NeedsValues } from '../definition/ref.ts';

const SLICE_MS = 10;

/**
 * Runs long work that yields now and then, and lets others have the event loop in between: what is asked of the process
 * meanwhile waits for a slice and not for all of it.
 * @param provide puts at hand what the work yields that it needs
 */
export async function inSlices<T>(work: Generator<NeedsValues | undefined | void, T>, provide?: (needs: NeedsValues) => Promise<void>): Promise<T> {
  for (let since = performance.now(); ; ) {
    const step = work.next();
    if (step.done) return step.value;
    if (step.value instanceof NeedsValues) {
      if (provide === undefined) throw step.value;
      await provide(step.value);
    }
    if (performance.now() - since < SLICE_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  }
}
