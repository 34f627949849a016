import { createAddressPolicy, resolveByDns, type Resolve } from './address-guard.ts';
import { createTransport, type Transport } from './exchange.ts';

export type HttpClientOptions = {
  /** Hosts, addresses and networks that may be reached although they are not public (`HEDDLE_HTTP_ALLOW`). */
  allow: string;
  /** Where `outside://` leads: the service that ships with the examples (`HEDDLE_OUTSIDE_URL`). */
  outsideUrl: string | null;
  resolve?: Resolve;
};

export type HttpClient = { transport: Transport; outsideUrl: string | null };

export function createHttpClient(options: HttpClientOptions): HttpClient {
  // The operator who names the examples' service allows it; nobody should have to say it twice.
  const outside = options.outsideUrl === null ? '' : hostAndPort(options.outsideUrl);
  const policy = createAddressPolicy([options.allow, outside].filter((part) => part !== '').join(','));
  return { transport: createTransport(policy, options.resolve ?? resolveByDns), outsideUrl: options.outsideUrl };
}

function hostAndPort(text: string): string {
  const url = new URL(text);
  return `${url.hostname}:${url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port}`;
}

let shared: HttpClient | null = null;

/** The client of this process, configured by its environment at first use. */
export function sharedHttpClient(): HttpClient {
  shared ??= createHttpClient({ allow: process.env.HEDDLE_HTTP_ALLOW ?? '', outsideUrl: process.env.HEDDLE_OUTSIDE_URL || null });
  return shared;
}
