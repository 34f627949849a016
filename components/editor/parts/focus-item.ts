import { useCallback, useEffect, useRef } from 'react';
import type { EditorState, EditorStore } from '../store.ts';

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
  if (next === null) active.blur();
  else next.focus({ preventScroll: true });
}

/**
 * Menus and windows are opened over the canvas: when a step had the focus before, it gets it again once the last of them is closed, or what was
 * selected meanwhile does, however many led to one another, and however late the code of one came.
 * Returns what gives the focus back, for what is no panel of the store.
 */
export function useFocusBack(store: EditorStore): () => void {
  const from = useRef<{ id: string; selection: EditorState['history']['selection'] } | null>(null);
  const back = useCallback(() => {
    const left = from.current;
    if (left === null) return;
    onceDrawn(() => {
      const { panel, history: { selection } } = store.getState();
      if (panel !== null || document.activeElement !== document.body) return;
      const [first] = selection;
      // The focus may be where nothing is selected: Tab only passes by.
      const stays = first === undefined || selection === left.selection || selection.has(left.id);
      const item = (stays ? elementOf(left.id) : null) ?? (first === undefined ? null : elementOf(first));
      item?.focus({ preventScroll: true });
    });
  }, [store]);
  useEffect(() => {
    const onFocus = ({ target }: FocusEvent): void => {
      if (store.getState().panel !== null || !(target instanceof HTMLElement) || target.closest('[role="dialog"],[role="menu"]')) return;
      const id = target.matches('.react-flow__node') ? target.dataset['id'] : undefined;
      from.current = id === undefined ? null : { id, selection: store.getState().history.selection };
    };
    document.addEventListener('focusin', onFocus);
    const forget = store.subscribe(({ panel }, before) => {
      if (panel === null && before.panel !== null) back();
    });
    return () => {
      document.removeEventListener('focusin', onFocus);
      forget();
    };
  }, [store, back]);
  return back;
}

function onceDrawn(act: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(act));
}

/** A step or a note as it is drawn; null for an edge, which has no focus of its own, and for what is out of sight. */
export function elementOf(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`.hc-canvas .react-flow__node[data-id="${CSS.escape(id)}"]`);
}
