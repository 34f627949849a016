import { expect, test } from 'vitest';
import { CORE_VERSION } from '../core/advance.ts';
import type { RunEvent } from '../core/events.ts';
import { replay } from '../core/replay.ts';
import { task, worldOf } from '../core/testing/build.fixture.ts';
import { cutsOf, forkOf } from '../core/testing/fork.fixture.ts';
import type { World } from '../core/testing/world.fixture.ts';
import { LargeValues } from './large-values.ts';
import { replayRun } from './replay-run.ts';

/** Rounds of which each looks into one value, over some pages of history. */
function rounds(value = 'x'.repeat(300_000)): World {
  const nodes = [task('a'), { id: 'l', type: 'loop', params: { count: 600 } }, { id: 'x', type: 'transform', parent: 'l', params: { value: '{{ nodes.a.output.contains("z") ? 0 : iteration }}' } }, task('y', { parent: 'l' })];
  const world = Object.assign(worldOf(nodes, 'start>a a>l x>y'), { coreVersion: CORE_VERSION }).start();
  world.complete('a', value);
  for (let round = 0; round < 600; round += 1) world.complete(`l[${round}]/y`, round);
  expect([world.state.output, world.history.length > 2_500]).toEqual([599, true]);
  return world;
}

/** As a process does that keeps no large value longer than it must. */
function replayed(world: World, history: readonly RunEvent[] = world.history) {
  const read: number[] = [];
  const texts = new Map([...world.values].map(([hash, { text }]) => [hash, text]));
  const values = new LargeValues({ readPayloads: async () => texts }, 0);
  const store = { readEvents: async (_id: string, after: number, limit: number): Promise<RunEvent[]> => {
    read.push(limit);
    return history.slice(after, after + limit);
  } };
  const plans = { byId: async () => world.plan };
  return { read, values, report: replayRun({ store, plans, values }, { id: world.runId, definitionId: 'd' }) };
}

test('a history that is replayed a page at a time is told as if it were replayed whole', async () => {
  const world = rounds();
  const { report, read, values } = replayed(world);
  expect(await report).toEqual(replay(world.plan, world.runId, world.history, new Map(), world.large()));
  expect((await report).ok).toBe(true);
  // Twice over all pages, and what the rounds look into for each page of them.
  expect([Math.max(...read) < world.history.length / 1.5, read.length, values.counts.loaded]).toEqual([true, 4, 2]);
});

test('so is a fork, whose beginning is the history of another over more than a page', async () => {
  const world = rounds('x');
  const fork = forkOf(world, cutsOf(world.history).find((seq) => seq > 2_300)!);
  fork.run();
  const { report } = replayed(fork);
  expect(await report).toEqual(replay(fork.plan, fork.runId, fork.history, new Map(), fork.large()));
  expect([fork.state.status, (await report).ok]).toEqual(['completed', true]);
});

test('nothing is read behind the page of the first difference', async () => {
  const world = rounds();
  const at = world.history.findIndex((event) => event.type === 'step.completed' && event.path === 'l[3]/x');
  const history = world.history.map((event, index) => (index === at ? { ...event, data: { ...event.data, output: 'another' } } : event)) as RunEvent[]; // one output is another
  const { report, read } = replayed(world, history);
  expect(await report).toMatchObject({ ok: false, events: history.length, divergence: { seq: at + 1 } });
  expect(read).toHaveLength(3);
});
