import type { NodeChange } from '@xyflow/react';
import type { FlowNode } from '../../canvas/flow.ts';

type Now = Pick<Partial<FlowNode>, 'position' | 'width' | 'height' | 'measured'>;

/**
 * Places and sizes under the pointer, which are no part of the document until they are let go, and the objects handed to
 * React Flow: a node that is dragged is another one for each move, all others stay the same.
 */
export class LiveNodes {
  private readonly now = new Map<string, Now>();
  private readonly given = new WeakMap<FlowNode, { selected: boolean; now: Now | undefined; drop: boolean; node: FlowNode }>();

  /** The nodes as they are handed over. @param dropTarget the container that what is dragged would fall into */
  shown(nodes: readonly FlowNode[], selection: ReadonlySet<string>, dropTarget: string | null): FlowNode[] {
    return nodes.map((node) => {
      const selected = selection.has(node.id);
      const now = this.now.get(node.id);
      const drop = dropTarget === node.id;
      const before = this.given.get(node);
      if (before && before.selected === selected && before.now === now && before.drop === drop) return before.node;
      const next = { ...node, ...now, selected, className: drop ? 'hc-drop' : undefined } as FlowNode;
      this.given.set(node, { selected, now, drop, node: next });
      return next;
    });
  }

  /** Whether something has to be drawn elsewhere. A size that was only measured has not: React Flow has it already. */
  take(changes: readonly NodeChange<FlowNode>[]): boolean {
    let moved = false;
    for (const change of changes) {
      if (change.type === 'dimensions' && change.dimensions) {
        this.add(change.id, { measured: change.dimensions, ...(change.resizing ? change.dimensions : {}) });
        moved ||= change.resizing === true;
      } else if (change.type === 'position' && change.position) {
        this.add(change.id, { position: change.position });
        moved = true;
      }
    }
    return moved;
  }

  /** What was under the pointer is in the document now, or given up. */
  settle(): void {
    for (const [id, { measured, ...moved }] of this.now) {
      if (Object.keys(moved).length === 0) continue;
      // A size that nobody measured must not stand in the place of the one that is known beforehand.
      if (measured === undefined) this.now.delete(id);
      else this.now.set(id, { measured });
    }
  }

  private add(id: string, now: Now): void {
    this.now.set(id, { ...this.now.get(id), ...now });
  }
}
