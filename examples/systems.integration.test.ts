import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../engine/definition/json.ts';
import type { RunRow } from '../engine/ports/views.ts';
import { until } from '../engine/testing/until.ts';
import { type Systems, systemsUnderTest } from './systems.fixture.ts';

/** Each system runs for real: Postgres, Redis, two workers, the real runners, the outside world over HTTP. */

let systems: Systems;
let outside: Systems['outside'];
let t: Systems['t'];

beforeAll(async () => {
  systems = await systemsUnderTest();
  ({ outside, t } = systems);
});
afterAll(() => systems.close());

const begin: Systems['begin'] = (slug, input) => systems.begin(slug, input);
const run: Systems['run'] = (slug, input) => systems.run(slug, input);
const ledgerOf: Systems['ledgerOf'] = (row) => systems.ledgerOf(row);

describe('greeting', () => {
  it('greets', async () => {
    expect(await run('greeting', { name: 'Ada' })).toMatchObject({ status: 'completed', output: { message: 'Hello, Ada!' } });
    expect(await run('greeting')).toMatchObject({ output: { message: 'Hello, world!' } });
  });
});

describe('order processing', () => {
  it('ships with a tracking number', async () => {
    const row = await run('order-processing', { handlingTime: '100ms' });
    expect(row).toMatchObject({ status: 'completed', output: { status: 'shipped', trackingNumber: expect.stringMatching(/^TRK-/) as string } });
    expect(ledgerOf(row)).toEqual(['payment done', 'inventory done', 'shipping done']);
  });

  it('ends as cancelled when the payment is refused, and tries that no second time', async () => {
    const row = await run('order-processing', { fault: { service: 'payment', mode: 'refuse' } });
    expect(row).toMatchObject({ status: 'completed', output: { status: 'cancelled', reason: 'The card was declined.' } });
    expect(ledgerOf(row)).toEqual(['payment refused']);
  });

  it('charges at the third try', async () => {
    const row = await run('order-processing', { handlingTime: '100ms', fault: { service: 'payment', mode: 'error', times: 2 } });
    expect(row).toMatchObject({ status: 'completed', output: { status: 'shipped' } });
    expect(ledgerOf(row)).toEqual(['payment error', 'payment error', 'payment done', 'inventory done', 'shipping done']);
  });

  it('refunds what cannot be delivered', async () => {
    const row = await run('order-processing', { fault: { service: 'inventory', mode: 'refuse' } });
    expect(row).toMatchObject({ status: 'completed', output: { status: 'cancelled', reason: expect.stringContaining('out of stock') as string } });
    expect(outside.bookings.net(row.id).net).toBe(0);
  });
});

