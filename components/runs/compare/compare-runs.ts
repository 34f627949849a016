import { isSameJson, viewStatus, type Json, type RunEvent, type RunState, type StepState, type ViewStatus } from '@/engine/index.ts';

/** In which way a step of two runs is not the same. `missing`: only one of them came to it. */
export type StepDifference = 'missing' | 'status' | 'branch' | 'input' | 'output' | 'error';

export type ComparedStep = { path: string; node: string; a: StepState | null; b: StepState | null; differences: StepDifference[] };

export type RunComparison = {
  /** Every step that one of them came to, in the order of the first run; what only the second did stands behind what went before it there. */
  steps: ComparedStep[];
  differing: ComparedStep[];
  /** The runs were started with, or go on with, different inputs. */
  inputDiffers: boolean;
  /** The first step that differs in any way; what follows may follow from it. */
  first: ComparedStep | null;
  /** The first step at which they go different ways. */
  parts: ComparedStep | null;
  outputDiffers: boolean;
};

/** A run as it is compared: what its history folds to, and the hashes of what its steps were given. */
export type RunSide = { state: RunState; inputs: ReadonlyMap<string, string> };

/** What the two are called. */
export const LETTER = { a: 'A', b: 'B' } as const;

/** Hashes of what the steps were given, by path, the last one where a step ran again. */
export function inputHashes(events: readonly RunEvent[]): Map<string, string> {
  const hashes = new Map<string, string>();
  for (const event of events) {
    if ((event.type === 'step.completed' && !event.derived) || event.type === 'attempt.failed') {
      if (event.data.inputHash !== undefined) hashes.set(event.path, event.data.inputHash);
    }
  }
  return hashes;
}

/** Holds two runs against each other, step by step. When they took place, and for how long, makes no difference. */
export function compareRuns(a: RunSide, b: RunSide): RunComparison {
  const steps = inOrder(a.state, b.state).map((path): ComparedStep => {
    const [one, other] = [a.state.steps.get(path) ?? null, b.state.steps.get(path) ?? null];
    return { path, node: (one ?? other)!.node, a: one, b: other, differences: differencesOf(one, other, a.inputs.get(path), b.inputs.get(path)) };
  });
  const differing = steps.filter(({ differences }) => differences.length > 0);
  return {
    steps,
    differing,
    inputDiffers: !isSameJson(a.state.input, b.state.input),
    first: differing[0] ?? null,
    parts: differing.find(({ differences }) => differences.some((each) => each === 'missing' || each === 'status' || each === 'branch')) ?? null,
    outputDiffers: !isSameJson(a.state.output, b.state.output),
  };
}

function differencesOf(a: StepState | null, b: StepState | null, inputA: string | undefined, inputB: string | undefined): StepDifference[] {
  if (a === null || b === null) {
    // One that was passed over was not come to either.
    return (a ?? b)!.status === 'skipped' ? [] : ['missing'];
  }
  const found: StepDifference[] = [];
  if (lookOf(a) !== lookOf(b)) found.push('status');
  if (a.branch !== b.branch) found.push('branch');
  if (inputA !== undefined && inputB !== undefined ? inputA !== inputB : !isSameJson(givenTo(a), givenTo(b))) found.push('input');
  if (!isSameJson(a.output, b.output)) found.push('output');
  if (!isSameJson(errorOf(a), errorOf(b))) found.push('error');
  return found;
}

/** A step that has just been tried again is not another. */
function lookOf(step: StepState): ViewStatus {
  return viewStatus(step, Infinity);
}

/** What the history tells of a step that is not a task: what it waits for, or goes through. When it is due follows from when it began. */
function givenTo({ wait, container }: StepState): Json {
  if (container !== null) return container.items ?? null;
  if (wait === null) return null;
  if (wait.kind === 'child') return { kind: wait.kind, workflow: wait.workflow, version: wait.version };
  if (wait.kind === 'timer') return { kind: wait.kind };
  const { dueAt: _dueAt, ...rest } = wait;
  return rest;
}

function errorOf({ error, status }: StepState): Json {
  return error === null || status === 'skipped' ? null : { type: error.type, message: error.message };
}

function inOrder(a: RunState, b: RunState): string[] {
  const byOpening = (state: RunState): string[] => [...state.steps.values()].toSorted((one, other) => one.openedSeq - other.openedSeq).map(({ path }) => path);
  const behind = new Map<string, string[]>();
  let last = '';
  for (const path of byOpening(b)) {
    if (a.steps.has(path)) last = path;
    else behind.set(last, [...(behind.get(last) ?? []), path]);
  }
  return [...(behind.get('') ?? []), ...byOpening(a).flatMap((path) => [path, ...(behind.get(path) ?? [])])];
}
