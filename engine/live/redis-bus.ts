import { parseStored } from '../definition/ref.ts';
import type { Redis } from 'ioredis';
import { closeRedis, connectRedis } from '../bullmq/connection.ts';
import { PassingMap } from '../core/passing-map.ts';
import { endsRun } from '../core/status.ts';
import type { Interest, LiveBus, LiveMessage } from '../ports/live.ts';
import type { ListChange } from '../ports/views.ts';

/** How often interest is told again, and how long it is believed, ms. */
const TELL_EVERY_MS = 10_000;
const BELIEVED_MS = 25_000;
const LAST_WORDS_MS = 200;
const LISTS = '*';
/** Before the id of a run of which only the end is wanted. */
const END_OF = '.';

/** `told`: the strongest interest of those who listen. */
type Hears = { listeners: Map<(message: LiveMessage) => void, Interest>; told: Interest; ready: Promise<unknown> };

/**
 * Publication over Redis, one connection each way. What nobody watches is not published: watchers tell their interest on
 * one channel, and every publisher keeps the list. A lost word of interest costs a second at most: watchers look at the
 * store.
 */
export function createRedisBus(redisUrl: string, prefix: string, process: string): LiveBus {
  const out = connectRedis(redisUrl, `${process}-tell`, { autoPipelining: true });
  const into = connectRedis(redisUrl, `${process}-hear`);
  const wanted = new PassingMap<number>();
  const runs = new PassingMap<Hears>();
  const lists = new Set<(change: ListChange) => void>();
  const channel = { run: `${prefix}:run:`, lists: `${prefix}:lists`, watch: `${prefix}:watch`, ask: `${prefix}:watch-ask` };

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
  const wordOf = (runId: string, interest: Interest): string => (interest === 'all' ? runId : END_OF + runId);
  const everything = (): string[] => [...[...runs].map(([runId, { told }]) => wordOf(runId, told)), ...(lists.size > 0 ? [LISTS] : [])];
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
      if (hears === undefined) return;
      const message = parseStored(text) as LiveMessage;
      for (const listener of hears.listeners.keys()) listener(message);
    }
  });
  out.on('ready', meet);
  into.on('ready', meet);
  const telling = setInterval(() => {
    void tellInterest(everything());
    for (const [word] of wanted) isWanted(word);
  }, TELL_EVERY_MS);
  telling.unref();

  return {
    committed(runId, events) {
      if (isWanted(runId) || (isWanted(END_OF + runId) && events.some(endsRun))) send(channel.run + runId, { events });
    },
    frame(runId, path, attempt, frame) {
      if (isWanted(runId)) send(channel.run + runId, { path, attempt, frame });
    },
    list(change) {
      if (isWanted(LISTS)) send(channel.lists, change);
    },
    async subscribe(runId, interest, listener) {
      let hears = runs.get(runId);
      if (hears === undefined) {
        hears = { listeners: new Map(), told: interest, ready: Promise.resolve() };
        runs.set(runId, hears);
        hears.ready = ready(into)
          .then(() => into.subscribe(channel.run + runId))
          .then(() => tellInterest([wordOf(runId, interest)]))
          .catch(() => {});
      } else if (interest === 'all' && hears.told === 'end') {
        hears.told = 'all';
        hears.ready = hears.ready.then(() => tellInterest([runId]));
      }
      hears.listeners.set(listener, interest);
      // With Redis away the watcher lives by its look at the store.
      if (into.status === 'ready') await hears.ready;
      const mine = hears;
      return () => {
        mine.listeners.delete(listener);
        mine.told = strongest(mine.listeners.values());
        if (mine.listeners.size > 0 || runs.get(runId) !== mine) return;
        runs.delete(runId);
        if (into.status === 'ready') into.unsubscribe(channel.run + runId).catch(() => {});
      };
    },
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

function strongest(interests: Iterable<Interest>): Interest {
  return [...interests].includes('all') ? 'all' : 'end';
}

function ready(redis: Redis): Promise<void> {
  return redis.status === 'ready' ? Promise.resolve() : new Promise((resolve) => redis.once('ready', () => resolve()));
}
