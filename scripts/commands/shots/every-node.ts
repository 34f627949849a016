/** One node of each type, filled in: what the inspector shows of each is taken from here. */
export const NODE_TYPES = ['start', 'end', 'transform', 'condition', 'switch', 'set', 'http', 'code', 'external', 'store', 'agent', 'approval', 'wait', 'signal', 'emit', 'map', 'loop', 'saga', 'child', 'group'] as const;
export type NodeType = (typeof NODE_TYPES)[number];

const FORM = { type: 'object', properties: { limit: { type: 'number', title: 'Limit' }, reason: { type: 'string', title: 'Reason' } }, required: ['reason'] };

const PARAMS: Partial<Record<NodeType, object>> = {
  end: { output: { total: '{{ nodes.transform.output.total }}' } },
  transform: { value: { total: '{{ input.amount * 1.19 }}', customer: '{{ input.customer }}' } },
  condition: { if: 'input.amount > 1000' },
  switch: { cases: [{ id: 'large', when: 'input.amount > 1000' }, { id: 'small', when: 'input.amount < 10' }] },
  set: { vars: { seen: '{{ input.customer }}', count: 1 }, searchAttributes: { customer: '{{ input.customer }}' } },
  http: { method: 'POST', url: 'https://example.com/orders', headers: { 'x-source': 'heddle' }, query: { dry: 'true' }, body: { customer: '{{ input.customer }}' }, expect: ['2xx', 409] },
  code: { source: 'const total = input.lines\n  .map((line) => line.price)\n  .reduce((sum, price) => sum + price, 0);\nreturn { total };\n', input: { lines: '{{ input.lines }}' } },
  external: { queue: 'invoices', input: { customer: '{{ input.customer }}' } },
  store: { operation: 'put', collection: 'customers', key: '{{ input.customer }}', value: { amount: '{{ input.amount }}' } },
  agent: { model: '', system: 'You are brief.', prompt: 'Summarise what {{ input.customer }} ordered.', tools: [], maximumSteps: 4, temperature: 0.2, outputSchema: { type: 'object', properties: { summary: { type: 'string' } } } },
  approval: { title: 'Release {{ input.amount }} EUR?', context: 'Asked by **{{ input.customer }}**.', form: FORM, prefill: { limit: '{{ input.amount }}' }, assignees: ['finance', 'ada'], quorum: 1, due: '2d', outcomes: ['approved', 'rejected'] },
  wait: { for: '10m' },
  emit: { workflow: 'shipping', key: '{{ input.customer }}', name: 'packed', payload: { amount: '{{ input.amount }}' }, start: true },
  signal: { name: 'packed', schema: { type: 'object', properties: { parcel: { type: 'string' } } }, timeout: '1d' },
  map: { items: '{{ input.lines }}', concurrency: 4, failure: 'collect' },
  loop: { until: 'iteration > 2', maximum: 10 },
  child: { workflow: 'greeting', version: 'latest', input: { name: '{{ input.customer }}' }, parentClose: 'cancel' },
  group: { concurrency: 2 },
};
const CONTAINERS: readonly NodeType[] = ['map', 'loop', 'saga', 'group'];

/** The steps in a row, each container with a step inside, so that every type stands on one canvas. */
export function everyNode(): object {
  const steps = NODE_TYPES.filter((type) => type !== 'start' && type !== 'end');
  const row = ['start', ...steps, 'end'];
  return {
    heddle: 1,
    name: 'Every step',
    description: 'One step of each type, to look at.',
    input: { type: 'object', properties: { customer: { type: 'string', title: 'Customer' }, amount: { type: 'number', title: 'Amount', default: 40 }, lines: { type: 'array', title: 'Lines', items: { type: 'object', properties: { price: { type: 'number' } } } } }, required: ['customer'] },
    nodes: [
      ...row.map((type, index) => ({ id: type, type, name: '', position: { x: (index % 6) * 300, y: Math.floor(index / 6) * 260 }, params: PARAMS[type as NodeType] ?? {} })),
      ...CONTAINERS.map((parent) => ({ id: `${parent}-step`, type: 'transform', name: `In the ${parent}`, parent, position: { x: 24, y: 40 }, params: { value: 1 } })),
    ],
    edges: row.slice(1).map((target, index) => ({ id: `to-${target}`, source: row[index]!, target, ...branchOf(row[index]!) })),
  };
}

function branchOf(source: string): { branch?: string } {
  const branches: Record<string, string> = { condition: 'true', switch: 'large', approval: 'approved' };
  return branches[source] === undefined ? {} : { branch: branches[source] };
}

/** Drawn in a hurry: findings of several kinds, for the list of problems and the marks on the cards. */
export function withProblems(): object {
  return {
    heddle: 1,
    name: 'Not ready',
    nodes: [
      { id: 'start', type: 'start', position: { x: 0, y: 0 }, params: {} },
      { id: 'call', type: 'http', name: 'Call the shop', position: { x: 260, y: 0 }, params: { method: 'POST', url: '' }, retry: { maximumAttempts: 5 } },
      { id: 'decide', type: 'condition', name: 'Is it much?', position: { x: 520, y: 0 }, params: { if: 'nodes.nobody.output > ' } },
      { id: 'ask', type: 'approval', name: 'Ask somebody', position: { x: 780, y: 0 }, params: { title: 'Is {{ input.amount }} fine?', due: '' } },
      { id: 'box', type: 'loop', name: 'Again and again', position: { x: 260, y: 200 }, params: { while: 'true' } },
      { id: 'alone', type: 'transform', name: 'Nobody comes here', position: { x: 780, y: 260 }, params: { value: '{{ vars.none }}' } },
    ],
    edges: [
      { id: 'a', source: 'start', target: 'call' },
      { id: 'b', source: 'call', target: 'decide' },
      { id: 'c', source: 'decide', target: 'ask', branch: 'true' },
      { id: 'd', source: 'decide', target: 'box', branch: 'maybe' },
    ],
  };
}

/** Ends as failed: the second try is refused like the first, and nobody handles it. */
export function thatFails(): object {
  const source = "const { number } = input;\nthrow new Error('The invoice ' + number + ' has no tax number.');\n";
  return {
    heddle: 1,
    name: 'Invoices',
    nodes: [
      { id: 'start', type: 'start', position: { x: 0, y: 0 }, params: {} },
      { id: 'read', type: 'transform', name: 'Read the invoice', position: { x: 260, y: 0 }, params: { value: { number: 'R-204', total: 1_190 } } },
      { id: 'book', type: 'code', name: 'Book it', position: { x: 520, y: 0 }, params: { source, input: '{{ nodes.read.output }}' }, retry: { maximumAttempts: 2, initialInterval: '100ms' } },
      { id: 'end', type: 'end', position: { x: 780, y: 0 }, params: { output: { booked: '{{ nodes.read.output.number }}' } } },
    ],
    edges: [{ id: 'a', source: 'start', target: 'read' }, { id: 'b', source: 'read', target: 'book' }, { id: 'c', source: 'book', target: 'end' }],
  };
}
