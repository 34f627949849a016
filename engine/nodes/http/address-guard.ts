import { lookup as dnsLookup } from 'node:dns';
import { BlockList, isIP } from 'node:net';

/**
 * Which addresses a request may go to. Everything that is not public is refused, unless the configuration allows it:
 * a workflow must not reach the engine's own database, a cloud's metadata service or whatever else trusts the machine.
 * The check is made on the address a socket is about to connect to, so a name that resolves differently the second
 * time gains nothing.
 */

const REFUSED_V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12],
  ['192.0.0.0', 24], ['192.0.2.0', 24], ['192.88.99.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15],
  ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 4], ['240.0.0.0', 4],
];
/** Inside 2000::/3, the only public part of IPv6: protocol assignments (with Teredo), documentation, 6to4. */
const REFUSED_V6: readonly (readonly [string, number])[] = [['2001::', 23], ['2001:db8::', 32], ['2002::', 16], ['3fff::', 20]];

const refusedV4 = new BlockList();
for (const [network, prefix] of REFUSED_V4) refusedV4.addSubnet(network, prefix, 'ipv4');
const refusedV6 = new BlockList();
for (const [network, prefix] of REFUSED_V6) refusedV6.addSubnet(network, prefix, 'ipv6');
const publicV6 = new BlockList();
publicV6.addSubnet('2000::', 3, 'ipv6');

/** True for an address that anybody on the internet may have. IPv4 within IPv6 is judged as IPv4. */
export function isPublicAddress(address: string): boolean {
  const plain = address.replace(/%.*$/, '');
  const family = isIP(plain);
  if (family === 4) return !refusedV4.check(plain, 'ipv4');
  if (family !== 6) return false;
  const mapped = mappedV4(plain);
  if (mapped !== null) return isPublicAddress(mapped);
  return publicV6.check(plain, 'ipv6') && !refusedV6.check(plain, 'ipv6');
}

/** `::ffff:127.0.0.1` and `::ffff:7f00:1` → `127.0.0.1`; null for an address that is not IPv4-mapped. */
function mappedV4(address: string): string | null {
  const dotted = /^(?:0*:)*(?::)?ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (dotted !== null) return dotted[1]!;
  const hex = /^(?:0*:)*(?::)?ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(address);
  if (hex === null) return null;
  const high = Number.parseInt(hex[1]!, 16);
  const low = Number.parseInt(hex[2]!, 16);
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}

/** One entry of the allow-list: a name or a network, with a port or for all ports. */
type Allowed = { name: string } | { network: BlockList };
type AllowedEntry = Allowed & { port: number | null };

export type AddressPolicy = {
  /** May a socket for this name and port connect to this address? */
  allows: (hostname: string, port: number, address: string) => boolean;
};

/**
 * Reads an allow-list: entries by comma, each a name (`crm.internal`), an address (`127.0.0.1`, `[::1]`) or a network
 * (`10.0.0.0/8`), with or without `:port`.
 * @throws Error naming the entry that cannot be read
 */
export function createAddressPolicy(allowList: string): AddressPolicy {
  const entries = allowList.split(',').map((entry) => entry.trim()).filter((entry) => entry !== '').map(readEntry);
  return {
    allows: (hostname, port, address) => isPublicAddress(address) || entries.some((entry) => matches(entry, hostname, port, address)),
  };
}

function matches(entry: AllowedEntry, hostname: string, port: number, address: string): boolean {
  if (entry.port !== null && entry.port !== port) return false;
  if ('name' in entry) return entry.name === hostname.toLowerCase();
  const plain = mappedV4(address) ?? address.replace(/%.*$/, '');
  return entry.network.check(plain, isIP(plain) === 4 ? 'ipv4' : 'ipv6');
}

function readEntry(text: string): AllowedEntry {
  const parts = /^(?:\[([0-9a-f:.]+)\]|([0-9a-f:]*:[0-9a-f:.]*:[0-9a-f.]*)|([^:/[\]\s]+))(?:\/(\d{1,3}))?(?::(\d{1,5}))?$/i.exec(text);
  const unreadable = new Error(`"${text}" is not a host, an address or a network (with or without a port).`);
  if (parts === null) throw unreadable;
  const host = (parts[1] ?? parts[2] ?? parts[3]!).toLowerCase();
  const port = parts[5] === undefined ? null : Number(parts[5]);
  if (port !== null && (port < 1 || port > 65_535)) throw unreadable;
  const family = isIP(host);
  if (family === 0) {
    if (parts[4] !== undefined || parts[1] !== undefined) throw unreadable;
    return { name: host, port };
  }
  const longest = family === 4 ? 32 : 128;
  const prefix = parts[4] === undefined ? longest : Number(parts[4]);
  if (prefix > longest) throw unreadable;
  const network = new BlockList();
  network.addSubnet(host, prefix, family === 4 ? 'ipv4' : 'ipv6');
  return { network, port };
}

export type ResolvedAddress = { address: string; family: number };
/** All addresses of a name. A parameter so that tests can answer differently each time. */
export type Resolve = (hostname: string) => Promise<ResolvedAddress[]>;

export const resolveByDns: Resolve = (hostname) =>
  new Promise((resolve, reject) => {
    dnsLookup(hostname, { all: true, verbatim: true }, (error, addresses) => (error === null ? resolve(addresses) : reject(error)));
  });
