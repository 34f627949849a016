import type { EdgeOverlay, NodeOverlay } from '@/components/canvas/overlay.ts';
import { ViewFold, type Definition, type RunEvent, type ViewPlan } from '@/engine/index.ts';
import { attemptsByNode, nodeOverlay, undoOverlays, type OverlayInput } from './overlay-of.ts';
import { undoEdges } from './view-plan.ts';

export type OverlayChanges = { nodes: ReadonlyMap<string, NodeOverlay>; edges: ReadonlyMap<string, EdgeOverlay>; /** What is not named is gone. */ whole: boolean };

/** What `overlayOf` tells of a live run, kept up to date with its events: only what they touched is told. */
export class LiveOverlay {
  private readonly fold: ViewFold;
  private readonly maximumAttempts: ReadonlyMap<string, number | undefined>;
  private readonly undoIds: ReadonlyMap<string, string>;
  private frames: OverlayInput['frames'] = {};

  constructor(definition: Definition, private readonly plan: ViewPlan) {
    this.fold = new ViewFold(plan);
    this.maximumAttempts = attemptsByNode(definition);
    this.undoIds = undoEdges(definition);
  }

  /** @param events the whole history, which grows in place; all of it is folded into `state` */
  follow({ state, events, focus, now, frames }: Pick<OverlayInput, 'state' | 'focus' | 'now' | 'frames'> & { events: readonly RunEvent[] }): OverlayChanges {
    const { plan, fold } = this;
    const changes = fold.follow(state, events, focus, now);
    const nodes = new Map<string, NodeOverlay>();
    const tell = (id: string): void => void nodes.set(id, nodeOverlay({ plan, state, focus, frames }, fold.node(id), this.maximumAttempts.get(id), fold.iterations(id)));
    for (const id of changes?.nodes ?? plan.nodes.keys()) tell(id);
    if (changes !== null) {
      for (const [path, said] of Object.entries(frames)) {
        const node = said === this.frames[path] ? undefined : state.steps.get(path)?.node;
        if (node !== undefined && plan.nodes.has(node)) tell(node);
      }
    }
    this.frames = frames;
    const edges = new Map<string, EdgeOverlay>();
    if (changes !== null) for (const id of changes.edges) edges.set(id, fold.edge(id));
    else for (const node of plan.nodes.values()) for (const { id } of node.outgoing) edges.set(id, fold.edge(id));
    for (const [id, undo] of undoOverlays(plan, state, focus, this.undoIds)) edges.set(id, undo);
    return { nodes, edges, whole: changes === null };
  }

  /** When something looks otherwise without an event, epoch ms; null: never. */
  nextDue(now: number): number | null {
    return this.fold.nextDue(now);
  }
}
