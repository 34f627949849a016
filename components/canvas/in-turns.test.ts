import { describe, expect, it } from 'vitest';
import { inTurns } from './in-turns.ts';
import { RunOverlay, type NodeOverlay } from './overlay.ts';

/** A browser whose clock a rendering moves on. */
function aBrowser(renderMs: number) {
  const frames: (() => void)[] = [];
  const waiting: { at: number; turn: () => void }[] = [];
  let clock = 0;
  let framesAsked = 0;
  return {
    environment: {
      frame: (turn: () => void) => void (framesAsked = frames.push(turn) && framesAsked + 1),
      after: (ms: number, turn: () => void) => void waiting.push({ at: clock + ms, turn }),
      render: (wake: () => void) => { wake(); clock += renderMs; },
      now: () => clock,
    },
    frame: () => {
      const over = waiting.filter(({ at }) => at <= clock);
      for (const one of over) waiting.splice(waiting.indexOf(one), 1);
      for (const turn of [...frames.splice(0), ...over.map((one) => one.turn)]) turn();
    },
    pass: (ms: number) => void (clock += ms),
    get asked() { return frames.length + waiting.length; },
    get framesAsked() { return framesAsked; },
  };
}
const many = (status: NodeOverlay['status']) => new Map(Array.from({ length: 20 }, (_, at) => [`n${at}`, { status }]));

describe('much that changes at once', () => {
  it('is seen a few at a time, over as many frames as it takes, and then told', () => {
    const overlay = new RunOverlay();
    const woken: string[] = [];
    for (const id of many('running').keys()) overlay.nodes.subscribe(id, () => woken.push(id));
    const browser = aBrowser(3);
    const ask = inTurns((count) => overlay.wakeDue(count), () => overlay.moved, browser.environment);
    let told = 0;
    overlay.hold(many('running'), new Map(), true);
    ask(() => told++);
    expect([woken.length, browser.asked]).toEqual([0, 1]);
    const seen: number[] = [];
    while (browser.asked > 0) {
      expect(told).toBe(0);
      browser.frame();
      seen.push(woken.length);
    }
    expect(seen).toEqual([8, 16, 20]);
    expect(told).toBe(1);
  });
  it('is rendered once, as it is at last, when it changes again before its turn', () => {
    const overlay = new RunOverlay();
    const woken: string[] = [];
    overlay.nodes.subscribe('n0', () => woken.push(overlay.nodes.get('n0')!.status));
    const browser = aBrowser(3);
    const ask = inTurns((count) => overlay.wakeDue(count), () => overlay.moved, browser.environment);
    const told: string[] = [];
    overlay.hold(many('running'), new Map(), true);
    ask(() => told.push('first'));
    overlay.hold(many('completed'), new Map(), true);
    ask(() => told.push('second'));
    browser.frame();
    expect([woken, told, browser.asked]).toEqual([['completed'], ['second'], 0]);
  });
  it('waits while the canvas is moved: now and then a turn, and all the rest when the hand is off', () => {
    const overlay = new RunOverlay();
    const woken: string[] = [];
    for (const id of many('running').keys()) overlay.nodes.subscribe(id, () => woken.push(id));
    const browser = aBrowser(3);
    const ask = inTurns((count) => overlay.wakeDue(count), () => overlay.moved, browser.environment);
    overlay.hold(many('running'), new Map(), true);
    let told = 0;
    ask(() => told++);
    browser.frame();
    overlay.move('pan', true);
    const seen: number[] = [];
    for (let frame = 0; frame < 70; frame++) {
      browser.pass(16);
      browser.frame();
      seen.push(woken.length);
    }
    expect([seen[0], seen[50], seen[69], told]).toEqual([8, 8, 12, 1]);
    // Asking for each frame whether it is time takes its share of each frame.
    expect(browser.framesAsked).toBeLessThan(4);
    overlay.move('pan', false);
    browser.pass(100);
    browser.frame();
    expect([woken.length, browser.asked, told]).toEqual([20, 0, 1]);
    // What all of them wait for is told once in a longer while.
    overlay.move('pan', true);
    ask(() => told++);
    for (let frame = 0; frame < 280; frame++) {
      browser.pass(16);
      browser.frame();
    }
    expect(told).toBe(1);
    for (let frame = 0; frame < 100; frame++) {
      browser.pass(16);
      browser.frame();
    }
    expect([told, browser.asked]).toEqual([2, 0]);
  });
});
it('costs no turn for what nobody reads, and keeps what is not named unless it is the whole', () => {
  const overlay = new RunOverlay();
  overlay.hold(many('running'), new Map(), true);
  expect(overlay.wakeDue(0)).toBe(0);
  overlay.hold(new Map([['n1', { status: 'failed' }]]), new Map(), false);
  expect([overlay.nodes.get('n0')?.status, overlay.nodes.get('n1')?.status]).toEqual(['running', 'failed']);
  overlay.hold(new Map([['n1', { status: 'failed' }]]), new Map(), true);
  expect([overlay.nodes.get('n0'), overlay.nodes.get('n1')?.status]).toEqual([undefined, 'failed']);
});
