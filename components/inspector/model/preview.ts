import { compileExpression, compileTemplate, ExpressionError, hasExpression, isJsonObject, NeedsValues, pointerToken, refsTold, type ExpressionScope, type Json, type ParamMode } from '@/engine/index.ts';

/** One resolved piece of a field: of a map or list, each text in it that holds an expression is one. */
export type PreviewLine = { at: string; label: string | null } & ({ ok: true; value: Json } | { ok: false; message: string; /** Nothing is wrong: the last run only did not come that far. */ unknown?: boolean });

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
  if (mode === 'expression' && typeof value === 'string' && value.trim() !== '') add('', null, () => compileExpression(value).evaluate(scope));
  else if (mode === 'template' && value !== undefined) walk(value, '', null);
  return { lines, more };

  function walk(part: Json, at: string, label: string | null): void {
    if (typeof part === 'string') {
      if (hasExpression(part)) add(at, label, () => compileTemplate(part).evaluate(scope));
    } else if (Array.isArray(part)) part.forEach((item, index) => walk(item, `${at}/${index}`, label === null ? `[${index}]` : `${label}[${index}]`));
    else if (isJsonObject(part)) for (const [key, item] of Object.entries(part)) walk(item, `${at}/${pointerToken(key)}`, key);
  }

  function add(at: string, label: string | null, evaluate: () => Json): void {
    if (lines.length === MOST_LINES) {
      more++;
      return;
    }
    try {
      lines.push({ at, label, ok: true, value: refsTold(evaluate()) });
    } catch (error) {
      if (error instanceof NeedsValues) {
        lines.push({ at, label, ok: false, message: 'It looks into a large value of the last run, which is not loaded here.' });
        return;
      }
      if (error instanceof NotReached) {
        lines.push({ at, label, ok: false, message: error.message, unknown: true });
        return;
      }
      if (!(error instanceof ExpressionError)) throw error;
      if (error.kind !== 'syntax') lines.push({ at, label, ok: false, message: error.message });
    }
  }
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
      const seen = scope.node(id);
      if ((seen === undefined || seen.status === 'pending') && sight.nodes.some((node) => node.id === id)) throw new NotReached(id);
      return seen;
    },
  };
}

/** A value in one line, cut where a line would end. */
export function shortJson(value: Json, longest = 120): string {
  const text = JSON.stringify(value) ?? 'null';
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
