/** A combination as it is written in the registry: `Mod+Shift+Z`, `?`, `ArrowLeft`. `Mod` is ⌘ on a Mac and Ctrl elsewhere. */
export type Combination = string;

export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/** Keys whose character already needs Shift on many keyboards: Shift does not count for them. */
const SHIFTED = new Set(['?', '+', '*', '"']);

/** Whether a press is a combination. Letters are taken by what they write, and by their place when Alt makes them write something else. */
export function matches(press: KeyPress, combination: Combination): boolean {
  const parts = combination === '+' ? ['+'] : combination.split(/\+(?=.)/);
  const key = parts.at(-1)!;
  const wants = new Set(parts.slice(0, -1));
  if ((press.ctrlKey || press.metaKey) !== wants.has('Mod')) return false;
  if (press.altKey !== wants.has('Alt')) return false;
  if (!SHIFTED.has(key) && press.shiftKey !== wants.has('Shift')) return false;
  const pressed = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  const wanted = key.length === 1 ? key.toLowerCase() : key;
  if (pressed === wanted) return true;
  return wants.has('Alt') && key.length === 1 && press.code === `Key${key.toUpperCase()}`;
}

/** Whether a press goes into something that is being written in. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('.cm-editor')) return true;
  if (target instanceof HTMLInputElement) return !['button', 'checkbox', 'radio', 'range', 'submit', 'reset'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Whether a press belongs to something that has its own keys: an open menu, a list, a dialog. */
export function hasOwnKeys(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('[role="dialog"],[role="menu"],[role="listbox"],[role="tablist"],[role="radiogroup"],[role="separator"]') !== null;
}
