/** Workflows that need no worker: everything in them is computed within a decision or waits for somebody. */
type Node = { id: string; type: string; parent?: string; params?: object; onError?: string };

function define(name: string, nodes: Node[], edges: string[], more: object = {}) {
  return {
    heddle: 1 as const,
    name,
    nodes,
    edges: edges.map((edge, index) => {
      const [, source = '', branch, target = ''] = /^(\w+)(?:\.(\w+))? > (\w+)$/.exec(edge) ?? [];
      return { id: `e${index + 1}`, source, ...(branch === undefined ? {} : { branch }), target };
    }),
    ...more,
  };
}

export const HELLO = define(
  'Hello',
  [{ id: 'start', type: 'start' }, { id: 'greet', type: 'transform', params: { value: { message: 'Hello {{ input.name }}{{ input.mark }}' } } }, { id: 'end', type: 'end', params: { output: '{{ nodes.greet.output }}' } }],
  ['start > greet', 'greet > end'],
  { input: { type: 'object', properties: { name: { type: 'string' }, mark: { type: 'string', default: '!' } }, required: ['name'] } },
);

export const ASK = define(
  'Ask',
  [
    { id: 'start', type: 'start' },
    { id: 'ask', type: 'approval', params: { title: 'Pay {{ input.amount }}?', context: 'It is **much**.', form: { type: 'object', properties: { reason: { type: 'string', minLength: 3 } }, required: ['reason'] }, due: '2d' } },
    { id: 'yes', type: 'end', params: { output: '{{ nodes.ask.output }}' } },
    { id: 'no', type: 'end', params: { output: 'no' } },
  ],
  ['start > ask', 'ask.approved > yes', 'ask.rejected > no'],
);

export const LISTEN = define(
  'Listen',
  [
    { id: 'start', type: 'start' },
    { id: 'first', type: 'signal', params: { name: 'paid', schema: { type: 'object', properties: { amount: { type: 'number' } }, required: ['amount'] } } },
    { id: 'second', type: 'signal', params: { name: 'paid' } },
    { id: 'end', type: 'end', params: { output: ['{{ nodes.first.output.amount }}', '{{ nodes.second.output.amount }}'] } },
  ],
  ['start > first', 'first > second', 'second > end'],
);

export const ROUNDS = define(
  'Rounds',
  [
    { id: 'start', type: 'start' },
    { id: 'rounds', type: 'loop', params: { count: 3, maximum: 10 } },
    { id: 'square', type: 'transform', parent: 'rounds', params: { value: '{{ iteration * iteration }}' } },
    { id: 'end', type: 'end', params: { output: '{{ nodes.rounds.output }}' } },
  ],
  ['start > rounds', 'rounds > end'],
);

export const BREAK = define('Break', [{ id: 'start', type: 'start' }, { id: 'boom', type: 'transform', params: { value: '{{ parseJson(input.text) }}' } }, { id: 'end', type: 'end' }], ['start > boom', 'boom > end']);

/** Fails as it is drawn; another `value` mends it. */
export const BREAKS = define('Breaks', [{ id: 'start', type: 'start' }, { id: 'half', type: 'transform', params: { value: '{{ input.n / 0 }}' } }, { id: 'end', type: 'end', params: { output: '{{ nodes.half.output }}' } }], ['start > half', 'half > end']);

/** Waits twice, counts when it is told to, and answers how far it is. */
export const COUNTER = define(
  'Counter',
  [
    { id: 'start', type: 'start' },
    { id: 'ask', type: 'signal', params: { name: 'first' } },
    { id: 'again', type: 'signal', params: { name: 'second' } },
    { id: 'last', type: 'signal', params: { name: 'third' } },
    { id: 'end', type: 'end', params: { output: '{{ vars.?count.orValue(0) }}' } },
  ],
  ['start > ask', 'ask > again', 'again > last', 'last > end'],
  {
    queries: { count: 'vars.?count.orValue(0)', broken: 'nodes.ask.output.nothing' },
    updates: { add: { schema: { type: 'object', required: ['n'], properties: { n: { type: 'integer' } } }, set: { count: '{{ vars.?count.orValue(0) + input.step * (payload.n == 404 ? input.missing : payload.n) }}' }, result: { count: '{{ vars.count }}' } } },
  },
);
