import type { NodeChange } from '@xyflow/react';
import type { FlowNode } from './flow.ts';

/**
 * What a canvas that is only looked at keeps of its nodes from one rendering to the next: their sizes as the browser
 * measured them, and the objects handed to React Flow, so that only what changed is looked at again. A size alone is no
 * reason to render: React Flow has it already, and needs it told only with a new object.
 */
export class NodeMemory {
  private readonly measured = new Map<string, NonNullable<FlowNode['measured']>>();
  private readonly given = new WeakMap<FlowNode, { selected: boolean; node: FlowNode }>();

  /** The nodes as they are handed over, with the selected one. */
  shown(nodes: readonly FlowNode[], selectedId: string | null): FlowNode[] {
    return nodes.map((node) => {
      const selected = node.id === selectedId;
      const before = this.given.get(node);
      if (before?.selected === selected) return before.node;
      const next = { ...node, selected, measured: this.measured.get(node.id) ?? node.measured } as FlowNode;
      this.given.set(node, { selected, node: next });
      return next;
    });
  }

  keep(changes: readonly NodeChange<FlowNode>[]): void {
    for (const change of changes) if (change.type === 'dimensions' && change.dimensions) this.measured.set(change.id, change.dimensions);
  }
}
