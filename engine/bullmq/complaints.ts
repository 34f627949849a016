import type { Log } from '../ports/log.ts';

const QUIET_MS = 10_000;

/**
 * Logs what the transport fails at, one line in ten seconds: while Redis is away errors come by the hundred, and what
 * they cost is healed; but a Redis that is there and refuses (out of memory, say) must not go unnoticed.
 * @param over says that the connection is being closed, which makes errors of its own
 */
export function complaints(log: Pick<Log, 'warn'>, sentence: string, over: () => boolean, now: () => number = () => performance.now()): (error: unknown) => void {
  let quietUntil = -Infinity;
  return (error) => {
    if (over() || now() < quietUntil) return;
    quietUntil = now() + QUIET_MS;
    log.warn({ err: error }, sentence);
  };
}
