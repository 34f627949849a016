import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toApiEvent, withAncestors, type RunEvent } from '@/engine/index.ts';
import { framesOf, takeFrames } from './frame-store.ts';
import { emptyLiveRun, foldBatch, GapError, type LiveRun } from './live-run.ts';
import { keys } from './query-keys.ts';
import { followRun, restAfter } from './run-stream.ts';
import { fakeNetwork } from './testing/fake-stream.ts';

const started = { seq: 1, at: 1_000, derived: false, id: 'i1', type: 'run.started', data: { coreVersion: 1, workflow: 'w', workflowName: 'W', version: 1, planHash: 'p', input: { n: 1 }, entry: null, trigger: 'ui', seed: 's', key: null, parent: null, memo: {}, searchAttributes: {}, taskQueue: null, priority: null, pinned: null, timeoutMs: null } } as unknown as RunEvent;
const signal = (seq: number): RunEvent => ({ seq, at: 1_000 + seq, derived: false, id: `i${seq}`, type: 'signal.received', data: { name: 'go', payload: seq, clientId: null, by: null } });
const history = [started, signal(2), signal(3), signal(4)];

describe('folding', () => {
  it('folds each event once, in order, whatever comes twice', () => {
    let live = foldBatch(emptyLiveRun('r'), history.slice(0, 2));
    live = foldBatch(live, history.slice(0, 3));
    expect([live.seq, live.events.map(({ seq }) => seq), live.state.seq]).toEqual([3, [1, 2, 3], 3]);
  });
  it('makes a new state for a batch with news, and keeps the old one for a batch without', () => {
    const live = foldBatch(emptyLiveRun('r'), history.slice(0, 2));
    expect(foldBatch(live, history.slice(0, 2))).toBe(live);
    expect(foldBatch(live, [signal(3)]).state).not.toBe(live.state);
  });
  it('refuses a batch with a gap, and folds none of it', () => {
    const live = foldBatch(emptyLiveRun('r'), [started]);
    expect(() => foldBatch(live, [signal(2), signal(4)])).toThrow(GapError);
    expect(live.state.seq).toBe(1);
  });
  it('stops at an event that cannot be folded, and says which', () => {
    const live = foldBatch(emptyLiveRun('r'), [started]);
    const elsewhere = { ...live, state: { ...live.state, seq: 7 } };
    const broken = foldBatch(elsewhere, [signal(2), signal(3)]);
    expect(broken.broken?.seq).toBe(2);
    expect(broken.seq).toBe(1);
    expect(foldBatch(broken, [signal(2)])).toBe(broken);
  });
  it('renews the containers above a step that changed', () => {
    expect([...withAncestors(['rounds[3]/critics[1]/critique'])].sort()).toEqual(['rounds', 'rounds[3]', 'rounds[3]/critics', 'rounds[3]/critics[1]', 'rounds[3]/critics[1]/critique'].sort());
  });
});

