import { beforeEach, vi } from 'vitest';

const FIRST = Symbol.for('heddle.tests.timers');
const timers = () => ({ setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate });
/** As the worker had them before its first file. */
const first = ((globalThis as { [FIRST]?: ReturnType<typeof timers> })[FIRST] ??= timers());

// Files share a worker. Vitest swaps the real timers in for each of its own messages and puts back what it found, which
// may be the stopped clock of a file that is over by then; the next file would wait for ever.
beforeEach(() => {
  if (!vi.isFakeTimers()) Object.assign(globalThis, first);
});
