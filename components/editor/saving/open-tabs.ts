/** An editor that is open: others can find out whether it still lives. */
export type OpenTab = { close: () => void };

export type OpenTabs = {
  /** @param id stands in the key of what the editor keeps */
  open: (id: string) => OpenTab;
  /** The ids of every editor of this browser that is open now. */
  living: () => Promise<ReadonlySet<string>>;
};

const PREFIX = 'heddle-editor:';
const CHANNEL = 'heddle-editors';
/** How long the others have to answer where there are no locks. A tab that is busy for longer is offered its own draft: nothing is lost by it. */
const ANSWER_MS = 400;

/** A browser lets go of a lock when its tab ends, by whatever end. */
export function tabsByLocks(locks: LockManager): OpenTabs {
  return {
    open: (id) => {
      let close!: () => void;
      const closed = new Promise<void>((resolve) => (close = resolve));
      void locks.request(`${PREFIX}${id}`, () => closed).catch(() => {});
      return { close };
    },
    living: async () => {
      const { held = [], pending = [] } = await locks.query();
      return new Set([...held, ...pending].flatMap(({ name }) => (name?.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : [])));
    },
  };
}

/** On a page that came over plain HTTP there are no locks: whoever lives answers when it is asked. */
export function tabsByAnswers(answerMs = ANSWER_MS): OpenTabs {
  return {
    open: (id) => {
      const channel = new BroadcastChannel(CHANNEL);
      channel.onmessage = ({ data }: MessageEvent<unknown>) => void (data === 'who' && channel.postMessage(id));
      return { close: () => channel.close() };
    },
    living: async () => {
      const channel = new BroadcastChannel(CHANNEL);
      const living = new Set<string>();
      channel.onmessage = ({ data }: MessageEvent<unknown>) => void (typeof data === 'string' && data !== 'who' && living.add(data));
      channel.postMessage('who');
      await new Promise((resolve) => setTimeout(resolve, answerMs));
      channel.close();
      return living;
    },
  };
}

let tabs: OpenTabs | null = null;

/** The way of this browser. */
export function openTabs(): OpenTabs {
  tabs ??= 'locks' in navigator ? tabsByLocks(navigator.locks) : tabsByAnswers();
  return tabs;
}
