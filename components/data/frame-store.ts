'use client';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Json, LiveFrame } from '@/engine/index.ts';

export type FrameLine = { kind: 'log'; level: string; message: string } | { kind: 'tool'; tool: string; input: Json; output: Json | undefined };

/** What one attempt of a step has said so far without it being in the history. */
export type StepFrames = { attempt: number; text: string; lines: readonly FrameLine[]; /** Logged lines that the runner left out, when there are any. */ cut?: number; progress: Json };

type Frames = { byPath: Readonly<Record<string, StepFrames>> };

/** Enough to read along; the whole text comes with the step's output. */
const MAXIMUM_TEXT = 200_000;
const MAXIMUM_LINES = 500;
const EMPTY: Omit<StepFrames, 'attempt'> = { text: '', lines: [], progress: null };

const stores = new Map<string, StoreApi<Frames>>();

export function framesOf(runId: string): StoreApi<Frames> {
  let store = stores.get(runId);
  if (!store) stores.set(runId, (store = createStore<Frames>(() => ({ byPath: {} }))));
  return store;
}

/** Takes frames in the order in which they came; a later attempt starts from nothing, a frame of an earlier one is dropped. */
export function takeFrames(runId: string, frames: readonly LiveFrame[]): void {
  const store = framesOf(runId);
  const byPath = { ...store.getState().byPath };
  for (const { path, attempt, frame } of frames) {
    const before = byPath[path];
    if (before && before.attempt > attempt) continue;
    byPath[path] = addFrame(before && before.attempt === attempt ? before : { attempt, ...EMPTY }, frame);
  }
  store.setState({ byPath });
}

export function addFrame(step: StepFrames, frame: LiveFrame['frame']): StepFrames {
  const text = typeof frame['text'] === 'string' ? frame['text'] : '';
  switch (frame.type) {
    case 'model.partial':
      return { ...step, text: (step.text + text).slice(-MAXIMUM_TEXT) };
    case 'model.output':
      return { ...step, text: text.slice(-MAXIMUM_TEXT) };
    case 'tool.invoked':
      // What was said before a tool call belongs to the call before; the next one speaks anew.
      return { ...step, text: '', lines: keep([...step.lines, { kind: 'tool', tool: String(frame['tool'] ?? ''), input: (frame['input'] ?? null) as Json, output: undefined }]) };
    case 'tool.observation': {
      const open = step.lines.findLastIndex((line) => line.kind === 'tool' && line.tool === frame['tool'] && line.output === undefined);
      return { ...step, lines: step.lines.map((line, index) => (index === open && line.kind === 'tool' ? { ...line, output: (frame['output'] ?? null) as Json } : line)) };
    }
    case 'progress':
      return { ...step, progress: (frame['details'] ?? null) as Json };
    case 'log':
      return { ...step, lines: keep([...step.lines, { kind: 'log', level: String(frame['level'] ?? 'info'), message: String(frame['message'] ?? '') }]) };
    case 'log.cut':
      return { ...step, cut: (step.cut ?? 0) + Number(frame['lines'] ?? 0) };
    default:
      return step;
  }
}

function keep(lines: FrameLine[]): FrameLine[] {
  return lines.slice(-MAXIMUM_LINES);
}

/** What a step is saying right now; undefined while it says nothing. Re-renders for this step's frames alone. */
export function useStepFrames(runId: string, path: string | null): StepFrames | undefined {
  return useStore(framesOf(runId), (frames) => (path === null ? undefined : frames.byPath[path]));
}
