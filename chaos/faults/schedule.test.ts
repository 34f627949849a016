import { describe, expect, it } from 'vitest';
import { FAULTS, FAULTS_ALONE, schedule } from './schedule.ts';

const PACE = { aloneMs: 500, mixedMs: 1_500 };

describe('the schedule of a round', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(schedule(7, 120_000, PACE)).toEqual(schedule(7, 120_000, PACE));
    expect(schedule(7, 120_000, PACE)).not.toEqual(schedule(8, 120_000, PACE));
  });

  it('begins with each fault and each point by itself, in its own time', () => {
    const alone = schedule(7, 600_000, PACE).slice(0, FAULTS_ALONE);
    expect(new Set(alone.map(({ kind }) => kind))).toEqual(new Set(FAULTS));
    expect(new Set(alone.filter(({ kind }) => kind === 'worker killed at a point').map(({ point }) => point)).size).toBe(21);
    expect(alone.map(({ atMs }) => atMs)).toEqual(alone.map((_, index) => (index + 1) * PACE.aloneMs));
  });

  it('goes on to the end, and leaves a server time to be of use before it is lost again', () => {
    const mixed = schedule(7, 600_000, PACE).slice(FAULTS_ALONE);
    expect(mixed.at(-1)!.atMs).toBeGreaterThan(595_000);
    const restarts = mixed.filter(({ kind }) => kind === 'Postgres restarted at once').map(({ atMs }) => atMs);
    expect(restarts.length).toBeGreaterThan(3);
    for (const [index, at] of restarts.entries()) if (index > 0) expect(at - restarts[index - 1]!).toBeGreaterThanOrEqual(15_000);
  });
});
