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

const MOST_TRIES = 15;

/**
 * Milliseconds that `work` would take on a calm machine, the best of some tries: what others take of this one meanwhile
 * is taken off, and a moment in which it was held up altogether counts for one try alone.
 * @param enough tries no more when it is below
 */
export function bestCalmMs(enough: number, work: () => void): number {
  let best = Infinity;
  for (let tries = 0; tries < MOST_TRIES && best >= enough; tries++) best = Math.min(best, calmMs(work));
  return best;
}

/** Of one try. */
function calmMs(work: () => void): number {
  const before = slowness();
  const began = performance.now();
  work();
  const took = performance.now() - began;
  return took / ((before + slowness()) / 2);
}

// The first times measure the compiler.
for (let warming = 0; warming < 4; warming++) slowness();
