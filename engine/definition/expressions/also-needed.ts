import type { Json } from '../json.ts';
import { asValue, NeedsValues, Ref } from '../ref.ts';
import type { ExpressionScope, Reference } from './template.ts';

/** Of what may be needed too; beyond it only what is certainly needed is asked for. */
const MOST_BYTES = 32 * 1_048_576;

/**
 * An evaluation stops at the first large value that is not at hand. Whatever else its expressions name is likely to be
 * next, so that it is asked for at the same time: a list of references, or a reference itself.
 */
export function alsoNeeded(needs: NeedsValues, references: readonly Reference[], scope: ExpressionScope): NeedsValues {
  const wanted = new Map(needs.refs.map((ref) => [ref.hash, ref]));
  let bytes = needs.refs.reduce((sum, ref) => sum + ref.bytes, 0);
  for (const reference of references) {
    for (const ref of near(named(reference, scope))) {
      if (wanted.has(ref.hash) || scope.look?.(ref) !== undefined) continue;
      bytes += ref.bytes;
      if (bytes > MOST_BYTES) return new NeedsValues([...wanted.values()]);
      wanted.set(ref.hash, ref);
    }
  }
  return new NeedsValues([...wanted.values()]);
}

/** What a reference of an expression leads to, as far as its first steps tell. */
function named(reference: Reference, scope: ExpressionScope): Json | undefined {
  try {
    return valueOf(reference, scope);
  } catch (error) {
    // An item of a large list: it is the list that is needed.
    if (error instanceof NeedsValues && error.refs[0] !== undefined) return asValue(error.refs[0]);
    throw error;
  }
}

function valueOf({ root, path }: Reference, scope: ExpressionScope): Json | undefined {
  if (root === 'nodes') return path[0] === undefined || path[1] !== 'output' ? undefined : scope.node(path[0])?.output;
  if (root === 'input') return scope.input;
  if (root === 'vars') return path[0] === undefined ? undefined : scope.vars[path[0]];
  return scope.locals[root];
}

function near(value: Json | undefined): Ref[] {
  if (value instanceof Ref) return [value];
  return Array.isArray(value) ? value.filter((item) => item instanceof Ref) : [];
}
