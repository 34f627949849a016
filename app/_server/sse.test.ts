import { describe, expect, it } from 'vitest';
import type { RunEvent } from '@/engine/index.ts';
import type { RunWatcher } from '@/engine/server.ts';
import { runStream } from './run-stream.ts';
import { formatSse, sseResponse, type SseSink } from './sse.ts';

const quiet = () => undefined;

function eventOf(seq: number): RunEvent {
  return { seq, at: seq, derived: true, type: 'iteration.started', path: `rounds[${seq}]`, data: { index: seq } } as RunEvent;
}

/** A run whose history grows when the test says so; each watch gets what it missed and then what comes. */
function fakeEngine(history: RunEvent[]) {
  const watchers = new Set<RunWatcher>();
  let watches = 0;
  return {
    watchers,
    get watches() {
      return watches;
    },
    add(event: RunEvent) {
      history.push(event);
      for (const watcher of watchers) watcher.event(event);
    },
    frame(text: string) {
      for (const watcher of watchers) watcher.frame({ path: 'ask', attempt: 1, frame: { type: 'model.partial', text } });
    },
    end() {
      for (const watcher of watchers) watcher.end?.();
    },
    watchRun: async (_id: string, after: number, watcher: RunWatcher) => {
      watches += 1;
      for (const event of history) if (event.seq > after) watcher.event(event);
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
  };
}

async function readAll(response: Response): Promise<string> {
  return response.text();
}

function idsOf(text: string): number[] {
  return [...text.matchAll(/^id: (\d+)$/gm)].map((match) => Number(match[1]));
}

describe('server-sent events', () => {
  it('write a frame as one id, one event and one line of data', () => {
    expect(formatSse({ event: 'event', id: 7, data: { text: 'a\nb' } })).toBe('id: 7\nevent: event\ndata: {"text":"a\\nb"}\n\n');
    expect(formatSse({ event: 'end', data: null })).toBe('event: end\ndata: null\n\n');
  });

  it('end when the source closes', async () => {
    const response = sseResponse({ start: (sink) => (sink.write({ event: 'x', data: 1 }), sink.close()), stop: quiet }, new AbortController().signal);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(await readAll(response)).toBe('retry: 1000\n\nevent: x\ndata: 1\n\n');
  });

  it('travel in one chunk when they are written in one turn, and in another when they are not', async () => {
    let sink: SseSink | null = null;
    const response = sseResponse({ start: (to) => void (sink = to), stop: quiet }, new AbortController().signal);
    const to = sink as SseSink | null;
    const reader = response.body!.getReader();
    const next = async (): Promise<string> => new TextDecoder().decode((await reader.read()).value);
    for (const data of [1, 2]) to!.write({ event: 'x', data });
    expect(await next()).toBe('retry: 1000\n\nevent: x\ndata: 1\n\nevent: x\ndata: 2\n\n');
    to!.write({ event: 'x', data: 3 });
    expect(await next()).toBe('event: x\ndata: 3\n\n');
    await reader.cancel();
  });

  it('stop the source once when the client leaves', async () => {
    let stops = 0;
    const response = sseResponse({ start: quiet, stop: () => void (stops += 1) }, new AbortController().signal);
    await response.body!.cancel();
    expect(stops).toBe(1);
  });

  it('stop the source once when the request is aborted', async () => {
    let stops = 0;
    const controller = new AbortController();
    const response = sseResponse({ start: quiet, stop: () => void (stops += 1) }, controller.signal);
    controller.abort();
    controller.abort();
    expect(await readAll(response)).toBe('retry: 1000\n\n');
    expect(stops).toBe(1);
  });

  it('end the stream when the source cannot start', async () => {
    const response = sseResponse({ start: () => Promise.reject(new Error('no')), stop: quiet }, new AbortController().signal);
    expect(await readAll(response)).toBe('retry: 1000\n\n');
  });

  it('beat while nothing happens', async () => {
    const response = sseResponse({ start: quiet, stop: quiet }, new AbortController().signal, { heartbeatMs: 5 });
    const reader = response.body!.getReader();
    await reader.read();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('event: heartbeat\ndata: {}\n\n');
    await reader.cancel();
  });

  it('tell the source when the client is behind and when it has caught up', async () => {
    let resumed = 0;
    let sink: SseSink | null = null;
    const response = sseResponse({ start: (to) => void (sink = to), resume: () => void (resumed += 1), stop: quiet }, new AbortController().signal, { highWaterBytes: 64 });
    const to = sink as SseSink | null;
    while (to!.write({ event: 'x', data: 'some text' }));
    expect(to!.hasRoom()).toBe(false);
    expect(resumed).toBe(0);
    const reader = response.body!.getReader();
    while (resumed === 0) await reader.read();
    expect(to!.hasRoom()).toBe(true);
    await reader.cancel();
  });
});

describe('the stream of a run', () => {
  it('gives every event once and in order, the ones before it was opened too', async () => {
    const engine = fakeEngine([1, 2, 3].map(eventOf));
    const response = sseResponse(runStream(engine, 'r', 1, () => undefined), new AbortController().signal);
    await Promise.resolve();
    for (const seq of [4, 5]) engine.add(eventOf(seq));
    engine.end();
    const text = await readAll(response);
    expect(idsOf(text)).toEqual([2, 3, 4, 5]);
    expect(text).toContain('event: end\ndata: {"seq":5}');
    expect(engine.watchers.size).toBe(0);
  });

  it('lets go of a slow client and takes it up again without a gap or a repeat', async () => {
    const engine = fakeEngine(Array.from({ length: 500 }, (_, index) => eventOf(index + 1)));
    const response = sseResponse(runStream(engine, 'r', 0, () => undefined), new AbortController().signal, { highWaterBytes: 2_000 });
    const reader = response.body!.getReader();
    let text = '';
    while (idsOf(text).at(-1) !== 500) text += new TextDecoder().decode((await reader.read()).value);
    expect(idsOf(text)).toEqual(Array.from({ length: 500 }, (_, index) => index + 1));
    expect(engine.watches).toBeGreaterThan(3);
    expect(engine.watchers.size).toBe(1);
    await reader.cancel();
    expect(engine.watchers.size).toBe(0);
  });

  it('leaves out ephemeral frames of a client that is behind, never events', async () => {
    const engine = fakeEngine([]);
    const response = sseResponse(runStream(engine, 'r', 0, () => undefined), new AbortController().signal, { highWaterBytes: 400 });
    await Promise.resolve();
    for (let seq = 1; seq <= 50; seq += 1) {
      engine.frame(`token ${seq}`);
      engine.add(eventOf(seq));
    }
    const reader = response.body!.getReader();
    let text = '';
    while (idsOf(text).at(-1) !== 50) text += new TextDecoder().decode((await reader.read()).value);
    expect(idsOf(text)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    const frames = [...text.matchAll(/event: frame/g)].length;
    expect(frames).toBeGreaterThan(0);
    expect(frames).toBeLessThan(50);
    await reader.cancel();
  });

  it('names what happened in a frame', async () => {
    const engine = fakeEngine([]);
    const response = sseResponse(runStream(engine, 'r', 0, () => 'agent'), new AbortController().signal);
    await Promise.resolve();
    engine.frame('hello');
    engine.add({ seq: 1, at: 1, derived: true, type: 'step.scheduled', path: 'ask', attempt: 1, data: {} });
    engine.end();
    const text = await readAll(response);
    expect(text).toContain('"name":"model partial"');
    expect(text).toContain('"name":"agent started"');
  });
});
