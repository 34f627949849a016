import { describe, expect, it } from 'vitest';
import { definition, node, testCatalogue } from '../catalogue.fixture.ts';
import type { Json, JsonObject } from '../json.ts';
import { definitionSchema, type Definition } from '../schema.ts';
import { prepareTestRun } from './prepare.ts';
import { staleResults } from './stale.ts';
import type { RunPart } from './test-run.ts';

const read = (): Definition => definitionSchema.parse(definition(
  [
    node('fetch', 'http', { params: { url: 'http://x' } }), node('score', 'transform', { params: { value: '{{ nodes.fetch.output }}' } }), node('beside', 'transform', { params: { value: 1 } }),
    node('each', 'map', { params: { items: '{{ nodes.score.output }}' } }), node('one', 'transform', { parent: 'each', params: { value: '{{ item }}' } }), node('two', 'transform', { parent: 'each', params: { value: '{{ nodes.one.output }}' } }),
    node('pause', 'wait', { params: { for: '1d' } }), node('end', 'end', { params: { output: '{{ nodes.each.output }}' } }),
  ],
  ['start > fetch', 'fetch > score', 'fetch > beside', 'score > each', 'one > two', 'each > pause', 'pause > end'],
));
type Change = (definition: Definition) => void;
const nodeIn = (drawn: Definition, id: string) => drawn.nodes.find((each) => each.id === id)!;

/** What is stale of a run after a change: `step: why node`. */
function stale(change: Change, part: RunPart | null = null, data: JsonObject = {}, latest?: (id: string) => Json | undefined): string[] {
  const drawn = read();
  for (const [id, output] of Object.entries(data)) if (part === null || 'upTo' in part) nodeIn(drawn, id).ui = { pinned: output };
  const prepared = prepareTestRun(drawn, testCatalogue, { part, data, skipWaits: true, decide: {} });
  if (!prepared.ok) throw new Error(prepared.refusal.message);
  const now = structuredClone(drawn);
  change(now);
  const { definition: ran, pinned } = prepared.run;
  return [...staleResults({ definition: ran, part, pinned }, now, testCatalogue, latest)].filter(([id]) => pinned[id] === undefined).map(([id, reason]) => `${id}: ${reason.why} ${reason.node}`);
}

describe('results become stale', () => {
  it('of the step that was changed and of all that comes after it, into containers and out of them', () => {
    expect(stale((drawn) => { nodeIn(drawn, 'score').params = { value: 2 }; })).toEqual(['score: params score', 'each: params score', 'one: params score', 'two: params score', 'end: params score']);
    expect(stale((drawn) => { nodeIn(drawn, 'one').params = { value: 2 }; })).toEqual(['each: params one', 'one: params one', 'two: params one', 'end: params one']);
  });

  it('when an edge to them changed, when a step is put between, and when one is gone', () => {
    expect(stale((drawn) => { drawn.edges = drawn.edges.filter(({ target }) => target !== 'beside'); drawn.edges.push({ id: 'x', source: 'score', target: 'beside' }); })).toEqual(['beside: edges beside']);
    expect(stale((drawn) => { drawn.nodes = drawn.nodes.filter(({ id }) => id !== 'beside'); drawn.edges = drawn.edges.filter(({ target }) => target !== 'beside'); })).toEqual(['beside: removed beside']);
    expect(stale((drawn) => { nodeIn(drawn, 'fetch').disabled = true; }).slice(0, 2)).toEqual(['fetch: behaviour fetch', 'score: behaviour fetch']);
  });

  it('but not by what changes no result', () => {
    expect(stale((drawn) => {
      Object.assign(nodeIn(drawn, 'fetch'), { name: 'Get it', position: { x: 9, y: 9 }, retry: { maximumAttempts: 9 }, timeouts: { startToClose: '9s' }, taskQueue: 'other' });
      nodeIn(drawn, 'score').ui = { color: 'red' };
      drawn.nodes.push({ ...nodeIn(drawn, 'beside'), id: 'another' });
      drawn.edges.push({ id: 'x', source: 'beside', target: 'another' });
    })).toEqual([]);
  });

  it('of a part that was run, by the same', () => {
    const part = { upTo: 'one' };
    expect(stale(() => undefined, part)).toEqual([]);
    expect(stale((drawn) => { nodeIn(drawn, 'two').params = { value: 5 }; nodeIn(drawn, 'beside').params = { value: 5 }; }, part)).toEqual([]);
    expect(stale((drawn) => { nodeIn(drawn, 'score').params = { value: 5 }; }, part)).toEqual(['score: params score', 'each: params score', 'one: params score']);
  });

  it('when pinned data changed, was taken away or is new: what comes after it, not the step itself', () => {
    const pins = { fetch: [1] };
    expect(stale(() => undefined, { upTo: 'score' }, pins)).toEqual([]);
    expect(stale((drawn) => { nodeIn(drawn, 'fetch').ui = { pinned: [2] }; }, { upTo: 'score' }, pins)).toEqual(['score: pinned fetch']);
    expect(stale((drawn) => { delete nodeIn(drawn, 'fetch').ui; }, { upTo: 'score' }, pins)).toContain('score: pinned fetch');
    expect(stale((drawn) => { nodeIn(drawn, 'fetch').ui = { pinned: [2] }; }, { upTo: 'score' })).toEqual(['score: pinned fetch']);
    // Parameters of what stands there as data have no bearing.
    expect(stale((drawn) => { nodeIn(drawn, 'fetch').params = { url: 'http://y' }; }, { upTo: 'score' }, pins)).toEqual([]);
  });

  it('of a step alone, when what it was given has another result by now', () => {
    const alone = (change: Change, latest?: (id: string) => Json | undefined) => stale(change, { only: 'score' }, { fetch: [1] }, latest);
    expect(alone(() => undefined, (id) => (id === 'fetch' ? [1] : undefined))).toEqual([]);
    expect(alone(() => undefined, (id) => (id === 'fetch' ? [2] : undefined))).toEqual(['score: ran_again fetch']);
    expect(alone((drawn) => { nodeIn(drawn, 'score').params = { value: '{{ nodes.beside.output }}' }; })).toEqual(['score: params score']);
    expect(alone((drawn) => { drawn.edges = drawn.edges.filter(({ target }) => target !== 'beside'); })).toEqual([]);
  });
});
