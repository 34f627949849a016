import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { join } from 'node:path';
import next from 'next';
import pino from 'pino';
import { packedCopies, packedFor } from './packed-static.ts';
import { securityHeaders } from './security-headers.ts';
import { pathnameOf, problemOf, refuseForeign, refuseUnreadable } from './own-address.ts';

/** The web process: Next behind a door that lets in only what was meant for this server. */
const development = process.env['NODE_ENV'] !== 'production';
const host = process.env['HOST'] ?? '127.0.0.1';
const port = Number(process.env['PORT'] ?? 3000);
const log = pino({ level: process.env['LOG_LEVEL'] ?? 'info', base: null });

/** Requests get this long to end after SIGTERM; live streams are cut then, and resume elsewhere. */
const GRACE_MS = 2_000;

const server = createServer();
// Longer than clients and proxies keep an idle connection, so that none sends a request into one that is being closed.
server.keepAliveTimeout = 75_000;
const application = next({ dev: development, dir: process.cwd(), hostname: host, port, httpServer: server });
await application.prepare();
const handle = application.getRequestHandler();
const copies = development ? new Set<string>() : packedCopies(join(process.cwd(), '.next', 'static'));

// Here and not in Next's configuration, which would match and write each of them anew for every request.
const safe = Object.entries(securityHeaders(development));

server.on('request', (request, response) => {
  for (const [name, value] of safe) response.setHeader(name, value);
  const refused = refuseForeign(request.headers, { host, port }) ?? refuseUnreadable(request);
  if (refused !== undefined) {
    const id = randomUUID();
    const problem = problemOf(refused, { id, pathname: pathnameOf(request.url) });
    response.writeHead(problem.status, { 'content-type': 'application/problem+json', 'cache-control': 'no-store', connection: 'close', 'x-request-id': id });
    response.end(JSON.stringify(problem));
    return;
  }
  // Next serves the copy as any file of the build, with its own headers; what it is a copy of is said here.
  const packed = packedFor(request, copies);
  if (packed !== null) {
    request.url = packed.url;
    for (const [name, value] of Object.entries(packed.headers)) response.setHeader(name, value);
  }
  handle(request, response).catch((error: unknown) => {
    log.error({ err: error }, 'A request could not be answered.');
    if (!response.headersSent) response.writeHead(500);
    response.end();
  });
});
// The door holds for upgrades too; it is asked before Next sees the socket.
server.prependListener('upgrade', (request, socket) => {
  if (refuseForeign(request.headers, { host, port }) !== undefined) socket.destroy();
});
server.once('error', (error) => {
  log.error({ err: error }, `The web server cannot listen on ${host}:${port}.`);
  process.exit(1);
});
server.listen({ host, port }, () => log.debug(`Listening on ${host}:${port}.`));

let stopping = false;
const stop = () => {
  if (stopping) return;
  stopping = true;
  server.close(() => void application.close().finally(() => process.exit(0)));
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), GRACE_MS).unref();
  setTimeout(() => process.exit(0), GRACE_MS * 2).unref();
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
