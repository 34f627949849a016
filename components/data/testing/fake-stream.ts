import type { StreamEnvironment } from '../event-stream.ts';

/** An EventSource that a test speaks through, and a network it can cut. */
export class FakeSource extends EventTarget {
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  closed = false;
  constructor(readonly url: string) {
    super();
  }
  say(name: string, data: unknown): void {
    if (!this.closed) this.dispatchEvent(Object.assign(new Event(name), { data: JSON.stringify(data), lastEventId: '' }));
  }
  close(): void {
    this.closed = true;
  }
}

export function fakeNetwork() {
  const sources: FakeSource[] = [];
  let online = true;
  let changed: () => void = () => {};
  const environment: StreamEnvironment = {
    open(url) {
      const source = new FakeSource(url);
      sources.push(source);
      // The fake has what the stream uses of an EventSource.
      return source as unknown as EventSource;
    },
    isOnline: () => online,
    chance: () => 1,
    onNetwork(listener) {
      changed = listener;
      return () => {
        changed = () => {};
      };
    },
  };
  return {
    environment,
    sources,
    get last(): FakeSource {
      return sources.at(-1)!;
    },
    set(next: boolean): void {
      online = next;
      changed();
    },
  };
}
