import { createStore, useStore, type StoreApi } from 'zustand';
import { createContext, useContext } from 'react';
import type { Catalogue, Definition, RunPart } from '@/engine/index.ts';
import type { Outcome } from './commands/outcome.ts';
import { apply, redo, select, startHistory, undo, type History, type Selection } from './document/history.ts';

/** What is open besides the document: panels, dialogs, what is being named. None of it is undone or saved. */
export type Panel = { kind: 'palette'; purpose: PalettePurpose } | { kind: 'commands' } | { kind: 'help' } | { kind: 'publish' } | { kind: 'backTest' } | { kind: 'run'; part?: RunPart } | { kind: 'extract' } | { kind: 'missing'; node: string; missing: readonly string[] } | { kind: 'api' } | { kind: 'find' } | { kind: 'connect'; source: string } | { kind: 'into' } | { kind: 'edges'; node: string; insert: boolean } | null;

export type PalettePurpose =
  | { kind: 'add'; at?: { x: number; y: number }; parent?: string }
  | { kind: 'after'; node: string; branch: string; at?: { x: number; y: number } }
  | { kind: 'insert'; edge: string }
  | { kind: 'replace'; node: string };

export type Focus = { node: string | null; pointer: string | null; at: number };

export type EditorState = {
  history: History;
  panel: Panel;
  /** Where a finding or a search wants to look: the canvas goes there, the inspector to the field. */
  focus: Focus | null;
  renaming: string | null;
  /** Something is dragged over the canvas. */
  carrying: boolean;
  /** The test run whose results lie over the canvas. */
  watching: string | null;
  /** What led to something that was taken away: while nothing else is selected, the arrows go on from there. */
  goOnFrom: string | null;
  do: (label: string, command: (definition: Definition) => Outcome, merge?: string) => void;
  undo: () => void;
  redo: () => void;
  select: (ids: Iterable<string>) => void;
  open: (panel: Panel) => void;
  lookAt: (node: string | null, pointer?: string | null) => void;
  rename: (node: string | null) => void;
  carry: (carrying: boolean) => void;
  watch: (run: string | null) => void;
  leave: (goOnFrom: string | null) => void;
  /** Another document altogether (theirs after a conflict, an import): an entry of the history like any other. */
  replace: (label: string, definition: Definition) => void;
};

export type EditorStore = StoreApi<EditorState>;

export function createEditorStore(definition: Definition, clock: () => number = Date.now): EditorStore {
  return createStore<EditorState>((set) => {
    const change = (next: (history: History) => History): void => set((state) => {
      const history = next(state.history);
      return history === state.history ? state : { history };
    });
    return {
      history: startHistory(definition),
      panel: null,
      focus: null,
      renaming: null,
      carrying: false,
      watching: null,
      goOnFrom: null,
      do: (label, command, merge) => change((history) => apply(history, label, command(history.definition), clock(), merge ?? null)),
      undo: () => change(undo),
      redo: () => change(redo),
      select: (ids) => set((state) => {
        const history = select(state.history, ids);
        // What was to be looked at is left: whoever comes back to it by a click wants the step, and not that field again.
        const left = state.focus !== null && !(state.focus.node === null ? history.selection.size === 0 : history.selection.has(state.focus.node));
        return history === state.history && !left ? state : { history, focus: left ? null : state.focus, goOnFrom: history.selection.size > 0 ? null : state.goOnFrom };
      }),
      open: (panel) => set({ panel }),
      lookAt: (node, pointer = null) => set((state) => ({ focus: { node, pointer, at: clock() }, ...(node === null ? {} : { history: select(state.history, [node]), goOnFrom: null }) })),
      rename: (renaming) => set({ renaming }),
      carry: (carrying) => set((state) => (state.carrying === carrying ? state : { carrying })),
      watch: (watching) => set({ watching }),
      leave: (goOnFrom) => set({ goOnFrom }),
      replace: (label, next) => change((history) => apply(history, label, { definition: next }, clock())),
    };
  });
}

/** What every part of the editor needs and nobody passes on by hand. */
export type EditorSetting = { store: EditorStore; catalogue: Catalogue; workflowId: string; readOnly: boolean };

export const EditorContext = createContext<EditorSetting | null>(null);

export function useEditorSetting(): EditorSetting {
  const setting = useContext(EditorContext);
  if (!setting) throw new Error('A part of the editor was rendered outside of it.');
  return setting;
}

export function useEditor<T>(selector: (state: EditorState) => T): T {
  return useStore(useEditorSetting().store, selector);
}

// Selectors are module constants, so that a part renders when its own piece changes and not otherwise.
export const definitionOf = (state: EditorState): Definition => state.history.definition;
export const selectionOf = (state: EditorState): Selection => state.history.selection;
export const watchingOf = (state: EditorState): string | null => state.watching;
export const panelOf = (state: EditorState): Panel => state.panel;
