import { createContext, useContext } from 'react';
import type { JsonObject, StepStatus } from '@/engine/index.ts';
import type { ChangeMark } from './changes.ts';
import type { FactWords } from './fact.ts';
import type { Look } from './status-mark.tsx';

/** The words a canvas says. They come from the catalogue of messages; see `use-canvas-words.ts`. */
export type CanvasWords = {
  status: (look: Look | StepStatus) => string;
  /** A span of time in at most two units; under ten seconds with a decimal when it is `exact`. */
  span: (ms: number, exact?: boolean) => string;
  fact: FactWords;
  /** What starts runs by a start; empty where only people and programs do. */
  start: (params: JsonObject) => string;
  waiting: (span: string) => string;
  /** When something is due, seen from now; both epoch ms. */
  due: (dueAt: number, now: number) => string;
  attempt: (number: number, maximum?: number) => string;
  attempts: (count: number) => string;
  cached: string;
  undoOf: (name: string) => string;
  steps: (count: number) => string;
  expand: string;
  collapse: string;
  addAfter: (branch: string) => string;
  addUndo: string;
  addInside: string;
  /** The same in full: into which container, among several that are empty. */
  addInsideOf: (name: string) => string;
  insertHere: string;
  disabled: string;
  locked: string;
  pinned: string;
  unknownType: string;
  lostBranch: (branch: string) => string;
  note: string;
  zoomIn: string;
  zoomOut: string;
  zoomFit: string;
  zoomReset: string;
  minimap: string;
  follow: string;
  /** What a press on it would do, and what it does while it is pressed. */
  followHint: string;
  following: string;
  /** What became of something between two versions. */
  change: (mark: ChangeMark) => string;
  problems: (errors: number, warnings: number) => string;
  typeName: (type: string, fallback: string) => string;
  branchName: (branch: string) => string;
};

/** What can be done at the things on a canvas. A canvas that is only looked at has none of these. */
export type CanvasActions = {
  toggleCollapsed?: (nodeId: string) => void;
  /** A handle was clicked: offer what may follow. `at` is in screen coordinates. */
  quickAdd?: (nodeId: string, branch: string, at: { x: number; y: number }) => void;
  /** Offers what may stand in a container. */
  addInside?: (nodeId: string) => void;
  insertOnEdge?: (edgeId: string, at: { x: number; y: number }) => void;
  editNote?: (noteId: string, text: string) => void;
  /** By its corner at the lower right: its place stays. */
  resize?: (id: string, size: { width: number; height: number }) => void;
  rename?: (nodeId: string, name: string) => void;
  /** Node whose name is being written on the canvas. */
  stopRename?: () => void;
};

export type CanvasSetting = {
  editable: boolean;
  words: CanvasWords;
  actions: CanvasActions;
};

export const CanvasSettingContext = createContext<CanvasSetting | null>(null);

/** An edge to an undo step is being drawn: every card shows where it may end. */
export const DrawingUndoContext = createContext(false);

export function useCanvasSetting(): CanvasSetting {
  const setting = useContext(CanvasSettingContext);
  if (!setting) throw new Error('A canvas node was rendered outside a canvas.');
  return setting;
}
