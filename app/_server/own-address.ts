import type { OwnAddress } from './own-host.ts';

/** Where this process listens, as the environment says; `next start` writes its port there. */
export function ownAddress(): OwnAddress {
  const port = Number(process.env['PORT'] ?? '');
  return { host: process.env['HOST'] ?? '127.0.0.1', port: Number.isInteger(port) && port > 0 ? port : null };
}
