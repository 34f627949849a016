import { expect, it } from 'vitest';
import { definitionSchema } from '@/engine/index.ts';
import { entriesOf, entryAmong, entryToSend } from './entries.ts';

const nodes = (...ids: string[]) => definitionSchema.parse({ heddle: 1, name: 'T', nodes: [...ids.map((id) => ({ id, type: 'start' })), { id: 'off', type: 'start', disabled: true }, { id: 'end', type: 'end' }] });

it('enters by the start that the run before entered by, and by the first when that is gone', () => {
  const entries = entriesOf(nodes('form', 'hook'));
  expect(entries.map(({ id }) => id)).toEqual(['form', 'hook']);
  expect([entryAmong(entries, 'hook'), entryAmong(entries, 'gone'), entryAmong(entries, null), entryAmong([], 'hook')]).toEqual(['hook', 'form', 'form', '']);
  expect(entryToSend(entries, 'hook')).toEqual({ entry: 'hook' });
});
it('enters by a start of people before one of a schedule or a webhook, unless that is wanted', () => {
  const entries = entriesOf(definitionSchema.parse({ heddle: 1, name: 'T', nodes: [{ id: 'clock', type: 'start', params: { on: 'schedule', every: '1h' } }, { id: 'hook', type: 'start', params: { on: 'webhook' } }, { id: 'form', type: 'start' }] }));
  expect([entryAmong(entries, null), entryAmong(entries, 'clock'), entryAmong(entries.slice(0, 2), null)]).toEqual(['form', 'clock', 'clock']);
});
it('says nothing of the entry where there is no choice', () => {
  expect(entryToSend(entriesOf(nodes('form')), 'form')).toEqual({});
});
