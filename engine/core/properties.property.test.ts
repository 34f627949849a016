import { expect, test } from 'vitest';
import { catalogue } from '../nodes/catalogue.ts';
import { checkProperties } from './testing/properties.fixture.ts';

const GRAPHS = 1_200;

test(`${GRAPHS} generated graphs, each in three orders of completion, keep every promise`, { timeout: 240_000 }, () => {
  const { violations, distribution } = checkProperties(catalogue, { from: 1, count: GRAPHS });
  const share = (part: number): string => `${Math.round((100 * part) / distribution.graphs)} %`;
  // oxlint-disable-next-line no-console -- what was generated is part of the finding
  console.info(
    [
      `${distribution.graphs} graphs, ${distribution.runs} runs, ${distribution.events} events; nested two deep or more: ${share(distribution.twoDeep)}; with undo: ${share(distribution.withUndo)}`,
      `graphs by kind of node: ${list(distribution.kinds)}`,
      `graphs by join: ${list(distribution.joins)}`,
      `runs by ending: ${list(distribution.endings)}`,
      `happened: ${list(distribution.happened)}`,
    ].join('\n'),
  );
  expect(violations).toEqual([]);
  expect(distribution.twoDeep / distribution.graphs).toBeGreaterThanOrEqual(0.3);
  for (const join of ['all', 'any', 'atLeast', 'cancel rest']) expect(distribution.joins[join], join).toBeGreaterThan(50);
  for (const ending of ['completed', 'failed', 'cancelled']) expect(distribution.endings[ending], ending).toBeGreaterThan(50);
  for (const event of ['attempt.failed', 'attempt.timed_out', 'timer.fired', 'signal.received', 'run.cancel_requested', 'run.paused', 'run.retried', 'step.compensated', 'step.compensation_failed', 'approval.reminded', 'approval.escalated', 'run.yielded']) {
    expect(distribution.happened[event], event).toBeGreaterThan(30);
  }
});

function list(counts: Record<string, number>): string {
  return Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