describe('the booking saga', () => {
  it('books everything', async () => {
    const row = await run('booking-saga');
    expect(row).toMatchObject({ status: 'completed', output: { status: 'booked', trip: { hotel: expect.stringMatching(/^H-/) as string, price: 620 } } });
    expect(outside.bookings.net(row.id)).toMatchObject({ net: 3, byService: { hotel: 1, flight: 1, payment: 1 } });
  });

  it.each([
    ['hotel', ['hotel refused']],
    ['flight', ['hotel done', 'flight refused', 'hotel-cancel done']],
    ['payment', ['hotel done', 'flight done', 'payment refused', 'flight-cancel done', 'hotel-cancel done']],
  ])('undoes in reverse order what was booked before the %s failed', async (service, ledger) => {
    const row = await run('booking-saga', { fault: { service, mode: 'refuse' } });
    expect(row).toMatchObject({ status: 'completed', output: { status: 'cancelled' } });
    expect(ledgerOf(row)).toEqual(ledger);
    expect(outside.bookings.net(row.id).net).toBe(0);
  });

  it('says why nothing was booked', async () => {
    expect(await run('booking-saga', { fault: { service: 'payment', mode: 'refuse' } })).toMatchObject({ output: { reason: expect.stringContaining('declined') as string } });
  });

  it('gives up on a service that stays out of order, and undoes the rest', async () => {
    const row = await run('booking-saga', { fault: { service: 'flight', mode: 'error' } });
    expect(ledgerOf(row)).toEqual(['hotel done', 'flight error', 'flight error', 'flight error', 'hotel-cancel done']);
    expect(row).toMatchObject({ status: 'completed', output: { status: 'cancelled' } });
  });

  it('books a flight at the third try', async () => {
    expect(await run('booking-saga', { fault: { service: 'flight', mode: 'error', times: 2 } })).toMatchObject({ output: { status: 'booked' } });
  });

  it('tries a cancellation again', async () => {
    const row = await run('booking-saga', { fault: { service: 'hotel-cancel', mode: 'error', times: 2 } });
    expect(row).toMatchObject({ status: 'completed', output: { status: 'cancelled' } });
    expect(ledgerOf(row).slice(3)).toEqual(['flight-cancel done', 'hotel-cancel error', 'hotel-cancel error', 'hotel-cancel done']);
  });

  it('ends failed and lists what could not be cancelled, after cancelling the rest', async () => {
    const row = await run('booking-saga', { fault: { service: 'flight-cancel', mode: 'refuse' } });
    expect(row.status).toBe('failed');
    expect(row.openCompensations).toEqual(['book/flight']);
    expect(ledgerOf(row).slice(3)).toEqual(['flight-cancel refused', 'hotel-cancel done']);
    expect(outside.bookings.net(row.id)).toMatchObject({ net: 1, byService: { flight: 1 } });
  });
});

describe('parent and children', () => {
  it('runs one child for each item and gathers what they answer, in order', async () => {
    const row = await run('parent-and-children', { items: [{ sku: 'a', count: 2 }, { sku: 'b', count: 1 }, { sku: 'c', count: 12 }] });
    expect(row).toMatchObject({ status: 'completed', output: { count: 3, lines: [{ sku: 'a' }, { sku: 'b' }, { sku: 'c' }] } });
    const { lines, total } = row.output as { lines: { total: number; reservation: string }[]; total: number };
    expect(total).toBeCloseTo(lines.reduce((sum, line) => sum + line.total, 0), 2);
    expect(new Set(lines.map((line) => line.reservation)).size).toBe(3);
    expect((await t.engine.listRuns({ parentRunId: row.id }, {})).items).toHaveLength(3);
  });
});

describe('company strategy analysis', () => {
  it('answers with a strategy and recommendations, and keeps what it searched', async () => {
    const names = { company: `Weft ${randomUUID()}`, competitors: [`A ${randomUUID()}`, `B ${randomUUID()}`] };
    const searches = () => outside.ledger.read({ service: 'search', limit: 10_000 }).total;
    const before = searches();
    const row = await run('company-strategy-analysis', names);
    expect(row).toMatchObject({ status: 'completed', output: { company: names.company, competitors: names.competitors, offline: true } });
    const output = row.output as { strategy: string; recommendations: string[]; focus: Record<string, { finding: string }> };
    expect(output.strategy.length).toBeGreaterThan(20);
    expect(output.recommendations.length).toBeGreaterThanOrEqual(2);
    expect(Object.keys(output.focus)).toEqual(['investment', 'partnerships', 'technology']);
    expect(searches() - before).toBe(3);
    await run('company-strategy-analysis', names);
    expect(searches() - before).toBe(3);
  });

  it('retries each search on its own', async () => {
    const shaky = `Shaky ${randomUUID()}`;
    const row = await run('company-strategy-analysis', { company: `C ${randomUUID()}`, competitors: [shaky, `D ${randomUUID()}`], fault: { service: `search ${shaky}`, mode: 'error', times: 2 } });
    expect(row.status).toBe('completed');
    const steps = await t.engine.viewState(row.id);
    expect(steps.steps.get('competitors[0]/search')?.attempt).toBe(3);
    expect(steps.steps.get('competitors[1]/search')?.attempt).toBe(1);
  });
});

