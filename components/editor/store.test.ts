import { expect, it } from 'vitest';
import { trip } from '../canvas/testing/definitions.ts';
import { createEditorStore } from './store.ts';

it('forgets which field was to be looked at when something else is selected, and not before', () => {
  const store = createEditorStore(trip(), () => 1);
  const { lookAt, select } = store.getState();
  const looked = () => store.getState().focus?.pointer ?? null;
  lookAt('hotel', '/params/url');
  select(['hotel', 'flight']);
  expect([looked(), [...store.getState().history.selection]]).toEqual(['/params/url', ['hotel', 'flight']]);
  select(['flight']);
  select(['hotel']);
  expect(looked()).toBeNull();

  select([]);
  lookAt(null, '/input');
  select([]);
  expect(looked()).toBe('/input');
  select(['hotel']);
  expect(looked()).toBeNull();
});

it('goes on from where something was taken away until something else is selected', () => {
  const store = createEditorStore(trip());
  const { leave, lookAt, select } = store.getState();
  const from = () => store.getState().goOnFrom;
  select(['hotel']);
  leave('start');
  select([]);
  expect(from()).toBe('start');
  select(['flight']);
  select([]);
  expect(from()).toBeNull();
  leave('start');
  lookAt('flight');
  expect(from()).toBeNull();
});
