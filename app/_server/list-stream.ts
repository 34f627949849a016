import type { ListFrame } from '@/engine/index.ts';
import type { Engine, ListChange } from '@/engine/server.ts';
import { observeStream } from './metrics.ts';
import type { SseSource } from './sse.ts';

/** Changes that lists care for. Ephemeral: a client that is behind misses some and reads its lists again when it reconnects. */
export function listStream(engine: Pick<Engine, 'watchLists' | 'countOpenApprovals'>): SseSource {
  let unwatch: () => void = () => undefined;
  let over = false;
  const closed = observeStream('list');
  return {
    async start(sink) {
      const send = (frame: ListFrame): boolean => sink.write({ event: 'list', data: frame });
      // Watch first and count then: a change between the two is told twice rather than not at all.
      let early: ListChange[] | null = [];
      unwatch = engine.watchLists((change) => {
        if (early !== null) early.push(change);
        else if (sink.hasRoom()) send(change);
        else sink.close();
      });
      const openApprovals = await engine.countOpenApprovals();
      if (over) return;
      send({ type: 'hello', openApprovals });
      for (const change of early) send(change);
      early = null;
    },
    stop() {
      over = true;
      unwatch();
      closed();
    },
  };
}
