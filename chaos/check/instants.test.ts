import { describe, expect, it } from 'vitest';
import { type Beat, type Clock, instantFaults } from './instants.ts';

const clock: Clock = { slug: 'clock', workflowId: 'w', trigger: 't', overlap: 'allow', everyMs: 5_000, since: 12_000, upTo: 26_000, open: [] };
const beat = (at: number, rest: Partial<Beat> = {}): Beat => ({ run: `r${at}`, status: 'completed', output: new Date(at).toISOString(), error: null, at, trigger: 'schedule', startedAt: at + 100, endedAt: at + 4_000, ...rest });
const all = [beat(15_000), beat(20_000), beat(25_000)];
const latest: Clock = { ...clock, overlap: 'cancel', open: ['r25000'] };
const cut = (at: number, rest: Partial<Beat> = {}): Beat => beat(at, { status: 'cancelled', output: null, endedAt: at + 5_200, ...rest });

describe('the instants of a schedule', () => {
  it('are right when each has had its run', () => {
    expect(instantFaults(clock, all)).toEqual([]);
    expect(instantFaults(clock, [beat(15_000, { status: 'failed', output: null, error: 'worker_lost' }), ...all.slice(1)])).toEqual([]);
    expect(instantFaults({ ...clock, overlap: 'skip' }, [all[0]!, all[2]!])).toEqual([]);
  });

  it('are right when the latest has its run, and the one before was cancelled soon or it was told that it was not', () => {
    expect(instantFaults(latest, [cut(15_000), cut(20_000), cut(25_000, { endedAt: 900_000 })])).toEqual([]);
    expect(instantFaults(latest, [cut(15_000, { endedAt: 60_000 }), cut(25_000)])).toEqual([]);
    const told = ['The run r15000 before it could not be cancelled, and goes on beside it.'];
    expect(instantFaults({ ...latest, open: ['r15000', 'r25000'] }, [cut(15_000, { endedAt: 900_000 }), cut(20_000), cut(25_000)], told)).toEqual([]);
  });

  it.each([
    ['two runs for one', clock, [...all, beat(20_000, { run: 'again' })], /1970-01-01T00:00:20\.000Z has had 2 runs/],
    ['none for one', clock, [all[0]!, all[2]!], /1970-01-01T00:00:20\.000Z has had no run/],
    ['none for the last', clock, all.slice(0, 2), /00:00:25\.000Z has had no run/],
    ['no runs at all', { ...clock, overlap: 'skip' as const }, [], /has not started a single run/],
    ['an instant that is none', clock, [...all, beat(21_000)], /which is none of its instants/],
    ['an instant after the last', clock, [...all, beat(30_000)], /which is none of its instants/],
    ['an early run', clock, [beat(15_000, { startedAt: 14_990 }), ...all.slice(1)], /began 10 ms early/],
    ['a run that knows another instant', clock, [beat(15_000, { output: new Date(20_000).toISOString() }), ...all.slice(1)], /r15000 for .* ended completed with "1970-01-01T00:00:20\.000Z"/],
    ['a run that has not ended', clock, [beat(15_000, { status: 'running', output: null, endedAt: null }), ...all.slice(1)], /ended running/],
    ['a run that failed', clock, [beat(15_000, { status: 'failed', output: null, error: 'Error' }), ...all.slice(1)], /ended failed/],
    ['a run that somebody else started', clock, [beat(15_000, { trigger: 'api' }), ...all.slice(1)], /started by "api"/],
    ['one that was left open when all was at rest', { ...latest, open: ['r20000', 'r25000'] }, [cut(15_000), cut(20_000), cut(25_000)], /r20000 was left open when r25000 had begun, and nobody was told/],
    ['one that was left open for too long', latest, [cut(15_000, { endedAt: 121_000 }), cut(20_000), cut(25_000)], /r15000 was left open when r20000 had begun/],
    ['one that never ended', latest, [cut(15_000), cut(20_000, { status: 'running', endedAt: null }), cut(25_000)], /ended running(.|\n)*r20000 was left open/],
    ['one that was not cancelled', latest, [cut(15_000, { status: 'completed' }), cut(25_000)], /r15000 for .* waits until it is cancelled, and ended completed/],
    ['two for one where the latest is enough', latest, [cut(15_000), cut(15_000, { run: 'again' })], /00:00:15\.000Z has had 2 runs/],
    ['an early one where the latest is enough', latest, [cut(15_000, { startedAt: 14_999 })], /began 1 ms early/],
    ['two at a time', { ...clock, overlap: 'skip' as const }, [beat(15_000, { endedAt: 21_000 }), beat(20_000)], /r20000 began while r15000 was open/],
  ])('show %s', (_what, which, beats, sentence) => {
    expect(instantFaults(which, beats).join('\n')).toMatch(sentence);
  });
});
