import { branchesOf } from '../../canvas/branches.ts';
import { idSchema, type NodeDefinition, type NodeShape } from '@/engine/index.ts';

/** Why a name cannot be that of a branch. */
type BranchNameProblem = 'notName' | 'taken' | 'reserved';

/** Names that no entry may be given: those of branches that stand beside what people name, such as `default` and `error`. */
export function reservedNames(node: NodeDefinition, shape: NodeShape | undefined): ReadonlySet<string> {
  const own = shape?.namedBranches;
  if (own === undefined) return new Set();
  const names = own.names(node.params);
  return new Set([...own.reserved, ...branchesOf(node, shape).filter((branch) => !names.includes(branch))]);
}

/** @param others names of the other entries */
export function branchNameProblem(name: string, others: readonly string[], reserved: ReadonlySet<string>): BranchNameProblem | null {
  if (!idSchema.safeParse(name).success) return 'notName';
  if (others.includes(name)) return 'taken';
  return reserved.has(name) ? 'reserved' : null;
}

/** A name for one more entry: `case3`. */
export function freshBranchName(base: string, names: readonly string[]): string {
  for (let number = names.length + 1; ; number++) if (!names.includes(`${base}${number}`)) return `${base}${number}`;
}
