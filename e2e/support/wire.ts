import type { Page } from '@playwright/test';

/** `from` is the address of the page that asked. */
type Asked = { method: string; path: string; from: string; isStream: boolean };

export type Wire = {
  /** Every request of the page to our server, `GET /api/v1/runs/x`, in order. */
  readonly requests: readonly Asked[];
  /** Sequence numbers that came over the page's streams, in the order of their arrival. */
  readonly seqs: readonly number[];
  /** Whole navigations of the page; a reload is one. */
  readonly navigations: readonly string[];
};

/** Listens at the network of a page, from before its first navigation. The messages of event streams are those that the browser itself reports. */
export async function listen(page: Page, runId?: string): Promise<Wire> {
  const requests: Asked[] = [];
  const seqs: number[] = [];
  const navigations: string[] = [];
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url());
    requests.push({ method: request.method(), path: pathname + search, from: new URL(page.url()).pathname, isStream: request.resourceType() === 'eventsource' });
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) navigations.push(pathname + search);
  });
  const session = await page.context().newCDPSession(page);
  const streams = new Map<string, string>();
  session.on('Network.requestWillBeSent', ({ requestId, request }) => streams.set(requestId, new URL(request.url).pathname));
  session.on('Network.eventSourceMessageReceived', ({ requestId, eventName, eventId }) => {
    const path = streams.get(requestId) ?? '';
    if (eventName !== 'event' || !/^\/api\/v1\/runs\/[^/]+\/events$/.test(path)) return;
    if (runId === undefined || path.includes(runId)) seqs.push(Number(eventId));
  });
  await session.send('Network.enable');
  return { requests, seqs, navigations };
}

export const isRunStream = (runId: string) => ({ path, isStream }: Asked) => isStream && path.startsWith(`/api/v1/runs/${runId}/events`);

/** Reads of the API that came more than once with the same address, with how often. */
export function repeated(requests: readonly Asked[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { method, path } of requests) if (method === 'GET' && path.startsWith('/api/')) counts[path] = (counts[path] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 1));
}

/** `[1, 2, … last]` */
export const upTo = (last: number): number[] => Array.from({ length: last }, (_, at) => at + 1);
