import type { NodeShape } from '../../definition/catalogue.ts';
import { brief } from '../subtitle.ts';

export const childShape: NodeShape = {
  type: 'child',
  version: 1,
  kind: 'child',
  face: {
    label: 'Child workflow',
    summary: 'Starts a run of another workflow and, if you like, waits for its output.',
    family: 'containers',
    icon: 'workflow',
    keywords: ['sub-workflow', 'subflow', 'call', 'compose', 'invoke'],
    fields: {
      workflow: { label: 'Workflow', help: 'Its short name or id.', control: 'workflow', placeholder: 'order-processing' },
      version: { label: 'Version', help: 'A number, or latest.', control: 'text', placeholder: 'latest', advanced: true },
      input: { label: 'Input', help: 'The input of the child run.', control: 'json' },
      wait: { label: 'Wait for it to end', help: 'Off starts it and goes on at once; the output is then the id of its run.', control: 'switch' },
      parentClose: {
        label: 'When this run ends first',
        control: 'select',
        advanced: true,
        options: [
          { value: 'terminate', label: 'Terminate the child' },
          { value: 'cancel', label: 'Cancel the child' },
          { value: 'abandon', label: 'Leave it running' },
        ],
      },
      key: { label: 'Business key', help: 'By which the child run can be found and signalled.', control: 'text', advanced: true },
    },
    subtitle: (params) => brief(params.workflow),
  },
  defaults: { workflow: 'greeting', version: 'latest', input: {}, wait: true, parentClose: 'terminate' },
  branches: () => ['out'],
  outputSchema: (params) => (params.wait === false ? { type: 'object', properties: { runId: { type: 'string' } }, required: ['runId'] } : null),
};
