import { afterEach, describe, expect, it } from 'vitest';
import { CommitUnknown } from '../ports/store.ts';
import type { PostgresStore } from '../postgres/store.ts';
import { chain, definition, edges, node, work } from '../testing/build.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';

let t: EngineUnderTest | null = null;
afterEach(async () => {
  const ended = t;
  t = null;
  if (ended !== null) expect(await ended.closeChecked({ idle: true })).toEqual([]);
});

const one = (behaviour: string, rest = {}) => definition('one', [node('start', 'start'), work('a', behaviour, '{{ input }}', rest), node('end', 'end', { output: '{{ nodes.a.output }}' })], edges('start > a > end'));

describe('a task that a living worker holds without knowing is let go and executed', () => {
  it('when the answer to its claim was lost', async () => {
    let lost = false;
    t = await engineUnderTest({ workers: 0 });
    const worker = await t.addWorker({
      wrapStore: (store) => ({
        ...store,
        async claim(...wanted) {
          const claimed = await store.claim(...wanted);
          if (lost || claimed.length === 0) return claimed;
          lost = true;
          return [];
        },
      }),
    });
    expect(await t.run(chain(3), { n: 0 }, 20_000)).toMatchObject({ status: 'completed', output: 3 });
    expect(worker.counts()).toMatchObject({ strays: 1 });
  });

  it('when the commit that kept it came about later than anybody asked', async () => {
    let late: Parameters<PostgresStore['commit']> | null = null;
    let times = 0;
    t = await engineUnderTest({ workers: 0 });
    const worker = await t.addWorker({
      wrapStore: (store) => ({
        ...store,
        async commit(...write) {
          if (write[0] === 'start' || times++ > 0) return await store.commit(...write);
          late = write;
          throw new CommitUnknown(new Error('the connection broke'));
        },
        async readHistories(wanted) {
          const read = await store.readHistories(wanted);
          if (late === null) return read;
          const write = late;
          late = null;
          await store.commit(...write);
          return read;
        },
      }),
    });
    expect(await t.run(chain(3), { n: 0 }, 20_000)).toMatchObject({ status: 'completed', output: 3 });
    expect(worker.counts()).toMatchObject({ strays: 1 });
  });

  it('and what it is at is left to it, however long it takes', async () => {
    t = await engineUnderTest({ workers: 2 });
    let calls = 0;
    t.behaviours.set('long', () => new Promise((resolve) => (calls++, setTimeout(resolve, 12_000, 'done'))));
    expect(await t.run(one('long'), {}, 25_000)).toMatchObject({ status: 'completed', output: 'done' });
    expect(calls).toBe(1);
    expect(t.workers.map((own) => own.counts()['strays'])).toEqual([0, 0]);
  });
});
