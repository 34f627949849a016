import { assess, DATA_SOURCES, searchResults } from './knowledge.ts';
import type { Bookings } from './ledger.ts';
import { notesOn } from './library.ts';

/** What a call brings along: the body of a POST, the query of a GET. */
export type Fields = Readonly<Record<string, unknown>>;
export type Reply = { status: number; body: unknown; ids?: string[] };

export type Operation = {
  service: string;
  action: string;
  /** Other names by which a fault may mean this operation. */
  also?: (fields: Fields) => string[];
  refusal: { status: number; detail: string };
  reply: (fields: Fields, reference: string, bookings: Bookings) => Reply;
};

function text(value: unknown, otherwise = ''): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

function number(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

/** From 1. Nobody leafs further than to the thousandth. */
function pageOf(page: string): number {
  const number = Math.trunc(Number(page));
  return Number.isFinite(number) ? Math.min(1_000, Math.max(1, number)) : 1;
}

function books(service: string, prefix: string, status: string, refusal: Operation['refusal'], details: (fields: Fields) => Record<string, unknown>): Operation {
  return {
    service,
    action: 'book',
    refusal,
    reply: (fields, reference, bookings) => {
      const kept = details(fields);
      const booking = bookings.book(service, reference, prefix, kept);
      return { status: 201, body: { id: booking.id, status, reference, ...kept }, ids: [booking.id] };
    },
  };
}

function cancels(service: string, status: string): Operation {
  return {
    service: `${service}-cancel`,
    action: 'cancel',
    refusal: { status: 409, detail: `The ${service} can no longer be cancelled.` },
    reply: (fields, reference, bookings) => {
      const cancelled = bookings.cancel(service, reference, text(fields.id) || null).map((booking) => booking.id);
      return { status: 200, body: { status, reference, cancelled }, ids: cancelled };
    },
  };
}

/** `METHOD /path`, or `METHOD /path/:name` for one more segment, which reaches the operation as a field. */
export const OPERATIONS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['POST /hotels', books('hotel', 'H', 'booked', { status: 409, detail: 'The hotel has no room for these nights.' }, (fields) => ({ city: text(fields.city, 'Lisbon'), nights: number(fields.nights, 2), price: 120 * number(fields.nights, 2) }))],
  ['POST /hotels/cancel', cancels('hotel', 'cancelled')],
  ['POST /flights', books('flight', 'LH', 'booked', { status: 409, detail: 'The flight is full.' }, (fields) => ({ from: text(fields.from, 'Hamburg'), to: text(fields.to, 'Lisbon'), seat: '14C', price: 260 }))],
  ['POST /flights/cancel', cancels('flight', 'cancelled')],
  ['POST /payments', books('payment', 'PAY', 'charged', { status: 402, detail: 'The card was declined.' }, (fields) => ({ amount: number(fields.amount, 0), currency: text(fields.currency, 'EUR') }))],
  ['POST /payments/refund', cancels('payment', 'refunded')],
  ['POST /inventory', books('inventory', 'RES', 'reserved', { status: 409, detail: 'An item is out of stock.' }, (fields) => ({ items: Array.isArray(fields.items) ? fields.items : [] }))],
  ['POST /inventory/release', cancels('inventory', 'released')],
  ['POST /shipping', books('shipping', 'TRK', 'shipped', { status: 422, detail: 'Nobody delivers to this address.' }, (fields) => ({ address: text(fields.address, '1 Weaver Lane'), carrier: 'Fjord Shipping' }))],
  ['POST /shipping/cancel', cancels('shipping', 'returned')],
  [
    'POST /mail',
    { service: 'mail', action: 'send', refusal: { status: 422, detail: 'The mailbox does not exist.' }, reply: (fields) => ({ status: 202, body: { status: 'sent', to: text(fields.to, 'somebody@example.com'), subject: text(fields.subject) } }) },
  ],
  [
    'GET /search',
    { service: 'search', action: 'read', refusal: { status: 403, detail: 'The search refuses this question.' }, also: (fields) => [`search ${text(fields.q)}`], reply: (fields) => ({ status: 200, body: { query: text(fields.q), results: searchResults(text(fields.q)) } }) },
  ],
  [
    'GET /library',
    {
      service: 'library',
      action: 'read',
      refusal: { status: 403, detail: 'The library does not lend this.' },
      also: (fields) => [`library ${text(fields.q)}`, ...(text(fields.leaning) === '' ? [] : [`library ${text(fields.leaning)}`])],
      reply: (fields) => ({ status: 200, body: notesOn(text(fields.q), text(fields.leaning), pageOf(text(fields.page, '1'))) }),
    },
  ],
  [
    'GET /data/:source',
    {
      service: 'data',
      action: 'read',
      also: (fields) => [text(fields.source)],
      refusal: { status: 403, detail: 'The source refuses this question.' },
      reply: (fields) => {
        const source = text(fields.source);
        if (!(DATA_SOURCES as readonly string[]).includes(source)) return { status: 404, body: { detail: `There is no source "${source}"; there are ${DATA_SOURCES.join(', ')}.` } };
        return { status: 200, body: assess(source, text(fields.subject, 'nobody')) };
      },
    },
  ],
]);

export function findOperation(method: string, path: string): { operation: Operation; fields: Fields } | null {
  const exact = OPERATIONS.get(`${method} ${path}`);
  if (exact !== undefined) return { operation: exact, fields: {} };
  const [, first, last, more] = path.split('/');
  const named = more === undefined && last !== undefined ? OPERATIONS.get(`${method} /${first}/:source`) : undefined;
  return named === undefined ? null : { operation: named, fields: { source: decodeURIComponent(last!) } };
}
