const SLICE_MS = 10;

/**
 * Runs long work that yields now and then, and lets others have the event loop in between: what is asked of the process
 * meanwhile waits for a slice and not for all of it.
 */
export async function inSlices<T>(work: Generator<void, T>): Promise<T> {
  for (let since = performance.now(); ; ) {
    const step = work.next();
    if (step.done) return step.value;
    if (performance.now() - since < SLICE_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  }
}
