import { flushSync } from 'react-dom';

/** Of a frame's 16 ms, rendering takes so much; laying out and painting what was rendered, and the hand, need the rest. */
const SHARE_MS = 5;
const PORTION = 4;
/** While the canvas is moved, turns are this far apart, and each wakes one portion: what changes is painted anew on the layer, and the more of it, the sooner that costs the hand a frame. */
export const APART_MS = 1_000;
/** Whether it still is, is asked so often: asking for each frame takes its share of each frame. */
const LOOK_MS = 100;
/** And what waits for all of them, the page around the canvas, waits longer. */
const THEN_APART_MS = 5_000;

/** What turns need of the browser; tests bring their own. */
export type TurnEnvironment = { frame: (turn: () => void) => void; after: (ms: number, turn: () => void) => void; render: (wake: () => void) => void; now: () => number };

const browser: TurnEnvironment = {
  frame: (turn) => void (document.visibilityState === 'visible' ? requestAnimationFrame(turn) : setTimeout(turn, 16)),
  after: (ms, turn) => void setTimeout(turn, ms),
  render: flushSync,
  now: () => performance.now(),
};

/**
 * Wakes readers a few at a time, in each frame as many as fit into a share of it: when much changes at once it is seen
 * within some frames, and none of them is held up. While the hand moves the canvas it comes first.
 * @param wakeDue wakes at most so many and says how many are left
 * @param isMoved whether the hand moves the canvas now
 * @returns asks for turns until all are woken; `then` is called when nothing is left, or after a while when the hand holds them up
 */
export function inTurns(wakeDue: (count: number) => number, isMoved: () => boolean, environment: TurnEnvironment = browser): (then?: () => void) => void {
  let asked = false;
  let last: (() => void) | undefined;
  let turnedAt = Number.NEGATIVE_INFINITY;
  let toldAt = Number.NEGATIVE_INFINITY;
  const ask = (): void => {
    if (asked) return;
    asked = true;
    environment.frame(turn);
  };
  function turn(): void {
    asked = false;
    if (isMoved() && environment.now() - turnedAt < APART_MS) {
      asked = true;
      return environment.after(LOOK_MS, turn);
    }
    turnedAt = environment.now();
    const until = turnedAt + SHARE_MS;
    let left = 0;
    do environment.render(() => void (left = wakeDue(PORTION)));
    while (left > 0 && !isMoved() && environment.now() < until);
    if (last !== undefined && (isMoved() ? turnedAt - toldAt >= THEN_APART_MS : left === 0)) {
      toldAt = turnedAt;
      const then = last;
      last = undefined;
      then();
    }
    if (left > 0 || last !== undefined) ask();
  }
  return (then) => {
    last = then ?? last;
    ask();
  };
}