describe('the stream of a run', () => {
  let client: QueryClient;
  beforeEach(() => {
    vi.useFakeTimers();
    client = new QueryClient();
  });
  afterEach(() => {
    client.clear();
    vi.useRealTimers();
  });
  const seqOf = () => client.getQueryData<LiveRun>(keys.runs.live('r'))?.seq;
  const follow = () => {
    const network = fakeNetwork();
    return { network, stream: followRun(client, 'r', { environment: network.environment, later: (flush) => flush() }) };
  };

  it('asks for the history from its beginning, and after a break for what it lacks', () => {
    const { network } = follow();
    expect(network.last.url).toBe('/api/v1/runs/r/events?after=0');
    network.last.say('event', toApiEvent(history[0]!));
    network.last.say('event', toApiEvent(history[1]!));
    network.last.onerror!();
    vi.advanceTimersByTime(1_000);
    expect(network.last.url).toBe('/api/v1/runs/r/events?after=2');
    for (const event of history) network.last.say('event', toApiEvent(event));
    vi.advanceTimersByTime(1_000);
    expect(client.getQueryData<LiveRun>(keys.runs.live('r'))?.events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  });
  it('asks again when an event is missing', () => {
    const { network } = follow();
    network.last.say('event', toApiEvent(started));
    network.last.say('event', toApiEvent(signal(3)));
    vi.advanceTimersByTime(1_000);
    expect(seqOf()).toBe(1);
    expect(network.last.url).toBe('/api/v1/runs/r/events?after=1');
    expect(network.sources).toHaveLength(2);
  });
  it('has not ended while an event is missing', () => {
    const { network } = follow();
    for (const event of [started, signal(3)]) network.last.say('event', toApiEvent(event));
    network.last.say('end', {});
    expect(network.last.url).toBe('/api/v1/runs/r/events?after=1');
    expect(client.getQueryData<LiveRun>(keys.runs.live('r'))?.ended).toBe(false);
    for (const event of history) network.last.say('event', toApiEvent(event));
    network.last.say('end', {});
    expect([seqOf(), client.getQueryData<LiveRun>(keys.runs.live('r'))?.ended]).toEqual([4, true]);
  });
  it('leaves what it has gathered when it is closed, and opens nothing any more', () => {
    const { network, stream } = follow();
    for (const event of history) network.last.say('event', toApiEvent(event));
    stream.close();
    client.clear();
    vi.advanceTimersByTime(1_000);
    expect([seqOf(), network.sources.length]).toEqual([undefined, 1]);
  });
  it('shows what comes alone at once, and gathers what comes in a flood', () => {
    const { network } = follow();
    network.last.say('event', toApiEvent(started));
    expect(seqOf()).toBe(1);
    for (let seq = 2; seq <= 50; seq++) network.last.say('event', toApiEvent(signal(seq)));
    expect(seqOf(), 'still gathering').toBe(1);
    vi.advanceTimersByTime(restAfter(1, 0));
    expect(seqOf()).toBe(50);
    vi.advanceTimersByTime(restAfter(49, 0));
    network.last.say('event', toApiEvent(signal(51)));
    expect(seqOf(), 'alone again').toBe(51);
  });
  it('rests longer after many events and after slow folding, and never so long that a page seems to stand', () => {
    expect(restAfter(1, 0)).toBeLessThan(40);
    expect(restAfter(60, 0)).toBeGreaterThan(restAfter(10, 0));
    expect(restAfter(1, 20)).toBe(200);
    expect(restAfter(5_000, 900)).toBeLessThan(400);
  });
  it('ends with the run, and goes on from there when the run is reopened', () => {
    const { network, stream } = follow();
    for (const event of history) network.last.say('event', toApiEvent(event));
    network.last.say('end', {});
    expect(stream.state.getState().connection).toBe('ended');
    expect(client.getQueryData<LiveRun>(keys.runs.live('r'))?.ended).toBe(true);
    stream.restart();
    expect(network.last.url).toBe('/api/v1/runs/r/events?after=4');
    expect(client.getQueryData<LiveRun>(keys.runs.live('r'))?.ended).toBe(false);
  });
  it('goes on from what the cache still has when it is followed again', () => {
    const first = follow();
    for (const event of history) first.network.last.say('event', toApiEvent(event));
    vi.advanceTimersByTime(1_000);
    first.stream.close();
    expect(follow().network.last.url).toBe('/api/v1/runs/r/events?after=4');
  });
});

describe('a long past', () => {
  const LONG = 12_500;
  const past = [started, ...Array.from({ length: LONG - 1 }, (_, at) => signal(at + 2))];
  /** Pages that are answered when the test says so. */
  const library = (known: number, live?: LiveRun) => {
    const client = new QueryClient();
    if (live !== undefined) client.setQueryData(keys.runs.live('r'), live);
    const network = fakeNetwork();
    const asked: { after: number; limit: number; signal: AbortSignal; answer: (most?: number) => void; fail: () => void }[] = [];
    const stream = followRun(client, 'r', {
      known, environment: network.environment, later: queueMicrotask,
      readPage: (_run, after, limit, signal) => new Promise((resolve, reject) => {
        asked.push({ after, limit, signal, answer: (most = limit) => resolve({ events: past.slice(after, after + most).map((event) => toApiEvent(event)) }), fail: () => reject(new Error('away')) });
      }),
    });
    return { client, network, asked, stream, live: () => client.getQueryData<LiveRun>(keys.runs.live('r')) };
  };
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const settled = () => vi.advanceTimersByTimeAsync(1);
  const aSecond = () => vi.advanceTimersByTimeAsync(1_000);

  it('is read in pages, several at a time, and the stream takes up behind it', async () => {
    const { network, asked, live } = library(LONG);
    expect(asked.map(({ after, limit }) => [after, limit])).toEqual([[0, 5_000], [5_000, 5_000], [10_000, 2_500]]);
    // The order in which they come does not matter.
    for (const page of asked.toReversed()) page.answer();
    await settled();
    expect(live()?.events.map(({ seq }) => seq)).toEqual(past.map(({ seq }) => seq));
    expect(network.sources.map(({ url }) => url)).toEqual([`/api/v1/runs/r/events?after=${LONG}`]);
    network.last.say('event', toApiEvent(signal(LONG + 1)));
    await aSecond();
    expect(live()?.seq).toBe(LONG + 1);
  });
  it('is shown as far as it has come after a second, and gathered from then on until it is whole', async () => {
    const { asked, live } = library(LONG);
    asked[0]!.answer();
    await settled();
    expect(live()?.seq, 'most are whole within the second').toBe(0);
    await aSecond();
    expect(live()?.seq).toBe(5_000);
    asked[1]!.answer();
    await settled();
    expect(live()?.seq, 'two seconds between two showings').toBe(5_000);
    asked[2]!.answer();
    await settled();
    expect(live()?.seq).toBe(LONG);
  });
  it('asks for no more than is under way at a time', async () => {
    const { asked } = library(100_000);
    expect(asked.map(({ after }) => after)).toEqual([0, 5_000, 10_000]);
    asked[0]!.answer();
    await settled();
    expect(asked.map(({ after }) => after)).toEqual([0, 5_000, 10_000, 15_000]);
  });
  it('is left to the stream from where a page does not come', async () => {
    const { network, asked, live } = library(LONG);
    asked[0]!.answer();
    asked[1]!.fail();
    asked[2]!.fail();
    await settled();
    expect(live()?.seq).toBe(5_000);
    expect(network.last.url).toBe('/api/v1/runs/r/events?after=5000');
  });
  it('holds nothing back of what the stream brings, when no page came', async () => {
    const { network, asked, live } = library(LONG);
    for (const page of asked) page.fail();
    await settled();
    network.last.say('event', toApiEvent(started));
    await settled();
    expect(live()?.seq).toBe(1);
  });
  it('is left to the stream from where an event is missing', async () => {
    const { network, asked, live } = library(LONG);
    asked[0]!.answer();
    asked[2]!.answer();
    await aSecond();
    past.splice(6_000, 1);
    try {
      asked[1]!.answer();
      await settled();
    } finally {
      past.splice(6_000, 0, signal(6_001));
    }
    expect(live()?.seq).toBe(5_000);
    expect(network.last.url).toBe('/api/v1/runs/r/events?after=5000');
  });
  it('is read on where a page of large events ended before its time', async () => {
    const { asked, live, network } = library(LONG);
    for (const page of asked) page.answer(1_500);
    await settled();
    expect(asked.slice(3).map(({ after, limit }) => [after, limit])).toEqual([[1_500, 3_500]]);
    for (let at = 3; at < asked.length; at++) {
      asked[at]!.answer();
      await settled();
    }
    expect([live()?.events.length, live()?.seq, network.sources.map(({ url }) => url)]).toEqual([LONG, LONG, [`/api/v1/runs/r/events?after=${LONG}`]]);
  });
  it('is left to the stream when it is short, or most of it is here', () => {
    expect([library(1_000).asked.length, library(LONG, foldBatch(emptyLiveRun('r'), past.slice(0, 11_500))).asked.length]).toEqual([0, 0]);
    const { asked, network } = library(LONG, foldBatch(emptyLiveRun('r'), past.slice(0, 9_000)));
    expect([asked.map(({ after, limit }) => [after, limit]), network.sources.length]).toEqual([[[9_000, 3_500]], 0]);
  });
  it('is not read on when nobody follows the run any more, and no stream is opened', async () => {
    const { network, asked, stream, live } = library(LONG);
    stream.close();
    expect(asked.every(({ signal: { aborted } }) => aborted)).toBe(true);
    for (const page of asked) page.answer();
    await settled();
    expect([live()?.seq, network.sources.length]).toEqual([0, 0]);
  });
});

describe('ephemeral frames', () => {
  const said = () => framesOf('f').getState().byPath['agent'];
  it('join to a text per attempt, and a later attempt starts from nothing', () => {
    takeFrames('f', [{ path: 'agent', attempt: 1, frame: { type: 'model.partial', text: 'Hel' } }, { path: 'agent', attempt: 1, frame: { type: 'model.partial', text: 'lo' } }]);
    expect(said()?.text).toBe('Hello');
    takeFrames('f', [{ path: 'agent', attempt: 2, frame: { type: 'model.partial', text: 'Again' } }, { path: 'agent', attempt: 1, frame: { type: 'model.partial', text: 'late' } }]);
    expect(said()).toMatchObject({ attempt: 2, text: 'Again' });
  });
  it('answer the tool call they belong to', () => {
    takeFrames('f', [{ path: 'agent', attempt: 3, frame: { type: 'tool.invoked', tool: 'search', input: 1 } }, { path: 'agent', attempt: 3, frame: { type: 'tool.observation', tool: 'search', output: 2 } }]);
    expect(said()?.lines).toEqual([{ kind: 'tool', tool: 'search', input: 1, output: 2 }]);
  });
});
