import { isJsonObject, type Json, type NodeDefinition, type NodeShape } from '@/engine/index.ts';
import type { Fact } from './fact.ts';

const NAMED = 4;

/** One line of what a step does; empty when its type has nothing to say of it. */
export function subtitleOf(node: Pick<NodeDefinition, 'params'>, spec: NodeShape): string {
  const built = spec.kind === 'transform' ? node.params['value'] : spec.kind === 'end' ? node.params['output'] : undefined;
  const keys = keysOf(built);
  if (keys !== '') return keys;
  try {
    return spec.face.subtitle?.(node.params) ?? '';
  } catch {
    // Parameters of a draft may be anything.
    return '';
  }
}

/** Kinds whose fact at the foot is said by the same setting as their subtitle. */
const SAID_AT_THE_FOOT: ReadonlySet<NodeShape['kind']> = new Set(['wait', 'signal', 'condition']);

/** The line below the name of a step, empty when its foot says it already. `foot` is the fact that stands there while designing. */
export function secondLineOf(node: NodeDefinition, spec: NodeShape, foot: Fact | null): string {
  return foot !== null && foot.icon === undefined && SAID_AT_THE_FOOT.has(spec.kind) ? '' : subtitleOf(node, spec);
}

/** What a value is made of: its names say more in a line than the beginning of its JSON. */
function keysOf(value: Json | undefined): string {
  if (!isJsonObject(value)) return '';
  const names = Object.keys(value);
  return names.slice(0, NAMED).join(', ') + (names.length > NAMED ? ', …' : '');
}
