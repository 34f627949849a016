import { expect, it } from 'vitest';
import { matches, type KeyPress } from './keys.ts';

const press = (key: string, ...held: string[]): KeyPress => ({ key, code: `Key${key.toUpperCase()}`, ctrlKey: held.includes('ctrl'), metaKey: held.includes('meta'), shiftKey: held.includes('shift'), altKey: held.includes('alt') });

it.each<[KeyPress, string, boolean]>([
  [press('z', 'ctrl'), 'Mod+Z', true],
  [press('z', 'meta'), 'Mod+Z', true],
  [press('Z', 'ctrl', 'shift'), 'Mod+Z', false],
  [press('Z', 'ctrl', 'shift'), 'Mod+Shift+Z', true],
  [press('n'), 'N', true],
  [press('n', 'ctrl'), 'N', false],
  [press('?', 'shift'), '?', true],
  [press('+', 'shift'), '+', true],
  [press('+'), '+', true],
  [press('Delete'), 'Delete', true],
  [press('Delete', 'ctrl'), 'Delete', false],
  [press('Delete', 'ctrl'), 'Mod+Delete', true],
  [{ ...press('†', 'shift', 'alt'), code: 'KeyT' }, 'Shift+Alt+T', true],
  [press('ArrowLeft', 'shift'), 'ArrowLeft', false],
])('%o is %s: %s', (event, combination, answer) => {
  expect(matches(event, combination)).toBe(answer);
});
