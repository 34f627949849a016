import { expect, it } from 'vitest';
import { endedAttempts, logsOfAttempt } from './attempt-logs.ts';
import type { AttemptLogs } from './events.ts';
import { replay } from './replay.ts';
import { writeSnapshot } from './snapshot.ts';
import { stepAt } from './scopes.ts';
import { task, worldOf } from './testing/build.fixture.ts';
import type { World } from './testing/world.fixture.ts';

const logs = (message: string): AttemptLogs => ({ lines: [{ level: 'warn', message }], cut: 3 });
/** Two attempts, the first of which failed. With or without what they logged. */
function tried(logged: boolean): World {
  const world = worldOf([task('a', { retry: { maximumAttempts: 2 } }), task('b')], 'start>a start>b').start();
  const more = (message: string) => (logged ? { logs: logs(message) } : {});
  world.submit({ type: 'attempt.failed', path: 'a', attempt: 1, data: { task: world.task('a').seq, error: { type: 'Boom', message: 'boom' }, retryable: true, ...more('first') } });
  world.complete('b', 1);
  world.submit({ type: 'step.completed', path: 'a', attempt: 2, data: { task: world.task('a').seq, output: 2, ...more('second') } });
  return world;
}
const of = (world: World, path: string) => endedAttempts(stepAt(world.state, path)).map((span) => logsOfAttempt(world.history, path, span));

it('finds what each attempt logged in its own outcome', () => {
  const world = tried(true);
  expect(of(world, 'a')).toEqual([logs('first'), logs('second')]);
  expect(of(world, 'b')).toEqual([null]);
});

it('finds none of an attempt that goes on, or whose outcome the history does not reach', () => {
  const world = worldOf([task('a')], 'start>a').start();
  expect(endedAttempts(stepAt(world.state, 'a'))).toEqual([]);
  const whole = tried(true);
  const [first] = endedAttempts(stepAt(whole.state, 'a'));
  expect(logsOfAttempt(whole.history.slice(0, first!.task), 'a', first!)).toBeNull();
});

it('changes no decision and no state', () => {
  const [loud, silent] = [tried(true), tried(false)];
  expect(loud.history.map((event) => event.type)).toEqual(silent.history.map((event) => event.type));
  expect(loud.history.filter((event) => event.derived)).toEqual(silent.history.filter((event) => event.derived));
  expect(writeSnapshot(loud.state)).toBe(writeSnapshot(silent.state));
  expect(replay(loud.plan, loud.runId, loud.history).ok).toBe(true);
});
