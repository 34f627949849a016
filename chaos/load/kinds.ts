import type { Random } from '../../engine/core/testing/random.fixture.ts';
import type { Definition, Json, JsonObject } from '../../engine/index.ts';
import { loadExamples } from '../../examples/index.ts';
import { FLOWS } from './flows.ts';

/** What somebody can do to a run while it is under way. Each resolves when it is known to be done, or to be too late. */
export type Hands = {
  pause: (ms: number) => Promise<void>;
  signal: (name: string, payload: Json, id: string) => Promise<void>;
  control: (verb: 'pause' | 'resume' | 'cancel' | 'terminate' | 'retry') => Promise<void>;
  /** Waits for the request, then decides; several at once race. */
  decide: (outcomes: readonly string[]) => Promise<void>;
};

export type Ended = { status: string; output: Json; openCompensations: string[] };
export type Play = {
  input: Json;
  act?: (hands: Hands) => Promise<void>;
  /** What the run may come to: null when this is right, else what would have been. */
  wrong: (run: Ended) => string | null;
  /** May fail for good, and is then retried as the next generation. */
  retried?: boolean;
};
export type Kind = { slug: string; weight: number; definition: Definition; draw: (random: Random) => Play };

/** Right is one answer. */
const answers = (output: Json) => ({ status, output: given }: Ended): string | null =>
  status === 'completed' && JSON.stringify(given) === JSON.stringify(output) ? null : `completed with ${JSON.stringify(output)}`;

/** Right is one of these ends, whatever the answer. */
const endsAs = (...statuses: string[]) => ({ status }: Ended): string | null => (statuses.includes(status) ? null : statuses.join(' or '));

const numbers = (random: Random, most: number): number[] => Array.from({ length: 1 + random.below(most) }, () => random.below(100));
const sum = (list: readonly number[]): number => list.reduce((total, n) => total + n, 0);

/** How the services of the booking misbehave, and whether the trip is booked in the end. */
const BOOKINGS: readonly { fault: JsonObject[]; booked: boolean }[] = [
  { fault: [], booked: true },
  { fault: [{ service: 'hotel', mode: 'error', times: 1 }, { service: 'payment', mode: 'slow', times: 1, delayMs: 400 }], booked: true },
  { fault: [{ service: 'flight', mode: 'refuse' }], booked: false },
  { fault: [{ service: 'payment', mode: 'refuse' }], booked: false },
  { fault: [{ service: 'payment', mode: 'refuse' }, { service: 'flight-cancel', mode: 'error', times: 2 }, { service: 'hotel-cancel', mode: 'slow', times: 1, delayMs: 300 }], booked: false },
];

type Draw = (random: Random) => Play;

/** In the order of being published: what another one starts comes before it. */
const DRAWS: Readonly<Record<keyof typeof FLOWS, { weight: number; draw: Draw }>> = {
  chain: { weight: 5, draw: (random) => onNumber(random, (n) => n + 6) },
  'fan-out': { weight: 4, draw: (random) => onNumber(random, (n) => 8 * n + 28) },
  narrow: { weight: 2, draw: (random) => onNumber(random, (n) => 5 * n + 10) },
  map: { weight: 4, draw: (random) => { const items = numbers(random, 12); return { input: { items }, wrong: answers(items.map((n) => n * 2)) }; } },
  loop: { weight: 3, draw: (random) => onNumber(random, (n) => n + 4) },
  timers: { weight: 4, draw: (random) => ({ input: { ms: 50 + random.below(1_500) }, wrong: answers('rested') }) },
  signals: { weight: 4, draw: twoSignals },
  'late-signal': { weight: 2, draw: () => ({ input: {}, wrong: answers('too late') }) },
  approval: { weight: 4, draw: decided },
  race: { weight: 3, draw: raced },
  quorum: { weight: 3, draw: (random) => onNumber(random, (n) => n + 1) },
  child: { weight: 1, draw: (random) => onNumber(random, (n) => n + 1) },
  parent: { weight: 3, draw: (random) => { const items = numbers(random, 4); return { input: { items }, wrong: answers(sum(items) + items.length) }; } },
  retries: { weight: 3, draw: (random) => ({ input: { times: random.below(4) }, wrong: answers(202) }) },
  timeouts: { weight: 2, draw: () => ({ input: {}, wrong: answers(202) }) },
  patient: { weight: 5, draw: () => ({ input: {}, wrong: answers(200) }) },
  'second-chance': { weight: 2, draw: () => ({ input: {}, retried: true, wrong: answers(201) }) },
  controlled: { weight: 3, draw: controlled },
};

function onNumber(random: Random, of: (n: number) => number): Play {
  const n = random.below(1_000);
  return { input: { n }, wrong: answers(of(n)) };
}

/** The second may come first in time, but is sent when the first is known to be in the history. */
function twoSignals(random: Random): Play {
  const [first, second] = [random.below(1_000), random.below(1_000)];
  const ms = random.below(700);
  return {
    input: {},
    async act({ pause, signal }) {
      await pause(ms);
      await signal('go', first, 'first');
      // Said again by a client that has not heard the answer.
      await Promise.all([signal('go', first, 'first'), signal('go', second, 'second')]);
    },
    wrong: answers([first, second]),
  };
}

function decided(random: Random): Play {
  const outcomes = random.chance(0.3) ? ['approved', 'rejected'] : [random.pick(['approved', 'rejected'])];
  return { input: {}, act: ({ decide }) => decide(outcomes), wrong: (run) => (run.status === 'completed' && outcomes.includes(String(run.output)) ? null : `completed with ${outcomes.join(' or ')}`) };
}

function raced(random: Random): Play {
  const sent = random.chance(0.6);
  const ms = random.below(900);
  return {
    input: {},
    async act({ pause, signal }) {
      await pause(ms);
      if (sent) await signal('stop', null, 'stop');
    },
    wrong: (run) => (run.status === 'completed' && (run.output === 'time' || (sent && run.output === 'signal')) ? null : `completed with "time"${sent ? ' or "signal"' : ''}`),
  };
}

function controlled(random: Random): Play {
  const verb = random.pick(['pause', 'cancel', 'terminate'] as const);
  const ms = random.below(600);
  return {
    input: {},
    async act({ pause, control }) {
      await pause(ms);
      await control(verb);
      if (verb !== 'pause') return;
      await pause(ms);
      await control('resume');
    },
    wrong: verb === 'pause' ? answers(3) : endsAs('completed', verb === 'cancel' ? 'cancelled' : 'terminated'),
  };
}

function booking(random: Random): Play {
  const { fault, booked } = random.pick(BOOKINGS);
  const right = booked ? 'booked' : 'cancelled';
  return {
    input: { fault },
    // A step that cost three workers fails, and then the trip is cancelled; the ledger tells whether that was done well.
    wrong: ({ status, output }) => (status === 'completed' && typeof output === 'object' && output !== null && !Array.isArray(output) && (output['status'] === right || output['status'] === 'cancelled') ? null : `completed and ${right}`),
  };
}

export const BOOKING = 'booking-saga';

export async function kinds(): Promise<Kind[]> {
  const saga = (await loadExamples()).find(({ slug }) => slug === BOOKING)!.definition;
  const drawn = Object.entries(DRAWS).map(([name, { weight, draw }]): Kind => ({ slug: `chaos-${name}`, weight, definition: FLOWS[name as keyof typeof FLOWS], draw }));
  return [...drawn, { slug: BOOKING, weight: 6, definition: saga, draw: booking }];
}
