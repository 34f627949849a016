import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PassingMap } from './passing-map.ts';

const command = fc.record({ what: fc.constantFrom('set', 'delete'), key: fc.constantFrom('a', 'b', '7', '__proto__', 'constructor', 'a.1'), value: fc.nat() });

it('holds what a map would hold, the key that was set last behind the others', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
      const passing = new PassingMap<number>();
      const map = new Map<string, number>();
      for (const { what, key, value } of commands) {
        if (what === 'set') {
          passing.set(key, value);
          map.delete(key);
          map.set(key, value);
        } else expect(passing.delete(key)).toBe(map.delete(key));
        expect([...passing]).toEqual([...map]);
        expect(passing.values()).toEqual([...map.values()]);
        expect(passing.size).toBe(map.size);
        expect([passing.get(key), passing.has(key)]).toEqual([map.get(key), map.has(key)]);
      }
    }),
  );
});

it('may lose the entry at hand while it is gone through', () => {
  const passing = new PassingMap<number>();
  for (const key of ['a', 'b', 'c']) passing.set(key, 1);
  for (const [key] of passing) passing.delete(key);
  expect([passing.size, [...passing]]).toEqual([0, []]);
});

it('lets go of what was deleted, whoever still has its entry', () => {
  const passing = new PassingMap<object>();
  for (const key of ['a', 'b', 'c']) passing.set(key, {});
  // The only way to an entry from outside: a loop that stands at it.
  const loop = passing[Symbol.iterator]();
  loop.next();
  const { first } = passing as unknown as { first: { value: unknown; before: unknown; after: unknown } };
  passing.delete('a');
  expect(first).toMatchObject({ value: undefined, before: null, after: null });
  expect([...loop].map(([key]) => key)).toEqual(['b', 'c']);
});
