import type { NodeShape } from '../../definition/catalogue.ts';
import { isJsonObject } from '../../definition/json.ts';

export const setShape: NodeShape = {
  type: 'set',
  version: 1,
  kind: 'set',
  face: {
    label: 'Set variables',
    summary: 'Writes variables that every later step of the run can read.',
    family: 'control',
    icon: 'variable',
    keywords: ['assign', 'variable', 'vars', 'memo', 'search attribute'],
    fields: {
      vars: { label: 'Variables', help: 'Read them as vars.name. The last write holds.', control: 'pairs' },
      searchAttributes: { label: 'Search attributes', help: 'Values by which this run can be found in the list of runs.', control: 'pairs', advanced: true },
      memo: { label: 'Memo', help: 'Notes that are shown with the run; they cannot be searched.', control: 'pairs', advanced: true },
    },
    subtitle: (params) => (isJsonObject(params.vars) ? Object.keys(params.vars).join(', ') : ''),
  },
  defaults: { vars: {} },
  branches: () => ['out'],
  outputSchema: () => ({ type: 'object', description: 'The variables that were written.' }),
  handsOn: () => null,
};
