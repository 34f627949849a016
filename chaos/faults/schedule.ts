import { Random } from '../../engine/core/testing/random.fixture.ts';
import { DOINGS, type Point, STAGES } from '../inside/words.ts';

export const FAULTS = [
  'worker killed', 'web killed', 'worker killed at a point', 'web killed at a point',
  'worker stopped past its lease', 'worker blocked', 'web blocked',
  'connections ended', 'Postgres restarted at once', 'Redis emptied', 'Redis killed and replaced',
  'older worker', 'newer worker', 'poorer worker',
] as const;
export type FaultKind = (typeof FAULTS)[number];

export type Fault = {
  atMs: number;
  kind: FaultKind;
  /** Which of those that can be struck, as a share of their number. */
  target: number;
  /** How long it lasts, where that means anything. */
  ms: number;
  /** Where it dies, and the how-manieth time it is there. */
  point: Point;
  pass: number;
};

/** How often each is drawn, and how long the kind rests after it: what takes a server away must leave it time to be of use. */
const TEMPER: Readonly<Record<FaultKind, { weight: number; restMs: number; ms: readonly [least: number, most: number] }>> = {
  'worker killed': { weight: 10, restMs: 0, ms: [0, 0] },
  'web killed': { weight: 3, restMs: 6_000, ms: [0, 0] },
  'worker killed at a point': { weight: 14, restMs: 0, ms: [0, 0] },
  'web killed at a point': { weight: 3, restMs: 6_000, ms: [0, 0] },
  'worker stopped past its lease': { weight: 5, restMs: 2_000, ms: [3_500, 8_000] },
  'worker blocked': { weight: 4, restMs: 1_000, ms: [300, 4_500] },
  'web blocked': { weight: 2, restMs: 3_000, ms: [300, 2_500] },
  'connections ended': { weight: 4, restMs: 4_000, ms: [0, 0] },
  'Postgres restarted at once': { weight: 2, restMs: 15_000, ms: [0, 2_500] },
  'Redis emptied': { weight: 4, restMs: 3_000, ms: [0, 0] },
  'Redis killed and replaced': { weight: 3, restMs: 8_000, ms: [0, 3_000] },
  'older worker': { weight: 1, restMs: 8_000, ms: [4_000, 9_000] },
  'newer worker': { weight: 1, restMs: 8_000, ms: [4_000, 9_000] },
  'poorer worker': { weight: 1, restMs: 8_000, ms: [4_000, 9_000] },
};

/** What a web process never does: it executes nothing. */
const WORKERS_ONLY = new Set(['claim', 'take-messages', 'commit']);
const POINTS = DOINGS.flatMap((doing) => STAGES.map((stage): Point => `${stage} ${doing}`));
const WEB_POINTS = POINTS.filter((point) => !WORKERS_ONLY.has(point.split(' ')[1]!));

export type Pace = { /** Between the faults of the first part, where each comes alone. */ aloneMs: number; /** The longest time between two of the mixed part. */ mixedMs: number };

/** The whole round, before it begins: each fault and each point once by itself, in an order of chance, then mixed at random until the end. */
export function schedule(seed: number, lastsMs: number, pace: Pace): Fault[] {
  const random = new Random(seed);
  const draw = (kind: FaultKind, atMs: number, point?: Point): Fault => {
    const [least, most] = TEMPER[kind].ms;
    return {
      atMs: Math.round(atMs), kind, target: random.next(), ms: least + random.below(most - least + 1), point: point ?? random.pick(kind === 'web killed at a point' ? WEB_POINTS : POINTS), pass: 1 + random.below(6),
    };
  };
  const faults: Fault[] = [];
  let at = pace.aloneMs;
  for (const [kind, point] of shuffled(random, once())) {
    faults.push(draw(kind, at, point));
    at += pace.aloneMs;
  }
  const rested = new Map<FaultKind, number>();
  while (at < lastsMs) {
    const ready = FAULTS.filter((kind) => (rested.get(kind) ?? 0) <= at);
    const kind = weighted(random, ready);
    faults.push(draw(kind, at));
    rested.set(kind, at + TEMPER[kind].restMs);
    at += 100 + random.below(pace.mixedMs);
  }
  return faults.filter(({ atMs }) => atMs < lastsMs);
}

/** How many faults the first part has. */
export const FAULTS_ALONE = once().length;

function once(): [FaultKind, Point | undefined][] {
  const kinds = FAULTS.filter((kind) => !kind.endsWith('at a point')).map((kind): [FaultKind, undefined] => [kind, undefined]);
  return [...kinds, ...POINTS.map((point): [FaultKind, Point] => ['worker killed at a point', point]), ...WEB_POINTS.map((point): [FaultKind, Point] => ['web killed at a point', point])];
}

function shuffled<T>(random: Random, list: T[]): T[] {
  const rest = [...list];
  return list.map(() => rest.splice(random.below(rest.length), 1)[0]!);
}

function weighted(random: Random, kinds: readonly FaultKind[]): FaultKind {
  let left = random.next() * kinds.reduce((sum, kind) => sum + TEMPER[kind].weight, 0);
  return kinds.find((kind) => (left -= TEMPER[kind].weight) < 0) ?? kinds[0]!;
}
