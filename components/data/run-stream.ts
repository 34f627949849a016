import type { QueryClient } from '@tanstack/react-query';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { fromApiEvent, type ApiEvent, type LiveFrame, type RunEvent } from '@/engine/index.ts';
import { connection } from './connection.ts';
import { openEventStream, type EventStream, type StreamEnvironment, type StreamState } from './event-stream.ts';
import { takeFrames } from './frame-store.ts';
import { API_BASE, path, withQuery } from './http.ts';
import { emptyLiveRun, foldBatch, GapError, type LiveRun } from './live-run.ts';
import { keys } from './query-keys.ts';

export type RunStream = { state: StoreApi<{ connection: StreamState }>; restart: () => void; close: () => void };

/** Runs `flush` once for all that came before the next paint; also in a hidden tab, where nothing is painted. */
function soon(flush: () => void): void {
  if (typeof requestAnimationFrame === 'function' && document.visibilityState === 'visible') requestAnimationFrame(flush);
  else setTimeout(flush, 16);
}

/** A flood is shown three times a second; more often nobody could read it, and the hand on the canvas would feel it. */
const SLOWEST_MS = 320;
const LEAST_MS = 32;
const PER_EVENT_MS = 2;
/** Of the time between two batches, the page spends at most a tenth on folding them. */
const SHARE = 10;

/** How long the next batch is gathered after one of so many events that took so long to fold, ms. What comes alone is shown at once. */
export function restAfter(events: number, tookMs: number): number {
  return Math.min(SLOWEST_MS, Math.max(LEAST_MS + PER_EVENT_MS * events, SHARE * tookMs));
}

/**
 * Follows one run: its history goes into the cache entry `keys.runs.live(id)`, ephemeral frames into their store.
 * Each event is folded once, whatever the connection does; after a break it goes on from the last event that was folded.
 */
export function followRun(client: QueryClient, runId: string, environment?: StreamEnvironment, later: (flush: () => void) => void = soon): RunStream {
  const key = keys.runs.live(runId);
  const state = createStore<{ connection: StreamState }>(() => ({ connection: 'connecting' }));
  const current = () => client.getQueryData<LiveRun>(key) ?? emptyLiveRun(runId);
  client.setQueryData(key, current());
  let events: RunEvent[] = [];
  let frames: LiveFrame[] = [];
  let lastSeen = current().seq;
  let pending = false;
  let restUntil = 0;

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
      restUntil = performance.now() + restAfter(batch.length, performance.now() - began);
      return true;
    } catch (error) {
      if (!(error instanceof GapError)) throw error;
      lastSeen = current().seq;
      stream.restart();
      return false;
    }
  }
  function schedule(): void {
    if (pending) return;
    pending = true;
    const rest = restUntil - performance.now();
    if (rest > 0) setTimeout(() => later(flush), rest);
    else later(flush);
  }

  const stream: EventStream = openEventStream(
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
          const event = fromApiEvent(JSON.parse(data) as ApiEvent);
          if (event.seq <= lastSeen) return;
          lastSeen = event.seq;
          events.push(event);
          schedule();
        },
        frame(data) {
          frames.push(JSON.parse(data) as LiveFrame);
          schedule();
        },
        end() {
          // The end is said again behind what is missing.
          if (!flush()) return;
          client.setQueryData(key, { ...current(), ended: true });
          stream.end();
        },
      },
    },
    environment,
  );
  return {
    state,
    restart() {
      lastSeen = current().seq;
      client.setQueryData(key, { ...current(), ended: false });
      stream.restart();
    },
    close() {
      // What is still gathered is nobody's any more; who follows again asks for it.
      events = [];
      frames = [];
      stream.close();
    },
  };
}
