import type { NodeShape } from '../../definition/catalogue.ts';
import { brief } from '../subtitle.ts';

export const emitShape: NodeShape = {
  type: 'emit',
  version: 1,
  kind: 'emit',
  face: {
    label: 'Send signal',
    summary: 'Sends a signal to another run and goes on at once; a run that is not there can be started by it.',
    family: 'control',
    icon: 'send',
    keywords: ['event', 'message', 'emit', 'publish', 'notify', 'raise'],
    fields: {
      name: { label: 'Signal name', help: 'A name that the other run waits for.', control: 'text', placeholder: 'payment-received' },
      run: { label: 'Run', help: 'Id of the run. Or say its workflow and key.', control: 'text', placeholder: '{{ input.runId }}' },
      workflow: { label: 'Workflow', help: 'Its short name or id, together with the key.', control: 'workflow', placeholder: 'order-processing' },
      key: { label: 'Business key', help: 'By which the open run of that workflow is found.', control: 'text', placeholder: '{{ input.orderId }}' },
      payload: { label: 'Payload', help: 'The output of the step that waits for it.', control: 'json' },
      start: { label: 'Start it if it is not there', help: 'Otherwise a signal that finds no open run is dropped.', control: 'switch', advanced: true },
      input: { label: 'Input of a run that is started', control: 'json', advanced: true },
    },
    subtitle: ({ name, run, workflow }) => brief([name, run ?? workflow].filter((part) => typeof part === 'string' && part !== '').join(' → ')),
  },
  defaults: { name: 'signal', run: '{{ input.runId }}' },
  branches: () => ['out'],
  outputSchema: () => ({ type: 'null' }),
  handsOn: () => null,
};
