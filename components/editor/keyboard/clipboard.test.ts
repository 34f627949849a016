import { afterEach, expect, it, vi } from 'vitest';
import { testCatalogue as catalogue } from '../../canvas/testing/catalogue.ts';
import { trip } from '../../canvas/testing/definitions.ts';
import { designTranslator } from '../../i18n/use-design-t.ts';
import { nodeById } from '../document/graph.ts';
import type { EditorKit } from '../kit.ts';
import { createEditorStore, definitionOf } from '../store.ts';
import { cutSelection } from './clipboard.ts';

afterEach(() => void vi.unstubAllGlobals());

it('cuts what was selected when it was asked to, whatever is selected while the browser is', async () => {
  const store = createEditorStore(trip());
  const kit = { state: store.getState, catalogue, t: designTranslator('en'), tell: () => {} } as unknown as EditorKit;
  const written: string[] = [];
  vi.stubGlobal('navigator', {
    clipboard: {
      writeText: async (text: string) => {
        written.push(text);
        store.getState().select(['approve']);
      },
    },
  });
  store.getState().select(['done']);
  await cutSelection(kit);
  expect(written).toHaveLength(1);
  expect(['done', 'approve'].map((id) => nodeById(definitionOf(store.getState()), id)?.id)).toEqual([undefined, 'approve']);
});
