import { expect, it } from 'vitest';
import type { RunListItem } from '@/engine/index.ts';
import { translator } from '../i18n/translate.ts';
import { STATUS_FACE } from '../ui/status-face.ts';
import { runFace, waitWords } from './run-words.tsx';

const wait = (kind: RunListItem['waitingFor'][number]['kind'], name: string) => ({ path: name, kind, name, dueAt: null });

it('a run that only waits looks like what it waits for', () => {
  expect(runFace({ status: 'running', waitingFor: [wait('timer', 'cool')] })).toMatchObject({ status: 'waiting' });
  expect(runFace({ status: 'running', waitingFor: [wait('approval', 'Release?')] }).icon).not.toBe(runFace({ status: 'running', waitingFor: [wait('timer', 'cool')] }).icon);
  expect(STATUS_FACE[runFace({ status: 'running', waitingFor: [wait('signal', 'packed')] }).status].tone).toBe('wait');
});
it('a run that works, is paused or is over looks like its status', () => {
  expect(runFace({ status: 'running', waitingFor: [] })).toEqual({ status: 'running' });
  expect(runFace({ status: 'paused', waitingFor: [wait('timer', 'cool')] })).toEqual({ status: 'paused' });
  expect(runFace({ status: 'completed', waitingFor: [] })).toEqual({ status: 'completed' });
});
it('says what is waited for, and how much more', () => {
  const waits = [wait('signal', 'packed'), wait('timer', 'cool'), wait('child', 'ship')];
  expect(waitWords({ waitingFor: waits.slice(0, 1) }, translator('en'))).toBe('waits for packed');
  expect(waitWords({ waitingFor: waits }, translator('en'))).toBe('waits for packed and 2 more');
  expect(waitWords({ waitingFor: waits.slice(0, 1) }, translator('zh'))).toBe('等待packed');
  expect(waitWords({ waitingFor: [] }, translator('en'))).toBe('');
});
