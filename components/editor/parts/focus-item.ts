import { useCallback, useState } from 'react';
import { useKit } from '../kit.ts';
import type { EditorState } from '../store.ts';

/** Brings what is selected into sight and gives it the focus, once it is drawn where it stands now. */
export function focusItem(state: EditorState, ids: Iterable<string>): void {
  const all = [...ids];
  const first = all[0];
  if (first === undefined) return;
  state.lookAt(first);
  state.select(all);
  // After the dialog that was open has gone, and the drawing is there.
  onceDrawn(() => elementOf(first)?.focus({ preventScroll: true }));
}

/** When a step or a note has the focus, another one gets it: so that Enter means what the arrows came to. */
export function carryFocus(to: string): void {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || !active.classList.contains('react-flow__node') || active.dataset['id'] === to) return;
  const next = elementOf(to);
  // An edge has no focus of its own, and a step out of sight is not drawn.
  if (next === null) active.blur();
  else next.focus({ preventScroll: true });
}

/**
 * For a menu or a window that is opened over the canvas: when a step had the focus before, what is selected gets it afterwards.
 * So it does when one window leads to another, which then is where the focus was.
 */
export function useFocusBack(): () => void {
  const kit = useKit();
  const [had] = useState(() => document.activeElement?.matches('.react-flow__node, [role="dialog"] *') === true);
  return useCallback(() => {
    if (!had) return;
    onceDrawn(() => {
      const [first] = kit.state().history.selection;
      if (document.activeElement === document.body && first !== undefined) elementOf(first)?.focus({ preventScroll: true });
    });
  }, [had, kit]);
}

function onceDrawn(act: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(act));
}

function elementOf(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`.hc-canvas .react-flow__node[data-id="${CSS.escape(id)}"]`);
}
