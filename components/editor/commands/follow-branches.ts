import { renameChoices, type Catalogue, type Definition, type JsonObject } from '@/engine/index.ts';
import { branchNameProblem, reservedNames } from '../document/branch-names.ts';
import { nodeById } from '../document/graph.ts';
import { mapNode } from './outcome.ts';

/**
 * Edges go along when an entry that is a branch of their node is named anew, and so does what else of the node names it,
 * and every expression that compares the branch which was taken with that name.
 * Entries are compared in their places, not the branches that follow from them: those come and go by other settings too.
 * One that is moved or taken away is no rename, and nor is a name that is a branch already.
 */
export function followBranches(before: Definition, after: Definition, catalogue: Catalogue, id: string): Definition {
  const [past, node] = [nodeById(before, id), nodeById(after, id)];
  const shape = node && catalogue.get(node.type);
  const own = shape?.namedBranches;
  if (past === undefined || node === undefined || own === undefined || past.params === node.params) return after;
  const [old, now] = [own.names(past.params), own.names(node.params)];
  if (old.length !== now.length) return after;
  const reserved = reservedNames(past, shape);
  const isRename = (from: string, at: number): boolean => {
    const others = [...old, ...now.filter((_, index) => index !== at)];
    return !now.includes(from) && old.indexOf(from) === old.lastIndexOf(from) && branchNameProblem(now[at]!, others, reserved) === null;
  };
  const renamed = new Map(old.flatMap((from, at) => (isRename(from, at) ? [[from, now[at]!] as const] : [])));
  if (renamed.size === 0) return after;
  const edges = after.edges.map((edge) => (edge.source === id && edge.branch !== undefined && renamed.has(edge.branch) ? { ...edge, branch: renamed.get(edge.branch)! } : edge));
  const followed = mapNode({ ...after, edges }, id, (one) => ({ ...one, params: withNames(one.params, own.namedIn ?? [], renamed) }));
  return own.toldAt === undefined ? followed : renameChoices(followed, catalogue, { node: id, at: own.toldAt, names: renamed });
}

function withNames(params: JsonObject, namedIn: readonly string[], renamed: ReadonlyMap<string, string>): JsonObject {
  const next = { ...params };
  for (const param of namedIn) {
    const name = params[param];
    if (typeof name === 'string' && renamed.has(name)) next[param] = renamed.get(name)!;
  }
  return next;
}
