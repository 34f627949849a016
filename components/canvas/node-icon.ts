import { triggerKind, type NodeDefinition, type NodeShape } from '@/engine/index.ts';

/** The icon of a node: that of its type, and of a start what it is started by. */
export function nodeIcon(node: Pick<NodeDefinition, 'params'>, shape: Pick<NodeShape, 'kind' | 'face'> | undefined): string {
  if (shape === undefined) return 'circle-help';
  const trigger = shape.kind === 'start' ? triggerKind(node.params) : 'manual';
  switch (trigger) {
    case 'manual': return shape.face.icon;
    case 'schedule': return 'calendar-clock';
    case 'webhook': return 'webhook';
  }
}
