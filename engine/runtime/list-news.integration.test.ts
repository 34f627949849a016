import { afterAll, beforeAll, it } from 'vitest';
import { definition, edges, node } from '../testing/build.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';
import { until } from '../testing/until.ts';
import type { ListChange } from './engine.ts';

let t: EngineUnderTest;
let unwatch = (): void => {};
const heard: ListChange[] = [];
beforeAll(async () => {
  t = await engineUnderTest({ workers: 0 });
  unwatch = t.engine.watchLists((change) => heard.push(change));
});
afterAll(async () => {
  unwatch();
  await t.close();
});

const news = (wanted: ListChange): Promise<true> => until(`pages hear of ${JSON.stringify(wanted)}`, () => heard.some((change) => JSON.stringify(change) === JSON.stringify(wanted)) || undefined);

/** What happens before the engine has met Redis is told to nobody. */
const told = (): Promise<unknown> =>
  until('something is heard', async () => {
    await t.engine.setQueueLimits('any', { concurrency: 1, rate: null }, null);
    return heard.length > 0;
  });

it('open pages hear of workers that come and go', async () => {
  const worker = await t.addWorker({});
  await news({ type: 'worker', id: worker.id });
  heard.length = 0;
  await worker.stop(500);
  await news({ type: 'worker', id: worker.id });
});

it('open pages hear of limits that are set and taken away', async () => {
  await told();
  await t.engine.setQueueLimits('mail', { concurrency: 1, rate: null }, 'Ada');
  await news({ type: 'task_queue', name: 'mail' });
  heard.length = 0;
  await t.engine.setQueueLimits('mail', null, 'Ada');
  await news({ type: 'task_queue', name: 'mail' });
});

it('open pages hear of a dead letter that is dismissed', async () => {
  await told();
  const { run } = await t.engine.startRun({ definition: definition('ends', [node('start', 'start'), node('end', 'end', { output: 1 })], edges('start > end')) });
  await t.database.query(`INSERT INTO dead_letters (workspace_id, id, run_id, path, node, attempt, error, workflow_name, at) VALUES ('default', $1, $2, 'a', 'a', 1, '{"type":"worker_lost","message":"Lost."}', 'Ends', 1)`, [`${run.id}.2`, run.id]);
  await t.engine.dismissDeadLetter(`${run.id}.2`, { reason: null, by: null });
  await news({ type: 'dead_letters', run: run.id });
});
