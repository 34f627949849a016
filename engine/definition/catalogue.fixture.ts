import { z } from 'zod';
import { createCatalogue, type NodeFace, type NodeKind, type NodeSpec } from './catalogue.ts';
import type { JsonObject } from './json.ts';
import type { DefinitionInput } from './schema.ts';

const face: NodeFace = { label: 'Test', summary: 'For tests.', family: 'work', icon: 'box', fields: {} };
const anything = z.record(z.string(), z.json()) as unknown as z.ZodType<JsonObject>;

function spec(type: string, kind: NodeKind, more: Partial<NodeSpec> = {}): NodeSpec {
  return { type, version: 1, kind, face, params: anything, defaults: {}, branches: () => ['out'], ...more };
}

const httpParams = z.strictObject({ method: z.enum(['GET', 'POST']).optional(), url: z.string().min(1, 'Say the URL.'), body: z.json().optional() }) as unknown as z.ZodType<JsonObject>;

/** One type of each kind, without the catalogue of the product. */
export const testCatalogue = createCatalogue([
  spec('start', 'start'),
  spec('end', 'end', { branches: () => [] }),
  spec('transform', 'transform'),
  spec('condition', 'condition', { branches: () => ['true', 'false'], expressionParams: ['if'] }),
  spec('switch', 'switch', { branches: ({ cases }) => [...(Array.isArray(cases) ? cases.map((each) => (each as { id: string }).id) : []), 'default'] }),
  spec('set', 'set'),
  spec('http', 'task', {
    params: httpParams,
    repeatIsRisky: ({ method }) => method === 'POST',
    changesNothing: ({ method }) => method !== 'POST',
    retry: { maximumAttempts: 4 },
    timeouts: { startToClose: '1m' },
    outputSchema: () => ({ type: 'object', properties: { status: { type: 'integer' }, body: {} } }),
  }),
  spec('code', 'task', { literalParams: ['source'], changesNothing: () => true }),
  spec('wait', 'wait'),
  spec('signal', 'signal', { branches: () => ['out', 'timeout'], literalParams: ['schema'] }),
  spec('approval', 'approval', { branches: () => ['approved', 'rejected', 'timeout'], literalParams: ['form'] }),
  spec('child', 'child'),
  spec('map', 'map'),
  spec('loop', 'loop', { expressionParams: ['while', 'until'] }),
  spec('saga', 'saga', { branches: () => ['out', 'compensated'] }),
  spec('group', 'group'),
]);

type NodeInput = NonNullable<DefinitionInput['nodes']>[number];

/** A node for tests; the type is the id's own when nothing is said. */
export function node(id: string, type = id, more: Partial<NodeInput> = {}): NodeInput {
  return { id, type, ...more };
}

/** Edges from texts such as `a > b`, `a.true > b` and `a ~ undo` (compensation). */
export function edges(...texts: string[]): NonNullable<DefinitionInput['edges']> {
  return texts.map((text, index) => {
    const [source = '', arrow = '', target = ''] = text.split(' ');
    const [id = '', branch] = source.split('.');
    return { id: `e${index + 1}`, source: id, target, ...(branch === undefined ? {} : { branch }), ...(arrow === '~' ? { kind: 'compensate' as const } : {}) };
  });
}

/** start → what is given → nothing; the smallest definition that can be executed with these nodes and edges. */
export function definition(nodes: NodeInput[], wires: string[], more: Partial<DefinitionInput> = {}): DefinitionInput {
  return { heddle: 1, name: 'Test', nodes: [node('start'), ...nodes], edges: edges(...wires), ...more };
}
