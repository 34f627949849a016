import { ProblemError } from './problem-error.ts';

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** Where this server is reached: its own host name and the loopback names, on its own port. */
export type OwnAddress = { host: string; port: number };

/**
 * Refuses what was not meant for this server. Until there are accounts, whoever reaches it may do everything; a page of
 * another origin, or a name that was re-bound to this address, must not.
 * @throws ProblemError foreign_host, foreign_origin
 */
export function requireOwnHost(request: Request, own: OwnAddress): void {
  const host = request.headers.get('host') ?? new URL(request.url).host;
  if (!isOwn(host, own)) throw new ProblemError('foreign_host', `This server does not answer for the host ${quote(host)}. Open it at ${addressOf(own)}.`);
  const origin = request.headers.get('origin');
  if (origin !== null && !isOwnOrigin(origin, own)) throw new ProblemError('foreign_origin', `Pages of ${quote(origin)} may not call this server.`);
  // A browser tells where a call comes from even when it sends no Origin.
  const site = request.headers.get('sec-fetch-site');
  if (site === 'cross-site' && request.method !== 'GET' && request.method !== 'HEAD') throw new ProblemError('foreign_origin', 'Pages of another site may not call this server.');
}

function isOwn(host: string, own: OwnAddress): boolean {
  const match = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::(\d{1,5}))?$/i.exec(host);
  if (match === null) return false;
  const name = match[1]!.toLowerCase();
  const port = match[2] === undefined ? 80 : Number(match[2]);
  if (name !== own.host.toLowerCase() && !LOOPBACK.includes(name)) return false;
  return port === own.port;
}

function isOwnOrigin(origin: string, own: OwnAddress): boolean {
  const match = /^https?:\/\/([^/]+)$/.exec(origin);
  return match !== null && isOwn(match[1]!, own);
}

function addressOf(own: OwnAddress): string {
  return `http://${own.host}:${own.port}`;
}

function quote(text: string): string {
  return `"${text.slice(0, 100)}"`;
}
