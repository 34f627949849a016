const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

export type Refused = { code: 'foreign_host' | 'foreign_origin' | 'route_not_found' | 'method_not_allowed'; detail: string };

/**
 * Whether a request was meant for this server. There are no accounts yet, so whoever is let in may do everything:
 * a name re-bound to the loopback address (`Host`) and a page of another origin (`Origin`) are not.
 */
export function refuseForeign(headers: { host?: string | undefined; origin?: string | undefined }, own: { host: string; port: number }): Refused | undefined {
  if (!isOwn(headers.host ?? '', own)) return { code: 'foreign_host', detail: `This server answers for ${own.host}:${own.port} alone. Open that address.` };
  const { origin } = headers;
  if (origin !== undefined && !(origin.startsWith('http://') && isOwn(origin.slice('http://'.length), own))) return { code: 'foreign_origin', detail: 'A page of another origin may not call this server.' };
  return undefined;
}

/** As the API's contract has them; said again here because the door is up before the engine is loaded. */
const PROBLEMS: Readonly<Record<Refused['code'], { status: number; title: string }>> = {
  foreign_host: { status: 403, title: 'The Host is not this server' },
  foreign_origin: { status: 403, title: 'The Origin is not this server' },
  route_not_found: { status: 404, title: 'There is nothing at this address' },
  method_not_allowed: { status: 405, title: 'The method does not go with this address' },
};

type Problem = Refused & { type: string; title: string; status: number; instance: string; requestId: string };

/** The refusal as the API tells its own: problem+json with the same members. */
export function problemOf({ code, detail }: Refused, request: { id: string; pathname: string }): Problem {
  return { type: `/api/v1/docs#problem-${code}`, ...PROBLEMS[code], code, detail, instance: request.pathname, requestId: request.id };
}

/** The methods that a route can be asked with; what is made of a request further in knows no TRACE, and breaks on it. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** What nothing behind the door can read: a method that no route has, an address with a `%` that begins nothing. */
export function refuseUnreadable({ method = 'GET', url = '/' }: { method?: string | undefined; url?: string | undefined }): Refused | undefined {
  if (!METHODS.has(method)) return { code: 'method_not_allowed', detail: `${method.slice(0, 20)} goes with no address here.` };
  try {
    decodeURIComponent(pathnameOf(url));
  } catch {
    return { code: 'route_not_found', detail: 'The address cannot be read: a % in it is not followed by the bytes of a character.' };
  }
  return undefined;
}

export function pathnameOf(url: string | undefined): string {
  return url?.split('?')[0] ?? '/';
}

function isOwn(authority: string, own: { host: string; port: number }): boolean {
  const parts = /^(\[[0-9a-f:]+\]|[^:[\]]+)(?::(\d{1,5}))?$/i.exec(authority);
  if (parts === null) return false;
  const [, name = '', port = '80'] = parts;
  return (LOOPBACK.has(name.toLowerCase()) || name.toLowerCase() === own.host.toLowerCase()) && Number(port) === own.port;
}
