import type { Json, JsonObject } from '../json.ts';
import type { Look } from '../ref.ts';

/** What an expression sees. Everything comes from the history; there is no clock and no chance. */
export type ExpressionScope = {
  input: Json;
  vars: JsonObject;
  run: JsonObject;
  /** ISO instant of the event that the decision answers. */
  now: string;
  /** Steps of the own and the enclosing scopes; undefined = no such node in sight. */
  node: (id: string) => StepView | undefined;
  /** `item`, `index`, `iteration`, `previous`, `compensated`, `payload`, where they exist. */
  locals: JsonObject;
  /** Large values that are at hand, where references to them stand; without it none is. */
  look?: Look | undefined;
};

export type StepView = { status: string; output: Json; error: Json };

export type Reference = {
  /** First name of the path: `input`, `nodes`, `vars`, `item` … */
  root: string;
  /** The rest of the path as far as it is written out, e.g. `['hotel', 'output', 'body']`. */
  path: readonly string[];
  /** True when the expression can bear that it is missing: inside `has()` or `default()`, or with `.?` in its path. */
  guarded?: boolean;
};

/** A compiled value: its expressions are parsed once and evaluated often. */
export type Template = {
  /** True when nothing in it is an expression. */
  readonly constant: boolean;
  readonly references: readonly Reference[];
  /**
   * A reference that is only handed on stays one in the result.
   * @throws ExpressionError when an expression fails or is stopped by its budget; NeedsValues when it looks into a large value that is not at hand
   */
  readonly evaluate: (scope: ExpressionScope) => Json;
};

/** An expression that cannot be parsed (`kind: syntax`), or that failed while it was evaluated (`kind: evaluation`). */
export class ExpressionError extends Error {
  constructor(
    readonly kind: 'syntax' | 'evaluation' | 'budget',
    message: string,
    readonly source: string,
    /** JSON pointer from the compiled value to the string the expression stands in. */
    readonly pointer: string = '',
    /** Where in `source` the trouble is, in UTF-16 units; null when it cannot be told. */
    readonly range: { start: number; end: number } | null = null,
  ) {
    super(message);
    this.name = 'ExpressionError';
  }
}
