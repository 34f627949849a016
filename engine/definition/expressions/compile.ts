import { pointerToken, toJson, type Json, type JsonObject } from '../json.ts';
import { NeedsValues } from '../ref.ts';
import { compileNode } from './evaluate.ts';
import type { Run } from './frame.ts';
import { Fault } from './fault.ts';
import { BUDGET, Meter } from './meter.ts';
import { parseExpression, type ASTNode } from './parse.ts';
import { referencesOf } from './references.ts';
import { alsoNeeded } from './also-needed.ts';
import { payForShared, setMember, toResult, toText } from './result.ts';
import { hasExpression, splitTemplate } from './scan.ts';
import { ExpressionError, type ExpressionScope, type Reference, type Template } from './template.ts';
import type { Value } from './value.ts';

/** A value without expressions as a template: it gives the value back, as canonical JSON. */
export function literalTemplate(value: Json): Template {
  const canonical = toJson(value);
  return { constant: true, references: [], evaluate: () => canonical };
}

/**
 * Compiles any JSON value whose strings may hold `{{ … }}`. A string that is one expression gives its typed value;
 * otherwise text is joined, with lists and maps as canonical JSON and null as nothing. Keys are never expressions.
 * All expressions of one template share one budget.
 * @throws ExpressionError of kind `syntax`, with the pointer to the string and the range in it
 */
export function compileTemplate(value: Json): Template {
  const references: Reference[] = [];
  const part = compilePart(value, '', references);
  if (!part) return literalTemplate(value);
  return template(references, (scope) => {
    const meter = new Meter(scope.look);
    return part.whole ? part.whole(scope, meter) : part.run(scope, meter);
  });
}

/**
 * Compiles one bare CEL expression, with or without braces round it.
 * @throws ExpressionError of kind `syntax`
 */
export function compileExpression(source: string): Template {
  const references: Reference[] = [];
  const run = compileSource(bareExpression(source), '', 0, references);
  return template(references, (scope) => {
    const meter = new Meter(scope.look);
    return guarded(source, '', 0, () => toResult(run(scope, meter), meter));
  });
}

/** Takes the braces off an expression that is written with them. @throws ExpressionError when there is more than one, or text round it */
export function bareExpression(source: string): string {
  const trimmed = source.trim();
  if (!trimmed.startsWith('{{')) {
    if (hasExpression(source) && !source.includes('"') && !source.includes("'")) throw new ExpressionError('syntax', 'Here stands one expression alone, without text round it.', source);
    return source;
  }
  const pieces = splitTemplate(trimmed);
  if (pieces.length !== 1) throw new ExpressionError('syntax', 'Here stands one expression alone, without text round it.', source);
  return pieces[0]!.source;
}

function template(references: readonly Reference[], evaluate: (scope: ExpressionScope) => Json): Template {
  const frozen = Object.freeze([...references]);
  return {
    constant: false,
    references: frozen,
    evaluate: (scope) => {
      try {
        return evaluate(scope);
      } catch (error) {
        throw error instanceof NeedsValues ? alsoNeeded(error, frozen, scope) : error;
      }
    },
  };
}

type Evaluate = (scope: ExpressionScope, meter: Meter) => Json;
/** `run` gives a part of something larger and pays for its size; `whole` gives it alone. */
type Part = { run: Evaluate; whole?: Evaluate };

/** Null when nothing in the value is an expression. */
function compilePart(value: Json, pointer: string, references: Reference[]): Part | null {
  if (typeof value === 'string') return hasExpression(value) ? compileString(value, pointer, references) : null;
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) {
    const parts = value.map((item, index) => compilePart(item, `${pointer}/${index}`, references));
    if (parts.every((part) => part === null)) return null;
    const items = value.map((item, index) => (parts[index] ? null : toJson(item)));
    return { run: (scope, meter) => parts.map((part, index) => (part ? part.run(scope, meter) : items[index]!)) };
  }
  const keys = Object.keys(value).sort();
  const members = keys.map((key) => ({ key, part: compilePart(value[key]!, `${pointer}/${pointerToken(key)}`, references) }));
  if (members.every(({ part }) => part === null)) return null;
  const entries = members.map(({ key, part }) => ({ key, part, value: part ? null : toJson(value[key]) }));
  return {
    run: (scope, meter) => {
      const result: JsonObject = {};
      for (const entry of entries) setMember(result, entry.key, entry.part ? entry.part.run(scope, meter) : entry.value);
      return result;
    },
  };
}

function compileString(text: string, pointer: string, references: Reference[]): Part {
  const pieces = inPointer(pointer, () => splitTemplate(text));
  const runs = pieces.map((piece) => (piece.kind === 'text' ? piece.source : compileSource(piece.source, pointer, piece.start, references, text)));
  const only = runs.length === 1 ? runs[0]! : null;
  if (typeof only === 'function') {
    const offset = pieces[0]!.start;
    const whole: Evaluate = (scope, meter) => guarded(text, pointer, offset, () => toResult(only(scope, meter), meter));
    const run: Evaluate = (scope, meter) => {
      const result = whole(scope, meter);
      guarded(text, pointer, offset, () => payForShared(result, meter));
      return result;
    };
    return { run, whole };
  }
  return {
    run: (scope, meter) => {
      let joined = '';
      runs.forEach((run, index) => {
        joined += typeof run === 'string' ? run : guarded(text, pointer, pieces[index]!.start, () => toText(run(scope, meter), meter));
        guarded(text, pointer, 0, () => meter.allowText(joined.length));
      });
      return guarded(text, pointer, 0, () => toResult(joined, meter));
    },
  };
}

type RunSource = (scope: ExpressionScope, meter: Meter) => Value;

function compileSource(source: string, pointer: string, offset: number, references: Reference[], whole = source): RunSource {
  const slots = { count: 0 };
  let ast: ASTNode;
  let run: Run;
  try {
    ast = parseExpression(source);
    run = compileNode(ast, { bound: new Map(), slots, source, compile: compileNode });
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const range = error.range && { start: error.range.start + offset, end: error.range.end + offset };
    throw new ExpressionError('syntax', error.message, whole, pointer, range);
  }
  for (const { root, path, guarded } of referencesOf(ast)) references.push(guarded ? { root, path, guarded } : { root, path });
  return (scope, meter) => run({ scope, slots: new Array<Value>(slots.count).fill(null), meter });
}

function inPointer<T>(pointer: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof ExpressionError && pointer !== '') throw new ExpressionError(error.kind, error.message, error.source, pointer, error.range);
    throw error;
  }
}

/** Gives a failure its source and place. Anything that is not a failure of the expression goes through. */
function guarded<T>(source: string, pointer: string, offset: number, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof Fault) {
      const range = error.range && { start: error.range.start + offset, end: error.range.end + offset };
      throw new ExpressionError(error.kind, error.message, source, pointer, range);
    }
    if (error instanceof RangeError) throw new ExpressionError('budget', `A value is nested deeper than ${BUDGET.depth} levels.`, source, pointer);
    throw error;
  }
}
