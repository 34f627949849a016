import { backoffMs } from './backoff.ts';

export type StreamState = 'connecting' | 'open' | 'reconnecting' | 'offline' | 'ended';

/** The server says something every 15 s. A connection that was lost without a word (a laptop that slept, another network) is told by its silence alone. */
const SILENT_MS = 40_000;

export type StreamHandlers = {
  /** Address to open now: it names where to take up again. */
  url: () => string;
  /** Named events of the stream and who takes them. A handler that throws closes the connection and takes up again. */
  events: Readonly<Record<string, (data: string, id: string) => void>>;
  onState: (state: StreamState) => void;
};

/** What a stream needs of the browser; tests bring their own. */
export type StreamEnvironment = {
  open: (url: string) => EventSource;
  isOnline: () => boolean;
  chance: () => number;
  /** Calls back when the browser says that it is online or offline again; answers how to stop. */
  onNetwork: (changed: () => void) => () => void;
};

const browser: StreamEnvironment = {
  open: (url) => new EventSource(url),
  isOnline: () => navigator.onLine,
  chance: Math.random,
  onNetwork: (changed) => {
    addEventListener('online', changed);
    addEventListener('offline', changed);
    return () => {
      removeEventListener('online', changed);
      removeEventListener('offline', changed);
    };
  },
};

export type EventStream = { close: () => void; /** Drops the connection and opens a new one at once. */ restart: () => void; /** The server said that nothing more follows. */ end: () => void };

/**
 * Server-sent events that are taken up again by ourselves: EventSource alone gives up on an answer that is not 200,
 * knows nothing of offline, and repeats a fixed delay.
 */
export function openEventStream(handlers: StreamHandlers, environment: StreamEnvironment = browser): EventStream {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let silence: ReturnType<typeof setTimeout> | null = null;
  let heardAt = 0;
  let tries = 0;
  let over = false;

  /** One timer for a silence, set anew when it was none: a busy stream would set one for every event. */
  function listen(forMs: number): void {
    silence = setTimeout(() => {
      const left = heardAt + SILENT_MS - Date.now();
      if (left > 0) listen(left);
      else again();
    }, forMs);
  }

  function stop(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (silence !== null) clearTimeout(silence);
    silence = null;
    source?.close();
    source = null;
  }

  function connect(): void {
    stop();
    if (over) return;
    if (!environment.isOnline()) return handlers.onState('offline');
    handlers.onState(tries === 0 ? 'connecting' : 'reconnecting');
    const current = environment.open(handlers.url());
    source = current;
    const heard = (): void => void (heardAt = Date.now());
    heard();
    listen(SILENT_MS);
    current.onopen = () => {
      if (source !== current) return;
      heard();
      tries = 0;
      handlers.onState('open');
    };
    current.onerror = () => {
      if (source === current) again();
    };
    current.addEventListener('heartbeat', () => {
      if (source === current) heard();
    });
    for (const [name, take] of Object.entries(handlers.events)) {
      current.addEventListener(name, (event: MessageEvent<string>) => {
        if (source !== current) return;
        heard();
        try {
          take(event.data, event.lastEventId);
        } catch (error) {
          // The browser's own way to an uncaught error: seen in its console, and by whoever listens for errors.
          if (typeof reportError === 'function') reportError(error);
          again();
        }
      });
    }
  }

  function again(): void {
    stop();
    if (over) return;
    if (!environment.isOnline()) return handlers.onState('offline');
    tries += 1;
    handlers.onState('reconnecting');
    timer = setTimeout(connect, backoffMs(tries, environment.chance()));
  }

  const forget = environment.onNetwork(() => {
    if (over) return;
    if (environment.isOnline()) {
      tries = Math.max(tries, 1);
      connect();
    } else {
      stop();
      handlers.onState('offline');
    }
  });

  connect();
  return {
    close() {
      over = true;
      forget();
      stop();
    },
    restart() {
      over = false;
      tries = 0;
      connect();
    },
    end() {
      over = true;
      stop();
      handlers.onState('ended');
    },
  };
}
