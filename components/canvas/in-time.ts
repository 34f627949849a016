import { APART_MS } from './in-turns.ts';

/** Overlays are made at most so often: a thousand tokens a second are not a thousand canvases a second. */
const PACE_MS = 90;
/** Whether they still rest is asked so often. */
const LOOK_MS = 100;

/**
 * Makes an overlay when it is time for it: so long after the last one, and while it rests no more often than turns come.
 * @param madeAt when the last one was made, in ms of the page: news that come quicker than the pace must not put it off for ever
 * @param rests whether the canvas is moved and nothing that cannot wait is new
 * @returns gives it up
 */
export function inTime(madeAt: number, rests: () => boolean, make: () => void): () => void {
  let timer = setTimeout(look, Math.max(0, madeAt + PACE_MS - performance.now()));
  function look(): void {
    const rest = madeAt + APART_MS - performance.now();
    if (rest > 0 && rests()) timer = setTimeout(look, Math.min(rest, LOOK_MS));
    else make();
  }
  return () => clearTimeout(timer);
}
