import type { RunState } from '../core/state.ts';
import type { Plan } from '../definition/plan.ts';
import { StepAbort } from '../ports/node-runner.ts';
import { type AttemptTools, type HeldTask, type Outcome, runAttempt } from './attempt.ts';

/** An attempt that has begun before the commit which opens it is through. */
export type Ahead = {
  task: HeldTask;
  outcome: Promise<Outcome>;
  /** The commit is through: what the attempt has said so far goes out, and what it says from now on goes straight. */
  adopt: () => void;
  /** The commit did not come about, or its task is not ours: as if it had never begun. */
  drop: () => void;
};

/**
 * Begins the attempt of a successor that this worker is about to keep, while the commit that opens it is under way: the
 * flush and the work take their time together instead of one after the other. Only for runners that touch nothing
 * outside, so that an attempt that is dropped has never been. Call it while `state` stands as that commit leaves it.
 * @returns null when the node may not begin ahead
 */
export function beginAhead(tools: AttemptTools, task: HeldTask, state: RunState, plan: Plan): Ahead | null {
  const node = plan.nodes.get(task.node);
  if (node === undefined || node.cacheTtlMs !== null || task.attempt > 1 || tools.runners.get(node.type)?.pure !== true) return null;
  const said: Parameters<AttemptTools['live']['frame']>[] = [];
  let adopted = false;
  let controller: AbortController | null = null;
  const own: AttemptTools = {
    ...tools,
    live: {
      frame: (...frame) => {
        if (adopted) tools.live.frame(...frame);
        else said.push(frame);
      },
    },
    aborts: (held, made) => {
      controller = made;
      return tools.aborts(held, made);
    },
  };
  const outcome = runAttempt(own, task, state, plan);
  // Whoever adopts it hears of its failure; nobody else cares.
  outcome.catch(() => {});
  return {
    task, outcome,
    adopt: () => {
      adopted = true;
      for (const frame of said.splice(0)) tools.live.frame(...frame);
    },
    drop: () => controller?.abort(new StepAbort('lease-lost')),
  };
}
