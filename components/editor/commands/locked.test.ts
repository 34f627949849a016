import Elk from 'elkjs/lib/elk.bundled.js';
import { describe, expect, it } from 'vitest';
import type { Definition } from '@/engine/index.ts';
import { testCatalogue as catalogue } from '../../canvas/testing/catalogue.ts';
import { definition, trip } from '../../canvas/testing/definitions.ts';
import { designTranslator } from '../../i18n/use-design-t.ts';
import { nodeById } from '../document/graph.ts';
import { COMMANDS } from '../keyboard/registry.ts';
import { removeSelection } from '../keyboard/remove-selection.ts';
import type { EditorKit } from '../kit.ts';
import { tidy } from '../layout/tidy.ts';
import { createEditorStore } from '../store.ts';
import { align, distribute } from './arrange.ts';
import { duplicate } from './fragment.ts';
import { moveBy } from './move.ts';
import { remove } from './remove.ts';
import { setUi } from './set-node.ts';

const place = (input: Definition, id: string) => nodeById(input, id)!.position;
const locked = (input: Definition, ...ids: string[]): Definition => ids.reduce((next, id) => setUi(next, id, { locked: true }).definition, input);
const row = () => locked(definition({ nodes: ['a', 'b', 'c'].map((id, at) => ({ id, type: 'http', name: id.toUpperCase(), position: { x: at * 250 + (at === 1 ? 30 : 0), y: at * 50 } })) }), 'b');
const all = new Set(['a', 'b', 'c']);

describe('a locked node', () => {
  it('keeps its place when a selection with it is nudged, aligned or distributed', () => {
    const outcomes = [moveBy(row(), all, 10, 10), align(row(), catalogue, all, 'bottom'), align(row(), catalogue, all, 'right'), distribute(row(), catalogue, all, 'x')];
    for (const { definition: next } of outcomes) expect(place(next, 'b')).toEqual({ x: 280, y: 50 });
    expect(place(outcomes[0]!.definition, 'a')).toEqual({ x: 10, y: 10 });
    expect(place(outcomes[1]!.definition, 'a')).toEqual({ x: 0, y: 100 });
  });
  it('is what a tidy layout is laid round, twice the same', async () => {
    const elk = new Elk();
    const tidied = async (input: Definition) => (await tidy(input, catalogue, (graph) => elk.layout(graph))).definition;
    const input = locked(trip(), 'approve');
    const once = await tidied(input);
    expect(place(once, 'approve')).toEqual(place(input, 'approve'));
    expect(place(once, 'book').x).toBeLessThan(place(once, 'approve').x);
    expect(place(once, 'done').x).toBeGreaterThan(place(once, 'approve').x);
    expect(await tidied(once)).toEqual(once);
  });
  it('moves with the container that it stands in', () => {
    const next = moveBy(locked(trip(), 'hotel'), ['book'], 40, 0).definition;
    expect([place(next, 'book').x, place(next, 'hotel')]).toEqual([282, { x: 20, y: 28 }]);
  });
  it('is not taken away, nor is a container that holds it; its edges are', () => {
    const input = locked(trip(), 'hotel');
    for (const ids of [['hotel'], ['book'], ['hotel', 'done'], ['book', 'n1']]) expect(remove(input, catalogue, ids).definition).toBe(input);
    expect(remove(input, catalogue, ['e2']).definition.edges).toHaveLength(5);
    expect(nodeById(remove(input, catalogue, ['done']).definition, 'done')).toBeUndefined();
  });
  it('has copies that are free', () => {
    const copy = duplicate(locked(trip(), 'done'), catalogue, new Set(['done']));
    expect(nodeById(copy.definition, copy.select![0]!)!.ui).toBeUndefined();
  });
});

it.each(['delete', 'delete-rejoin', 'ungroup', 'cut', 'into'])('%s says why a locked step stays', (id) => {
  const store = createEditorStore(id === 'ungroup' || id === 'into' ? locked(trip(), 'book') : locked(trip(), 'hotel', 'flight'));
  const told: string[] = [];
  const kit = { state: store.getState, catalogue, t: designTranslator('en'), tell: (sentence: string) => void told.push(sentence) } as unknown as EditorKit;
  store.getState().select(['book']);
  const before = store.getState().history.definition;
  if (id === 'cut') removeSelection(kit, { label: 'editor.cmdCut' });
  else COMMANDS.find((command) => command.id === id)!.run(kit);
  expect(store.getState().history.definition).toBe(before);
  expect(told).toEqual([id === 'ungroup' || id === 'into' ? expect.stringContaining('“book trip” is locked') : expect.stringContaining('“Hotel” and 1 more are locked')]);
});
