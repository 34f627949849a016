import { existsSync, readdirSync } from 'node:fs';

const PREFIX = '/_next/static/';
const TYPES: Readonly<Record<string, string>> = { js: 'application/javascript; charset=UTF-8', css: 'text/css; charset=UTF-8' };

export type Packed = { /** Where Next finds the compressed copy. */ url: string; headers: Readonly<Record<string, string>> };

/** The compressed copies that the build has put beside its scripts and style sheets, as paths below `/_next/static/`. */
export function packedCopies(folder: string): ReadonlySet<string> {
  return new Set(existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.br')).map((file) => file.replaceAll('\\', '/')) : []);
}

/**
 * The copy that answers a request, and what must be said of it. Null when there is none, when the caller does not take
 * it, or when a part of the file is asked for.
 */
export function packedFor(request: { method?: string | undefined; url?: string | undefined; headers: { 'accept-encoding'?: string | string[] | undefined; range?: string | undefined } }, copies: ReadonlySet<string>): Packed | null {
  if ((request.method !== 'GET' && request.method !== 'HEAD') || request.headers.range !== undefined || !request.url?.startsWith(PREFIX)) return null;
  const [path = '', query] = request.url.split('?', 2);
  const type = TYPES[path.slice(path.lastIndexOf('.') + 1)];
  if (type === undefined || !copies.has(`${path.slice(PREFIX.length)}.br`) || !takesBrotli(String(request.headers['accept-encoding'] ?? ''))) return null;
  return { url: `${path}.br${query === undefined ? '' : `?${query}`}`, headers: { 'content-encoding': 'br', 'content-type': type, vary: 'Accept-Encoding' } };
}

function takesBrotli(accepted: string): boolean {
  return accepted.split(',').some((part) => {
    const [name = '', ...parameters] = part.trim().toLowerCase().split(/\s*;\s*/);
    return name === 'br' && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}
