import { expect, test } from 'vitest';
import { catalogue } from '../nodes/catalogue.ts';
import { compileChecked } from '../definition/compile.ts';
import { definitionSchema } from '../definition/schema.ts';
import { busy } from './testing/busy.fixture.ts';
import { emptyState } from './empty-state.ts';
import { evolve } from './evolve.ts';
import { readSnapshot, writeSnapshot } from './snapshot.ts';
import { generateDefinition } from './testing/generate.fixture.ts';
import { play } from './testing/properties.fixture.ts';

test('a state that is read from its text is the same in every part, and gives the same text again', () => {
  const state = busy();
  const text = writeSnapshot(state);
  const read = readSnapshot(text);
  expect(read).toStrictEqual(state);
  expect(writeSnapshot(read)).toBe(text);
});

test('iterations that have not ended leave holes in the results, and still do after a snapshot', () => {
  const state = busy();
  const map = state.steps.get('m')!;
  map.container!.results = [];
  map.container!.results[3] = 'three';
  const results = readSnapshot(writeSnapshot(state)).steps.get('m')!.container!.results;
  expect(Object.keys(results)).toEqual(['3']);
  expect(results).toHaveLength(4);
});

test('a snapshot and what follows is the fold of everything, wherever it is cut between two groups', () => {
  let cuts = 0;
  for (let seed = 1; seed <= 40; seed += 1) {
    const noRace = seed % 2 === 0;
    const plan = compileChecked(definitionSchema.parse(generateDefinition(seed, { noRace }).definition), catalogue);
    const { history } = play(plan, seed, 0, noRace).world;
    for (const retain of [false, true]) {
      let whole = emptyState('00000000-0000-7000-8000-000000000001', { retain });
      const texts: { after: number; text: string }[] = [];
      for (const event of history) {
        if (!event.derived && event.seq > 1) texts.push({ after: event.seq - 1, text: writeSnapshot(whole) });
        whole = evolve(whole, structuredClone(event));
      }
      for (const { after, text } of texts.filter((_, index) => history.length < 200 || index % 10 === 0)) {
        let state = readSnapshot(text);
        for (const event of history.slice(after)) state = evolve(state, structuredClone(event));
        expect(state, `seed ${seed}, after ${after}`).toStrictEqual(whole);
        cuts += 1;
      }
    }
  }
  expect(cuts).toBeGreaterThan(500);
});

test.each(['', '[]', '{"runId":1}', '[1,2,3]'])('what is not a snapshot is not read: %s', (text) => {
  expect(() => readSnapshot(text)).toThrow();
});

test('a text that lacks a part is not read', () => {
  const row = JSON.parse(writeSnapshot(busy())) as unknown[];
  const damaged = row.map((cell) => (Array.isArray(cell) && Array.isArray(cell[0]) && cell[0].length > 20 ? [cell[0].slice(1)] : cell));
  expect(() => readSnapshot(JSON.stringify(damaged))).toThrow('cells');
});
