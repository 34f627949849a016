import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Visit = { id: string; at: number; answer: () => void };

/** A service of our own that steps call: when a step began is read from the clock of the process that measures. */
export type Probe = {
  url: string;
  /** `host:port`, to be allowed to workers. */
  address: string;
  /** Called for each request; the step goes on when `answer` is called. */
  onVisit: (visit: Visit) => void;
  close: () => Promise<void>;
};

export async function startProbe(): Promise<Probe> {
  const server = createServer((request, response) => {
    const at = performance.now();
    request.resume();
    const id = new URL(request.url ?? '/', 'http://probe').searchParams.get('id') ?? '';
    probe.onVisit({ id, at, answer: () => reply(response) });
  });
  server.keepAliveTimeout = 30_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const probe: Probe = {
    url: `http://127.0.0.1:${port}/`,
    address: `127.0.0.1:${port}`,
    onVisit: ({ answer }) => answer(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return probe;
}

function reply(response: ServerResponse): void {
  if (response.destroyed) return;
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end('{}');
}
