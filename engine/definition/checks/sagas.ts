import type { NodeKind } from '../catalogue.ts';
import { isFlow } from '../graph.ts';
import type { NodeDefinition } from '../schema.ts';
import type { CheckContext } from './context.ts';

/** Kinds that change something outside the run. */
const OUTWARD: ReadonlySet<NodeKind> = new Set(['task', 'child', 'emit']);

/**
 * Steps inside a saga that nothing undoes: neither they nor a container round them, up to the saga, has an undo.
 * A step says itself when it changes nothing outside (`changesNothing` of its type).
 */
export function stepsWithoutUndo(context: CheckContext): NodeDefinition[] {
  const edges = context.definition.edges.filter((edge) => !isFlow(edge));
  const undone = new Set(edges.map(({ source }) => source));
  const undoing = new Set(edges.map(({ target }) => target));
  return context.definition.nodes.filter((node) => {
    const spec = context.spec(node);
    if (!spec || !OUTWARD.has(spec.kind) || undone.has(node.id) || undoing.has(node.id) || node.disabled || spec.changesNothing?.(node.params)) return false;
    const enclosing = context.enclosing(node);
    const saga = enclosing.findIndex((container) => context.kind(container) === 'saga');
    return saga !== -1 && !enclosing.some((container) => undone.has(container.id));
  });
}

export function checkSagas(context: CheckContext): void {
  for (const node of stepsWithoutUndo(context)) {
    context.warn('step_without_compensation', `${context.label(node)} stands in a saga, but nothing undoes it.`, { node }, '', 'Connect its compensation handle to a step that undoes it.');
  }
}
