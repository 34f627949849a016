/** Between two tries, ms, while the browser believes that it has a connection: two minutes in all. */
const WAITS_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000] as const;

/**
 * Fetches a part of the page, and again when that fails: what `lazy` could not fetch once it never asks for again, and the
 * whole page goes down with it. Until it is there the place of the part shows that it is loading.
 * @throws what the last try did, when it fails for two minutes with a connection: the page is of a build that is gone
 */
export async function patiently<Part>(fetch: () => Promise<Part>): Promise<Part> {
  for (const wait of WAITS_MS) {
    try {
      return await fetch();
    } catch {
      await (navigator.onLine ? pause(wait) : online());
    }
  }
  return await fetch();
}

/** A connection that comes back ends it before its time. */
function pause(ms: number): Promise<void> {
  return new Promise((done) => {
    const over = (): void => {
      clearTimeout(timer);
      removeEventListener('online', over);
      done();
    };
    const timer = setTimeout(over, ms);
    addEventListener('online', over);
  });
}

function online(): Promise<void> {
  return new Promise((done) => addEventListener('online', () => done(), { once: true }));
}
