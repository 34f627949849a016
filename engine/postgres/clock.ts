import type { Clock } from '../ports/clock.ts';

export type PostgresClock = Clock & {
  /** Takes one reading of the server's clock that was asked for at `sentAt` and came at `receivedAt` (performance.now, ms). */
  measured(serverNow: number, sentAt: number, receivedAt: number): void;
};

/**
 * Postgres' time, carried between readings by the process's monotonic clock, so that a jump of the host's clock is
 * never seen. The reading with the shortest way is the most exact; older ones lose worth as clocks drift.
 */
export function createClock(): PostgresClock {
  let offset = performance.timeOrigin;
  let quality = Infinity;
  let last = 0;
  return {
    now() {
      const at = Math.floor(performance.now() + offset);
      if (at > last) last = at;
      return last;
    },
    measured(serverNow, sentAt, receivedAt) {
      const way = receivedAt - sentAt;
      if (way > quality * 1.5 + 1) {
        quality += 0.1;
        return;
      }
      quality = way;
      offset = serverNow - (sentAt + receivedAt) / 2;
    },
  };
}
