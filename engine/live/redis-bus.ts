import { parseStored } from '../definition/ref.ts';
import type { Redis } from 'ioredis';
import { closeRedis, connectRedis } from '../bullmq/connection.ts';
import { PassingMap } from '../core/passing-map.ts';
import { endsRun } from '../core/status.ts';
import type { LiveBus, LiveMessage } from '../ports/live.ts';
import type { ListChange } from '../ports/views.ts';

/** How often interest is told again, and how long it is believed, ms. */
const TELL_EVERY_MS = 10_000;
const BELIEVED_MS = 25_000;
const LAST_WORDS_MS = 200;
const LISTS = '*';

/** Who listens on a channel. */
type Hears<M> = { listeners: Set<(message: M) => void>; ready: Promise<unknown> };

/**
 * Publication over Redis, one connection each way. What nobody watches is not published: watchers tell their interest on
 * one channel, and every publisher keeps the list. A lost word of interest costs a second at most: watchers look at the
 * store. That a run has ended is published without being asked for: one short message costs the worker that ends it less
 * than it costs all processes to hear, at the start of each run that is waited for, that somebody will wait.
 */
export function createRedisBus(redisUrl: string, prefix: string, process: string): LiveBus {
  const out = connectRedis(redisUrl, `${process}-tell`, { autoPipelining: true });
  const into = connectRedis(redisUrl, `${process}-hear`);
  const wanted = new PassingMap<number>();
  const runs = new PassingMap<Hears<LiveMessage>>();
  const ends = new PassingMap<Hears<void>>();
  const lists = new Set<(change: ListChange) => void>();
  const channel = { run: `${prefix}:run:`, end: `${prefix}:end:`, lists: `${prefix}:lists`, watch: `${prefix}:watch`, ask: `${prefix}:watch-ask` };

  // After this turn: whoever waits for the commit goes on first.
  let unsent: { to: string; message: unknown }[] = [];
  let flushing: Promise<void> = Promise.resolve();
  const flush = async (): Promise<void> => {
    const messages = unsent;
    unsent = [];
    if (out.status !== 'ready') return;
    await Promise.allSettled(messages.map(({ to, message }) => out.publish(to, JSON.stringify(message))));
  };
  const send = (to: string, message: unknown): void => {
    if (unsent.push({ to, message }) === 1) setImmediate(() => void (flushing = flush()));
  };
  const tellInterest = async (ids: readonly string[]): Promise<void> => {
    if (out.status !== 'ready' || ids.length === 0) return;
    await out.publish(channel.watch, ids.join(' ')).catch(() => {});
  };
  const everything = (): string[] => [...[...runs].map(([runId]) => runId), ...(lists.size > 0 ? [LISTS] : [])];
  const isWanted = (word: string): boolean => {
    const until = wanted.get(word);
    if (until === undefined) return false;
    if (until > performance.now()) return true;
    wanted.delete(word);
    return false;
  };

  // A publisher that comes up late, or back, asks who watches what, as soon as it can ask and hear the answer.
  const meet = (): void => {
    if (out.status !== 'ready' || into.status !== 'ready') return;
    out.publish(channel.ask, '').catch(() => {});
    void tellInterest(everything());
  };
  // Also what nobody listens on any more: who stops while Redis is away leaves his channel behind, and it comes back with the connection.
  const leave = (from: string): void => {
    if (into.status === 'ready') into.unsubscribe(from).catch(() => {});
  };
  into.subscribe(channel.watch, channel.ask).then(meet, () => {});
  into.on('message', (from: string, text: string) => {
    if (from === channel.watch) {
      const until = performance.now() + BELIEVED_MS;
      for (const word of text.split(' ')) wanted.set(word, until);
    } else if (from === channel.ask) void tellInterest(everything());
    else if (from === channel.lists) {
      const change = JSON.parse(text) as ListChange;
      for (const listener of lists) listener(change);
    } else if (from.startsWith(channel.run)) {
      const hears = runs.get(from.slice(channel.run.length));
      if (hears === undefined) return leave(from);
      const message = parseStored(text) as LiveMessage;
      for (const listener of hears.listeners) listener(message);
    } else if (from.startsWith(channel.end)) {
      const hears = ends.get(from.slice(channel.end.length));
      if (hears === undefined) return leave(from);
      for (const over of hears.listeners) over();
    }
  });
  out.on('ready', meet);
  into.on('ready', meet);
  const telling = setInterval(() => {
    void tellInterest(everything());
    for (const [word] of wanted) isWanted(word);
  }, TELL_EVERY_MS);
  telling.unref();

  /** @param told what publishers must hear of before they publish */
  const listen = async <M>(heard: PassingMap<Hears<M>>, to: string, runId: string, listener: (message: M) => void, told?: () => Promise<void>): Promise<() => void> => {
    const hears = heard.get(runId) ?? {
      listeners: new Set(),
      ready: ready(into)
        .then(() => into.subscribe(to + runId))
        .then(told)
        .catch(() => {}),
    };
    if (!heard.has(runId)) heard.set(runId, hears);
    hears.listeners.add(listener);
    // With Redis away the watcher lives by its look at the store.
    if (into.status === 'ready') await hears.ready;
    return () => {
      hears.listeners.delete(listener);
      if (hears.listeners.size > 0 || heard.get(runId) !== hears) return;
      heard.delete(runId);
      leave(to + runId);
    };
  };

  return {
    committed(runId, events) {
      if (isWanted(runId)) send(channel.run + runId, { events });
      if (events.some(endsRun)) send(channel.end + runId, null);
    },
    frame(runId, path, attempt, frame) {
      if (isWanted(runId)) send(channel.run + runId, { path, attempt, frame });
    },
    list(change) {
      if (isWanted(LISTS)) send(channel.lists, change);
    },
    subscribe: (runId, listener) => listen(runs, channel.run, runId, listener, () => tellInterest([runId])),
    subscribeEnd: (runId, over) => listen(ends, channel.end, runId, over),
    subscribeLists(listener) {
      if (lists.size === 0) into.subscribe(channel.lists).catch(() => {});
      lists.add(listener);
      void tellInterest([LISTS]);
      return () => {
        lists.delete(listener);
        if (lists.size === 0 && into.status === 'ready') into.unsubscribe(channel.lists).catch(() => {});
      };
    },
    healthy: () => out.status === 'ready' && into.status === 'ready',
    async close() {
      clearInterval(telling);
      // What was said last is heard too, unless Redis does not answer.
      await Promise.race([Promise.all([flushing, flush()]), new Promise((resolve) => setTimeout(resolve, LAST_WORDS_MS).unref())]);
      await Promise.all([closeRedis(out), closeRedis(into)]);
    },
  };
}

function ready(redis: Redis): Promise<void> {
  return redis.status === 'ready' ? Promise.resolve() : new Promise((resolve) => redis.once('ready', () => resolve()));
}
