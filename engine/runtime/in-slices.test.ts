import { expect, test } from 'vitest';
import { inSlices } from './in-slices.ts';

function busy(ms: number): void {
  for (const until = performance.now() + ms; performance.now() < until; );
}

test('others get the event loop between the slices of long work', async () => {
  let others = 0;
  let going = true;
  const other = (): void => {
    others += 1;
    if (going) setImmediate(other);
  };
  setImmediate(other);
  const result = await inSlices((function* () {
    for (let part = 0; part < 10; part += 1) {
      busy(11);
      yield;
    }
    return others;
  })());
  going = false;
  expect(result).toBeGreaterThanOrEqual(9);
});

test('what goes wrong in it is thrown', async () => {
  await expect(inSlices((function* (): Generator<void, void> {
    yield;
    throw new Error('no');
  })())).rejects.toThrow('no');
});
