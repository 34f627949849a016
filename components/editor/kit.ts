import type { ReactFlowInstance } from '@xyflow/react';
import { createContext, useContext } from 'react';
import type { Json, RunPart } from '@/engine/index.ts';
import type { FlowEdge, FlowNode } from '../canvas/flow.ts';
import type { NodeTextOf } from '../canvas/node-texts.ts';
import type { DesignTranslate } from '../i18n/translate.ts';
import type { KeptInput } from './tests/test-options.ts';
import type { EditorSetting, EditorState } from './store.ts';

/** What a command of the registry can reach. It is handed over; no command looks anything up. */
export type EditorKit = EditorSetting & {
  flow: ReactFlowInstance<FlowNode, FlowEdge>;
  t: DesignTranslate;
  /** The words of node types. */
  nodeText: NodeTextOf;
  state: () => EditorState;
  saveNow: () => void;
  tidy: () => void;
  exportJson: () => void;
  importJson: () => void;
  toggleInspector: () => void;
  openInspector: () => void;
  /** After what was open over the canvas: the focus goes to what is selected, if it came from a step. */
  focusBack: () => void;
  /** What a node's step gave in the last run, if it ran. */
  lastOutput: (node: string) => Promise<Json | undefined>;
  /** Starts a test run of a part; its results come onto the canvas. */
  runPart: (part: RunPart, input?: KeptInput) => void;
  tell: (sentence: string) => void;
};

export const KitContext = createContext<EditorKit | null>(null);

export function useKit(): EditorKit {
  const kit = useContext(KitContext);
  if (!kit) throw new Error('A part of the editor was rendered outside of it.');
  return kit;
}
