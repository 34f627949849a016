import { expect, test } from 'vitest';
import { task, worldOf } from '../core/testing/build.fixture.ts';
import type { Store } from '../ports/store.ts';
import { FoldedRuns } from './folded-runs.ts';

const ITEMS = 1_500;
const large = worldOf([{ id: 'm', type: 'map', params: { items: Array.from({ length: ITEMS }, (_, index) => index) } }, task('x', { parent: 'm' })], 'start>m').start();

function viewsOf(): { views: FoldedRuns; events: () => number; largest: () => number } {
  let events = 0;
  let largest = 0;
  const store: Pick<Store, 'readEvents'> = {
    async readEvents(_runId, after, limit) {
      const page = structuredClone(large.history.slice(after, after + limit));
      events += page.length;
      largest = Math.max(largest, page.length);
      return page;
    },
  };
  return { views: new FoldedRuns(store as Store, { entries: 20, weight: 9_000 }), events: () => events, largest: () => largest }; // nothing else of it is asked
}

test('a view that is asked for again folds only what is new, a thousand events at a time', async () => {
  const { views, events, largest } = viewsOf();
  await views.of('a');
  expect(events()).toBe(large.history.length);
  await views.of('a');
  expect(events()).toBe(large.history.length);
  expect(largest()).toBe(1_000);
});

test('large states push each other out before their number does', async () => {
  const { views } = viewsOf();
  for (let run = 0; run < 10; run += 1) await views.of(`r${run}`);
  expect(views.size).toBeLessThanOrEqual(6);
  expect(views.size).toBeGreaterThan(1);
});
