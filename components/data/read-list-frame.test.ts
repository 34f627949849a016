import { expect, test } from 'vitest';
import { listFrameSchema, type Json, type ListFrame } from '@/engine/index.ts';
import { readListFrame } from './read-list-frame.ts';

const frames: ListFrame[] = [
  { type: 'hello', openApprovals: 3 },
  { type: 'worker', id: 'w' },
  { type: 'task_queue', name: 'mail' },
  { type: 'dead_letters', run: 'r' },
  { type: 'trigger', workflow: 'w' },
  ...(['open', 'decided', 'timed_out', 'withdrawn'] as const).map((status): ListFrame => ({ type: 'approval', id: 'a', status })),
  ...(['reminded', 'escalated'] as const).map((told): ListFrame => ({ type: 'approval', id: 'a', status: 'open', told })),
  { type: 'run', id: 'r', workflow: null, status: 'running' },
  { type: 'run', id: 'r', workflow: 'w', status: 'timed_out', generation: 2 },
];

test.each(frames)('a frame is read as its schema reads it: %j', (frame) => {
  expect(listFrameSchema.parse(frame)).toEqual(frame);
  expect(readListFrame(frame as Json)).toEqual(frame);
});

test.each([
  null, [], 'hello', {}, { type: 'new', id: 'x' }, { type: 'hello' }, { type: 'hello', openApprovals: '3' }, { type: 'worker' }, { type: 'worker', id: 1 },
  { type: 'task_queue', id: 'mail' }, { type: 'dead_letters', run: null }, { type: 'trigger', id: 'w' },
  { type: 'approval', id: 'a', status: 'lost' }, { type: 'run', id: 'r', workflow: null, status: 'lost' }, { type: 'run', id: 'r', status: 'running' }, { type: 'run', id: 'r', workflow: null, status: 'running', generation: 1.5 },
])('what its schema refuses is none: %j', (value) => {
  expect(listFrameSchema.safeParse(value).success).toBe(false);
  expect(readListFrame(value as Json)).toBeNull();
});
