import { Fault } from './fault.ts';
import type { Meter } from './meter.ts';
import type { ASTNode } from './parse.ts';
import { ExpressionError, type ExpressionScope } from './template.ts';
import type { Value } from './value.ts';

/** What an expression runs against: the scope, the variables bound by macros, and the meter. */
export type Frame = { scope: ExpressionScope; slots: Value[]; meter: Meter };
export type Run = (frame: Frame) => Value;

/** What is known while compiling: names bound by macros, how many slots they need, and the compiler itself (so that its parts need not import it). */
export type CompileContext = { bound: ReadonlyMap<string, number>; slots: { count: number }; source: string; compile: (node: ASTNode, context: CompileContext) => Run };

export function syntaxError(message: string, node: ASTNode, context: CompileContext): ExpressionError {
  return new ExpressionError('syntax', message, context.source, '', { start: node.start, end: node.end });
}

/** Lets a failure say where it happened, without building a wrapper for the way that succeeds. */
export function located(node: ASTNode, run: Run): Run {
  return (frame) => {
    try {
      return run(frame);
    } catch (error) {
      if (error instanceof Fault) error.range ??= { start: node.start, end: node.end };
      throw error;
    }
  };
}
