import type { RunEvent } from './events.ts';
import { iterationPath, stepPath } from './paths.ts';
import { scopesUnder } from './scopes.ts';
import type { RunState, ScopeState, StepState } from './state.ts';
import { isStepClosed } from './status.ts';
import { touchedPath, withAncestors } from './touched.ts';
import { EDGE_RANK, edgeState, focusFilter, scopeStatus, VIEW_RANK, viewStatus, type EdgeState, type Focus, type NodeView, type ViewNode, type ViewPlan, type ViewStatus } from './views.ts';

/** What is known of one step: by this much it is taken back when the step changes. */
type Known = { node: string; status: ViewStatus; edges: EdgeState[] };
/** Of all steps of a node: how many stand how, and which of them opened last; null = not known any more. */
type Tally = { total: number; counts: Partial<Record<ViewStatus, number>>; latest: Partial<Record<ViewStatus, StepState | null>>; paths: Set<string> };

export type ViewChanges = { nodes: ReadonlySet<string>; edges: ReadonlySet<string> };

/**
 * What `nodeViews`, `edgeViews` and `iterationsByContainer` tell of a run that goes on, kept up to date event by event: a
 * batch costs what it touched, and not all the steps of a run that has gone round ten thousand times.
 * It keeps hold of the state it is given, whose maps grow in place.
 */
export class ViewFold {
  private readonly incoming = new Map<string, { node: string }[]>();
  private readonly steps = new Map<string, Known>();
  private readonly tallies = new Map<string, Tally>();
  private readonly edgeCounts = new Map<string, Partial<Record<EdgeState, number>>>();
  private readonly scopes = new Map<string, { node: string; status: ViewStatus }>();
  private readonly iterationCounts = new Map<string, Partial<Record<ViewStatus, number>>>();
  /** Steps that change without an event of their own: a retry that comes due, one that is being undone. */
  private readonly unsteady = new Set<string>();
  private inFocus: (scope: string) => boolean = () => true;
  private state: RunState | null = null;
  private events: readonly RunEvent[] | null = null;
  private focus: Focus | null = null;
  private seen = 0;
  private nodes = new Set<string>();
  private edges = new Set<string>();

  constructor(private readonly plan: ViewPlan) {
    for (const node of plan.nodes.values()) for (const edge of node.outgoing) this.incoming.set(edge.target, [...(this.incoming.get(edge.target) ?? []), { node: node.id }]);
  }

  /**
   * Takes what happened since the last call.
   * @param events the whole history, which grows in place; all of it is folded into `state`
   * @returns the nodes and edges that may look otherwise; null: any of them
   */
  follow(state: RunState, events: readonly RunEvent[], focus: Focus, now: number): ViewChanges | null {
    const goesOn = this.state !== null && this.state.steps === state.steps && this.state.scopes === state.scopes && this.events === events && this.focus === focus && this.seen <= events.length;
    const touched = goesOn ? touchedBy(events, this.seen) : null;
    Object.assign(this, { state, events, focus, seen: events.length, nodes: new Set<string>(), edges: new Set<string>() });
    if (touched === null) {
      this.begin(now);
      return null;
    }
    const scopes = touched.scopes;
    for (const path of [...touched.steps, ...this.unsteady]) {
      const step = state.steps.get(path);
      if (step === undefined) continue;
      this.take(step, now);
      scopes.add(step.scope);
      // How an edge looks depends on both its ends.
      for (const source of this.incoming.get(step.node) ?? []) this.takeEdges(state.steps.get(stepPath(step.scope, source.node)));
      // What failed in it is forgotten when a container completes.
      if (step.container !== null && isStepClosed(step.status)) for (const scope of scopesUnder(state, step)) scopes.add(scope.path);
    }
    for (const path of scopes) this.judge(state.scopes.get(path));
    return { nodes: this.nodes, edges: this.edges };
  }

  /** As `nodeViews` tells it. */
  node(id: string): NodeView {
    const tally = this.tallies.get(id);
    const none: NodeView = { node: id, status: 'pending', step: null, total: 0, counts: {} };
    if (tally === undefined || tally.total === 0) return none;
    let status: ViewStatus | null = null;
    for (const each of Object.keys(tally.counts) as ViewStatus[]) if (status === null || VIEW_RANK[each] > VIEW_RANK[status]) status = each;
    return { node: id, status: status!, step: this.latestOf(tally, status!), total: tally.total, counts: tally.counts };
  }

  /** As `edgeViews` tells it. */
  edge(id: string): EdgeState {
    let best: EdgeState | null = null;
    for (const each of Object.keys(this.edgeCounts.get(id) ?? {}) as EdgeState[]) if (best === null || EDGE_RANK[each] > EDGE_RANK[best]) best = each;
    return best ?? 'open';
  }

  /** How many iterations of a container within the focus stand how. */
  iterations(node: string): Partial<Record<ViewStatus, number>> {
    return this.iterationCounts.get(node) ?? {};
  }

