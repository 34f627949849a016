import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../engine/definition/json.ts';
import type { RunRow } from '../engine/ports/views.ts';
import type { Submitted } from '../engine/runtime/engine.ts';
import { type Systems, systemsUnderTest } from './systems.fixture.ts';

let systems: Systems;
let signals = 0;

beforeAll(async () => {
  systems = await systemsUnderTest();
});
afterAll(() => systems.close());

function pay(row: RunRow, payload: Json): Promise<Submitted> {
  const id = `payment-${++signals}`;
  return systems.t.engine.submit(row.id, { id, type: 'signal.received', data: { name: 'payment-received', payload, clientId: id, by: null } });
}

const WAIT = 'purchase/payment';
const LATE_WAIT = 'purchase/latePayment';

describe('a purchase', () => {
  it('waits for hours, and ships when the payment is reported', async () => {
    const row = await systems.begin('purchase');
    await systems.waiting(row, WAIT);
    const { steps, at } = await systems.t.engine.viewState(row.id);
    expect(steps.get(WAIT)?.wait).toEqual({ kind: 'signal', name: 'payment-received', dueAt: at + 4 * 3_600_000 });
    expect(systems.ledgerOf(row)).toEqual(['inventory done', 'mail done']);
    await pay(row, { amount: 1_490, payer: 'Ada' });
    expect(await systems.ended(row)).toMatchObject({ status: 'completed', output: { status: 'shipped', paid: 1_490, trackingNumber: expect.stringMatching(/^TRK-/) as string } });
    expect(systems.ledgerOf(row)).toEqual(['inventory done', 'mail done', 'payment done', 'shipping done', 'mail done']);
  });

  it('takes a payment that is reported before anybody waits for it', async () => {
    const row = await systems.begin('purchase', { fault: { service: 'mail', mode: 'slow', times: 1, delayMs: 300 } });
    await pay(row, { amount: 2_000 });
    expect(await systems.ended(row)).toMatchObject({ status: 'completed', output: { status: 'shipped', paid: 2_000 } });
  });

  it('is found as overdue when nobody has paid in time, and takes the payment that comes then', async () => {
    const row = await systems.begin('purchase', { payWithin: '100ms' });
    await systems.waiting(row, LATE_WAIT);
    const overdue = await systems.t.engine.readRun(row.id);
    expect(overdue?.searchAttributes).toMatchObject({ payment: 'overdue', orderId: 'P-2001' });
    await pay(row, { amount: 1_490 });
    expect(await systems.ended(row)).toMatchObject({ output: { status: 'shipped' } });
  });

  it('takes everything back in reverse order when nobody pays', async () => {
    const row = await systems.run('purchase', { payWithin: '50ms', grace: '50ms' });
    expect(row).toMatchObject({ status: 'completed', output: { status: 'cancelled', reason: 'No payment came in time.' } });
    expect(systems.ledgerOf(row)).toEqual(['inventory done', 'mail done', 'mail done', 'inventory-cancel done', 'mail done']);
    expect(systems.outside.bookings.net(row.id).net).toBe(0);
  });

  it('pays back what is too little', async () => {
    const row = await systems.begin('purchase');
    await systems.waiting(row, WAIT);
    await pay(row, { amount: 90 });
    expect(await systems.ended(row)).toMatchObject({ status: 'completed', output: { status: 'cancelled', reason: 'Only 90 of 1490 EUR came.' } });
    expect(systems.ledgerOf(row)).toEqual(['inventory done', 'mail done', 'payment done', 'payment-cancel done', 'mail done', 'inventory-cancel done', 'mail done']);
    expect(systems.outside.bookings.net(row.id).net).toBe(0);
  });

  it('pays back when nobody delivers to the address', async () => {
    const row = await systems.begin('purchase', { fault: { service: 'shipping', mode: 'refuse' } });
    await systems.waiting(row, WAIT);
    await pay(row, { amount: 1_490 });
    expect(await systems.ended(row)).toMatchObject({ output: { status: 'cancelled', reason: expect.stringContaining('Nobody delivers') as string } });
    expect(systems.outside.bookings.net(row.id)).toMatchObject({ net: 0, made: 2 });
  });

  it('voids the invoice and releases the goods when it is cancelled while it waits', async () => {
    const row = await systems.begin('purchase');
    await systems.waiting(row, WAIT);
    await systems.t.engine.submit(row.id, { id: 'cancel', type: 'run.cancel_requested', data: { reason: 'The customer changed their mind.', by: null } });
    expect(await systems.ended(row)).toMatchObject({ status: 'cancelled' });
    expect(systems.ledgerOf(row)).toEqual(['inventory done', 'mail done', 'mail done', 'inventory-cancel done']);
    expect(systems.outside.bookings.net(row.id)).toMatchObject({ net: 0, made: 1 });
  });

  it('sends no invoice for what is out of stock', async () => {
    const row = await systems.run('purchase', { fault: { service: 'inventory', mode: 'refuse' } });
    expect(row).toMatchObject({ output: { status: 'cancelled', reason: expect.stringContaining('out of stock') as string } });
    expect(systems.ledgerOf(row)).toEqual(['inventory refused', 'mail done']);
  });
});
