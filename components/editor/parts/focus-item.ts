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
 * Menus and windows are opened over the canvas: the step or the field that had the focus before gets it again once the last of them is closed, or
 * the step that was selected meanwhile does, however many led to one another, and however late the code of one came.
 * Returns what gives the focus back, for what is no panel of the store.
 */
export function useFocusBack(store: EditorStore): () => void {
  const from = useRef<{ target: HTMLElement; selection: EditorState['history']['selection'] } | null>(null);
  const back = useCallback(() => {
    const left = from.current;
    if (left === null) return;
    onceDrawn(() => {
      const { panel, history: { selection } } = store.getState();
      if (panel !== null || document.activeElement !== document.body) return;
      const [first] = selection;
      const id = itemAt(left.target);
      // A field is of the step that was selected.
      if (id === undefined) return selection === left.selection ? left.target.focus({ preventScroll: true }) : undefined;
      // The focus may be where nothing is selected: Tab only passes by.
      const stays = first === undefined || selection === left.selection || selection.has(id);
      const item = (stays ? elementOf(id) : null) ?? (first === undefined ? null : elementOf(first));
      item?.focus({ preventScroll: true });
    });
  }, [store]);
  useEffect(() => {
    const isOver = (target: EventTarget | null): boolean => store.getState().panel !== null || !(target instanceof Element) || target.closest('[role="dialog"],[role="menu"]') !== null;
    const onFocus = ({ target }: FocusEvent): void => {
      if (target instanceof HTMLElement && !isOver(target)) from.current = { target, selection: store.getState().history.selection };
    };
    // A press elsewhere takes the focus away; what it gives it to says so next.
    const onPress = ({ target }: PointerEvent): void => {
      if (!isOver(target) && !from.current?.target.contains(target as Element)) from.current = null;
    };
    document.addEventListener('focusin', onFocus);
    document.addEventListener('pointerdown', onPress, true);
    const forget = store.subscribe(({ panel }, before) => {
      if (panel === null && before.panel !== null) back();
    });
    return () => {
      document.removeEventListener('focusin', onFocus);
      document.removeEventListener('pointerdown', onPress, true);
      forget();
    };
  }, [store, back]);
  return back;
}

/** The step or the note that is this element; a part of one, as any other element, is none. */
function itemAt(element: HTMLElement): string | undefined {
  return element.matches('.react-flow__node') ? element.dataset['id'] : undefined;
}

function onceDrawn(act: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(act));
}

/** A step or a note as it is drawn; null for an edge, which has no focus of its own, and for what is out of sight. */
export function elementOf(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`.hc-canvas .react-flow__node[data-id="${CSS.escape(id)}"]`);
}
