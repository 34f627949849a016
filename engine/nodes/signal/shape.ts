import type { NodeShape } from '../../definition/catalogue.ts';
import { isJsonObject } from '../../definition/json.ts';
import { brief } from '../subtitle.ts';

export const signalShape: NodeShape = {
  type: 'signal',
  version: 1,
  kind: 'signal',
  face: {
    label: 'Wait for signal',
    summary: 'Waits until somebody sends the run a signal of this name; its payload is the output.',
    family: 'control',
    icon: 'radio',
    keywords: ['event', 'message', 'webhook', 'callback', 'receive'],
    fields: {
      name: { label: 'Signal name', help: 'Signals that come before the run waits are kept, and read once, oldest first.', control: 'text', placeholder: 'payment-received' },
      schema: { label: 'Payload', help: 'What comes with the signal; one that does not fit is refused when it is sent.', control: 'schema', asked: true },
      timeout: { label: 'Give up after', help: 'Leaves by the timeout branch when no signal came. Empty waits for ever.', control: 'duration', placeholder: '2d' },
    },
    subtitle: (params) => brief(params.name),
  },
  defaults: { name: 'signal' },
  branches: () => ['out', 'timeout'],
  literalParams: ['schema'],
  outputSchema: (params) => (isJsonObject(params.schema) ? params.schema : null),
};
