import { CONTAINER_KINDS, type Catalogue, type Definition, type EdgeDefinition } from '@/engine/index.ts';
import { branchesOf, branchOfEdge } from '../../canvas/branches.ts';
import type { DrawnEdge } from '../../canvas/from-flow.ts';
import { ancestorsOf, isFlow, nodeById, reach } from './graph.ts';

/** Why an edge may not be drawn. `nodes` names those a sentence speaks of. */
export type Refusal =
  | { code: 'missing' }
  | { code: 'self' }
  | { code: 'duplicate' }
  | { code: 'cycle' }
  | { code: 'border' }
  | { code: 'into-start' }
  | { code: 'out-of-end' }
  | { code: 'into-undo' }
  | { code: 'out-of-undo' }
  | { code: 'no-branch'; branch: string }
  | { code: 'undo-outside-saga' }
  | { code: 'undo-twice' }
  | { code: 'undo-taken' }
  | { code: 'undo-in-flow' };

export type Verdict = { ok: true } | { ok: false; why: Refusal };

/** Whether `edge` may be added to a draft, and if not why. `moving` is the edge that is being dragged elsewhere: it does not count. */
export function canConnect(definition: Definition, catalogue: Catalogue, edge: DrawnEdge, moving?: string): Verdict {
  const source = nodeById(definition, edge.source);
  const target = nodeById(definition, edge.target);
  if (!source || !target) return no({ code: 'missing' });
  if (source.id === target.id) return no({ code: 'self' });
  const edges = definition.edges.filter((other) => other.id !== moving);
  const sourceSpec = catalogue.get(source.type);
  const targetSpec = catalogue.get(target.type);
  if (sourceSpec?.kind === 'end') return no({ code: 'out-of-end' });
  if (targetSpec?.kind === 'start') return no({ code: 'into-start' });
  return edge.kind === 'compensate' ? canUndo(definition, catalogue, edges, edge) : canFlow(definition, catalogue, edges, edge);
}

function canFlow(definition: Definition, catalogue: Catalogue, edges: readonly EdgeDefinition[], edge: DrawnEdge): Verdict {
  const source = nodeById(definition, edge.source)!;
  const target = nodeById(definition, edge.target)!;
  if (source.parent !== target.parent) return no({ code: 'border' });
  if (edges.some((other) => !isFlow(other) && other.target === target.id)) return no({ code: 'into-undo' });
  if (edges.some((other) => !isFlow(other) && other.target === source.id)) return no({ code: 'out-of-undo' });
  const branches = branchesOf(source, catalogue.get(source.type));
  const branch = branchOfEdge(edge.branch, branches);
  if (!branches.includes(branch)) return no({ code: 'no-branch', branch });
  if (edges.some((other) => isFlow(other) && other.source === source.id && other.target === target.id && branchOfEdge(other.branch, branches) === branch)) return no({ code: 'duplicate' });
  if (reach({ ...definition, edges: [...edges] }, [target.id], 'down').has(source.id)) return no({ code: 'cycle' });
  return { ok: true };
}

function canUndo(definition: Definition, catalogue: Catalogue, edges: readonly EdgeDefinition[], edge: DrawnEdge): Verdict {
  const source = nodeById(definition, edge.source)!;
  const target = nodeById(definition, edge.target)!;
  if (source.parent !== target.parent) return no({ code: 'border' });
  const inSaga = ancestorsOf(definition, source.id).some((id) => catalogue.get(nodeById(definition, id)!.type)?.kind === 'saga');
  if (!inSaga) return no({ code: 'undo-outside-saga' });
  if (edges.some((other) => !isFlow(other) && other.source === source.id)) return no({ code: 'undo-twice' });
  if (edges.some((other) => !isFlow(other) && other.target === target.id)) return no({ code: 'undo-taken' });
  if (edges.some((other) => !isFlow(other) && other.target === source.id)) return no({ code: 'out-of-undo' });
  if (edges.some((other) => isFlow(other) && (other.target === target.id || other.source === target.id))) return no({ code: 'undo-in-flow' });
  return { ok: true };
}

function no(why: Refusal): Verdict {
  return { ok: false, why };
}

export function isContainerType(catalogue: Catalogue, type: string): boolean {
  const spec = catalogue.get(type);
  return spec !== undefined && CONTAINER_KINDS.has(spec.kind);
}
