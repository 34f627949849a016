import { describe, expect, it } from 'vitest';
import type { BackTestDifference, BackTestedRun, BackTestView } from '@/engine/index.ts';
import { designTranslator } from '../../i18n/use-design-t.ts';
import { differenceWords, headline, tellingDifference } from './difference-words.ts';

const t = designTranslator('en');
const none = { refused: 0, fails: 0, branch: 0, left_out: 0, no_result: 0, values: 0, same: 0, not_comparable: 0 };
const view = (counts: Partial<typeof none>, looked: number): BackTestView => ({ version: null, revision: 1, of: looked, looked, counts: { ...none, ...counts }, runs: [] });
const run = (rest: Partial<BackTestedRun>): BackTestedRun => ({ id: 'r', status: 'completed', version: 1, key: null, startedAt: '', endedAt: null, verdict: 'same', differences: [], ...rest });
const input: BackTestDifference = { kind: 'input', path: 'a', changes: [], more: 0 };
const branch: BackTestDifference = { kind: 'branch', path: 'a', before: 'x', now: 'y' };
const ends: BackTestDifference = { kind: 'ends', before: 'completed', now: 'failed' };

describe('what is said of a back-test', () => {
  it('begins with the gravest of what was found', () => {
    expect(headline(view({ same: 197, branch: 3 }, 200), t).text).toBe('3 of 200 runs would take another branch');
    expect(headline(view({ branch: 3, refused: 1, values: 9 }, 13), t).text).toBe('1 of 13 runs would be refused');
    expect(headline(view({ same: 1 }, 1), t).text).toBe('The one run looked at would go the same way');
    expect(headline(view({ same: 12 }, 12), t).text).toBe('All 12 runs would go the same way');
    expect(headline(view({ same: 12, not_comparable: 1 }, 13), t).text).toBe('1 of 13 runs cannot be compared');
  });

  it('tells of a run what made its verdict, not what came first', () => {
    expect(tellingDifference(run({ verdict: 'branch', differences: [input, branch] }))).toBe(branch);
    expect(tellingDifference(run({ verdict: 'values', differences: [input] }))).toBe(input);
    expect(tellingDifference(run({ verdict: 'fails', differences: [input, ends] }))).toBe(ends);
    expect(tellingDifference(run({}))).toBeNull();
  });

  it.each<[BackTestDifference, string]>([
    [branch, '“A” leaves by y instead of x'],
    [{ ...branch, now: null }, '“A” leads no further, where it left by x'],
    [{ ...branch, before: null }, '“A” leaves by y, where it led no further'],
    [{ kind: 'refused', seq: 1, code: 'invalid_input', message: 'No.', problems: [{ pointer: '/who', message: 'is required' }] }, 'Its input would be refused: /who is required'],
    [{ kind: 'refused', seq: 9, code: 'unknown_update', message: 'No such update.', problems: [] }, 'What came at event 9 would be refused: No such update.'],
    [{ kind: 'fails', path: null, error: { type: 'x', message: 'Too late.' } }, 'The run fails: Too late.'],
    [{ kind: 'fails', path: 'a', error: { type: 'x', message: 'Boom.' } }, '“A” fails: Boom.'],
    [{ kind: 'left_out', path: 'a' }, '“A” would not run'],
    [{ kind: 'no_result', path: 'a', why: 'other_type' }, '“A” is of another type than what ran'],
    [input, '“A” would be given something else'],
    [{ kind: 'output', path: 'a', changes: [], more: 0 }, '“A” would give something else'],
    [{ kind: 'result', changes: [], more: 0 }, 'The result of the run would be another'],
    [ends, 'It ends as “Failed” instead of “Completed”'],
  ])('says %j in words', (difference, words) => {
    expect(differenceWords(difference, (path) => path.toUpperCase(), t)).toBe(words);
  });
});
