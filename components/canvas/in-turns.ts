import { flushSync } from 'react-dom';

/** Of a frame's 16 ms, rendering takes so much; laying out and painting what was rendered, and the hand, need the rest. */
const SHARE_MS = 5;
const PORTION = 4;

/** What turns need of the browser; tests bring their own. */
export type TurnEnvironment = { frame: (turn: () => void) => void; render: (wake: () => void) => void; now: () => number };

const browser: TurnEnvironment = {
  frame: (turn) => void (document.visibilityState === 'visible' ? requestAnimationFrame(turn) : setTimeout(turn, 16)),
  render: flushSync,
  now: () => performance.now(),
};

/**
 * Wakes readers a few at a time, in each frame as many as fit into a share of it: when much changes at once it is seen
 * within some frames, and none of them is held up.
 * @param wakeDue wakes at most so many and says how many are left
 * @returns asks for turns until all are woken; `then` is called when nothing is left
 */
export function inTurns(wakeDue: (count: number) => number, environment: TurnEnvironment = browser): (then?: () => void) => void {
  let asked = false;
  let last: (() => void) | undefined;
  const ask = (): void => {
    if (asked) return;
    asked = true;
    environment.frame(turn);
  };
  function turn(): void {
    asked = false;
    const until = environment.now() + SHARE_MS;
    let left = 0;
    do environment.render(() => void (left = wakeDue(PORTION)));
    while (left > 0 && environment.now() < until);
    if (left > 0) return ask();
    const then = last;
    last = undefined;
    then?.();
  }
  return (then) => {
    last = then ?? last;
    ask();
  };
}