  /** When the next retry that is held back comes due, epoch ms; null when none is. */
  nextDue(now: number): number | null {
    let next: number | null = null;
    for (const path of this.unsteady) {
      const dueAt = this.state?.steps.get(path)?.dueAt ?? null;
      if (dueAt !== null && dueAt > now && (next === null || dueAt < next)) next = dueAt;
    }
    return next;
  }

  private begin(now: number): void {
    for (const map of [this.steps, this.tallies, this.edgeCounts, this.scopes, this.iterationCounts, this.unsteady]) map.clear();
    this.inFocus = focusFilter(this.state!, this.focus!);
    for (const step of this.state!.steps.values()) this.take(step, now);
    for (const scope of this.state!.scopes.values()) this.judge(scope);
  }

  private take(step: StepState, now: number): void {
    const node = this.plan.nodes.get(step.node);
    if (node === undefined || !this.inFocus(step.scope)) return;
    const status = viewStatus(step, now);
    const known = this.steps.get(step.path);
    let tally = this.tallies.get(node.id);
    if (tally === undefined) this.tallies.set(node.id, (tally = { total: 0, counts: {}, latest: {}, paths: new Set() }));
    if (known === undefined) {
      tally.total += 1;
      tally.paths.add(step.path);
    } else if (known.status !== status) {
      less(tally.counts, known.status);
      if (tally.latest[known.status]?.path === step.path) tally.latest[known.status] = null;
      if (tally.counts[known.status] === undefined) delete tally.latest[known.status];
    }
    if (known?.status !== status) more(tally.counts, status);
    const latest = tally.latest[status];
    // A step that changed is another object.
    if (latest === undefined || (latest !== null && step.openedSeq >= latest.openedSeq)) tally.latest[status] = step;
    this.steps.set(step.path, { node: node.id, status, edges: known?.edges ?? [] });
    if (step.status === 'retrying' || step.status === 'compensating') this.unsteady.add(step.path);
    else this.unsteady.delete(step.path);
    this.nodes.add(node.id);
    this.takeEdges(step, node);
  }

  private takeEdges(step: StepState | undefined, node: ViewNode | undefined = step && this.plan.nodes.get(step.node)): void {
    const known = step && this.steps.get(step.path);
    if (step === undefined || node === undefined || known === undefined) return;
    node.outgoing.forEach((edge, at) => {
      const before = known.edges[at];
      const now = edgeState(this.state!, step, edge);
      if (now === before) return;
      let counts = this.edgeCounts.get(edge.id);
      if (counts === undefined) this.edgeCounts.set(edge.id, (counts = {}));
      if (before !== undefined) less(counts, before);
      more(counts, now);
      known.edges[at] = now;
      this.edges.add(edge.id);
    });
  }

  /** Which of a container's own iterations is looked into does not matter here, only where the container stands. */
  private judge(scope: ScopeState | undefined): void {
    if (scope === undefined || scope.index === null || scope.step === null) return;
    const container = this.state!.steps.get(scope.step);
    if (container === undefined || !this.inFocus(container.scope)) return;
    const status = scopeStatus(this.state!, scope);
    const known = this.scopes.get(scope.path);
    if (known?.status === status) return;
    let counts = this.iterationCounts.get(scope.plan);
    if (counts === undefined) this.iterationCounts.set(scope.plan, (counts = {}));
    if (known !== undefined) less(counts, known.status);
    more(counts, status);
    this.scopes.set(scope.path, { node: scope.plan, status });
    this.nodes.add(scope.plan);
  }

  /** Looked for again when the last one that stood so stands otherwise now, and only if anybody asks. */
  private latestOf(tally: Tally, status: ViewStatus): StepState {
    let latest = tally.latest[status] ?? null;
    if (latest === null) {
      for (const path of tally.paths) {
        if (this.steps.get(path)!.status !== status) continue;
        const step = this.state!.steps.get(path)!;
        if (latest === null || step.openedSeq > latest.openedSeq) latest = step;
      }
      tally.latest[status] = latest!;
    }
    return latest!;
  }
}

/** What the events from a place on touch: paths of steps, and of iterations that they name. Null: they may touch anything. */
function touchedBy(events: readonly RunEvent[], from: number): { steps: Set<string>; scopes: Set<string> } | null {
  const paths = new Set<string>();
  const scopes = new Set<string>();
  for (let at = from; at < events.length; at++) {
    const event = events[at]!;
    const path = touchedPath(event);
    if (path === null) return null;
    paths.add(path);
    // One that is skipped, of a million perhaps, is nowhere.
    if (event.type.startsWith('iteration.') && 'index' in event.data) scopes.add(iterationPath(path, event.data.index));
  }
  return { steps: withAncestors(paths), scopes };
}

function more<K extends string>(counts: Partial<Record<K, number>>, key: K): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

/** A count of none is no entry. */
function less<K extends string>(counts: Partial<Record<K, number>>, key: K): void {
  const left = (counts[key] ?? 0) - 1;
  if (left > 0) counts[key] = left;
  else delete counts[key];
}
