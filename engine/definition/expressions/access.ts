import { located, syntaxError, type CompileContext, type Frame, type Run } from './frame.ts';
import { Fault } from './fault.ts';
import type { ASTNode } from './parse.ts';
import { isRoot, LOCAL_ROOTS, ROOTS } from './references.ts';
import { isList, isMap, Maybe, member, newMap, NONE, plain, typeName, type Value } from './value.ts';

/**
 * Compiles a name or a path. In a soft path (inside `has` and `default`, and after `.?`) a missing member is no failure.
 */
export function compileAccess(node: ASTNode, context: CompileContext, soft: boolean): Run {
  if (node.op === 'id') return name(node.args, node, context, soft);
  if (node.op !== '.' && node.op !== '.?' && node.op !== '[]' && node.op !== '[?]') return context.compile(node, context);
  const base = node.args[0];
  if (base.op === 'id' && base.args === 'nodes' && !context.bound.has('nodes')) return step(node, context, soft);
  const left = compileAccess(base, context, soft);
  const key = keyOf(node, context);
  const optional = soft || node.op === '.?' || node.op === '[?]';
  const where = text(base, context);
  return located(node, (frame) => {
    const container = frame.meter.open(left(frame));
    const wanted = key(frame);
    if (container instanceof Maybe) return container.value === undefined ? NONE : optionally(lookUp(frame.meter.open(container.value), wanted));
    const found = lookUp(container, wanted);
    if (optional) return optionally(found);
    if (found === undefined) throw missing(container, wanted, where);
    return found;
  });
}

function keyOf(node: ASTNode & { op: '.' | '.?' | '[]' | '[?]' }, context: CompileContext): (frame: Frame) => Value {
  const key = node.args[1];
  if (typeof key === 'string') return () => key;
  const run = context.compile(key, context);
  return (frame) => frame.meter.whole(plain(run(frame)));
}

function optionally(value: Value | undefined): Maybe {
  return value === undefined ? NONE : new Maybe(value);
}

/** A member of a map or an item of a list; undefined when it is not there. Only own members count. */
function lookUp(container: Value, key: Value): Value | undefined {
  if (isMap(container)) return typeof key === 'string' ? member(container, key) : member(container, String(key));
  if (isList(container) && (typeof key === 'bigint' || typeof key === 'number')) return container[Number(key)];
  return undefined;
}

function missing(container: Value, key: Value, where: string): Fault {
  const wanted = typeof key === 'string' ? `"${key}"` : String(key);
  if (isMap(container)) {
    const keys = Object.keys(container);
    const known = keys.length === 0 ? 'it is empty' : `it has ${keys.slice(0, 8).join(', ')}${keys.length > 8 ? ' …' : ''}`;
    return new Fault(`${where} has no ${wanted}; ${known}.`);
  }
  if (isList(container)) {
    if (typeof key === 'string') return new Fault(`${where} is a list; take an item of it before ${wanted}, as in ${where}[0].`);
    return new Fault(`${where} has ${container.length} items; there is none at ${wanted}.`);
  }
  if (container === null) return new Fault(`${where} is null, so it has no ${wanted}.`);
  return new Fault(`${where} is a ${typeName(container)}; it has no ${wanted}.`);
}

/** The path as it is written, shortened: it stands in messages. */
function text(node: ASTNode, context: CompileContext): string {
  const source = context.source.slice(node.start, node.end);
  return source.length > 80 ? `${source.slice(0, 79)}…` : source;
}

function name(id: string, node: ASTNode, context: CompileContext, soft: boolean): Run {
  const slot = context.bound.get(id);
  if (slot !== undefined) return (frame) => frame.slots[slot]!;
  if (!isRoot(id)) throw syntaxError(unknownName(id), node, context);
  if (id === 'nodes') throw syntaxError('Name a step: nodes.<id>.output. All steps at once cannot be had.', node, context);
  if (LOCAL_ROOTS.has(id)) return local(id, node, soft);
  const root = id as 'input' | 'vars' | 'run' | 'now';
  return (frame) => frame.scope[root];
}

function unknownName(id: string): string {
  const close = ROOTS.find((root) => root.toLowerCase() === id.toLowerCase() || root === `${id}s` || `${root}s` === id);
  return `There is nothing called ${id}. ${close ? `Did you mean ${close}?` : `An expression begins with ${ROOTS.slice(0, 5).join(', ')}, or inside containers with ${ROOTS.slice(5).join(', ')}; text stands in quotes.`}`;
}

const LOCAL_HOME: Readonly<Record<string, string>> = {
  item: 'inside a map',
  index: 'inside a map',
  iteration: 'inside a loop',
  previous: 'inside a loop',
  compensated: 'in a compensation',
};

function local(id: string, node: ASTNode, soft: boolean): Run {
  return located(node, (frame) => {
    const value = member(frame.scope.locals, id);
    if (value !== undefined) return value;
    if (soft) return NONE;
    throw new Fault(`"${id}" exists only ${LOCAL_HOME[id]}.`);
  });
}

/** `nodes.<id>` and `nodes["<id>"]`: the one way to a step, so that a definition says which steps it reads. */
function step(node: ASTNode & { op: '.' | '.?' | '[]' | '[?]' }, context: CompileContext, soft: boolean): Run {
  const key = node.args[1];
  const id = typeof key === 'string' ? key : key.op === 'value' && typeof key.args === 'string' ? key.args : null;
  if (id === null) throw syntaxError('A step is named with its id written out: nodes.book or nodes["book-hotel"]. A computed name would hide which steps are read.', node, context);
  const optional = soft || node.op === '.?' || node.op === '[?]';
  return located(node, (frame) => {
    const view = frame.scope.node(id);
    if (!view) {
      if (optional) return NONE;
      throw new Fault(`There is no step "${id}" in sight of this expression.`);
    }
    const result = newMap();
    result.status = view.status;
    result.output = view.output;
    result.error = view.error;
    return optional ? new Maybe(result) : result;
  });
}

/** `has(path)`: true when every part of the path is there. */
export function compileHas(node: ASTNode, context: CompileContext): Run {
  if (node.op !== '.' && node.op !== '.?' && node.op !== '[]' && node.op !== '[?]') throw syntaxError('has() takes a path, such as has(input.customer.email).', node, context);
  const run = compileAccess(node, context, true);
  return (frame) => {
    const value = run(frame);
    return value instanceof Maybe ? value.value !== undefined : true;
  };
}
