import { emptyState } from '../empty-state.ts';
import type { ForkEdits, PlanChange, RunEvent } from '../events.ts';
import { evolve } from '../evolve.ts';
import type { Refusal } from '../advance.ts';
import { present } from '../present.ts';
import { World } from './world.fixture.ts';

export type ForkOptions = { mode?: 'fork' | 'reset'; edits?: ForkEdits; keepDecisions?: boolean; key?: string | null; runId?: string; plan?: PlanChange; under?: World['plan']; now?: number };

/** A new world with the past of another up to a cut, as the store would copy it. */
export function forkOf(source: World, cut: number, options: ForkOptions = {}): World {
  const [world, refused] = tryFork(source, cut, options);
  if (refused !== null) throw new Error(`refused: ${refused.code} ${refused.message}`);
  return world;
}

export function tryFork(source: World, cut: number, options: ForkOptions = {}): [World, Refusal | null] {
  const runId = options.runId ?? '00000000-0000-7000-8000-0000000000f0';
  const world = new World(options.under ?? source.plan, source.answer, runId);
  world.state = emptyState(runId);
  for (const event of source.history.slice(0, cut)) {
    world.history.push(structuredClone(event));
    world.state = evolve(world.state, structuredClone(event));
  }
  world.now = options.now ?? source.now;
  world.bound = source.bound;
  world.coreVersion = source.coreVersion;
  const refused = world.submit(
    {
      type: 'run.forked',
      data: {
        reason: null, by: null, source: { runId: source.runId, seq: cut, at: present(source.history[cut - 1], 'event', String(cut)).at }, runId, mode: options.mode ?? 'fork', key: options.key ?? null,
        edits: options.edits ?? {}, keepDecisions: options.keepDecisions ?? false, plan: options.plan ?? null,
      },
    },
    `fork-${runId}`,
  );
  return [world, refused];
}

/** Last events of the groups of a history: where it may be cut. */
export function cutsOf(history: readonly RunEvent[]): number[] {
  return history.flatMap((event, index) => (history[index + 1]?.derived === true ? [] : [event.seq]));
}

/** The event of this type and path, the last one of them. */
export function seqOf(world: World, type: RunEvent['type'], path?: string): number {
  return present(world.history.findLast((event) => event.type === type && (path === undefined || ('path' in event && event.path === path))), 'event', `${type} ${path}`).seq;
}
