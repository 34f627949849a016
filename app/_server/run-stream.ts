import { toApiEvent, nameOfFrame } from '@/engine/index.ts';
import type { Engine, RunWatcher } from '@/engine/server.ts';
import { logger } from './logger.ts';
import { countStreamEvent, observeStream } from './metrics.ts';
import type { SseSink, SseSource } from './sse.ts';

/**
 * The live history of one run: every event after `after` once and in order, ephemeral frames between them, `end` when
 * the run is over. A client that falls behind is let go of and taken up again from Postgres where it stopped, so a slow
 * one costs no memory and misses no event; it misses frames.
 */
export function runStream(engine: Pick<Engine, 'watchRun'>, runId: string, after: number, typeOf: (node: string) => string | undefined): SseSource {
  let sink: SseSink | null = null;
  let lastSent = after;
  /** Which watch may write: one that was let go of must not. */
  let turn = 0;
  let unwatch: (() => void) | null = null;
  const closed = observeStream('run');

  const letGo = (): void => {
    turn += 1;
    unwatch?.();
    unwatch = null;
  };

  const watch = async (to: SseSink): Promise<void> => {
    letGo();
    const mine = turn;
    const watcher: RunWatcher = {
      event(event) {
        if (mine !== turn || event.seq <= lastSent) return;
        lastSent = event.seq;
        countStreamEvent();
        if (!to.write({ event: 'event', id: event.seq, data: toApiEvent(event, typeOf) })) letGo();
      },
      frame(frame) {
        if (mine !== turn || !to.hasRoom()) return;
        const name = nameOfFrame(frame.frame.type);
        if (!to.write({ event: 'frame', data: name === undefined ? frame : { ...frame, name } })) letGo();
      },
      end() {
        if (mine !== turn) return;
        to.write({ event: 'end', data: { seq: lastSent } });
        to.close();
      },
      error(error) {
        if (mine !== turn) return;
        logger().warn({ err: error, runId }, 'a stream of a run was cut; its client takes up again');
        to.close();
      },
    };
    const stop = await engine.watchRun(runId, lastSent, watcher);
    if (mine === turn) unwatch = stop;
    else stop();
  };

  return {
    start(to) {
      sink = to;
      return watch(to);
    },
    resume() {
      const to = sink;
      if (to !== null) void watch(to).catch(() => to.close());
    },
    stop() {
      sink = null;
      letGo();
      closed();
    },
  };
}
