import { expect, test } from 'vitest';
import { cloneState } from './clone.ts';
import { emptyState } from './empty-state.ts';
import { evolve } from './evolve.ts';
import { busy } from './testing/busy.fixture.ts';

/** Every object that can be reached from a value. */
function objectsOf(value: unknown, seen = new Set<object>()): Set<object> {
  if (typeof value !== 'object' || value === null || seen.has(value)) return seen;
  seen.add(value);
  if (value instanceof Map) for (const held of value.values()) objectsOf(held, seen);
  else if (value instanceof Set) for (const held of value) objectsOf(held, seen);
  else for (const held of Object.values(value)) objectsOf(held, seen);
  return seen;
}

test('a copy of a state is equal in every part and shares no object with it', () => {
  const state = busy();
  for (const part of [state.held, state.openCompensations, [...state.steps], [...state.scopes], [...state.signals], [...state.signalIds], state.children, state.vars]) {
    if (part !== state.openCompensations) expect(part.length).toBeGreaterThan(0);
  }
  const copied = cloneState(state);
  expect(copied).toStrictEqual(state);
  const own = objectsOf(state);
  expect(own.size).toBeGreaterThan(140);
  expect([...objectsOf(copied)].filter((object) => own.has(object))).toEqual([]);
});

test('what happens to a state does not reach its copy', () => {
  const state = busy();
  const before = structuredClone(state);
  const copied = cloneState(state);
  evolve(state, { type: 'run.terminated', data: { reason: null, by: null }, seq: state.seq + 1, at: state.at, derived: false, id: 'x' });
  expect(state.status).toBe('terminated');
  expect(copied).toStrictEqual(before);
});

test('a name that is special to objects is a name like any other', () => {
  const state = emptyState('r');
  state.input = JSON.parse('{"__proto__": {"polluted": [1]}, "constructor": null}');
  const copied = cloneState(state);
  expect(JSON.stringify(copied.input)).toBe(JSON.stringify(state.input));
  expect(Object.getPrototypeOf(copied.input)).toBe(Object.prototype);
});
