import { diffJson } from '../../definition/json-diff.ts';
import { canonicalJson, type Json } from '../../definition/json.ts';
import { refsTold } from '../../definition/ref.ts';
import type { RunStatus } from '../status.ts';

/** One place at which two values differ, as text that is short enough to be shown; a side that lacks the member has none. */
export type ToldChange = { pointer: string; before?: string; now?: string };
/** The first places, and how many there are beyond them. */
export type ToldChanges = { changes: ToldChange[]; more: number };

/** Why a step has no recorded result to go on with. */
export type Unanswered = 'new_step' | 'other_type' | 'more_attempts' | 'no_signal' | 'no_decision' | 'no_outcome';

/** What a run would do otherwise than it did. */
export type Difference =
  /** The definition does not take what came from outside: the input, the start it was entered by, an update … */
  | { kind: 'refused'; seq: number; code: string; message: string; problems: { pointer: string; message: string }[] }
  /** Another way out of a step; null = none, it failed and the run did not go on by it. */
  | { kind: 'branch'; path: string; before: string | null; now: string | null }
  | { kind: 'fails'; /** Null for the run itself. */ path: string | null; error: { type: string; message: string } }
  /** It ran, and would not run. */
  | { kind: 'left_out'; path: string }
  | { kind: 'no_result'; path: string; why: Unanswered }
  | ({ kind: 'input' | 'output'; path: string } & ToldChanges)
  | { kind: 'ends'; before: RunStatus; now: RunStatus }
  | ({ kind: 'result' } & ToldChanges);

/** `values`: the same way, with other values. `no_result`: as far as results were recorded, the same way. */
export const VERDICTS = ['refused', 'fails', 'branch', 'left_out', 'no_result', 'values', 'same'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** By the gravest of its differences. */
export function verdictOf(differences: readonly Difference[]): Verdict {
  const found = new Set(differences.map(gravity));
  return VERDICTS.find((verdict) => found.has(verdict)) ?? 'same';
}

/** Whether a difference would make the verdict a graver one. */
export function isGraver(difference: Difference, others: readonly Difference[]): boolean {
  return VERDICTS.indexOf(gravity(difference)) < VERDICTS.indexOf(verdictOf(others));
}

/** Whether what would follow a difference is its consequence: nothing that is found later says more. */
export function endsComparison(difference: Difference): boolean {
  const verdict = gravity(difference);
  return verdict === 'refused' || verdict === 'fails' || verdict === 'branch';
}

function gravity(difference: Difference): Verdict {
  switch (difference.kind) {
    case 'refused':
    case 'fails':
    case 'left_out':
    case 'no_result':
    case 'branch':
      return difference.kind;
    case 'ends':
      return difference.now === 'completed' ? 'branch' : 'fails';
    case 'input':
    case 'output':
    case 'result':
      return 'values';
  }
}

/** Places of one difference that are told. */
const TOLD = 3;
const TEXT = 200;

/** Runs that one back-test looks at, newest first. */
export const BACK_TEST_RUNS = 200;

/** Where two values differ; null when they do not. */
export function toldChanges(before: Json, now: Json): ToldChanges | null {
  if (canonicalJson(before) === canonicalJson(now)) return null;
  const changes = diffJson(refsTold(before), refsTold(now));
  return { changes: changes.slice(0, TOLD).map(({ pointer, before: old, after }) => ({ pointer, ...(old === undefined ? {} : { before: shown(old) }), ...(after === undefined ? {} : { now: shown(after) }) })), more: Math.max(0, changes.length - TOLD) };
}

function shown(value: Json): string {
  const text = JSON.stringify(value);
  if (text.length <= TEXT) return text;
  // Whole code points: half of a pair is no text.
  return `${Array.from(text.slice(0, TEXT)).slice(0, -1).join('')}…`;
}
