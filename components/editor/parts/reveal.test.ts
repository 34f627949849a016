import { expect, it } from 'vitest';
import { nodeSizes } from '../../canvas/flow.ts';
import { testCatalogue as catalogue } from '../../canvas/testing/catalogue.ts';
import { definition } from '../../canvas/testing/definitions.ts';
import { nodeById } from '../document/graph.ts';
import { createEditorStore } from '../store.ts';
import { reveal } from './reveal.ts';

it('opens what a step stands in, as one entry, and covers nothing with it', () => {
  const store = createEditorStore(definition({
    nodes: [
      { id: 'outer', type: 'group', position: { x: 0, y: 0 }, ui: { collapsed: true } },
      { id: 'inner', type: 'group', parent: 'outer', position: { x: 20, y: 28 }, ui: { collapsed: true } },
      { id: 'a', type: 'http', parent: 'inner', position: { x: 20, y: 28 } },
      { id: 'b', type: 'http', parent: 'inner', position: { x: 320, y: 28 } },
      { id: 'beside', type: 'http', position: { x: 240, y: 0 } },
    ],
  }));
  reveal({ state: store.getState, catalogue }, 'b');
  const { definition: shown, past } = store.getState().history;
  expect([nodeById(shown, 'outer')!.ui?.collapsed, nodeById(shown, 'inner')!.ui?.collapsed, past.length]).toEqual([undefined, undefined, 1]);
  expect(nodeById(shown, 'beside')!.position.x).toBeGreaterThanOrEqual(nodeSizes(shown, catalogue).get('outer')!.width);
  expect(store.getState().focus).toMatchObject({ node: 'b' });
});
