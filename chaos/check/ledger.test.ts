import { describe, expect, it } from 'vitest';
import type { Known } from '../load/load.ts';
import { ledgerFaults } from './ledger.ts';

type Entry = Parameters<typeof ledgerFaults>[1][number];

let seq = 0;
const did = (service: string, action: string, ids: string[], key = `${service}-key`): Entry => ({ seq: ++seq, service, action, reference: 'r', idempotencyKey: key, outcome: 'done', ids });
const books = (service: string, key?: string): Entry => did(service, 'book', [service], key);
const undoes = (service: string): Entry => did(`${service}-cancel`, 'cancel', [service]);
const ended = (status: string, answer: string | null, openCompensations: string[] = []): Known => ({
  id: 'r', kind: 'booking-saga', key: 'k', standing: { id: 'r', status, generation: 1, seq: 9, output: answer === null ? null : { status: answer }, error: null, openCompensations, over: true },
});

describe('the ledger of the outside', () => {
  it('has nothing to say of a trip that was booked, or undone backwards', () => {
    expect(ledgerFaults(ended('completed', 'booked'), [books('hotel'), books('flight'), books('payment')], true)).toEqual([]);
    expect(ledgerFaults(ended('completed', 'cancelled'), [books('hotel'), books('flight'), undoes('flight'), undoes('hotel')], true)).toEqual([]);
    expect(ledgerFaults(ended('completed', null), [{ ...books('search'), idempotencyKey: null, action: 'read' }, { ...books('search'), idempotencyKey: null, action: 'read' }], false)).toEqual([]);
    expect(ledgerFaults(ended('failed', null, ['book/hotel']), [books('hotel'), books('flight'), undoes('flight')], true)).toEqual([]);
  });

  it.each([
    ['done twice', ended('completed', 'booked'), [books('hotel'), books('hotel'), books('flight'), books('payment')], /hotel of r under hotel-key was done 2 times/],
    ['booked under two keys', ended('completed', 'cancelled'), [books('hotel', 'a'), books('hotel', 'b')], /booked twice/],
    ['undone in the order of doing', ended('completed', 'cancelled'), [books('hotel'), books('flight'), undoes('hotel'), undoes('flight')], /in the order hotel, flight/],
    ['undone twice', ended('completed', 'cancelled'), [books('hotel'), undoes('hotel'), did('hotel-cancel', 'cancel', ['hotel'], 'other')], /cancelled twice/],
    ['left standing', ended('completed', 'cancelled'), [books('hotel')], /it is cancelled, and 1 bookings stand/],
    ['missing', ended('completed', 'booked'), [books('hotel')], /it is booked, and 1 bookings stand/],
    ['standing unsaid', ended('failed', null), [books('hotel')], /0 steps are said not to be undone, and 1 bookings stand/],
  ])('notices what is %s', (_what, known, entries, sentence) => {
    expect(ledgerFaults(known, entries, true).join('\n')).toMatch(sentence);
  });
});
