import { expect, it } from 'vitest';
import { translator } from '@/components/i18n/translate.ts';
import { aHistory, started } from './a-history.ts';
import { eventWords } from './event-words.ts';

const control = { reason: null, by: null };
const events = aHistory([
  started(0, {}),
  { at: 1, type: 'run.overridden', data: { ...control, workflow: '', node: 'pay', params: { url: 'x', method: 'POST' } } },
  { at: 2, type: 'run.fast_forwarded', data: { ...control, to: 'rounds[7]' } },
  { at: 2, derived: true, type: 'iteration.skipped', path: 'rounds', data: { from: 2, to: 6, reason: 'fast-forward' } },
  { at: 3, type: 'update.received', data: { ...control, name: 'limit', payload: 5, clientId: null } },
  { at: 3, derived: true, type: 'update.applied', data: { name: 'limit', vars: { limit: 5 }, result: null } },
  { at: 3, derived: true, type: 'update.applied', data: { name: 'look', vars: {}, result: 1 } },
  { at: 3, derived: true, type: 'run.timeout_suspended', data: { remainingMs: 5 } },
  { at: 4, derived: true, type: 'run.timeout_continued', data: { remainingMs: 5 } },
  { at: 5, derived: true, type: 'approval.reminded', path: 'ask', data: { number: 2, to: ['anna', 'finance'], nextAt: null } },
  { at: 5, derived: true, type: 'approval.reminded', path: 'ask', data: { number: 3, to: [], nextAt: null } },
  { at: 6, derived: true, type: 'approval.escalated', path: 'ask', data: { to: ['head'], mode: 'add', afterMs: 172_800_000, assignees: ['anna', 'head'] } },
  { at: 6, derived: true, type: 'approval.escalated', path: 'ask', data: { to: ['head'], mode: 'replace', afterMs: 5_400_000, assignees: ['head'] } },
  { at: 4, derived: true, type: 'run.yielded', data: { nodes: ['a'], sagas: [], containers: [] } },
  { at: 4, type: 'run.continued', data: { timer: 10 } },
]);

it('what people do to a run while it goes on is told in words, in both languages', () => {
  expect(events.map((event) => eventWords(event, translator('en')))).toEqual([
    '', 'Other parameters for pay from here on: url, method', 'Goes on to rounds[7]', 'Iterations 2 to 6 are passed over', 'Update limit', 'Update limit was taken and answered; it set limit',
    'Update look was taken and answered', 'Only people are waited for: the time limit of the run stands still', 'The time limit of the run counts again',
    'Reminder 2: anna, finance', 'Reminder 3, to whoever has not decided', 'Not decided within 2d: head asked, too', 'Not decided within 1h30m: head asked instead',
    'Much follows from one event: the rest is decided next, and others may come between', 'Goes on with what was left',
  ]);
  for (const words of events.slice(1).map((event) => eventWords(event, translator('zh')))) expect(words).toMatch(/[\u4e00-\u9fff]/);
});
