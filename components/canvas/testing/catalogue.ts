import { z } from 'zod';
import { createCatalogue, type JsonObject, type NodeFamily, type NodeKind, type NodeSpec } from '@/engine/index.ts';

/** A small catalogue with one type of each kind that the canvas treats in its own way. For tests only. */
function spec(type: string, kind: NodeKind, family: NodeFamily, branches: NodeSpec['branches'] = () => ['out'], defaults: JsonObject = {}): NodeSpec {
  return {
    type, version: 1, kind, defaults, branches,
    params: z.record(z.string(), z.json()) as NodeSpec['params'],
    face: { label: type.charAt(0).toUpperCase() + type.slice(1), summary: `A ${type}.`, family, icon: 'box', fields: {} },
  };
}

export const testCatalogue = createCatalogue([
  spec('start', 'start', 'control'),
  spec('end', 'end', 'control', () => []),
  spec('http', 'task', 'work', undefined, { method: 'GET', url: '' }),
  spec('agent', 'task', 'agent'),
  spec('condition', 'condition', 'control', () => ['true', 'false']),
  spec('switch', 'switch', 'control', (params) => [...(Array.isArray(params['cases']) ? params['cases'].map((one) => String((one as JsonObject)['id'])) : []), 'default']),
  spec('approval', 'approval', 'people', () => ['approved', 'rejected', 'timeout']),
  spec('wait', 'wait', 'control'),
  spec('map', 'map', 'agent'),
  spec('saga', 'saga', 'containers', () => ['out', 'compensated']),
  spec('group', 'group', 'containers'),
]);
