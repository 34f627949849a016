import { Agent, request } from 'node:http';

/** What the processes of many clients together would hold open. */
const CONNECTIONS = 64;
const PATIENCE_MS = 60_000;
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

/** @throws Error with what was answered when it is not a 2xx */
export async function post(url: string, path: string, body: unknown): Promise<unknown> {
  return JSON.parse(await call('POST', url, path, JSON.stringify(body)));
}

/** @throws Error with what was answered when it is not a 2xx */
export async function get(url: string, path: string): Promise<unknown> {
  return JSON.parse(await call('GET', url, path, null));
}

/** Not `fetch`: it costs the measuring process as much as the answer costs the one that is measured. */
function call(method: 'GET' | 'POST', url: string, path: string, body: string | null): Promise<string> {
  const headers = body === null ? { accept: 'application/json' } : { origin: url, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const sent = request(`${url}${path}`, { method, agent, headers, timeout: PATIENCE_MS }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.once('error', reject);
      response.once('end', () => {
        const status = response.statusCode ?? 0;
        if (status >= 200 && status < 300) resolve(text);
        else reject(new Error(`${method} ${path} answered ${status}: ${text.slice(0, 1_000)}`));
      });
    });
    sent.once('timeout', () => sent.destroy(new Error(`${method} ${path} was not answered within ${PATIENCE_MS / 1_000} s.`)));
    sent.once('error', reject);
    sent.end(body ?? undefined);
  });
}

/** Makes a call for each number below `count`, so many at a time as there are connections. @throws the first error */
export async function many<T>(count: number, signal: AbortSignal, make: (n: number) => Promise<T>): Promise<T[]> {
  const made = new Array<T>(count);
  let next = 0;
  const one = async (): Promise<void> => {
    while (next < count) {
      signal.throwIfAborted();
      const n = next++;
      made[n] = await make(n);
    }
  };
  await Promise.all(Array.from({ length: Math.min(CONNECTIONS, count) }, one));
  return made;
}
