import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Definition } from '../definition/schema.ts';
import { definition, edges, node } from '../testing/build.ts';
import { buildPrograms, type Programs } from './programs.fixture.ts';
import { onStage } from './stage.fixture.ts';

let programs: Programs;
beforeAll(async () => {
  programs = await buildPrograms();
});
afterAll(() => programs.dispose());

const once = { retry: { maximumAttempts: 1 } };
const running = (source: string): Definition => definition('poison', [node('start', 'start'), node('step', 'code', { source, input: {} }, once), node('end', 'end', { output: '{{ nodes.step.output }}' })], edges('start > step > end'));
const saying = (output: string): Definition => definition('poison', [node('start', 'start'), node('step', 'transform', { value: output }), node('end', 'end')], edges('start > step > end'));

/** Each would take a worker with it that let it. */
const POISON: Readonly<Record<string, Definition>> = {
  'code that never ends': running('while (true) {}'),
  'code that eats all memory': running('const all = []; while (true) all.push(new Array(1000).fill("x"));'),
  'code that calls itself': running('const f = (n) => f(n + 1) + 1; return f(0);'),
  'code that answers with 20 MB': running('return "x".repeat(20 * 1024 * 1024);'),
  'code that throws what is no error': running('throw null;'),
  'code that does not parse': running('return ((('),
  'an expression that grows': saying('{{ range(100000).map(a, range(100000)) }}'),
  'an expression that fails': saying('{{ 1 / 0 }}'),
  'a request to nobody': definition('poison', [node('start', 'start'), node('step', 'http', { url: 'http://nobody.invalid/' }, once), node('end', 'end')], edges('start > step > end')),
};
const sound = definition('sound', [node('start', 'start'), node('step', 'code', { source: 'return input.n + 1;', input: { n: '{{ input.n }}' } }), node('end', 'end', { output: '{{ nodes.step.output }}' })], edges('start > step > end'));

it('definitions that are poison fail only themselves: every worker lives, and all other runs on them complete', async () => {
  await onStage(programs, async (stage) => {
    await stage.fleet.addSome(2, { HEDDLE_CONCURRENCY: '8' });
    const poison = await Promise.all(Object.values(POISON).map((poisoned) => stage.start(poisoned, {})));
    const others = await Promise.all(Array.from({ length: 40 }, (_, n) => stage.start(sound, { n })));
    expect(await stage.ended([...poison, ...others], 60_000)).toEqual([]);
    expect(await Promise.all(poison.map(async (id) => (await stage.t.engine.readRun(id))?.status))).toEqual(poison.map(() => 'failed'));
    expect(await Promise.all(others.map(async (id) => (await stage.t.engine.readRun(id))?.output))).toEqual(others.map((_, n) => n + 1));
    expect(await stage.findings([...poison, ...others])).toEqual([]);
    expect(stage.fleet.everyone.map(({ exit }) => exit)).toEqual([null, null]);
  });
});
