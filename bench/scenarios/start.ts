import { median, percentile } from '../measure/statistics.ts';
import { post } from '../measure/http.ts';
import type { Bench, Figure } from '../bench-context.ts';

const RUNS = 200;
const WARMING = 50;

/** POST of a run → its first step started, both read from the clock of the process that posts and is called. */
export async function start({ heddle, probe }: Bench): Promise<Figure[]> {
  const took: number[] = [];
  for (let n = 0; n < WARMING + RUNS; n++) {
    const id = `start-${n}`;
    const called = new Promise<number>((resolve) => {
      probe.onVisit = (visit) => {
        visit.answer();
        if (visit.id === id) resolve(visit.at);
      };
    });
    const before = performance.now();
    const [at] = await Promise.all([called, post(heddle.url, '/api/v1/workflows/bench-call/runs', { input: { id } })]);
    if (n >= WARMING) took.push(at - before);
  }
  const conditions = `${RUNS} POSTs one after the other to the web process; the first step is a request back to the poster`;
  return [
    { name: 'start p50', value: median(took), unit: 'ms', conditions, bar: { below: 10 } },
    { name: 'start p99', value: percentile(took, 0.99), unit: 'ms', conditions, bar: null },
  ];
}
