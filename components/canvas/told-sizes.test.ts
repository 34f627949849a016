import { expect, it, vi } from 'vitest';
import { trustToldSizes } from './told-sizes.ts';

it('lets React Flow measure only what is another size than was told', () => {
  const measure = vi.fn<(updates: Map<string, unknown>) => void>();
  const card = (width: number, known: boolean) => ({ measured: { width, height: 54 }, internals: { handleBounds: known ? { source: [], target: [] } : undefined } });
  let state = { updateNodeInternals: measure, nodeLookup: new Map([['told', card(196, true)], ['grown', card(100, true)], ['unknown', card(196, false)]]) };
  const store = { getState: () => state, setState: (part: Partial<typeof state>) => void (state = { ...state, ...part }), subscribe: () => () => {} } as unknown as Parameters<typeof trustToldSizes>[0];
  trustToldSizes(store);
  trustToldSizes(store);
  const update = (id: string) => [id, { id, nodeElement: { offsetWidth: 196, offsetHeight: 54 }, force: true }] as const;
  state.updateNodeInternals(new Map([update('told')]));
  expect(measure).not.toHaveBeenCalled();
  state.updateNodeInternals(new Map([update('told'), update('grown'), update('unknown')]));
  expect(measure.mock.calls.map(([updates]) => [...updates.keys()])).toEqual([['grown', 'unknown']]);
});
