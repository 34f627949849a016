import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OutsideWorld } from './app.ts';
import { canonicalService } from './faults.ts';

const world = new OutsideWorld();
let server: Server;
let base = '';
beforeAll(async () => {
  server = world.createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

async function post(path: string, body: object, key?: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${base}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { 'idempotency-key': key }) }, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
async function get(path: string): Promise<Record<string, unknown>> {
  return (await (await fetch(`${base}${path}`)).json()) as Record<string, unknown>;
}

describe('the outside world', () => {
  it('books once for one idempotency key, also when both requests come at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => post('/hotels', { reference: 'once' }, 'key-once')));
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect(await get('/bookings?reference=once')).toMatchObject({ net: 1, made: 1 });
    const { entries } = (await get('/ledger?reference=once')) as { entries: { outcome: string }[] };
    expect(entries.map((entry) => entry.outcome).sort()).toEqual(['done', ...Array.from({ length: 19 }, () => 'repeated')]);
  });

  it('takes a question as long as an example lets one be', async () => {
    expect(await get(`/library?q=${encodeURIComponent('织'.repeat(20_000))}`)).toMatchObject({ query: '织'.repeat(300) });
  });

  it('cancels by id, or everything of a reference, and never what belongs to another', async () => {
    const mine = await post('/flights', { reference: 'mine' });
    await post('/flights', { reference: 'mine' });
    const other = await post('/flights', { reference: 'other' });
    expect((await post('/flights/cancel', { reference: 'mine', id: other.body.id })).body.cancelled).toEqual([]);
    expect((await post('/flights/cancel', { reference: 'mine', id: mine.body.id })).body.cancelled).toEqual([mine.body.id]);
    expect((await post('/flights/cancel', { reference: 'mine', id: null })).body.cancelled).toHaveLength(1);
    expect((await post('/flights/cancel', { reference: 'mine' })).body.cancelled).toEqual([]);
    expect(await get('/bookings?reference=other')).toMatchObject({ net: 1 });
  });

  it('fails as often as it is told to, counted for each reference', async () => {
    const fault = { service: 'hotels', mode: 'error', times: 2 };
    for (const reference of ['f1', 'f2']) {
      const statuses = [];
      for (let call = 0; call < 4; call++) statuses.push((await post('/hotels', { reference, fault }, `${reference}-key`)).status);
      expect(statuses).toEqual([503, 503, 201, 201]);
      expect(await get(`/bookings?reference=${reference}`)).toMatchObject({ made: 1 });
    }
  });

  it('refuses for good when nothing is said of times, and only the service that is named', async () => {
    const fault = { service: 'payment', mode: 'refuse' };
    expect((await post('/hotels', { reference: 'r', fault })).status).toBe(201);
    for (let call = 0; call < 3; call++) expect((await post('/payments', { reference: 'r', fault }, `r-${call}`)).status).toBe(402);
  });

  it('does the work before it is slow to answer', async () => {
    const slow = post('/hotels', { reference: 'slow', fault: { service: 'hotel', mode: 'slow', delayMs: 1_000 } }, 'slow-key');
    await expect.poll(async () => (await get('/bookings?reference=slow')).net).toBe(1);
    await expect.poll(async () => ((await get('/ledger?reference=slow')) as { entries: unknown[] }).entries).toMatchObject([{ service: 'hotel', outcome: 'done', slow: true }]);
    expect((await slow).status).toBe(201);
    expect(await get('/ledger?reference=slow')).toMatchObject({ entries: [{ answered: true }] });
  });

  it('takes several faults at once, and refuses the payment for the sake of a failing cancellation', async () => {
    const fault = [{ service: 'hotel-cancel', mode: 'error' }, { service: 'flight', mode: 'refuse' }];
    expect((await post('/flights', { reference: 'two', fault })).status).toBe(409);
    expect((await post('/hotels/cancel', { reference: 'two', fault })).status).toBe(503);
    expect((await post('/payments', { reference: 'two', fault: { service: 'cancelHotel', mode: 'error' } })).status).toBe(402);
  });

  it.each([['hotels', 'hotel'], ['Cancel hotel', 'hotel-cancel'], ['cancelHotel', 'hotel-cancel'], ['refund payment', 'payment-cancel'], ['release inventory', 'inventory-cancel'], ['shipment', 'shipping']])('"%s" means %s', (left, right) => {
    expect(canonicalService(left)).toBe(canonicalService(right));
  });

  it('answers the same to the same question', async () => {
    const first = await get('/search?q=Tideway%20Textiles');
    expect(first).toMatchObject({ results: [{ title: 'Tideway Textiles: company profile' }, {}, {}] });
    expect(await get('/search?q=Tideway%20Textiles')).toEqual(first);
    expect(Number((await get('/data/credit?subject=Shady%20Ltd')).score)).toBeGreaterThan(60);
    expect(Number((await get('/data/credit?subject=Weaver')).score)).toBeLessThan(40);
  });

  it.each([
    ['POST', '/nowhere', '{}', 404],
    ['POST', '/hotels', 'no json', 400],
    ['POST', '/hotels', '[]', 400],
    ['POST', '/hotels', '{"fault": {"service": "hotel", "mode": "explode"}}', 400],
    ['POST', '/hotels', `{"a": "${'x'.repeat(1_100_000)}"}`, 400],
    ['GET', '/data/gossip', undefined, 404],
    ['GET', '/search?fault=%7B', undefined, 400],
  ])('%s %s with a bad request is told so', async (method, path, body, status) => {
    const response = await fetch(`${base}${path}`, { method, body });
    expect(response.status).toBe(status);
    expect(await response.json()).toHaveProperty('detail');
  });
});
