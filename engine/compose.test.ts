import { expect, it } from 'vitest';
import { untilReady } from './compose.ts';
import { silentLog } from './ports/log.ts';
import { StoreUnavailable } from './ports/store.ts';

const THERE = { ok: true, detail: 'applied' };

it('a Postgres that is lost again before its clock was read is waited for, as one that was not there yet', async () => {
  const answers = [new StoreUnavailable(null), null];
  const said: unknown[] = [];
  await untilReady({ migrations: () => Promise.resolve(THERE), syncClock: () => { const error = answers.shift(); return error ? Promise.reject(error) : Promise.resolve(); } }, { ...silentLog, warn: (fields: unknown) => void said.push(fields) });
  expect(answers).toEqual([]);
  expect(said).toEqual([{ detail: 'Postgres cannot be reached.' }]);
});

it('a fault of our own is not waited for', async () => {
  await expect(untilReady({ migrations: () => Promise.resolve(THERE), syncClock: () => Promise.reject(new TypeError('broken')) }, silentLog)).rejects.toThrow('broken');
});
