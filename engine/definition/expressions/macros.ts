import { located, syntaxError, type CompileContext, type Frame, type Run } from './frame.ts';
import { Fault } from './fault.ts';
import { COST_OF_FAILURE } from './meter.ts';
import { compare, truth } from './operators.ts';
import type { ASTNode } from './parse.ts';
import { childrenOf, isBindingCall } from './references.ts';
import { isList, isMap, plain, typeName, type Value } from './value.ts';

/** Loops inside loops: a fifth level has never been anything but an accident, or an attack. */
const MAXIMUM_NESTING = 4;

/**
 * `list.map(x, …)`, `filter`, `all`, `exists`, `exists_one`, `sortBy` and `cel.bind(x, value, …)`. Over a map they walk
 * its keys. Each round costs the size of its body, so nested rounds multiply and are stopped by the budget.
 */
export function compileMacro(method: string, receiver: ASTNode, args: readonly ASTNode[], node: ASTNode, context: CompileContext): Run {
  const variable = String(args[0]!.args);
  const slot = context.slots.count++;
  const inner: CompileContext = { ...context, bound: new Map(context.bound).set(variable, slot) };
  if (method === 'bind') {
    const value = context.compile(args[1]!, context);
    const body = inner.compile(args[2]!, inner);
    return (frame) => {
      frame.slots[slot] = value(frame);
      return body(frame);
    };
  }
  if (nestingOf(node) > MAXIMUM_NESTING) throw syntaxError(`Loops may stand ${MAXIMUM_NESTING} deep in one another, not deeper.`, node, context);
  const source = context.compile(receiver, context);
  const bodies = args.slice(1).map((arg) => inner.compile(arg, inner));
  const cost = 2 + args.slice(1).reduce((sum, arg) => sum + sizeOf(arg), 0);
  const run = RUNNERS[method]!(bodies);
  return located(node, (frame) => {
    const items = itemsOf(source(frame), method, frame);
    return run(items, (item) => {
      frame.meter.spend(cost);
      frame.slots[slot] = item;
    }, frame);
  });
}

type Bind = (item: Value) => void;
type Runner = (items: readonly Value[], bind: Bind, frame: Frame) => Value;

const RUNNERS: Readonly<Record<string, (bodies: readonly Run[]) => Runner>> = {
  map: (bodies) => (items, bind, frame) => {
    const transform = bodies.at(-1)!;
    const keep = bodies.length === 2 ? bodies[0]! : null;
    const result: Value[] = [];
    for (const item of items) {
      bind(item);
      if (keep && !truth(keep(frame), 'The filter of map()')) continue;
      result.push(plain(transform(frame)));
    }
    return frame.meter.fresh(result);
  },
  filter: ([keep]) => (items, bind, frame) => {
    const result: Value[] = [];
    for (const item of items) {
      bind(item);
      if (truth(keep!(frame), 'The condition of filter()')) result.push(item);
    }
    return frame.meter.fresh(result);
  },
  all: ([holds]) => quantifier(holds!, false),
  exists: ([holds]) => quantifier(holds!, true),
  exists_one: ([holds]) => (items, bind, frame) => {
    let count = 0;
    for (const item of items) {
      bind(item);
      if (truth(holds!(frame), 'The condition of exists_one()')) count++;
    }
    return count === 1;
  },
  sortBy: ([key]) => (items, bind, frame) => {
    const keyed = items.map((item) => {
      bind(item);
      return { item, key: frame.meter.whole(plain(key!(frame))) };
    });
    const { meter } = frame;
    keyed.sort((a, b) => {
      meter.spend(2);
      return compare(a.key, b.key, meter);
    });
    return meter.fresh(keyed.map(({ item }) => item));
  },
};

/** `all` is over at the first false, `exists` at the first true; a failure counts only when nothing decided. */
function quantifier(holds: Run, decisive: boolean): Runner {
  const what = `The condition of ${decisive ? 'exists' : 'all'}()`;
  return (items, bind, frame) => {
    let failure: Fault | null = null;
    for (const item of items) {
      bind(item);
      try {
        if (truth(holds(frame), what) === decisive) return decisive;
      } catch (error) {
        if (!(error instanceof Fault) || error.kind === 'budget') throw error;
        frame.meter.spend(COST_OF_FAILURE);
        failure ??= error;
      }
    }
    if (failure) throw failure;
    return !decisive;
  };
}

function itemsOf(value: Value, method: string, frame: Frame): readonly Value[] {
  const collection = frame.meter.open(plain(value));
  if (isList(collection)) return collection;
  if (isMap(collection)) {
    const keys = Object.keys(collection);
    frame.meter.allowItems(keys.length);
    return keys;
  }
  throw new Fault(`${method}() walks a list or a map, not a ${typeName(collection)}.`);
}

function sizeOf(node: ASTNode): number {
  return 1 + childrenOf(node).reduce((sum, child) => sum + sizeOf(child), 0);
}

/** How many loops stand in one another from here inwards, this one included. */
function nestingOf(node: ASTNode): number {
  const inner = Math.max(0, ...childrenOf(node).map(nestingOf));
  if (node.op !== 'rcall' || !isBindingCall(...node.args) || node.args[0] === 'bind') return inner;
  // A loop over the result of another stands beside it, not inside.
  return Math.max(nestingOf(node.args[1]), 1 + Math.max(0, ...node.args[2].map(nestingOf)));
}
