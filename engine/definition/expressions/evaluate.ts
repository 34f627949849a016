import { Ref } from '../ref.ts';
import { compileAccess, compileHas } from './access.ts';
import { Fault } from './fault.ts';
import { located, syntaxError, type CompileContext, type Run } from './frame.ts';
import { FUNCTION_TABLE } from './functions.ts';
import { compileMacro } from './macros.ts';
import { COST_OF_FAILURE, COST_OF_MAP, type Meter } from './meter.ts';
import { BINARY, negate, truth } from './operators.ts';
import type { ASTNode } from './parse.ts';
import { isBindingCall } from './references.ts';
import { Maybe, newMap, NONE, plain, typeName, type Value } from './value.ts';

/**
 * Turns a syntax tree into a function. Straight-line code is bounded by the size of the tree; only macros repeat, and
 * they pay for each round by the size of their body.
 * @throws ExpressionError of kind `syntax` for unknown names and functions, and for literals JSON does not know
 */
export function compileNode(node: ASTNode, context: CompileContext): Run {
  switch (node.op) {
    case 'value':
      return literal(node.args, node, context);
    case 'id':
    case '.':
    case '.?':
    case '[]':
    case '[?]':
      return compileAccess(node, context, false);
    case 'list':
      return list(node.args, context);
    case 'map':
      return map(node.args, context);
    case '!_': {
      const operand = compileNode(node.args, context);
      return (frame) => !truth(operand(frame), 'What "!" negates');
    }
    case '-_': {
      const operand = compileNode(node.args, context);
      return (frame) => negate(operand(frame));
    }
    case '?:': {
      const [condition, yes, no] = node.args.map((arg) => compileNode(arg, context)) as [Run, Run, Run];
      return (frame) => (truth(condition(frame), 'The condition before "?"') ? yes(frame) : no(frame));
    }
    case '&&':
    case '||':
      return logical(node.op === '||', compileNode(node.args[0], context), compileNode(node.args[1], context));
    case 'call':
      return call(node.args[0], node.args[1], node, context);
    case 'rcall':
      return methodCall(node.args[0], node.args[1], node.args[2], node, context);
    default:
      return binary(node.op, node, context);
  }
}

function literal(value: unknown, node: ASTNode, context: CompileContext): Run {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint' || typeof value === 'number') return () => value;
  throw syntaxError('JSON has neither bytes nor unsigned integers; leave out the b or the u.', node, context);
}

function list(items: readonly ASTNode[], context: CompileContext): Run {
  const runs = items.map((item) => compileNode(item, context));
  return (frame) => {
    frame.meter.spend(runs.length);
    return frame.meter.fresh(runs.map((run) => plain(run(frame))));
  };
}

function map(entries: readonly (readonly [ASTNode, ASTNode])[], context: CompileContext): Run {
  const runs = entries.map(([key, value]) => [compileNode(key, context), compileNode(value, context)] as const);
  return (frame) => {
    const result = newMap();
    frame.meter.spend(COST_OF_MAP + runs.length * 2);
    for (const [keyRun, valueRun] of runs) {
      const key = plain(keyRun(frame));
      if (typeof key !== 'string' && typeof key !== 'bigint' && typeof key !== 'number') throw new Fault(`A key of a map is text, not a ${typeName(key)}.`);
      result[String(key)] = plain(valueRun(frame));
    }
    return result;
  };
}

/** CEL's logic: a side that decides wins even when the other fails, on whichever side it stands. */
function logical(decisive: boolean, left: Run, right: Run): Run {
  const what = `Each side of "${decisive ? '||' : '&&'}"`;
  return (frame) => {
    let failure: Fault;
    try {
      return truth(left(frame), what) === decisive ? decisive : truth(right(frame), what);
    } catch (error) {
      if (!(error instanceof Fault) || error.kind === 'budget') throw error;
      frame.meter.spend(COST_OF_FAILURE);
      failure = error;
    }
    if (truth(right(frame), what) === decisive) return decisive;
    throw failure;
  };
}

function binary(op: string, node: ASTNode & { args: [ASTNode, ASTNode] }, context: CompileContext): Run {
  const operator = BINARY[op];
  if (!operator) throw syntaxError(`The operator ${op} is not known.`, node, context);
  const left = compileNode(node.args[0], context);
  const right = compileNode(node.args[1], context);
  const compares = op === '==' || op === '!=';
  return located(node, (frame) => {
    const a = plain(left(frame));
    const b = plain(right(frame));
    // Nothing that is large is null, a number or a bool: that can be said without looking.
    if (compares && ((a instanceof Ref && isScalar(b)) || (b instanceof Ref && isScalar(a)))) return operator(a, b, frame.meter);
    return operator(frame.meter.whole(a), frame.meter.whole(b), frame.meter);
  });
}