describe('risk assessment', () => {
  async function openApproval(row: RunRow, node: string): Promise<{ id: string; title: string; context: string; prefill: Json }> {
    let found: { id: string; title: string; context: string; prefill: Json } | undefined;
    await until(`${node} is asked`, async () => {
      found = (await t.engine.listApprovals({ status: 'open', runId: row.id }, {})).items.find((item) => item.node === node);
      return found !== undefined;
    });
    return found!;
  }

  it('grants what is low risk at once', async () => {
    expect(await run('risk-assessment')).toMatchObject({ status: 'completed', output: { decision: 'approved', decidedBy: 'the rules', limit: 25_000 } });
  });

  it('asks people about what is high risk, shows them the findings, and goes on with what they fill in', async () => {
    const row = await begin('risk-assessment', { customer: 'Shady Offshore Ltd' });
    const approval = await openApproval(row, 'review');
    expect(approval.title).toBe('Grant 25000 EUR to Shady Offshore Ltd?');
    expect(approval.context).toContain('| sanctions |');
    expect(approval.prefill).toEqual({ limit: 25_000, reason: '' });
    expect(await t.engine.decideApproval(approval.id, { outcome: 'approved', by: 'Grace', data: { limit: 5_000, reason: 'Half is safe.' } })).toMatchObject({ accepted: true });
    expect(await t.engine.waitForEnd(row.id, 10_000)).toMatchObject({ status: 'completed', output: { decision: 'approved', decidedBy: 'Grace', limit: 5_000, reason: 'Half is safe.' } });
  });

  it('reminds the reviewers, and still goes on with what they decide', async () => {
    const row = await begin('risk-assessment', { customer: 'Shady Offshore Ltd', remind: '200ms' });
    const { id } = await openApproval(row, 'review');
    await until('they are reminded', async () => (await t.engine.readApproval(id))?.reminders?.given === 1);
    expect(await t.engine.readApproval(id)).toMatchObject({ status: 'open', assignees: ['risk'], reminders: { most: 3, everyMs: 60_000 } });
    await t.engine.decideApproval(id, { outcome: 'rejected', by: 'Grace', data: { reason: 'No.' } });
    expect(await t.engine.waitForEnd(row.id, 10_000)).toMatchObject({ status: 'completed', output: { decision: 'rejected', decidedBy: 'Grace' } });
  });

  it('turns to the head of risk when nobody decides in time', async () => {
    const row = await begin('risk-assessment', { customer: 'Risky Business', due: '1500ms' });
    const approval = await openApproval(row, 'escalation');
    await t.engine.decideApproval(approval.id, { outcome: 'rejected', by: 'Head', data: { reason: 'No.' } });
    expect(await t.engine.waitForEnd(row.id, 10_000)).toMatchObject({ status: 'completed', output: { decision: 'rejected', decidedBy: 'Head', reason: 'No.' } });
  });

  it('rejects what nobody decides at all', async () => {
    expect(await run('risk-assessment', { customer: 'Doubtful Deals', due: '200ms' })).toMatchObject({ status: 'completed', output: { decision: 'rejected', decidedBy: 'the deadline', limit: null } });
  });
});

describe('document analysis', () => {
  it('merges what the agents found, with two of them at work at a time', async () => {
    const row = await run('document-analysis');
    expect(row).toMatchObject({ status: 'completed', output: { title: 'Annual report of Northwind Looms', paragraphs: 3, offline: true, sentiment: expect.any(String) as string, entities: expect.any(Array) as string[], summary: expect.any(String) as string } });
    const events = await t.engine.readEvents(row.id, 0, 1_000);
    const open = new Set<string>();
    let most = 0;
    for (const event of events) {
      const path = 'path' in event && typeof event.path === 'string' ? event.path : '';
      if (!path.startsWith('analysis/')) continue;
      if (event.type === 'step.scheduled') open.add(path);
      if (event.type === 'step.completed') open.delete(path);
      most = Math.max(most, open.size);
    }
    expect(most).toBe(2);
  });
});
