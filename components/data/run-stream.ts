import type { QueryClient } from '@tanstack/react-query';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { fromApiEvent, type ApiEvent, type LiveFrame, type RunEvent } from '@/engine/index.ts';
import { connection } from './connection.ts';
import { openEventStream, type EventStream, type StreamEnvironment, type StreamState } from './event-stream.ts';
import { takeFrames } from './frame-store.ts';
import { API_BASE, path, withQuery } from './http.ts';
import { emptyLiveRun, foldBatch, GapError, type LiveRun } from './live-run.ts';
import { keys } from './query-keys.ts';
import { readPast, type ReadPage } from './read-past.ts';

export type RunStream = { state: StoreApi<{ connection: StreamState }>; restart: () => void; close: () => void };

export type FollowOptions = {
  /** So many events the run is known to have. A long past is read in pages first, and the stream takes up behind it. */
  known?: number;
  environment?: StreamEnvironment;
  readPage?: ReadPage;
  later?: (flush: () => void) => void;
};

/**
 * Runs `flush` once for all that came before the next paint; also in a hidden tab, where nothing is painted. Behind the
 * paint, not before it: a frame that moves something under the hand does not wait for the folding.
 */
function soon(flush: () => void): void {
  if (typeof requestAnimationFrame === 'function' && document.visibilityState === 'visible') requestAnimationFrame(() => setTimeout(flush, 0));
  else setTimeout(flush, 16);
}

/** A flood is shown three times a second; more often nobody could read it, and the hand on the canvas would feel it. */
const SLOWEST_MS = 320;
const LEAST_MS = 32;
const PER_EVENT_MS = 2;
/** Of the time between two batches, the page spends at most a tenth on folding them. */
const SHARE = 10;

/** From so many missing events on, pages are worth the way there that comes before the stream's. */
const LONG_PAST = 1_000;
/** While a long past comes in it is shown as it grows, but seldom: each showing walks over all of it, and most are whole before a second one. */
const PAST_MS = 2_000;
/** Nor is its beginning shown before this long: most are whole by then, and would have to wait for the page that is drawn around a part of them. */
const FIRST_MS = 1_000;

/** How long the next batch is gathered after one of so many events that took so long to fold, ms. What comes alone is shown at once. */
export function restAfter(events: number, tookMs: number): number {
  return Math.min(SLOWEST_MS, Math.max(LEAST_MS + PER_EVENT_MS * events, SHARE * tookMs));
}

/**
 * Follows one run: its history goes into the cache entry `keys.runs.live(id)`, ephemeral frames into their store.
 * Each event is folded once, whatever the connection does; after a break it goes on from the last event that was folded.
 */
export function followRun(client: QueryClient, runId: string, { known = 0, environment, readPage, later = soon }: FollowOptions = {}): RunStream {
  const key = keys.runs.live(runId);
  const state = createStore<{ connection: StreamState }>(() => ({ connection: 'connecting' }));
  const current = () => client.getQueryData<LiveRun>(key) ?? emptyLiveRun(runId);
  client.setQueryData(key, current());
  let events: RunEvent[] = [];
  let frames: LiveFrame[] = [];
  let lastSeen = current().seq;
  let pending = false;
  let restUntil = 0;
  let stream: EventStream | null = null;
  /** The past is being read in pages; the stream follows. */
  let past: AbortController | null = null;

  /** @returns false when an event is missing, which is asked for again */
  function flush(): boolean {
    pending = false;
    const began = performance.now();
    const [batch, said] = [events, frames];
    events = [];
    frames = [];
    if (said.length > 0) takeFrames(runId, said);
    if (batch.length === 0) return true;
    try {
      client.setQueryData(key, foldBatch(current(), batch));
      const now = performance.now();
      restUntil = now + (past === null ? restAfter(batch.length, now - began) : PAST_MS);
      return true;
    } catch (error) {
      if (!(error instanceof GapError)) throw error;
      lastSeen = current().seq;
      past?.abort();
      stream?.restart();
      return false;
    }
  }
  function take(event: RunEvent): void {
    if (event.seq <= lastSeen) return;
    lastSeen = event.seq;
    events.push(event);
    schedule();
  }
  function schedule(): void {
    if (pending) return;
    pending = true;
    const rest = restUntil - performance.now();
    if (rest > 0) setTimeout(() => later(flush), rest);
    else later(flush);
  }

  const listen = (): EventStream => openEventStream(
    {
      url: () => API_BASE + withQuery(path('runs', runId, 'events'), { after: lastSeen }),
      onState(next) {
        state.setState({ connection: next });
        if (next === 'open' || next === 'ended') connection.heard();
        else if (next === 'offline') connection.lost();
        else if (next === 'reconnecting') connection.missed();
      },
      events: {
        event(data) {
          take(fromApiEvent(JSON.parse(data) as ApiEvent));
        },
        frame(data) {
          frames.push(JSON.parse(data) as LiveFrame);
          schedule();
        },
        end() {
          // The end is said again behind what is missing.
          if (!flush()) return;
          client.setQueryData(key, { ...current(), ended: true });
          stream?.end();
        },
      },
    },
    environment,
  );
  let closed = false;
  async function readThenListen(): Promise<void> {
    past = new AbortController();
    restUntil = performance.now() + FIRST_MS;
    try {
      await readPast(runId, lastSeen, known, (page) => page.forEach(take), past.signal, { read: readPage });
    } catch {
      // The stream brings what is missing: it knows how to wait for a server, and asks from what is here.
    }
    past = null;
    // What the stream brings after a reading that failed has nothing to wait for.
    restUntil = 0;
    if (closed) return;
    stream = listen();
    // Shown as soon as it is whole.
    flush();
  }
  if (known - lastSeen > LONG_PAST) void readThenListen();
  else stream = listen();

  return {
    state,
    restart() {
      lastSeen = current().seq;
      client.setQueryData(key, { ...current(), ended: false });
      stream?.restart();
    },
    close() {
      // What is still gathered is nobody's any more; who follows again asks for it.
      events = [];
      frames = [];
      closed = true;
      past?.abort();
      stream?.close();
    },
  };
}