function isScalar(value: Value): boolean {
  return value === null || (typeof value !== 'object' && typeof value !== 'string');
}

function call(name: string, args: readonly ASTNode[], node: ASTNode, context: CompileContext): Run {
  if (name === 'has') {
    if (args.length !== 1) throw syntaxError('has() takes one path, such as has(input.customer.email).', node, context);
    return compileHas(args[0]!, context);
  }
  if (name === 'default') {
    if (args.length !== 2) throw syntaxError('default() takes a value and what to take when it is missing.', node, context);
    return orElse(compileSoft(args[0]!, context), compileNode(args[1]!, context));
  }
  return functionCall(name, args, node, context);
}

function compileSoft(node: ASTNode, context: CompileContext): Run {
  const isPath = node.op === '.' || node.op === '.?' || node.op === '[]' || node.op === '[?]';
  return isPath ? compileAccess(node, context, true) : compileNode(node, context);
}

function orElse(value: Run, fallback: Run): Run {
  return (frame) => plain(value(frame)) ?? fallback(frame);
}

function functionCall(name: string, args: readonly ASTNode[], node: ASTNode, context: CompileContext): Run {
  const spec = FUNCTION_TABLE.get(name);
  if (!spec) throw syntaxError(unknownFunction(name), node, context);
  if (args.length < spec.minimum || args.length > spec.maximum) throw syntaxError(`${name} is called as ${spec.signature}.`, node, context);
  const runs = args.map((arg) => compileNode(arg, context));
  return located(node, (frame) => {
    const given = runs.map((run) => plain(run(frame)));
    const [only] = given;
    if (spec.ofRef !== undefined && given.length === 1 && only instanceof Ref) return spec.ofRef(only);
    const values = given.map((value) => frame.meter.whole(value));
    for (const value of values) payForArgument(value, frame.meter);
    const result = spec.call(values, frame.meter);
    return Array.isArray(result) ? frame.meter.fresh(result) : result;
  });
}

/** Whatever a function does to its arguments, it may look at each item and each character once without paying again. */
function payForArgument(value: Value, meter: Meter): void {
  if (typeof value === 'string') meter.spendText(value.length);
  else if (Array.isArray(value)) meter.spend(1 + (value.length >> 1));
  else meter.spend(1);
}

function unknownFunction(name: string): string {
  if (name === 'timestamp' || name === 'duration') return `${name}() is not there: instants are ISO texts, see parseDate(), addDuration() and dateDiff().`;
  if (/^(now|random|uuid|date)$/i.test(name)) return `${name}() is not there: an expression has neither clock nor chance. "now" (without parentheses) is the instant of the decision.`;
  return `There is no function called ${name}.`;
}

function methodCall(method: string, receiver: ASTNode, args: readonly ASTNode[], node: ASTNode, context: CompileContext): Run {
  if (isBindingCall(method, receiver, args)) return compileMacro(method, receiver, args, node, context);
  if (receiver.op === 'id' && receiver.args === 'optional' && !context.bound.has('optional')) return optionalCall(method, args, node, context);
  switch (method) {
    case 'orValue':
    case 'or':
    case 'hasValue':
    case 'value':
      if (args.length === (method === 'or' || method === 'orValue' ? 1 : 0)) return onOptional(method, compileNode(receiver, context), args[0] ? compileNode(args[0], context) : null);
      break;
    case 'default':
      if (args.length === 1) return orElse(compileSoft(receiver, context), compileNode(args[0]!, context));
      break;
    default:
  }
  return functionCall(method, [receiver, ...args], node, context);
}

function optionalCall(method: string, args: readonly ASTNode[], node: ASTNode, context: CompileContext): Run {
  if (method === 'none' && args.length === 0) return () => NONE;
  if (method === 'of' && args.length === 1) {
    const value = compileNode(args[0]!, context);
    return (frame) => new Maybe(plain(value(frame)));
  }
  throw syntaxError('There are optional.of(value) and optional.none().', node, context);
}

function onOptional(method: 'orValue' | 'or' | 'hasValue' | 'value', receiver: Run, argument: Run | null): Run {
  return (frame) => {
    const value = receiver(frame);
    const present = value instanceof Maybe ? value.value !== undefined : true;
    if (method === 'hasValue') return present;
    if (present) return method === 'or' ? value : plain(value);
    if (argument) return argument(frame);
    throw new Fault('An optional without a value was asked for its value.');
  };
}
