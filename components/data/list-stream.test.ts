import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { RunListItem } from '@/engine/index.ts';
import { followLists, withRunStatus } from './list-stream.ts';
import { keys } from './query-keys.ts';
import { fakeNetwork } from './testing/fake-stream.ts';

let client: QueryClient;
beforeEach(() => {
  vi.useFakeTimers();
  client = new QueryClient();
});
afterEach(() => {
  client.clear();
  vi.useRealTimers();
});

const run = (id: string, status: RunListItem['status']) => ({ id, status }) as RunListItem;
const lists = (...runs: RunListItem[]) => ({ pages: [{ items: runs, nextCursor: null }], pageParams: [null] });
function follow() {
  const network = fakeNetwork();
  const told: string[] = [];
  const invalidated = vi.spyOn(client, 'invalidateQueries');
  followLists(client, { onRun: (frame) => told.push(`${frame.id} ${frame.status}`), onTold: (id, what) => told.push(`${id} ${what}`) }, network.environment);
  const touched = () => invalidated.mock.calls.map(([filter]) => (filter?.queryKey ?? []).join('/'));
  return { network, told, touched };
}

it('takes the number of open approvals from the greeting', () => {
  const { network } = follow();
  network.last.say('list', { type: 'hello', openApprovals: 3 });
  expect(client.getQueryData(keys.approvals.openCount)).toBe(3);
});
it('changes a run in the lists at once, and reads lists again once for many changes', () => {
  const { network, told, touched } = follow();
  client.setQueryData(keys.runs.list({}), lists(run('a', 'running'), run('b', 'queued')));
  for (let index = 0; index < 50; index += 1) network.last.say('list', { type: 'run', id: 'a', workflow: null, status: 'completed' });
  expect(client.getQueryData<ReturnType<typeof lists>>(keys.runs.list({}))?.pages[0]?.items.map(({ status }) => status)).toEqual(['completed', 'queued']);
  expect(touched()).toEqual([]);
  vi.advanceTimersByTime(1_000);
  expect(touched().filter((key) => key === 'runs/list')).toHaveLength(1);
  expect(told).toHaveLength(50);
});
it('reads approvals and their number again when one changes', () => {
  const { network, touched } = follow();
  network.last.say('list', { type: 'approval', id: 'x', status: 'open' });
  vi.advanceTimersByTime(1_000);
  expect(touched()).toEqual(expect.arrayContaining(['approvals/list', 'approvals/open-count', 'approvals/one/x']));
});
it('reads again what a change of a worker, of limits or of dead letters touches, and nothing else', () => {
  const { network, touched } = follow();
  network.last.say('list', { type: 'worker', id: 'w' });
  vi.advanceTimersByTime(1_000);
  expect(touched()).toEqual(['workers', 'task-queues']);
  network.last.say('list', { type: 'dead_letters', run: 'r' });
  vi.advanceTimersByTime(1_000);
  expect(touched().slice(2)).toEqual(['dead-letters']);
  network.last.say('list', { type: 'task_queue', name: 'mail' });
  vi.advanceTimersByTime(1_000);
  expect(touched().slice(3)).toEqual(['task-queues']);
});
it('tells of a reminder and an escalation, and of nothing else that happens to a request', () => {
  const { network, told, touched } = follow();
  network.last.say('list', { type: 'approval', id: 'x', status: 'open', told: 'reminded' });
  network.last.say('list', { type: 'approval', id: 'x', status: 'open', told: 'escalated' });
  network.last.say('list', { type: 'approval', id: 'x', status: 'open', told: 'something newer' });
  network.last.say('list', { type: 'approval', id: 'x', status: 'decided' });
  vi.advanceTimersByTime(1_000);
  expect(told).toEqual(['x reminded', 'x escalated']);
  expect(touched()).toContain('approvals/list');
});
it('reads what is on the screen again after a break, and not after the first greeting', () => {
  const { network, touched } = follow();
  network.last.say('list', { type: 'hello', openApprovals: 0 });
  vi.advanceTimersByTime(1_000);
  expect(touched()).toEqual([]);
  network.last.say('list', { type: 'hello', openApprovals: 0 });
  vi.advanceTimersByTime(1_000);
  expect(touched()).toContain('runs/list');
});
it('passes over a frame of a newer server', () => {
  const { network, touched } = follow();
  network.last.say('list', { type: 'weather', sunny: true });
  vi.advanceTimersByTime(1_000);
  expect(touched()).toEqual([]);
});
it('keeps the very same pages when nothing changes in them', () => {
  const before = lists(run('a', 'running'));
  expect(withRunStatus(before, 'a', 'running')).toBe(before);
  expect(withRunStatus(before, 'z', 'failed')).toBe(before);
});
