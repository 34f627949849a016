import { describe, expect, it } from 'vitest';
import type { Ring } from '../ports/store.ts';
import { jobsOf, ringsOfJob } from './job.ts';

const ringsOf = (runId: string, count: number, priority = 0): Ring[] => Array.from({ length: count }, (_, index) => ({ runId, seq: index + 1, queue: 'default', priority, dispatch: 1 }));

describe('jobs', () => {
  it('carry few tasks of a run one by one, so that they spread', () => {
    expect(jobsOf(ringsOf('r1', 15)).map((job) => job.data.tasks.length)).toEqual(Array.from({ length: 15 }, () => 1));
  });

  it('carry a wide fan-out together, and never two runs or two priorities', () => {
    const jobs = jobsOf([...ringsOf('r1', 300), ...ringsOf('r2', 16), ...ringsOf('r2', 16, 5)]);
    expect(jobs.map(({ data }) => [data.run, data.priority, data.tasks.length])).toEqual([['r1', 0, 128], ['r1', 0, 128], ['r1', 0, 44], ['r2', 0, 16], ['r2', 5, 16]]);
  });

  it('of the same rings have the same id, so that a second ring adds nothing', () => {
    const id = (rings: Ring[], again?: number): string => jobsOf(rings, again)[0]!.opts.jobId;
    expect(id(ringsOf('r1', 1))).toBe(id(ringsOf('r1', 1)));
    expect(id(ringsOf('r1', 1))).not.toBe(id([{ ...ringsOf('r1', 1)[0]!, dispatch: 2 }]));
    expect(id([{ ahead: true, ...ringsOf('r1', 1)[0]! }]), 'ahead of its commit').toBe(id(ringsOf('r1', 1)));
    // Handed back while the first is still active: BullMQ would take it for the same.
    expect(id(ringsOf('r1', 1), 1)).not.toBe(id(ringsOf('r1', 1)));
  });

  it('say what they were made of', () => {
    const rings = ringsOf('r1', 20, -3);
    const [job] = jobsOf(rings, 2);
    expect(ringsOfJob('default', JSON.parse(JSON.stringify(job!.data)))).toEqual({ rings, again: 2 });
    const [ahead] = jobsOf([{ ahead: true, ...rings[0]! }], 1);
    expect(ringsOfJob('default', JSON.parse(JSON.stringify(ahead!.data)))).toEqual({ rings: [{ ahead: true, ...rings[0]! }], again: 1 });
    expect(ringsOfJob('default', { anything: 'else' })).toEqual({ rings: [], again: 0 });
  });

  it('go by priority, each by its own, and what is handed back before the others of its priority', () => {
    const number = (priority: number, again = 0) => jobsOf(ringsOf('r1', 1, priority), again)[0]!.opts.priority;
    const inOrder = [100, 99, 1, 0, -1, -99, -100].flatMap((priority) => [number(priority, 3), number(priority)]);
    expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
    expect(new Set(inOrder).size).toBe(inOrder.length);
    // To BullMQ 0 is none.
    expect(inOrder[0]).toBeGreaterThan(0);
  });
});
