import { flushSync } from 'react-dom';
import type { CodeField } from './code-field.tsx';

type Field = typeof CodeField;

let field: Field | null = null;
let loading: Promise<void> | null = null;
const waiting = new Set<(field: Field) => void>();

/** The editor of code, when it is there. It is heavier than the canvas and all that is drawn on it. */
export function codeFieldNow(): Field | null {
  return field;
}

/** Fetches it, once. When that fails it is tried again by whoever asks next; until then a plain field does. */
export function loadCodeField(): void {
  loading ??= import('./code-field.tsx').then(
    (module) => {
      field = module.CodeField;
      listen(false);
      // At once: what is typed after the selection was read would be typed into a field that is about to go, and move the caret.
      flushSync(() => {
        for (const take of waiting) take(module.CodeField);
      });
      waiting.clear();
    },
    () => void (loading = null),
  );
}

/** Tells when the editor of code is there. It is fetched at the first touch: a page that is only looked at never needs it. @returns how to stop */
export function whenCodeField(take: (field: Field) => void): () => void {
  if (field !== null) {
    take(field);
    return () => undefined;
  }
  waiting.add(take);
  listen(true);
  return () => waiting.delete(take);
}

// Not when a hand comes down: it may be about to move the canvas, which would stand still meanwhile.
const TOUCHES = ['pointerup', 'pointercancel', 'keydown', 'focusin'] as const;
function listen(on: boolean): void {
  // The same listener added again is still one.
  for (const touch of TOUCHES) (on ? addEventListener : removeEventListener)(touch, loadCodeField, { capture: true });
}
