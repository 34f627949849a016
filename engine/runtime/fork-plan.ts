import type { Refusal } from '../core/advance.ts';
import type { RunEvent } from '../core/events.ts';
import type { MigrationProblem } from '../core/migration.ts';
import type { RunState } from '../core/state.ts';
import type { JsonObject } from '../definition/json.ts';
import type { Plan, PlanNode } from '../definition/plan.ts';

/** Entries of each list; the counts tell of all. */
const SHOWN = 200;

export type PlannedStep = { path: string; node: string; type: string; /** It may change something outside of the run. */ touchesOutside: boolean };

/** What a fork keeps, does again and leaves to its source. */
export type ForkPlan = {
  /** The last event that is kept, and its instant. */
  cut: { event: number; at: number };
  /** The source's last event. */
  lastEvent: number;
  version: number | null;
  /** Why it cannot be made as asked; null when it can. */
  refusal: Refusal | null;
  /** What of the kept past means something else in the version that was asked for. */
  problems: MigrationProblem[];
  counts: { kept: number; again: number; after: number; touchesOutside: number };
  /** Attempts that are open at the cut: they start again. */
  again: PlannedStep[];
  /** What the source has begun since, as the fork may. */
  after: PlannedStep[];
  /** Nodes that take other parameters, with the names of those and the open attempts that start again with them. */
  edited: { node: string; type: string; params: string[]; again: string[] }[];
  /** Clocks that go on where they stood. */
  timers: { path: string; remainingMs: number }[];
  /** Requests that are asked again. */
  approvals: { path: string; title: string; decisions: number }[];
  /** Children of the kept past: `outcome_kept`, `starts_anew`, or `stays_with_source` when nobody waits for it. */
  children: { path: string; runId: string; fate: 'outcome_kept' | 'starts_anew' | 'stays_with_source' }[];
};

/** Collects from a history what the plan of a fork tells: first the events that are kept, then those of the source since. */
export class ForkPlanner {
  private kept = 0;
  private readonly children = new Map<string, { runId: string; awaited: boolean }>();
  private readonly since = new Map<string, PlannedStep>();

  constructor(private readonly plan: Plan) {}

  keep(events: readonly RunEvent[]): void {
    for (const event of events) {
      if (event.type === 'step.completed' || event.type === 'step.failed' || event.type === 'step.skipped' || event.type === 'step.cancelled') this.kept += 1;
      if (event.type === 'step.waiting' && event.data.wait.kind === 'child') this.children.set(event.path, { runId: event.data.wait.runId, awaited: true });
      if (event.type === 'step.completed' && event.derived && event.data.child !== undefined) this.children.set(event.path, { runId: event.data.child.runId, awaited: false });
    }
  }

  goOn(events: readonly RunEvent[]): void {
    for (const event of events) {
      if (event.type !== 'step.scheduled' && event.type !== 'step.waiting' && event.type !== 'step.completed' && event.type !== 'step.failed') continue;
      if (!this.since.has(event.path)) this.since.set(event.path, this.stepOf(event.path));
    }
  }

  /**
   * @param state at the cut, before anything is decided on it
   * @param params those that are edited, by node
   * @param outputs paths of the outputs that are edited, and of those that are kept beyond the cut
   */
  tell(state: RunState, params: Readonly<Record<string, JsonObject>>, outputs: { edited: readonly string[]; kept: readonly string[] }): Omit<ForkPlan, 'lastEvent' | 'version' | 'refusal' | 'problems'> {
    const open = [...state.steps.values()].filter((step) => step.closedSeq === null && !step.cancelling);
    const given = new Set([...outputs.edited, ...outputs.kept]);
    const again = open.filter((step) => step.task !== null && !given.has(step.path)).map((step) => this.stepOf(step.path));
    const after = [...this.since.values()].filter((step) => !open.some(({ path }) => path === step.path) && state.steps.get(step.path)?.closedSeq == null);
    const timers: ForkPlan['timers'] = [];
    const approvals: ForkPlan['approvals'] = [];
    for (const { path, wait, timer, dueAt, decisions } of open.filter((step) => !given.has(step.path))) {
      if (wait?.kind === 'approval') approvals.push({ path, title: wait.title, decisions: decisions.length });
      const due = wait !== null && wait.kind !== 'child' && timer !== null ? wait.dueAt : dueAt;
      if (due !== null) timers.push({ path, remainingMs: Math.max(0, due - state.at) });
    }
    const children = [...this.children].map(([path, { runId, awaited }]) => {
      const fate = !awaited ? ('stays_with_source' as const) : open.some((step) => step.path === path && !given.has(path)) ? ('starts_anew' as const) : ('outcome_kept' as const);
      return { path, runId, fate };
    });
    const edited = Object.entries(params).map(([node, named]) => ({ node, type: this.plan.nodes.get(node)?.type ?? 'unknown', params: Object.keys(named), again: again.filter((step) => step.node === node).map((step) => step.path).slice(0, SHOWN) }));
    return {
      cut: { event: state.seq, at: state.at },
      counts: { kept: this.kept + outputs.kept.length, again: again.length, after: after.length, touchesOutside: [...again, ...after].filter((step) => step.touchesOutside).length },
      again: again.slice(0, SHOWN), after: after.slice(0, SHOWN), edited: edited.slice(0, SHOWN), timers: timers.slice(0, SHOWN), approvals: approvals.slice(0, SHOWN), children: children.slice(0, SHOWN),
    };
  }

  private stepOf(path: string): PlannedStep {
    const id = path.slice(path.lastIndexOf('/') + 1);
    const node = this.plan.nodes.get(id);
    return { path, node: id, type: node?.type ?? 'unknown', touchesOutside: node !== undefined && touchesOutside(node) };
  }
}

/** A task that does not say that it changes nothing, and what reaches other runs. */
function touchesOutside({ kind, spec, raw }: PlanNode): boolean {
  if (kind === 'task') return spec.changesNothing?.(raw) !== true;
  return kind === 'child' || kind === 'emit';
}
