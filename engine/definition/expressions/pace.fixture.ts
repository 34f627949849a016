/** What a calm machine of the smallest kind takes for the work below, ms. */
const CALM_MS = 10;

/** How many times as long as a calm machine this one takes for ordinary work at this moment; never less than once. */
export function slowness(): number {
  const before = performance.now();
  const rows: { id: number; name: string }[] = [];
  for (let id = 0; id < 60_000; id++) rows.push({ id, name: `row ${id}` });
  const names = rows.filter(({ id }) => id % 2 === 0).map(({ id, name }) => `${name}/${id}`);
  const took = performance.now() - before;
  if (names.length !== 30_000) throw new Error('The work was not done.');
  return Math.max(1, took / CALM_MS);
}

/** Milliseconds that `work` would take on a calm machine: what others take of this one meanwhile is taken off. */
export function calmMs(work: () => void): number {
  const before = slowness();
  const began = performance.now();
  work();
  const took = performance.now() - began;
  return took / ((before + slowness()) / 2);
}

// The first times measure the compiler.
for (let warming = 0; warming < 4; warming++) slowness();
