import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeContext } from '../fake-context.ts';
import { createAddressPolicy, isPublicAddress } from './address-guard.ts';
import { createHttpClient } from './client.ts';
import { callHttp } from './run.ts';

let hits = 0;
const server = createServer((_request, response) => {
  hits++;
  response.end('inside');
});
let port = 0;
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

describe('addresses', () => {
  it.each([
    '0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.168.1.1',
    '192.0.0.1', '198.18.0.1', '224.0.0.1', '240.0.0.1', '255.255.255.255',
    '::', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '0:0:0:0:0:ffff:a9fe:a9fe', '::127.0.0.1', '64:ff9b::7f00:1', '64:ff9b:1::1', 'fc00::1', 'fd00:ec2::254',
    'fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1', '2001::1', '2001:db8::1', '2002:7f00:1::', '100::1', 'not-an-address', '',
  ])('%s is not public', (address) => expect(isPublicAddress(address)).toBe(false));

  it.each(['1.1.1.1', '8.8.8.8', '172.15.0.1', '172.32.0.1', '100.128.0.1', '169.253.1.1', '2606:4700:4700::1111', '2a00:1450:4001::1', '::ffff:8.8.8.8'])('%s is public', (address) =>
    expect(isPublicAddress(address)).toBe(true));
});

describe('requests to the machine itself', () => {
  it.each([
    'http://127.0.0.1', 'http://localhost', 'http://2130706433', 'http://0x7f000001', 'http://0x7f.1', 'http://017700000001',
    'http://0177.0.0.1', 'http://127.1', 'http://127.0.1', 'http://0', 'http://[::1]', 'http://[::ffff:127.0.0.1]', 'http://[::ffff:7f00:1]',
    'http://[0:0:0:0:0:ffff:7f00:0001]', 'http://①②⑦.⓪.⓪.①', 'http://user:pass@127.0.0.1',
  ])('%s is refused before a byte is sent', async (origin) => {
    const client = createHttpClient({ allow: '', outsideUrl: null });
    const before = hits;
    await expect(callHttp(client, { url: `${origin}:${port}/` }, fakeContext())).rejects.toMatchObject({ type: 'AddressRefused', retryable: false });
    expect(hits).toBe(before);
    client.transport.close();
  });

  it('are refused when a public name resolves there', async () => {
    const client = createHttpClient({ allow: '', outsideUrl: null, resolve: async () => [{ address: '127.0.0.1', family: 4 }] });
    await expect(callHttp(client, { url: `http://public.example:${port}/` }, fakeContext())).rejects.toMatchObject({ type: 'AddressRefused' });
    client.transport.close();
  });

  it('are refused when a name that was public is bound anew, because each connection asks and checks by itself', async () => {
    const answers = ['127.0.0.1', '169.254.169.254'];
    let asked = 0;
    // The first answer is allowed by address; the second is not, although the name is the same.
    const client = createHttpClient({ allow: `127.0.0.1:${port}`, outsideUrl: null, resolve: async () => [{ address: answers[asked++] ?? '10.0.0.1', family: 4 }] });
    await expect(callHttp(client, { url: `http://rebind.example:${port}/` }, fakeContext())).resolves.toMatchObject({ body: 'inside' });
    server.closeAllConnections();
    await expect.poll(async () => callHttp(client, { url: `http://rebind.example:${port}/` }, fakeContext()).then(() => 'reached', (error: { type: string }) => error.type)).toBe('AddressRefused');
    client.transport.close();
  });

  it('skip the private ones among the addresses of a name', async () => {
    const client = createHttpClient({ allow: `127.0.0.1:${port}`, outsideUrl: null, resolve: async () => [{ address: '10.0.0.1', family: 4 }, { address: '127.0.0.1', family: 4 }] });
    await expect(callHttp(client, { url: `http://mixed.example:${port}/` }, fakeContext())).resolves.toMatchObject({ body: 'inside' });
    client.transport.close();
  });
});

describe('the allow-list', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1', 80, true],
    ['127.0.0.1:8080', '127.0.0.1', 8080, true],
    ['127.0.0.1:8080', '127.0.0.1', 8081, false],
    ['10.0.0.0/8', '10.9.9.9', 443, true],
    ['10.0.0.0/8:443', '10.9.9.9', 80, false],
    ['10.0.0.0/8', '::ffff:10.1.1.1', 80, true],
    ['[::1]:80', '::1', 80, true],
    ['::1', '::1', 443, true],
    ['fd00::/8', 'fd12::1', 80, true],
    ['fd00::/8', 'fe80::1', 80, false],
    ['', '127.0.0.1', 80, false],
    [' 1.2.3.4 , 127.0.0.1 ', '127.0.0.1', 80, true],
  ])('"%s" lets %s port %i through: %s', (list, address, onPort, expected) => {
    expect(createAddressPolicy(list).allows(address, onPort, address)).toBe(expected);
  });

  it('names a host, whatever it resolves to', () => {
    const policy = createAddressPolicy('CRM.internal:8080');
    expect(policy.allows('crm.internal', 8080, '10.0.0.1')).toBe(true);
    expect(policy.allows('crm.internal', 80, '10.0.0.1')).toBe(false);
    expect(policy.allows('other.internal', 8080, '10.0.0.1')).toBe(false);
  });

  it.each(['10.0.0.0/40', 'host:99999', 'a b', 'host/8', '[::1', 'http://x'])('refuses to read "%s"', (entry) => expect(() => createAddressPolicy(entry)).toThrow(entry));
});
