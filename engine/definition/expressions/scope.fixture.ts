import type { Json, JsonObject } from '../json.ts';
import type { ExpressionScope, StepView } from './template.ts';

/** A scope for tests; what is not said is empty. */
export function emptyScope(parts: { input?: Json; vars?: JsonObject; run?: JsonObject; now?: string; nodes?: Record<string, Partial<StepView>>; locals?: JsonObject } = {}): ExpressionScope {
  const { nodes = {} } = parts;
  return {
    input: parts.input ?? null,
    vars: parts.vars ?? {},
    run: parts.run ?? { id: 'r1', workflow: 'test', version: 1, startedAt: '2026-03-01T10:00:00.000Z' },
    now: parts.now ?? '2026-03-01T10:00:05.000Z',
    node: (id) => (Object.hasOwn(nodes, id) ? { status: 'completed', output: null, error: null, ...nodes[id] } : undefined),
    locals: parts.locals ?? {},
  };
}
