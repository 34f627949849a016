import type { NodeShape } from '../../definition/catalogue.ts';
import { isJsonObject, type JsonObject } from '../../definition/json.ts';

export const RESERVED = new Set(['default', 'error']);

export const switchShape: NodeShape = {
  type: 'switch',
  version: 1,
  kind: 'switch',
  face: {
    label: 'Switch',
    summary: 'Takes the first case that holds, or the default.',
    family: 'control',
    icon: 'signpost',
    keywords: ['case', 'branch', 'route', 'choose', 'gateway'],
    fields: {
      cases: { label: 'Cases', help: 'Read from the top; the first one that holds is taken. The name of a case is the name of its branch.', control: 'cases' },
    },
    subtitle: (params) => caseIds(params).join(' · '),
  },
  defaults: { cases: [{ id: 'first', when: 'true' }] },
  branches: (params) => [...caseIds(params), 'default'],
  namedBranches: { param: 'cases', names: writtenIds, reserved: RESERVED, base: 'case', toldAt: [] },
  outputSchema: (params) => ({ type: 'string', enum: [...caseIds(params), 'default'], description: 'The case that was taken.' }),
  handsOn: () => null,
};

function caseIds(params: JsonObject): string[] {
  return [...new Set(writtenIds(params).filter((id) => id !== '' && !RESERVED.has(id)))];
}

function writtenIds(params: JsonObject): string[] {
  if (!Array.isArray(params.cases)) return [];
  return params.cases.map((item) => (isJsonObject(item) && typeof item.id === 'string' ? item.id : ''));
}
