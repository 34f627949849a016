import type { ASTNode } from './parse.ts';
import type { Reference } from './template.ts';

/** The names an expression may begin with. */
export const ROOTS = ['input', 'nodes', 'vars', 'run', 'now', 'item', 'index', 'iteration', 'previous', 'compensated', 'payload'] as const;
export function isRoot(name: string): boolean {
  return (ROOTS as readonly string[]).includes(name);
}

export const LOCAL_ROOTS: ReadonlySet<string> = new Set(['item', 'index', 'iteration', 'previous', 'compensated', 'payload']);

/** A reference with its place, and with what makes a missing value harmless. */
export type LocatedReference = Reference & {
  start: number;
  end: number;
  guarded: boolean;
  /** How many members of its path the same expression asks for in any place: `has(input.a)`, `default(input.a, 1)`, `"a" in input`. */
  asked: number;
};
type Walked = { references: Omit<LocatedReference, 'asked'>[]; /** Members that `in` asks for. */ members: Reference[] };

/** Calls that bind a name, and which of their arguments see it. */
const BINDING_MACROS: ReadonlyMap<string, { name: number; from: number }> = new Map([
  ['map', { name: 0, from: 1 }],
  ['filter', { name: 0, from: 1 }],
  ['all', { name: 0, from: 1 }],
  ['exists', { name: 0, from: 1 }],
  ['exists_one', { name: 0, from: 1 }],
  ['sortBy', { name: 0, from: 1 }],
  ['bind', { name: 0, from: 2 }],
]);

export function isBindingCall(method: string, receiver: ASTNode, args: readonly ASTNode[]): boolean {
  const macro = BINDING_MACROS.get(method);
  if (!macro || args[macro.name]?.op !== 'id') return false;
  if (method === 'bind') return receiver.op === 'id' && receiver.args === 'cel' && args.length === 3;
  return args.length === 2 || (method === 'map' && args.length === 3);
}

/** The names that are bound within a node: a macro's own beside those around it. Its list sees one more than it should, which no path there has. */
export function innerNames(node: ASTNode, bound: ReadonlySet<string>): ReadonlySet<string> {
  if (node.op !== 'rcall') return bound;
  const [method, receiver, args] = node.args;
  return isBindingCall(method, receiver, args) ? new Set(bound).add(String(args[0]!.args)) : bound;
}

/** Lists every path that begins with a name which no macro binds, in order of appearance. */
export function referencesOf(ast: ASTNode): LocatedReference[] {
  const found: Walked = { references: [], members: [] };
  walk(ast, new Set(), false, found);
  const guarded = found.references.filter((reference) => reference.guarded);
  return found.references.map((reference) => {
    let asked = 0;
    for (const one of guarded) asked = Math.max(asked, shared(one, reference));
    // Unlike has(), `in` fails where the object itself is missing: of the path before its member it asks nothing.
    for (const one of found.members) if (shared(one, reference) === one.path.length) asked = Math.max(asked, one.path.length);
    return { ...reference, asked };
  });
}

/** How many members two paths begin with alike. */
function shared(one: Reference, other: Reference): number {
  if (one.root !== other.root) return 0;
  const apart = other.path.findIndex((member, at) => one.path[at] !== member);
  return apart === -1 ? other.path.length : apart;
}

function walk(node: ASTNode, bound: ReadonlySet<string>, guarded: boolean, found: Walked): void {
  const chain = chainOf(node);
  if (chain) {
    if (!bound.has(chain.root)) found.references.push({ root: chain.root, path: chain.path, start: node.start, end: node.end, guarded: guarded || chain.optional });
    for (const index of chain.computed) walk(index, bound, false, found);
    return;
  }
  switch (node.op) {
    case 'value':
    case 'id':
      return;
    case 'call': {
      const [name, args] = node.args;
      const guards = name === 'has' || name === 'default';
      args.forEach((arg, index) => walk(arg, bound, guards && index === 0 ? true : guarded, found));
      return;
    }
    case 'rcall': {
      const [method, receiver, args] = node.args;
      if (isBindingCall(method, receiver, args)) {
        const { name, from } = BINDING_MACROS.get(method)!;
        const inner = new Set(bound).add(String(args[name]!.args));
        if (method !== 'bind') walk(receiver, bound, guarded, found);
        args.forEach((arg, index) => index !== name && walk(arg, index >= from ? inner : bound, guarded, found));
        return;
      }
      if (!(receiver.op === 'id' && receiver.args === 'optional')) walk(receiver, bound, guarded || method === 'default', found);
      for (const arg of args) walk(arg, bound, guarded, found);
      return;
    }
    default:
      if (node.op === 'in') found.members.push(...memberAskedFor(node.args[0], node.args[1], bound));
      for (const child of childrenOf(node)) walk(child, bound, guarded, found);
  }
}

function memberAskedFor(key: ASTNode, container: ASTNode, bound: ReadonlySet<string>): Reference[] {
  const chain = chainOf(container);
  if (key.op !== 'value' || typeof key.args !== 'string' || chain === null || chain.computed.length > 0 || bound.has(chain.root)) return [];
  return [{ root: chain.root, path: [...chain.path, key.args] }];
}

export function childrenOf(node: ASTNode): ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return [];
    case '.':
    case '.?':
      return [node.args[0]];
    case 'call':
      return node.args[1];
    case 'rcall':
      return [node.args[1], ...node.args[2]];
    case 'list':
      return node.args;
    case 'map':
      return node.args.flat();
    case '!_':
    case '-_':
      return [node.args];
    default:
      return [...node.args];
  }
}

export type Chain = { root: string; path: string[]; optional: boolean; computed: ASTNode[] };

/** Reads `a.b["c"][0]` as a path, as far as it is written out; null when the node is no path from a name. */
export function chainOf(node: ASTNode): Chain | null {
  if (node.op === 'id') return { root: node.args, path: [], optional: false, computed: [] };
  if (node.op !== '.' && node.op !== '.?' && node.op !== '[]' && node.op !== '[?]') return null;
  const chain = chainOf(node.args[0]);
  if (!chain) return null;
  if (node.op === '.?' || node.op === '[?]') chain.optional = true;
  if (node.op === '.' || node.op === '.?') {
    if (chain.computed.length === 0) chain.path.push(node.args[1]);
    return chain;
  }
  const key = node.args[1];
  if (chain.computed.length === 0 && key.op === 'value' && (typeof key.args === 'string' || typeof key.args === 'bigint')) chain.path.push(String(key.args));
  else chain.computed.push(key);
  return chain;
}
