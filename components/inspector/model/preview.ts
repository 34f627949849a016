import { compileExpression, compileTemplate, ExpressionError, hasExpression, isJsonObject, NeedsValues, pointerToken, refsTold, type ExpressionScope, type Json, type ParamMode } from '@/engine/index.ts';

/** One resolved piece of a field: of a map or list, each text in it that holds an expression is one. */
export type PreviewLine = { at: string; label: string | null } & ({ ok: true; value: Json; /** It holds although the last run did not reach something of it: what stands in for that was taken. */ without?: string } | { ok: false; message: string; /** Nothing is wrong: the last run only did not come that far. */ unknown?: boolean });

/** What may be spoken of here although the last run knows nothing of it. */
type Reach = { nodes: readonly { id: string }[]; locals: readonly string[] };

class NotReached extends Error {
  constructor(readonly root: string) {
    super(`"${root}" was not reached in the last run.`);
  }
}

/** More than this is not read under a field. */
const MOST_LINES = 4;

/**
 * What a value comes to, by the same code that resolves it in a run. Nothing when no expression is in it; what cannot be
 * parsed is left out, since the field tells it already.
 * @param sight what may be spoken of: what of it the last run did not reach is not told as an error
 */
export function previewOf(value: Json | undefined, mode: ParamMode, known: ExpressionScope, sight: Reach = { nodes: [], locals: [] }): { lines: PreviewLine[]; more: number } {
  const scope = within(known, sight);
  const lines: PreviewLine[] = [];
  let more = 0;
  if (mode === 'expression' && typeof value === 'string' && value.trim() !== '') add('', null, (seen) => compileExpression(value).evaluate(seen));
  else if (mode === 'template' && value !== undefined) walk(value, '', null);
  return { lines, more };

  function walk(part: Json, at: string, label: string | null): void {
    if (typeof part === 'string') {
      if (hasExpression(part)) add(at, label, (seen) => compileTemplate(part).evaluate(seen));
    } else if (Array.isArray(part)) part.forEach((item, index) => walk(item, `${at}/${index}`, label === null ? `[${index}]` : `${label}[${index}]`));
    else if (isJsonObject(part)) for (const [key, item] of Object.entries(part)) walk(item, `${at}/${pointerToken(key)}`, key);
  }

  function add(at: string, label: string | null, evaluate: (seen: ExpressionScope) => Json): void {
    if (lines.length === MOST_LINES) {
      more++;
      return;
    }
    try {
      lines.push({ at, label, ok: true, value: refsTold(evaluate(scope)) });
    } catch (error) {
      if (error instanceof NeedsValues) {
        lines.push({ at, label, ok: false, message: 'It looks into a large value of the last run, which is not loaded here.' });
        return;
      }
      if (error instanceof NotReached) {
        const standIn = evaluatedWithout(evaluate, known, sight);
        lines.push(standIn === undefined ? { at, label, ok: false, message: error.message, unknown: true } : { at, label, ok: true, value: refsTold(standIn), without: error.message });
        return;
      }
      if (!(error instanceof ExpressionError)) throw error;
      if (error.kind !== 'syntax') lines.push({ at, label, ok: false, message: error.message });
    }
  }
}

/**
 * What an expression comes to when what was not reached is not there at all: its `default(…)`, where it has one. Undefined
 * where nothing stands in for it.
 */
function evaluatedWithout(evaluate: (seen: ExpressionScope) => Json, scope: ExpressionScope, sight: Reach): Json | undefined {
  try {
    return evaluate({ ...scope, node: (id) => (isUnreached(scope, sight, id) ? undefined : scope.node(id)) });
  } catch (error) {
    if (error instanceof ExpressionError || error instanceof NeedsValues) return undefined;
    throw error;
  }
}

/** A step that is in sight and did not begin. */
function isUnreached(scope: ExpressionScope, sight: Reach, id: string): boolean {
  const seen = scope.node(id);
  return (seen === undefined || seen.status === 'pending') && sight.nodes.some((node) => node.id === id);
}

/** The same scope, which tells of what is in sight and was not reached that it was not, instead of that there is no such thing. */
function within(scope: ExpressionScope, sight: Reach): ExpressionScope {
  const locals = Object.defineProperties({}, Object.getOwnPropertyDescriptors(scope.locals)) as ExpressionScope['locals'];
  for (const name of sight.locals) {
    if (!Object.hasOwn(locals, name)) Object.defineProperty(locals, name, { enumerable: true, get: () => { throw new NotReached(name); } });
  }
  return {
    ...scope,
    locals,
    node: (id) => {
      if (isUnreached(scope, sight, id)) throw new NotReached(id);
      return scope.node(id);
    },
  };
}

/** A value in one line, cut where a line would end. */
export function shortJson(value: Json, longest = 120): string {
  const text = JSON.stringify(value) ?? 'null';
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
