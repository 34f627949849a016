import { createServer, connect, type AddressInfo } from 'node:net';

/** Whether nobody listens on this address: neither a bind nor a connection finds anyone (a wildcard listener is seen by the second). */
export async function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  if (await accepts(port, host)) return false;
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** A port the system picks; free at this moment. */
export async function anyFreePort(host = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port: 0, host, exclusive: true }, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** The usual port if it is free, else one that is. */
export async function preferPort(usual: number, host = '127.0.0.1'): Promise<number> {
  return (await isPortFree(usual, host)) ? usual : anyFreePort(host);
}

/** The first free port from `first` on. @throws when a hundred in a row are taken */
export async function nextFreePort(first: number, host = '127.0.0.1'): Promise<number> {
  for (let port = first; port < Math.min(first + 100, 65_536); port++) if (await isPortFree(port, host)) return port;
  throw new Error(`No port is free from ${first} to ${first + 99}. Set PORT to one that is.`);
}

/** Whether something accepts TCP connections there. */
export async function accepts(port: number, host = '127.0.0.1', timeoutMs = 1_000): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    const answer = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.setTimeout(timeoutMs, () => answer(false));
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}
