import { expect, it } from 'vitest';
import { RunOverlay } from './overlay.ts';

it('wakes the readers of the node that changed and nobody else', () => {
  const overlay = new RunOverlay();
  const woken: string[] = [];
  for (const id of ['a', 'b', 'c']) overlay.nodes.subscribe(id, () => woken.push(id));
  overlay.replace(new Map([['a', { status: 'running' }], ['b', { status: 'completed' }]]), new Map());
  expect(woken).toEqual(['a', 'b']);
  woken.length = 0;
  overlay.replace(new Map([['a', { status: 'running' }], ['b', { status: 'failed' }]]), new Map());
  expect(woken).toEqual(['b']);
  woken.length = 0;
  overlay.replace(new Map(), new Map());
  expect(woken).toEqual(['a', 'b']);
  expect(overlay.nodes.get('a')).toBeUndefined();
});
it('keeps the object of an entry that says the same, so that its reader does not render', () => {
  const overlay = new RunOverlay();
  overlay.nodes.set('a', { status: 'waiting', dueAt: 5 });
  const before = overlay.nodes.get('a');
  overlay.replace(new Map([['a', { status: 'waiting', dueAt: 5 }]]), new Map());
  expect(overlay.nodes.get('a')).toBe(before);
});
