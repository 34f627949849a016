import { sha256 } from '../definition/sha256.ts';

/** Key for the outside world: equal over the attempts and redeliveries of a step, new with each generation of its run. */
export function idempotencyKey(runId: string, path: string, generation: number): string {
  return `hd-${sha256(`${runId}\n${path}\n${generation}`).slice(0, 40)}`;
}

/** Id of a child run: a hash of parent, path and generation, so that a child asked for twice is one child. Shaped as a UUID (version 8). */
export function childRunId(parentRunId: string, path: string, generation: number): string {
  const hash = sha256(`child\n${parentRunId}\n${path}\n${generation}`);
  const variant = '89ab'.charAt(Number.parseInt(hash.charAt(16), 16) & 3);
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-${variant}${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

/** Chance that repeats: a number in [0, 1) from the run's seed and the place where it is needed. */
export function chance(seed: string, place: string): number {
  return Number.parseInt(sha256(`${seed}\n${place}`).slice(0, 12), 16) / 2 ** 48;
}
