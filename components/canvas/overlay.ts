import type { StepStatus, WayBackStatus } from '@/engine/index.ts';
import type { Move } from './hand.ts';
import { createKeyedContext, KeyedStore } from './keyed-store.ts';

/** What a run (or a moment of it) says about one node. Instants are epoch milliseconds. */
export type NodeOverlay = {
  status: StepStatus;
  /** The error was taken by `continue` or by the error branch: orange, not red. */
  handled?: boolean;
  attempt?: number;
  maximumAttempts?: number;
  /** Since when it is what it is. */
  since?: number | null;
  /** What ends it: the next attempt, the timer, the due time of an approval. */
  dueAt?: number | null;
  waitingFor?: 'timer' | 'signal' | 'approval' | 'child' | null;
  /** Name of the signal, of the child's workflow. */
  waitingName?: string | null;
  /** First words of a stream that goes on. */
  words?: string;
  /** One line of result or error. */
  fact?: string;
  /** Milliseconds that it took. */
  durationMs?: number | null;
  cached?: boolean;
  /** Containers: iterations or inner steps by how they look. */
  counts?: Readonly<Partial<Record<StepStatus | 'handled', number>>>;
  /** Containers: finished of all, when that is known. */
  progress?: { done: number; total: number | null };
  paused?: boolean;
  /** The moment that is looked at, when it is past: there the clock stands still. */
  now?: number;
};

export type EdgeOverlay = 'open' | 'running' | 'taken' | 'dead' | 'waiting' | WayBackStatus;

/** The live half of a canvas. It never shares an object with the document: watching cannot dirty it. */
export class RunOverlay {
  readonly nodes = new KeyedStore<NodeOverlay>();
  readonly edges = new KeyedStore<EdgeOverlay>();
  private readonly moving = new Set<Move>();

  /** Whether the canvas is moved, from the press on, or a card carried over it: what is new can wait a moment then. */
  get moved(): boolean {
    return this.moving.size > 0;
  }

  /** A card that is carried to the border pans the canvas, which ends before the carrying does: each is told by itself. */
  move(move: Move, is: boolean): void {
    if (is) this.moving.add(move);
    else this.moving.delete(move);
  }

  /** Takes what is true now; only what differs renders again. */
  replace(nodes: ReadonlyMap<string, NodeOverlay>, edges: ReadonlyMap<string, EdgeOverlay>): void {
    this.hold(nodes, edges, true);
    this.wakeDue();
  }

  /** Takes what is true now and wakes nobody yet. @param whole what is not named is gone; otherwise it stays as it is */
  hold(nodes: ReadonlyMap<string, NodeOverlay>, edges: ReadonlyMap<string, EdgeOverlay>, whole: boolean): void {
    this.nodes.hold(nodes, sameOverlay, whole);
    this.edges.hold(edges, Object.is, whole);
  }

  /** Wakes the readers of at most so many nodes, and of as many edges. @returns how many are left */
  wakeDue(count?: number): number {
    return this.nodes.wakeDue(count) + this.edges.wakeDue(count);
  }
}

/** Field by field: a canvas of two thousand nodes compares as many of them several times a second. */
function sameOverlay(left: NodeOverlay, right: NodeOverlay): boolean {
  return left === right || (sameFields(left, right, ['counts', 'progress']) && sameFields(left.counts, right.counts) && sameFields(left.progress, right.progress));
}

function sameFields<T extends object>(left: T | undefined, right: T | undefined, but: readonly (keyof T)[] = []): boolean {
  if (left === undefined || right === undefined) return left === right;
  const keys = Object.keys(left) as (keyof T)[];
  return keys.length === Object.keys(right).length && keys.every((key) => key in right && (but.includes(key) || Object.is(left[key], right[key])));
}

export const nodeOverlays = createKeyedContext<NodeOverlay>();
export const edgeOverlays = createKeyedContext<EdgeOverlay>();

/** What validation found at a node. */
export type NodeMarks = { errors: number; warnings: number; first: string };
export const nodeMarks = createKeyedContext<NodeMarks>();

/** Why the result of a node is not what it would give now. */
export const nodeStale = createKeyedContext<string>();
