const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

export type Refused = { code: 'foreign_host' | 'foreign_origin'; detail: string };

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
const TITLES: Readonly<Record<Refused['code'], string>> = { foreign_host: 'The Host is not this server', foreign_origin: 'The Origin is not this server' };

/** The refusal as the API tells its own: problem+json with the same members. */
export function problemOf({ code, detail }: Refused, request: { id: string; pathname: string }): object {
  return { type: `/api/v1/docs#problem-${code}`, title: TITLES[code], status: 403, code, detail, instance: request.pathname, requestId: request.id };
}

function isOwn(authority: string, own: { host: string; port: number }): boolean {
  const parts = /^(\[[0-9a-f:]+\]|[^:[\]]+)(?::(\d{1,5}))?$/i.exec(authority);
  if (parts === null) return false;
  const [, name = '', port = '80'] = parts;
  return (LOOPBACK.has(name.toLowerCase()) || name.toLowerCase() === own.host.toLowerCase()) && Number(port) === own.port;
}
