import type { InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query';
import type { Json, ListFrame, Page, RunListItem } from '@/engine/index.ts';
import { connection } from './connection.ts';
import { openEventStream, type EventStream, type StreamEnvironment } from './event-stream.ts';
import { API_BASE } from './http.ts';
import { keys } from './query-keys.ts';
import { readListFrame } from './read-list-frame.ts';

type ListFrames = Exclude<ListFrame, { type: 'hello' }>;

type Followers = { onRun: (frame: Extract<ListFrame, { type: 'run' }>) => void; onTold: (id: string, told: 'reminded' | 'escalated') => void };

/** What is told at most once in so long, however many frames come: a list that is read again costs the server a query. */
const REFRESH_EVERY_MS = 800;
/** Changes so close to each other are one. */
const TOGETHER_MS = 30;

/**
 * The one stream behind every list: it changes what is cached in place where it can, and marks the rest as stale so that
 * what is on the screen is read again. Nothing is polled.
 * @param onRun told of every run that changed, for whoever follows that run
 * @param onTold told of what has happened by itself to an open request
 */
export function followLists(client: QueryClient, { onRun, onTold }: Followers, environment?: StreamEnvironment): EventStream {
  const stale = new Map<string, QueryKey>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let greeted = false;
  let refreshedAt = -Infinity;

  function refresh(...touched: QueryKey[]): void {
    for (const key of touched) stale.set(JSON.stringify(key), key);
    // The first change is told at once; what follows it in a burst is told together.
    timer ??= setTimeout(() => {
      timer = null;
      refreshedAt = Date.now();
      const due = [...stale.values()];
      stale.clear();
      for (const key of due) void client.invalidateQueries({ queryKey: key });
    }, Math.max(TOGETHER_MS, refreshedAt + REFRESH_EVERY_MS - Date.now()));
  }

  function take(data: string): void {
    const frame = readListFrame(JSON.parse(data) as Json);
    // A frame of a newer server that we do not know: lists are read again when they are opened.
    if (frame === null) return;
    if (frame.type === 'hello') {
      client.setQueryData(keys.approvals.openCount, frame.openApprovals);
      // Frames sent while we were away are lost; what is on the screen is read again.
      if (greeted) refresh(keys.runs.lists, keys.approvals.all, keys.workflows.lists, keys.workers, keys.taskQueues, keys.deadLetters);
      greeted = true;
    } else {
      applyFrame(client, frame, refresh, onRun);
      if (frame.type === 'approval' && frame.told !== undefined) onTold(frame.id, frame.told);
    }
  }

  const stream = openEventStream(
    {
      url: () => `${API_BASE}/stream`,
      onState(state) {
        if (state === 'open') connection.heard();
        else if (state === 'offline') connection.lost();
        else if (state === 'reconnecting') connection.missed();
      },
      events: { list: take, message: take },
    },
    environment,
  );
  return {
    ...stream,
    close() {
      if (timer !== null) clearTimeout(timer);
      stream.close();
    },
  };
}

function applyFrame(client: QueryClient, frame: ListFrames, refresh: (...keys: QueryKey[]) => void, onRun: (frame: Extract<ListFrame, { type: 'run' }>) => void): void {
  if (frame.type === 'run') {
    // Not everything under this key is a list in pages: the last run of a workflow is one run, and is read again.
    client.setQueriesData<InfiniteData<Page<RunListItem>>>({ queryKey: keys.runs.lists }, (lists) => (lists && 'pages' in lists ? withRunStatus(lists, frame.id, frame.status) : lists));
    refresh(keys.runs.lists, keys.workflows.lists, keys.taskQueues, keys.workers);
    onRun(frame);
  } else if (frame.type === 'worker') {
    refresh(keys.workers, keys.taskQueues);
  } else if (frame.type === 'task_queue') {
    refresh(keys.taskQueues);
  } else if (frame.type === 'trigger') {
    refresh(keys.triggers.all);
  } else if (frame.type === 'dead_letters') {
    refresh(keys.deadLetters);
  } else {
    refresh(keys.approvals.lists, keys.approvals.openCount, [...keys.approvals.one(frame.id)]);
  }
}

/** The same pages with one run's status changed; the very same object when the run is not in them or nothing changes. */
export function withRunStatus(lists: InfiniteData<Page<RunListItem>>, id: string, status: RunListItem['status']): InfiniteData<Page<RunListItem>> {
  const at = lists.pages.findIndex((page) => page.items.some((run) => run.id === id && run.status !== status));
  if (at < 0) return lists;
  return { ...lists, pages: lists.pages.map((page, index) => (index === at ? { ...page, items: page.items.map((run) => (run.id === id ? { ...run, status } : run)) } : page)) };
}
