import { expect, it } from 'vitest';
import { planOf, task, worldOf } from '../core/testing/build.fixture.ts';
import type { Store } from '../ports/store.ts';
import type { RunRow } from '../ports/views.ts';
import { Migrations } from './migrations.ts';
import type { Plans } from './plans.ts';
import type { Runs } from './runs.ts';

const ITEMS = 2_000;
const nodes = [{ id: 'm', type: 'map', params: { items: Array.from({ length: ITEMS }, (_, index) => index) } }, task('x', { parent: 'm' })];
const world = worldOf(nodes, 'start>m').start();
for (let index = 0; index < ITEMS - 1; index++) world.complete(`m[${index}]/x`, index);

it('lets others have the event loop while a long history is looked through', async () => {
  const plans: Pick<Plans, 'byId'> = { byId: async () => planOf([...nodes, task('y')], 'start>m m>y') };
  const store: Pick<Store, 'readEvents' | 'findVersion'> = {
    readEvents: async (_runId, after, limit) => world.history.slice(after, after + limit),
    findVersion: async () => ({ found: true, workflowId: 'w', slug: 'w', name: 'W', definitionId: 'second', version: 2 }),
  };
  const runs = { values: { with: async (_runId: string, act: (large: object) => unknown) => await act({}) } };
  // Nothing else of them is asked.
  const migrations = new Migrations({ store: store as Store, plans: plans as Plans, runs: runs as unknown as Runs });
  let turns = 0;
  let over = false;
  const turn = (): void => void (over || (turns++, setImmediate(turn)));
  setImmediate(turn);
  const row = { id: world.runId, workflowId: 'w', version: 1, definitionId: 'first' } as RunRow;
  const plan = await migrations.plan(row, { version: 2 });
  over = true;
  expect(plan).toMatchObject({ refusal: null, problems: [] });
  // Folding it alone takes two or three.
  expect(turns).toBeGreaterThan(6);
});
