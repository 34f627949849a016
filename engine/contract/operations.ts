import type { Operation } from './operation.ts';
import * as control from './operations/control.ts';
import * as people from './operations/people.ts';
import * as runs from './operations/runs.ts';
import * as system from './operations/system.ts';
import * as workflows from './operations/workflows.ts';

function isOperation(value: unknown): value is Operation {
  return typeof value === 'object' && value !== null && 'answers' in value;
}

/** Every call of `/api/v1`, in the order in which the documents show them. */
export const OPERATIONS: readonly Operation[] = [workflows, runs, control, people, system].flatMap((group): readonly Operation[] => Object.values(group).filter(isOperation));
