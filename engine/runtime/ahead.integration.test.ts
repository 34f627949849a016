import { afterEach, describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../ports/store.ts';
import type { PostgresStore } from '../postgres/store.ts';
import { chain } from '../testing/build.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';

let t: EngineUnderTest | undefined;
afterEach(async () => {
  await t?.close();
  t = undefined;
});

describe('a step that touches nothing outside', () => {
  it('has begun before the commit that opens it is through; one that may touch something has not', async () => {
    for (const pure of [true, undefined] as const) {
      let begun = 0;
      const sent: number[] = [];
      const watching = (store: PostgresStore): PostgresStore => ({
        ...store,
        commit: async (kind, batch) => {
          if (kind === 'advance') sent.push(begun);
          return await store.commit(kind, batch);
        },
      });
      t = await engineUnderTest({ workers: 1, worker: { wrapStore: watching }, ...(pure === undefined ? {} : { pure }) });
      t.behaviours.set('increment', (input) => {
        begun++;
        return (input as number) + 1;
      });
      expect(await t.run(chain(5), { n: 0 })).toMatchObject({ status: 'completed', output: 5 });
      expect(begun).toBe(5);
      // Of five commits the last opens nothing.
      expect(sent).toEqual(pure === undefined ? [1, 2, 3, 4, 5] : [2, 3, 4, 5, 5]);
      await t.close();
      t = undefined;
    }
  });

  it('is thrown away and begun anew when the commit did not come about, and counts once', async () => {
    let failures = 0;
    const failing = (store: PostgresStore): PostgresStore => ({
      ...store,
      commit: async (kind, batch) => {
        if (kind === 'advance' && failures++ % 2 === 0) throw new StoreUnavailable(new Error('not now'));
        return await store.commit(kind, batch);
      },
    });
    t = await engineUnderTest({ workers: 1, pure: true, worker: { wrapStore: failing } });
    const aborted: unknown[] = [];
    t.behaviours.set('increment', (input, context) => {
      context.signal.addEventListener('abort', () => aborted.push(context.path));
      return (input as number) + 1;
    });
    const run = await t.run(chain(4), { n: 0 }, 20_000);
    expect(run).toMatchObject({ status: 'completed', output: 4 });
    expect(t.behaviours.calls.length).toBeGreaterThan(4);
    const completed = (await t.engine.readEvents(run.id, 0, 100)).filter((event) => event.type === 'step.completed' && !event.derived);
    expect(completed.map((event) => 'path' in event && event.path)).toEqual(['s1', 's2', 's3', 's4']);
    expect(await t.violations({ idle: true })).toEqual([]);
  });

  it('says nothing to watchers before it is there, and all of it in order then', async () => {
    t = await engineUnderTest({ workers: 1, pure: true });
    t.behaviours.set('increment', (input, context) => {
      context.emit({ type: 'log', level: 'info', message: context.path });
      return (input as number) + 1;
    });
    const { run } = await t.engine.startRun({ definition: chain(6), input: { n: 0 }, willWatch: true });
    const heard: string[] = [];
    await new Promise<void>((resolve) => void t!.engine.watchRun(run.id, 0, {
      event: (event) => void (event.type === 'step.scheduled' && heard.push(`scheduled ${event.path}`)), frame: (frame) => void heard.push(`said ${frame.path}`), end: resolve, error: () => resolve(),
    }));
    for (const said of heard.filter((line) => line.startsWith('said'))) expect(heard.indexOf(said.replace('said', 'scheduled'))).toBeLessThan(heard.indexOf(said));
    expect(heard.filter((line) => line.startsWith('said')).length).toBeGreaterThan(1);
  });
});
