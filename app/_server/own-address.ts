import type { OwnAddress } from './own-host.ts';

/** Where Next and `scripts/web.ts` listen when nothing is said. */
const USUAL_PORT = 3000;

/**
 * Where this process listens, as the environment says; `next start` writes its port there. A port that is not said is
 * the usual one: were it any, every page of this machine could call the server.
 */
export function ownAddress(): OwnAddress {
  const port = Number(process.env['PORT'] ?? '');
  return { host: process.env['HOST'] ?? '127.0.0.1', port: Number.isInteger(port) && port > 0 ? port : USUAL_PORT };
}
