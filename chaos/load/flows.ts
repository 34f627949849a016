import type { Definition, DefinitionInput, JsonObject } from '../../engine/index.ts';
import { definition, edges, node } from '../../engine/testing/build.ts';

type Node = NonNullable<DefinitionInput['nodes']>[number];

/** A worker may go at any moment and an answer be lost: what is tried a few times only would fail of that alone. */
const SETTINGS = { retry: { maximumAttempts: 8, initialInterval: '50ms', maximumInterval: '500ms' } };
/** A task queue with limits. */
export const NARROW = { queue: 'narrow', concurrency: 3 } as const;

const flow = (name: string, nodes: Node[], ...lines: string[]): Definition => definition(name, nodes, edges(...lines), { settings: SETTINGS });

const start = node('start', 'start');
const end = (output: JsonObject[string]): Node => node('end', 'end', { output });
const code = (id: string, source: string, input: JsonObject, rest: Partial<Node> = {}): Node => node(id, 'code', { source, input }, rest);
const adds = (id: string, from: string | number, rest: Partial<Node> = {}): Node => code(id, 'return input.n + 1;', { n: from }, rest);
const outside = (id: string, service: string, fault: JsonObject, rest: Partial<Node> = {}): Node =>
  node(id, 'http', { method: 'POST', idempotent: true, url: `outside://examples/${service}`, body: { reference: '{{ run.id }}', fault: { service, ...fault } } }, rest);

const LETTERS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** Each adds its place to the input, side by side; their sum is the answer. */
function fanOut(name: string, ids: readonly string[]): Definition {
  const nodes = [start, ...ids.map((id, index) => code(id, 'return input.n + input.by;', { n: '{{ input.n }}', by: index })), code('join', 'return input.all.reduce((sum, n) => sum + n, 0);', { all: ids.map((id) => `{{ nodes.${id}.output }}`) }), end('{{ nodes.join.output }}')];
  return flow(name, nodes, ...ids.flatMap((id) => [`start > ${id}`, `${id} > join`]), 'join > end');
}

export const FLOWS = {
  chain: flow('Chain', [start, ...LETTERS.slice(0, 6).map((id, index) => adds(id, index === 0 ? '{{ input.n }}' : `{{ nodes.${LETTERS[index - 1]!}.output }}`)), end('{{ nodes.f.output }}')], 'start > a > b > c > d > e > f > end'),
  'fan-out': fanOut('Fan-out', LETTERS),
  narrow: { ...fanOut('Narrow', LETTERS.slice(0, 5)), settings: { ...SETTINGS, taskQueue: NARROW.queue } },
  map: flow('Map', [start, node('each', 'map', { items: '{{ input.items }}', concurrency: 4 }), code('double', 'return input.n * 2;', { n: '{{ item }}' }, { parent: 'each' }), end('{{ nodes.each.output }}')], 'start > each > end'),
  loop: flow('Loop', [start, node('rounds', 'loop', { count: 4, maximum: 4 }), adds('step', '{{ iteration == 0 ? input.n : previous }}', { parent: 'rounds' }), end('{{ nodes.rounds.output }}')], 'start > rounds > end'),
  timers: flow('Timers', [start, adds('a', 1), node('rest', 'wait', { for: '{{ string(input.ms) + "ms" }}' }), adds('b', '{{ nodes.a.output }}'), node('again', 'wait', { for: '200ms' }), end('rested')], 'start > a > rest > b > again > end'),
  signals: flow('Signals', [start, adds('a', 1), node('one', 'signal', { name: 'go' }), node('two', 'signal', { name: 'go' }), end(['{{ nodes.one.output }}', '{{ nodes.two.output }}'])], 'start > a > one > two > end'),
  'late-signal': flow(
    'A signal that never comes', [start, node('hear', 'signal', { name: 'never', timeout: '400ms' }), node('late', 'transform', { value: 'too late' }), node('heard', 'transform', { value: 'heard' }), end('{{ nodes.late.status == "completed" ? "too late" : "heard" }}')],
    'start > hear:timeout > late > end', 'hear > heard > end',
  ),
  approval: flow(
    'Approval', [start, adds('a', 1), node('ask', 'approval', { title: 'Go on?', due: '2d' }), adds('b', 1), end('{{ nodes.ask.output.outcome }}')],
    'start > a > ask', 'ask:approved > b > end', 'ask:rejected > end',
  ),
  race: flow(
    'Race', [start, node('time', 'wait', { for: '600ms' }), node('stop', 'signal', { name: 'stop' }), node('first', 'transform', { value: '{{ nodes.stop.status == "completed" ? "signal" : "time" }}' }, { join: 'any', rest: 'cancel' }), adds('after', 1), end('{{ nodes.first.output }}')],
    'start > time > first', 'start > stop > first', 'first > after > end',
  ),
  quorum: flow(
    'Quorum', [start, adds('a', '{{ input.n }}'), adds('b', '{{ input.n }}'), outside('slow', 'mail', { mode: 'slow', times: 1, delayMs: 300 }), node('two', 'transform', { value: '{{ input.n + 1 }}' }, { join: { atLeast: 2 } }), end('{{ nodes.two.output }}')],
    'start > a > two', 'start > b > two', 'start > slow > two', 'two > end',
  ),
  child: flow('Child', [start, adds('a', '{{ input.n }}'), end('{{ nodes.a.output }}')], 'start > a > end'),
  parent: flow(
    'Parent', [start, node('each', 'map', { items: '{{ input.items }}', concurrency: 3 }), node('one', 'child', { workflow: 'chaos-child', input: { n: '{{ item }}' } }, { parent: 'each' }), code('sum', 'return input.all.reduce((sum, n) => sum + n, 0);', { all: '{{ nodes.each.output }}' }), end('{{ nodes.sum.output }}')],
    'start > each > sum > end',
  ),
  retries: flow('Retries', [start, outside('send', 'mail', { mode: 'error', times: '{{ input.times }}' }), end('{{ nodes.send.output.status }}')], 'start > send > end'),
  // The outside has done it when the time is up; asked again under the same key it says so at once.
  timeouts: flow('Timeouts', [start, outside('send', 'mail', { mode: 'slow', times: 1, delayMs: 1_500 }, { timeouts: { startToClose: '400ms' }, retry: { maximumAttempts: 30 } }), end('{{ nodes.send.output.status }}')], 'start > send > end'),
  // Every asking is answered late, also that of whoever takes over: a worker that was stopped meanwhile wakes up with its answer while another is still at it.
  patient: flow(
    'Patient', [start, node('ask', 'http', { method: 'GET', url: 'outside://examples/search', query: { q: 'thread', reference: '{{ run.id }}', fault: JSON.stringify({ service: 'search', mode: 'slow', times: 5, delayMs: 2_500 }) }, headers: { 'idempotency-key': null } }), end('{{ nodes.ask.output.status }}')],
    'start > ask > end',
  ),
  'second-chance': flow('Second chance', [start, adds('a', 1), outside('book', 'hotels', { mode: 'refuse', times: 1 }), end('{{ nodes.book.output.status }}')], 'start > a > book > end'),
  controlled: flow('Controlled', [start, adds('a', 1), node('rest', 'wait', { for: '300ms' }), adds('b', '{{ nodes.a.output }}'), end('{{ nodes.b.output }}')], 'start > a > rest > b > end'),
} as const satisfies Record<string, Definition>;
