import { expect, it } from 'vitest';
import { testCatalogue as catalogue } from '../../canvas/testing/catalogue.ts';
import { trip } from '../../canvas/testing/definitions.ts';
import { designTranslator } from '../../i18n/use-design-t.ts';
import type { EditorKit } from '../kit.ts';
import { createEditorStore } from '../store.ts';
import { removeSelection } from './remove-selection.ts';

it.each(['editor.cmdCut', 'editor.cmdDelete'] as const)('by %s the arrows go on from what led to what is gone', (label) => {
  const store = createEditorStore(trip());
  const kit = { state: store.getState, catalogue, t: designTranslator('en'), tell: () => {} } as unknown as EditorKit;
  store.getState().select(['flight']);
  removeSelection(kit, { label });
  expect(store.getState().history.definition.nodes.some(({ id }) => id === 'flight')).toBe(false);
  expect(store.getState().goOnFrom).toBe('hotel');
});
