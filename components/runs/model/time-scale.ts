import type { Segment } from '@/engine/index.ts';

export type Stretch = { startAt: number; endAt: number };

/** A stretch of time on the axis; idle ones are drawn narrow when they are collapsed. */
export type Piece = Stretch & { idle: boolean; /** Place on the axis, 0…1. */ left: number; width: number };

export type TimeScale = {
  startAt: number;
  endAt: number;
  pieces: readonly Piece[];
  /** Place of an instant on the axis, 0…1; clamped. */
  place: (at: number) => number;
  /** The instant at a place. */
  instant: (place: number) => number;
};

/** Idle stretches shorter than this share of the whole stay as they are. */
const WORTH_COLLAPSING = 0.04;
/** What a collapsed stretch keeps of the axis. */
const COLLAPSED = 0.025;

/** Stretches in which something works (waits do not count), merged and in order. `now` ends what goes on. */
export function busyStretches(segments: Iterable<Segment>, now: number): Stretch[] {
  const busy: Stretch[] = [];
  for (const segment of segments) if (segment.kind !== 'waiting') busy.push({ startAt: segment.startAt, endAt: segment.endAt ?? now });
  busy.sort((a, b) => a.startAt - b.startAt);
  const merged: Stretch[] = [];
  for (const stretch of busy) {
    const last = merged.at(-1);
    if (last !== undefined && stretch.startAt <= last.endAt) last.endAt = Math.max(last.endAt, stretch.endAt);
    else merged.push({ ...stretch });
  }
  return merged;
}

/** The whole of it, or a part zoomed into; with `busy`, stretches in which nothing works are drawn narrow. */
export function timeScale(startAt: number, endAt: number, busy: readonly Stretch[] | null = null): TimeScale {
  const end = Math.max(endAt, startAt + 1);
  const whole = end - startAt;
  const cuts: (Stretch & { idle: boolean })[] = [];
  let from = startAt;
  for (const stretch of busy ?? []) {
    const [busyFrom, busyTo] = [Math.max(stretch.startAt, startAt), Math.min(stretch.endAt, end)];
    if (busyTo < startAt || busyFrom > end || busyTo < from) continue;
    if (busyFrom - from > whole * WORTH_COLLAPSING) {
      cuts.push({ startAt: from, endAt: busyFrom, idle: true });
      from = busyFrom;
    }
    const last = cuts.at(-1);
    if (last !== undefined && !last.idle) last.endAt = busyTo;
    else cuts.push({ startAt: from, endAt: busyTo, idle: false });
    from = busyTo;
  }
  if (from < end) {
    const idle = busy !== null && end - from > whole * WORTH_COLLAPSING;
    const last = cuts.at(-1);
    if (!idle && last !== undefined && !last.idle) last.endAt = end;
    else cuts.push({ startAt: from, endAt: end, idle });
  }
  const idleCount = cuts.filter((cut) => cut.idle).length;
  const busyTime = cuts.reduce((sum, cut) => sum + (cut.idle ? 0 : cut.endAt - cut.startAt), 0);
  const room = busyTime === 0 ? 0 : Math.max(0.4, 1 - idleCount * COLLAPSED);
  const idleWidth = idleCount === 0 ? 0 : (1 - room) / idleCount;
  const pieces: Piece[] = [];
  let left = 0;
  for (const cut of cuts) {
    const width = cut.idle ? idleWidth : busyTime === 0 ? 1 / cuts.length : (room * (cut.endAt - cut.startAt)) / busyTime;
    pieces.push({ ...cut, left, width });
    left += width;
  }
  const place = (at: number): number => {
    if (at <= startAt) return 0;
    if (at >= end) return 1;
    const piece = pieces.find((candidate) => at <= candidate.endAt) ?? pieces.at(-1)!;
    const span = piece.endAt - piece.startAt;
    return piece.left + (span === 0 ? 0 : (piece.width * (at - piece.startAt)) / span);
  };
  const instant = (where: number): number => {
    const piece = pieces.find((candidate) => where <= candidate.left + candidate.width) ?? pieces.at(-1)!;
    return piece.width === 0 ? piece.startAt : piece.startAt + ((where - piece.left) / piece.width) * (piece.endAt - piece.startAt);
  };
  return { startAt, endAt: end, pieces, place, instant };
}

/** A part of the whole, `by` times as long as what the axis shows, round an instant; null when that is the whole. */
export function zoomed(scale: TimeScale, by: number, at: number, whole: Stretch): Stretch | null {
  const half = ((scale.endAt - scale.startAt) * by) / 2;
  const place = scale.place(at);
  // What is in sight keeps its place, what is not comes into the middle.
  const seen = at >= scale.startAt && at <= scale.endAt;
  const startAt = Math.max(whole.startAt, seen ? scale.instant(place * (1 - by)) : at - half);
  const endAt = Math.min(whole.endAt, Math.max(startAt + 1, seen ? scale.instant(place + (1 - place) * by) : at + half));
  return startAt <= whole.startAt && endAt >= whole.endAt ? null : { startAt, endAt };
}

/** The part that is shown, moved along by a share of the axis, within the whole. */
export function panned(scale: TimeScale, share: number, whole: Stretch): Stretch {
  // By what is in sight: beyond the axis nothing is known of what is idle.
  const moved = share < 0 ? scale.instant(1 + share) - scale.endAt : scale.instant(share) - scale.startAt;
  const by = Math.max(whole.startAt - scale.startAt, Math.min(whole.endAt - scale.endAt, moved));
  return { startAt: scale.startAt + by, endAt: scale.endAt + by };
}

const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000, 43_200_000, 86_400_000, 172_800_000, 604_800_000, 2_592_000_000];

/** Round instants for the axis, measured from its start; about `count`, none within a collapsed stretch. */
export function ticksOf(scale: TimeScale, origin: number, count: number): { at: number; offsetMs: number; place: number }[] {
  const busy = scale.pieces.filter((piece) => !piece.idle);
  const span = busy.reduce((sum, piece) => sum + piece.endAt - piece.startAt, 0);
  const step = STEPS.find((candidate) => span / candidate <= count) ?? STEPS.at(-1)!;
  const ticks: { at: number; offsetMs: number; place: number }[] = [];
  for (const piece of busy) {
    for (let offset = Math.ceil((piece.startAt - origin) / step) * step; origin + offset <= piece.endAt && ticks.length < 100; offset += step) {
      const place = scale.place(origin + offset);
      if (ticks.length === 0 || place - ticks.at(-1)!.place >= 0.4 / count) ticks.push({ at: origin + offset, offsetMs: offset, place });
    }
  }
  return ticks;
}
