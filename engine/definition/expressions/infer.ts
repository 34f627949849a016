import { isJsonObject, type Json } from '../json.ts';
import { FUNCTION_TABLE } from './functions.ts';
import type { ASTNode } from './parse.ts';
import { childrenOf, isBindingCall } from './references.ts';

/** What can be said of a value before it is there; `any` when nothing can. */
export type StaticType = 'null' | 'bool' | 'number' | 'string' | 'list' | 'map' | 'any';
export type TypeProblem = { message: string; start: number; end: number };

/** The JSON Schema of what a path from a root leads to, where it is known. */
export type SchemaOf = (root: string, path: readonly string[]) => Json | undefined;

/** Infers the type of an expression and reports what cannot be computed whatever the values are. */
export function inferType(ast: ASTNode, schemaOf: SchemaOf, problems: TypeProblem[]): StaticType {
  const bound = new Set<string>();
  const report = (node: ASTNode, message: string) => problems.push({ message, start: node.start, end: node.end });
  const expectBool = (node: ASTNode, what: string) => {
    const type = walk(node);
    if (type !== 'bool' && type !== 'any') report(node, `${what} must be true or false, but is a ${type}.`);
  };

  function walk(node: ASTNode): StaticType {
    switch (node.op) {
      case 'value':
        return literalType(node.args);
      case 'list':
        node.args.forEach(walk);
        return 'list';
      case 'map':
        node.args.flat().forEach(walk);
        return 'map';
      case 'id':
      case '.':
      case '.?':
      case '[]':
      case '[?]':
        return access(node);
      case '!_':
        expectBool(node.args, 'What "!" negates');
        return 'bool';
      case '-_':
        return walk(node.args) === 'any' ? 'any' : 'number';
      case '&&':
      case '||':
        node.args.forEach((side) => expectBool(side, `Each side of "${node.op}"`));
        return 'bool';
      case '?:': {
        expectBool(node.args[0], 'The condition before "?"');
        const [yes, no] = [walk(node.args[1]), walk(node.args[2])];
        return yes === no ? yes : 'any';
      }
      case 'call':
        node.args[1].forEach(walk);
        return resultOf(node.args[0]);
      case 'rcall':
        return method(node);
      default:
        return binary(node);
    }
  }

  function binary(node: Extract<ASTNode, { args: [ASTNode, ASTNode] }>): StaticType {
    const [left, right] = [walk(node.args[0]), walk(node.args[1])];
    const known = left !== 'any' && right !== 'any';
    switch (node.op) {
      case '==':
      case '!=':
        if (known && left !== right && left !== 'null' && right !== 'null') report(node, `A ${left} is never equal to a ${right}.`);
        return 'bool';
      case '<':
      case '<=':
      case '>':
      case '>=':
        if (known && (left !== right || !['number', 'string', 'bool'].includes(left))) report(node, `A ${left} and a ${right} have no order between them.`);
        return 'bool';
      case 'in':
        if (right !== 'any' && right !== 'list' && right !== 'map') report(node, `"in" looks into a list or a map, not into a ${right}.`);
        return 'bool';
      case '+':
        if (known && (left !== right || !['number', 'string', 'list'].includes(left))) report(node, `A ${left} and a ${right} cannot be added.${left === 'string' || right === 'string' ? ' Turn the other side into text with string(…).' : ''}`);
        return left !== 'any' ? left : right;
      default:
        for (const type of [left, right]) if (type !== 'any' && type !== 'number') report(node, `"${node.op}" computes with numbers, not with a ${type}.`);
        return 'number';
    }
  }

  function method(node: Extract<ASTNode, { op: 'rcall' }>): StaticType {
    const [name, receiver, args] = node.args;
    if (!isBindingCall(name, receiver, args)) {
      if (!(receiver.op === 'id' && receiver.args === 'optional')) walk(receiver);
      args.forEach(walk);
      return resultOf(name);
    }
    const variable = String(args[0]!.args);
    const outer = bound.has(variable);
    if (name !== 'bind') {
      const type = walk(receiver);
      if (type !== 'any' && type !== 'list' && type !== 'map') report(receiver, `${name}() walks a list or a map, not a ${type}.`);
    }
    bound.add(variable);
    const types = args.slice(1).map(walk);
    if (!outer) bound.delete(variable);
    if (name === 'bind') return types.at(-1)!;
    return name === 'map' || name === 'filter' || name === 'sortBy' ? 'list' : 'bool';
  }

  function access(node: ASTNode): StaticType {
    const path: string[] = [];
    let at = node;
    let certain = true;
    while (at.op !== 'id') {
      if (at.op !== '.' && at.op !== '[]') {
        for (const child of childrenOf(at)) if (child.op !== 'id') walk(child);
        return 'any';
      }
      const key: unknown = at.args[1];
      if (typeof key === 'string') path.unshift(key);
      else {
        const index = key as ASTNode;
        if (index.op === 'value' && (typeof index.args === 'string' || typeof index.args === 'bigint')) path.unshift(String(index.args));
        else {
          walk(index);
          certain = false;
        }
      }
      at = at.args[0];
    }
    if (!certain || bound.has(at.args)) return 'any';
    if (at.args === 'now') return path.length === 0 ? 'string' : 'any';
    if ((at.args === 'index' || at.args === 'iteration') && path.length === 0) return 'number';
    return typeOfSchema(schemaOf(at.args, path));
  }

  return walk(ast);
}

function literalType(value: unknown): StaticType {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'bigint' || typeof value === 'number') return 'number';
  return typeof value === 'string' ? 'string' : 'any';
}

function resultOf(name: string): StaticType {
  if (name === 'has' || name === 'hasValue') return 'bool';
  return FUNCTION_TABLE.get(name)?.result ?? 'any';
}

const JSON_TYPES: Readonly<Record<string, StaticType>> = { null: 'null', boolean: 'bool', integer: 'number', number: 'number', string: 'string', array: 'list', object: 'map' };

export function typeOfSchema(schema: Json | undefined): StaticType {
  if (!isJsonObject(schema)) return 'any';
  return typeof schema.type === 'string' ? (JSON_TYPES[schema.type] ?? 'any') : 'any';
}

/** Follows a path through the `properties` and `items` of a JSON Schema. */
export function schemaAt(schema: Json | undefined, path: readonly string[]): Json | undefined {
  let at = schema;
  for (const key of path) {
    if (!isJsonObject(at)) return undefined;
    if (isJsonObject(at.properties) && Object.hasOwn(at.properties, key)) at = at.properties[key];
    else if (/^\d+$/.test(key) && isJsonObject(at.items)) at = at.items;
    else return undefined;
  }
  return at;
}
