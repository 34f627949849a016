import type { DefinitionInput } from '../../engine/index.ts';

type Node = NonNullable<DefinitionInput['nodes']>[number];
type Edge = NonNullable<DefinitionInput['edges']>[number];

/** The cheapest runner that is a task: JavaScript in QuickJS on a thread of the worker. */
export const RUNNER = '`code` steps in QuickJS';

const edge = (source: string, target: string): Edge => ({ id: `${source}-${target}`, source, target });
const through = (...ids: string[]): Edge[] => ids.slice(1).map((id, index) => edge(ids[index]!, id));
const names = (prefix: string, count: number): string[] => Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`);

/** Each step adds one to what the step before it answered. */
export function chainOf(steps: number): DefinitionInput {
  const ids = names('s', steps);
  return {
    heddle: 1, name: `Chain of ${steps}`,
    nodes: [
      { id: 'start', type: 'start' },
      ...ids.map((id, index): Node => ({ id, type: 'code', params: { source: 'return { n: input.n + 1 };', input: { n: index === 0 ? '{{ input.n }}' : `{{ nodes.${ids[index - 1]!}.output.n }}` } } })),
      { id: 'end', type: 'end', params: { output: { n: `{{ nodes.${ids.at(-1)!}.output.n }}` } } },
    ],
    edges: through('start', ...ids, 'end'),
  };
}

/** One step, so many beside each other that each read its answer, and one that adds up theirs. */
export function fanOutOf(width: number): DefinitionInput {
  const ids = names('p', width);
  return {
    heddle: 1, name: `Fan-out of ${width}`,
    nodes: [
      { id: 'start', type: 'start' },
      { id: 'first', type: 'code', params: { source: 'return { n: input.n };', input: { n: '{{ input.n }}' } } },
      ...ids.map((id, index): Node => ({ id, type: 'code', params: { source: 'return { n: input.n + input.by };', input: { n: '{{ nodes.first.output.n }}', by: index } } })),
      { id: 'join', type: 'code', params: { source: 'return { n: input.all.reduce((sum, n) => sum + n, 0) };', input: { all: ids.map((id) => `{{ nodes.${id}.output.n }}`) } } },
      { id: 'end', type: 'end', params: { output: { n: '{{ nodes.join.output.n }}' } } },
    ],
    edges: [...through('start', 'first'), ...ids.flatMap((id) => through('first', id, 'join')), ...through('join', 'end')],
  };
}

/** What `fanOutOf` answers for an input `n`. */
export function fanOutAnswer(width: number, n: number): number {
  return width * n + (width * (width - 1)) / 2;
}

/** One step that calls the measuring process and waits for its answer. */
export function callTo(url: string): DefinitionInput {
  return {
    heddle: 1, name: 'Call',
    nodes: [
      { id: 'start', type: 'start' },
      { id: 'call', type: 'http', params: { method: 'GET', url: `${url}?id={{ input.id }}` } },
      { id: 'end', type: 'end', params: { output: '{{ nodes.call.output.status }}' } },
    ],
    edges: through('start', 'call', 'end'),
  };
}

/** A run that says something now and then: a timer and a step, again and again. */
export function ticking(times: number, every: string): DefinitionInput {
  return {
    heddle: 1, name: 'Ticking',
    nodes: [
      { id: 'start', type: 'start' },
      { id: 'ticks', type: 'loop', params: { count: times, maximum: times } },
      { id: 'pause', type: 'wait', parent: 'ticks', params: { for: every } },
      { id: 'tick', type: 'code', parent: 'ticks', params: { source: 'return { n: input.n };', input: { n: '{{ iteration }}' } } },
      { id: 'end', type: 'end' },
    ],
    edges: [...through('start', 'ticks', 'end'), edge('pause', 'tick')],
  };
}

/** Steps one after the other that each call the measuring process and wait for its answer. */
export function callsTo(url: string, steps: number): DefinitionInput {
  const ids = names('s', steps);
  return {
    heddle: 1, name: 'Calls',
    nodes: [
      { id: 'start', type: 'start' },
      ...ids.map((id): Node => ({ id, type: 'http', params: { method: 'GET', url } })),
      { id: 'end', type: 'end', params: { output: `{{ nodes.${ids.at(-1)!}.output.status }}` } },
    ],
    edges: through('start', ...ids, 'end'),
  };
}

/** A run that waits until the instant it is given, and does a step. */
export function timed(): DefinitionInput {
  return {
    heddle: 1, name: 'Timed',
    nodes: [
      { id: 'start', type: 'start' },
      { id: 'wait', type: 'wait', params: { until: '{{ input.until }}' } },
      { id: 'after', type: 'code', params: { source: 'return { n: input.n + 1 };', input: { n: '{{ input.n }}' } } },
      { id: 'end', type: 'end', params: { output: '{{ nodes.after.output }}' } },
    ],
    edges: through('start', 'wait', 'after', 'end'),
  };
}

/** A step, then a wait that somebody or something ends, then a step that reads what the first one answered. */
export function waitingFor(kind: 'signal' | 'approval' | 'timer'): DefinitionInput {
  const wait: Record<typeof kind, Node> = {
    signal: { id: 'wait', type: 'signal', params: { name: 'go' } },
    approval: { id: 'wait', type: 'approval', params: { title: 'Go on with {{ input.n }}?', outcomes: ['approved'] } },
    timer: { id: 'wait', type: 'wait', params: { until: '{{ input.until }}' } },
  };
  return {
    heddle: 1, name: `Waits for a ${kind}`,
    nodes: [
      { id: 'start', type: 'start' },
      { id: 'before', type: 'code', params: { source: 'return { n: input.n + 1 };', input: { n: '{{ input.n }}' } } },
      wait[kind],
      { id: 'after', type: 'code', params: { source: 'return { n: input.n + 1 };', input: { n: '{{ nodes.before.output.n }}' } } },
      { id: 'end', type: 'end', params: { output: '{{ nodes.after.output }}' } },
    ],
    edges: [...through('start', 'before', 'wait'), { ...edge('wait', 'after'), ...(kind === 'approval' ? { branch: 'approved' } : {}) }, ...through('after', 'end')],
  };
}

/** One step for each item, all at once, and one that adds up their answers. */
export function mapOver(items: number): DefinitionInput {
  return {
    heddle: 1, name: 'Map',
    nodes: [
      { id: 'start', type: 'start' },
      { id: 'each', type: 'map', params: { items: '{{ input.items }}', concurrency: items } },
      { id: 'one', type: 'code', parent: 'each', params: { source: 'return input.n + 1;', input: { n: '{{ item }}' } } },
      { id: 'end', type: 'end', params: { output: { n: '{{ sum(nodes.each.output) }}' } } },
    ],
    edges: through('start', 'each', 'end'),
  };
}

/** Rounds of one step that each read the answer of the round before; then it waits for a signal, and does one more step. */
export function rounds(times: number): DefinitionInput {
  return {
    heddle: 1, name: 'Rounds',
    nodes: [
      { id: 'start', type: 'start' },
      { id: 'rounds', type: 'loop', params: { count: times, maximum: times } },
      { id: 'round', type: 'code', parent: 'rounds', params: { source: 'return { n: input.n + 1 };', input: { n: '{{ iteration == 0 ? 0 : previous.n }}' } } },
      { id: 'wait', type: 'signal', params: { name: 'go' } },
      { id: 'after', type: 'code', params: { source: 'return { n: input.n + 1 };', input: { n: '{{ nodes.rounds.output.n }}' } } },
      { id: 'end', type: 'end', params: { output: '{{ nodes.after.output }}' } },
    ],
    edges: through('start', 'rounds', 'wait', 'after', 'end'),
  };
}
