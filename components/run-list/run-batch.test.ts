import { expect, it } from 'vitest';
import type { BatchAnswer } from '@/engine/index.ts';
import type { Batch } from '../data/api.ts';
import { BatchRun } from './run-batch.ts';

const page = (done: number, nextCursor: string | null, failed: BatchAnswer['failed'] = []): BatchAnswer => ({ id: 'b1', done, failed, nextCursor });

it('works through every page of every filter, and adds up what refused', async () => {
  const sent: Batch[] = [];
  const answers = [page(50, 'c1'), page(49, null, [{ runId: 'x', code: 'run_over', detail: 'It is over.' }]), page(3, null)];
  const seen: number[] = [];
  const batch = new BatchRun('b1', [{ status: 'running' }, { ids: ['z'] }], { operation: 'cancel', reason: 'why' }, (asked) => (sent.push(asked), Promise.resolve(answers.shift()!)), (progress) => seen.push(progress.done));
  await batch.go();
  expect(batch.progress).toEqual({ done: 102, failed: [{ runId: 'x', code: 'run_over', detail: 'It is over.' }], over: true });
  expect(seen).toEqual([50, 99, 102, 102]);
  expect(sent.map(({ filter, id, cursor }) => [filter, id, cursor])).toEqual([[{ status: 'running' }, 'b1', undefined], [{ status: 'running' }, 'b1', 'c1'], [{ ids: ['z'] }, 'b1', undefined]]);
});

it('goes on after a page that did not answer, and after a stop, where it was', async () => {
  const answers: (BatchAnswer | Error)[] = [page(50, 'c1'), new Error('away'), page(50, 'c2'), page(5, null)];
  const cursors: (string | undefined)[] = [];
  const batch: BatchRun = new BatchRun('b1', [{ status: 'running' }], { operation: 'pause' }, (asked) => {
    cursors.push(asked.cursor);
    const answer = answers.shift()!;
    if (answer instanceof Error) return Promise.reject(answer);
    if (answer.nextCursor === 'c2') batch.stop();
    return Promise.resolve(answer);
  }, () => undefined);
  await expect(batch.go()).rejects.toThrow('away');
  await batch.go();
  expect(batch.progress).toMatchObject({ done: 100, over: false });
  await batch.go();
  expect([batch.progress, cursors]).toMatchObject([{ done: 105, over: true }, [undefined, 'c1', 'c1', 'c2']]);
});
