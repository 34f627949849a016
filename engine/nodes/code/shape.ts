import type { NodeShape } from '../../definition/catalogue.ts';

export const codeShape: NodeShape = {
  type: 'code',
  version: 1,
  kind: 'task',
  face: {
    label: 'Code',
    summary: 'JavaScript in a sandbox: it gets the input, and what it returns is the output.',
    family: 'work',
    icon: 'code',
    keywords: ['javascript', 'script', 'function', 'compute', 'sandbox'],
    fields: {
      source: {
        label: 'Source',
        help: 'The body of a function of input. No network, no files; the clock stands at the start of the step and Math.random repeats. At most 5 s and 64 MB.',
        control: 'code',
        placeholder: 'return { total: input.price * input.amount };',
      },
      input: { label: 'Input', help: 'What the code sees as input.', control: 'json', placeholder: '{{ nodes.fetch.output.body }}' },
    },
    subtitle: (params) => firstLine(params.source),
  },
  defaults: { source: 'return input;\n', input: {} },
  branches: () => ['out'],
  literalParams: ['source'],
  changesNothing: () => true,
  outputSchema: () => null,
  retry: { maximumAttempts: 3 },
  timeouts: { startToClose: '30s' },
};

function firstLine(source: unknown): string {
  if (typeof source !== 'string') return '';
  const line = source.split('\n').map((text) => text.trim()).find((text) => text !== '' && !text.startsWith('//')) ?? '';
  return line.length > 32 ? `${line.slice(0, 31)}…` : line;
}
