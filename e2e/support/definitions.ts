import type { Definition } from '../../engine/index.ts';

let made = 0;
/** Names tell the runs of different tests apart. */
const named = (name: string): string => `${name} ${Date.now().toString(36)}${(made += 1)}`;

type NodeDraft = { id: string; type: string; params?: Record<string, unknown>; parent?: string; [more: string]: unknown };
export function define(name: string, nodes: NodeDraft[], edges: [string, string, string?][], more: Partial<Definition> = {}): Definition {
  const drawn = nodes.map((node, at) => ({ name: node.id, params: {}, position: { x: (at % 5) * 260, y: Math.floor(at / 5) * 160 }, ...node }));
  return { heddle: 1, name: named(name), nodes: drawn, edges: edges.map(([source, target, branch], at) => ({ id: `e${at + 1}`, source, target, ...(branch === undefined ? {} : { branch }) })), ...more } as Definition;
}

/** Ticks for a while, then waits for a person: events go on while nobody looks. */
export function ticking(rounds: number, every: string): Definition {
  return define('Ticking', [
    { id: 'start', type: 'start' },
    { id: 'rounds', type: 'loop', params: { count: rounds, maximum: 1_000 }, ui: { size: { width: 560, height: 150 } } },
    { id: 'pause', type: 'wait', parent: 'rounds', params: { for: every }, position: { x: 20, y: 40 } },
    { id: 'note', type: 'transform', parent: 'rounds', params: { value: { round: '{{ iteration }}' } }, position: { x: 280, y: 40 } },
    { id: 'review', type: 'approval', params: { title: 'Did anybody miss anything?', outcomes: ['approved', 'rejected'], due: '1d' }, position: { x: 900, y: 0 } },
    { id: 'yes', type: 'transform', params: { value: 'nothing was missed' }, position: { x: 1_160, y: 0 } },
    { id: 'no', type: 'transform', params: { value: 'something was missed' }, position: { x: 1_160, y: 160 } },
    { id: 'end', type: 'end', params: { output: '{{ default(nodes.yes.output, nodes.no.output) }}' }, position: { x: 1_420, y: 0 } },
  ], [['start', 'rounds'], ['pause', 'note'], ['rounds', 'review'], ['review', 'yes', 'approved'], ['review', 'no', 'rejected'], ['yes', 'end'], ['no', 'end']]);
}

/** Stops at a signal, with something finished before it and something to do after it. */
export function waitingForSignal(): Definition {
  return define('Waiting', [
    { id: 'start', type: 'start' },
    { id: 'prepare', type: 'transform', params: { value: { ready: true } } },
    { id: 'hold', type: 'signal', params: { name: 'go' } },
    { id: 'after', type: 'wait', params: { for: '1s' } },
    { id: 'end', type: 'end', params: { output: 'done' } },
  ], [['start', 'prepare'], ['prepare', 'hold'], ['hold', 'after'], ['after', 'end']]);
}

/** Asks one person, with a form. @param more parameters of the request */
export function asking(title: string, more: Record<string, unknown> = {}): Definition {
  return define('Asking', [
    { id: 'start', type: 'start' },
    { id: 'review', type: 'approval', params: { title, context: 'The **amount** is 25,000 EUR.\n\n| what | how much |\n| --- | --- |\n| limit | 10,000 |', outcomes: ['approved', 'rejected'], due: '2d', form: { type: 'object', properties: { limit: { type: 'integer', title: 'Limit', minimum: 0 } }, required: ['limit'] }, prefill: { limit: 10_000 }, ...more } },
    { id: 'granted', type: 'transform', params: { value: { granted: '{{ nodes.review.output.data.limit }}' } } },
    { id: 'refused', type: 'transform', params: { value: 'refused' } },
    { id: 'end', type: 'end', params: { output: '{{ default(nodes.granted.output, nodes.refused.output) }}' } },
  ], [['start', 'review'], ['review', 'granted', 'approved'], ['review', 'refused', 'rejected'], ['granted', 'end'], ['refused', 'end']]);
}

/** A pause, two steps of a worker, and one that nobody has finished: enough to run a part of. */
export function halfway(): Definition {
  return define('Halfway', [
    { id: 'start', type: 'start' },
    { id: 'pause', type: 'wait', name: 'Pause', params: { for: '1s' } },
    { id: 'fetch', type: 'code', name: 'Fetch', params: { source: 'return { n: 21 };', input: {} } },
    { id: 'score', type: 'code', name: 'Score', params: { source: 'return { score: input.n * 2 };', input: { n: '{{ nodes.fetch.output.n }}' } } },
    { id: 'broken', type: 'transform', name: 'Unfinished', params: { value: '{{ nodes.nobody.output }}' } },
  ], [['start', 'pause'], ['pause', 'fetch'], ['fetch', 'score'], ['score', 'broken']]);
}

/** Signals one after the other, each too far from the last to be seen with it. */
export function farApart(signals: number): Definition {
  const ids = Array.from({ length: signals }, (_, at) => `s${at + 1}`);
  const row = ['start', ...ids, 'end'];
  return define('Far apart', [
    { id: 'start', type: 'start' },
    ...ids.map((id, at) => ({ id, type: 'signal', params: { name: id }, position: { x: (at + 1) * 1_900, y: (at % 2) * 300 } })),
    { id: 'end', type: 'end', params: { output: 'done' }, position: { x: (signals + 1) * 1_900, y: 0 } },
  ], row.slice(1).map((target, at) => [row[at]!, target]));
}

/** Steps one after the other that do nothing much. */
export function chainOfSteps(ids: readonly string[]): Definition {
  const row = ['start', ...ids, 'end'];
  return define('Chain', [
    { id: 'start', type: 'start' },
    ...ids.map((id) => ({ id, type: 'transform', params: { value: { step: id } } })),
    { id: 'end', type: 'end', params: { output: 'done' } },
  ], row.slice(1).map((target, at) => [row[at]!, target]));
}

/** Hands on what it is given, whole and in part: with a large input everything in it is large. */
export function handingOn(): Definition {
  return define('Handing on', [
    { id: 'start', type: 'start' },
    { id: 'pack', type: 'transform', params: { value: { doc: '{{ input }}', title: '{{ input.title }}' } } },
    { id: 'end', type: 'end', params: { output: '{{ nodes.pack.output }}' } },
  ], [['start', 'pack'], ['pack', 'end']]);
}

/** Goes round so often within its start, which is a long past, and then stops at a signal. */
export function manyRounds(rounds: number): Definition {
  return define('Many rounds', [
    { id: 'start', type: 'start' },
    { id: 'rounds', type: 'loop', params: { count: rounds, maximum: rounds }, ui: { size: { width: 300, height: 150 } } },
    { id: 'square', type: 'transform', parent: 'rounds', params: { value: '{{ iteration * iteration }}' }, position: { x: 20, y: 40 } },
    { id: 'hold', type: 'signal', params: { name: 'go' }, position: { x: 700, y: 0 } },
    { id: 'end', type: 'end', params: { output: 'done' }, position: { x: 960, y: 0 } },
  ], [['start', 'rounds'], ['rounds', 'hold'], ['hold', 'end']]);
}
