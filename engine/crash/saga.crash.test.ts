import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../definition/json.ts';
import { type Definition, definitionSchema } from '../definition/schema.ts';
import type { Entry } from './processes.fixture.ts';
import { buildPrograms, type Programs } from './programs.fixture.ts';
import { example, onStage, type Stage } from './stage.fixture.ts';

/** What each service was asked to do at the last, told by the outside service itself. */
type Account = { status: string; answer: string | null; net: Record<string, number>; open: readonly string[]; booked: string[]; undone: string[] };
type Trial = { title: string; fault: JsonObject[]; hasty?: string; expected: Omit<Account, 'booked' | 'undone'>; undone: string[] };

const CANCELLED = { status: 'completed', answer: 'cancelled', net: {}, open: [] };
const BOOKED = { status: 'completed', answer: 'booked', net: { hotel: 1, flight: 1, payment: 1 }, open: [] };
/** Longer than a hasty step waits. */
const SLOW = { mode: 'slow', delayMs: 6_000 };
const HASTE = '3s';
const payment = { service: 'payment', mode: 'refuse' };

/** Every stage fails in every way. `hasty` names the step that is given little time. */
const TRIALS: readonly Trial[] = [
  { title: 'nothing fails', fault: [], expected: BOOKED, undone: [] },
  { title: 'the hotel refuses', fault: [{ service: 'hotel', mode: 'refuse' }], expected: CANCELLED, undone: [] },
  { title: 'the flight refuses', fault: [{ service: 'flight', mode: 'refuse' }], expected: CANCELLED, undone: ['hotel'] },
  { title: 'the payment refuses', fault: [payment], expected: CANCELLED, undone: ['flight', 'hotel'] },
  { title: 'the hotel is out of order', fault: [{ service: 'hotel', mode: 'error' }], expected: CANCELLED, undone: [] },
  { title: 'the flight is out of order', fault: [{ service: 'flight', mode: 'error' }], expected: CANCELLED, undone: ['hotel'] },
  { title: 'the payment is out of order', fault: [{ service: 'payment', mode: 'error' }], expected: CANCELLED, undone: ['flight', 'hotel'] },
  { title: 'the hotel is out of order twice', fault: [{ service: 'hotel', mode: 'error', times: 2 }], expected: BOOKED, undone: [] },
  { title: 'the hotel books but answers too late', hasty: 'hotel', fault: [{ service: 'hotel', ...SLOW }], expected: CANCELLED, undone: ['hotel'] },
  { title: 'the flight books but answers too late', hasty: 'flight', fault: [{ service: 'flight', ...SLOW }], expected: CANCELLED, undone: ['flight', 'hotel'] },
  { title: 'the payment is taken but answered too late', hasty: 'payment', fault: [{ service: 'payment', ...SLOW }], expected: CANCELLED, undone: ['payment', 'flight', 'hotel'] },
  { title: 'the payment answers slowly, but in time', fault: [{ service: 'payment', ...SLOW }], expected: BOOKED, undone: [] },
  { title: 'cancelling the flight is done but answered too late, and asked for again', hasty: 'cancelFlight', fault: [payment, { service: 'flight-cancel', ...SLOW, times: 1 }], expected: CANCELLED, undone: ['flight', 'hotel'] },
  { title: 'cancelling the hotel is out of order twice', fault: [payment, { service: 'hotel-cancel', mode: 'error', times: 2 }], expected: CANCELLED, undone: ['flight', 'hotel'] },
  { title: 'cancelling the hotel is refused', fault: [payment, { service: 'hotel-cancel', mode: 'refuse' }], expected: { status: 'failed', answer: null, net: { hotel: 1 }, open: ['book/hotel'] }, undone: ['flight'] },
  { title: 'cancelling the flight is refused', fault: [payment, { service: 'flight-cancel', mode: 'refuse' }], expected: { status: 'failed', answer: null, net: { flight: 1 }, open: ['book/flight'] }, undone: ['hotel'] },
  { title: 'cancelling both is refused', fault: [payment, { service: 'flight-cancel', mode: 'refuse' }, { service: 'hotel-cancel', mode: 'refuse' }], expected: { status: 'failed', answer: null, net: { hotel: 1, flight: 1 }, open: ['book/flight', 'book/hotel'] }, undone: [] },
  { title: 'cancelling the hotel stays out of order', fault: [payment, { service: 'hotel-cancel', mode: 'error' }], expected: { status: 'failed', answer: null, net: { hotel: 1 }, open: ['book/hotel'] }, undone: ['flight'] },
];

/** The same saga with little time for one step, and one try if that is a booking. Only that step: the others may take theirs on a slow machine. */
function hastyOf(saga: Definition, id: string): Definition {
  const nodes = saga.nodes.map((node) => (node.id !== id ? node : { ...node, timeouts: { startToClose: HASTE }, ...(id.startsWith('cancel') ? {} : { retry: { ...node.retry, maximumAttempts: 1 } }) }));
  return definitionSchema.parse({ ...saga, nodes });
}

function account(ledger: readonly Entry[]): { booked: string[]; undone: string[] } {
  const done = ledger.filter((entry) => entry.outcome === 'done');
  return {
    booked: done.filter((entry) => entry.action === 'book').map((entry) => entry.service),
    undone: done.filter((entry) => entry.action === 'cancel').map((entry) => entry.service.replace('-cancel', '')),
  };
}

let programs: Programs;
const accounts = new Map<string, Account>();
let findings: string[] = [];

async function tryEverything(stage: Stage): Promise<void> {
  await stage.fleet.addSome(2);
  const saga = await example('booking-saga');
  const started = await Promise.all(TRIALS.map(async (trial) => ({ trial, runId: await stage.start(trial.hasty === undefined ? saga : hastyOf(saga, trial.hasty), { fault: trial.fault }) })));
  const runIds = started.map(({ runId }) => runId);
  await stage.ended(runIds, 60_000);
  findings = await stage.findings(runIds);
  for (const { trial, runId } of started) {
    const [row, { byService: net }, ledger] = await Promise.all([stage.t.engine.readRun(runId), stage.outside.bookings(runId), stage.outside.ledger(runId)]);
    accounts.set(trial.title, { status: row?.status ?? 'missing', answer: (row?.output as { status?: string } | null)?.status ?? null, net, open: row?.openCompensations ?? [], ...account(ledger) });
  }
}

beforeAll(async () => {
  programs = await buildPrograms();
  await onStage(programs, tryEverything);
}, 120_000);
afterAll(() => programs.dispose());

describe('the booking saga, held against the ledger of the outside service', () => {
  it('keeps every promise of a history while each stage fails in turn', () => {
    expect(findings).toEqual([]);
  });

  for (const { title, expected, undone } of TRIALS) {
    it(`stands as it should when ${title}`, () => {
      const { booked, undone: really, ...ended } = accounts.get(title)!;
      expect({ ...ended, open: [...ended.open].sort() }).toEqual(expected);
      expect(really).toEqual(undone);
      // In reverse order of what was done, each once.
      expect(really).toEqual(booked.filter((service) => really.includes(service)).reverse());
    });
  }
});
