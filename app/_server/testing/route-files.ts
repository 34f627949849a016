import { readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { matchPath } from '@/engine/server.ts';

const APP = fileURLToPath(new URL('../..', import.meta.url));

export type RouteFile = { template: string; file: string };
type Handlers = Record<string, (request: Request) => Promise<Response>>;

/** Every route file of the app with the address it serves, as Next reads them: `[id]` is `{id}`, `[...path]` is `{path*}`. */
export function routeFiles(): RouteFile[] {
  return readdirSync(APP, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(^|[/\\])route\.ts$/.test(file) && !file.startsWith('_'))
    .map((file) => ({ file: join(APP, file), template: `/${relative('.', dirname(file)).split(sep).join('/').replace(/\[\.\.\.(\w+)\]/g, '{$1*}').replace(/\[(\w+)\]/g, '{$1}')}` }))
    .sort((a, b) => rank(a.template).localeCompare(rank(b.template)));
}

/** Next prefers what is written out to a parameter, and a parameter to the rest of the address. */
function rank(template: string): string {
  return template.split('/').map((part) => (part.endsWith('*}') ? '2' : part.startsWith('{') ? '1' : '0')).join('').padEnd(20, '0');
}

const files = routeFiles();
export const ORIGIN = 'http://127.0.0.1:3000';

/** Answers a request as the server would, without the server. */
export async function dispatch(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const found = files.find(({ template }) => matchPath(template, pathname) !== null);
  if (found === undefined) throw new Error(`No route file serves ${pathname}.`);
  const handlers = (await import(found.file)) as Handlers;
  const handler = handlers[request.method];
  if (handler === undefined) throw new Error(`${found.file} exports no ${request.method}.`);
  return handler(request);
}

export type Call = { body?: unknown; raw?: BodyInit; headers?: Record<string, string>; signal?: AbortSignal };

/** Builds a request as a browser on this machine would send it. */
export function makeRequest(method: string, path: string, { body, raw, headers, signal }: Call = {}): Request {
  const content = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  return new Request(`${ORIGIN}${path}`, {
    method,
    headers: { host: new URL(ORIGIN).host, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(content === undefined ? {} : { body: content, duplex: 'half' }),
    ...(signal === undefined ? {} : { signal }),
  } as RequestInit);
}

export async function call<T = unknown>(method: string, path: string, options: Call = {}): Promise<{ status: number; headers: Headers; body: T }> {
  const response = await dispatch(makeRequest(method, path, options));
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: (text === '' ? null : /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text) as T };
}
