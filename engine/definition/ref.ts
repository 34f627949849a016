import type { Json, JsonObject } from './json.ts';

/** What a large value is, told without it: in the words of `type()`, with what `size()` gives. */
export type RefShape = { hash: string; bytes: number; type: 'string' | 'list' | 'map'; length: number };

/**
 * Stands for a large value of a run, which is kept beside its history. A class, so that no JSON can be one.
 *
 * As text it is a string that begins with NUL. No value may hold a NUL (`toJson` refuses it), so what is read back is
 * somebody's data or a reference, and never both.
 */
export class Ref implements RefShape {
  /** SHA-256 of the canonical text. */
  readonly hash: string;
  /** Of the canonical text as UTF-8. */
  readonly bytes: number;
  readonly type: RefShape['type'];
  /** Code points of a text, items of a list, members of a map. */
  readonly length: number;

  constructor({ hash, bytes, type, length }: RefShape) {
    this.hash = hash;
    this.bytes = bytes;
    this.type = type;
    this.length = length;
  }

  toJSON(): string {
    return `\u0000ref ${this.hash} ${this.bytes} ${this.type} ${this.length}`;
  }
}

/** A reference where a value is expected: whoever only hands it on need not know. */
export function asValue(ref: Ref): Json {
  return ref as unknown as Json; // whoever looks into a value asks `instanceof Ref` first
}

export function shapeOf({ hash, bytes, type, length }: Ref): RefShape {
  return { hash, bytes, type, length };
}

/** A value that is needed is not at hand. It is no failure of what was evaluated: load it, and begin again with the state as it was. */
export class NeedsValues extends Error {
  constructor(readonly refs: readonly Ref[]) {
    super(`${refs.length === 1 ? 'A large value is' : `${refs.length} large values are`} not at hand: ${refs.slice(0, 3).map((ref) => ref.hash.slice(0, 12)).join(', ')}${refs.length > 3 ? ' …' : ''}.`);
    this.name = 'NeedsValues';
  }
}

/** Gives the value that a reference stands for; undefined when it is not at hand. */
export type Look = (ref: Ref) => Json | undefined;

/** @throws NeedsValues */
export function opened(ref: Ref, look: Look | undefined): Json {
  const value = look?.(ref);
  if (value === undefined) throw new NeedsValues([ref]);
  return value;
}

/** Values of histories never change: one that was found to hold no reference holds none. */
const plain = new WeakSet<object>();

/**
 * A value with everything it refers to in its place; the value itself when it refers to nothing.
 * @throws NeedsValues for all that are not at hand
 */
export function wholeValue<T>(value: T, look: Look | undefined): T {
  if (typeof value !== 'object' || value === null || plain.has(value)) return value;
  const missing = new Map<string, Ref>();
  const whole = filled(value, (ref) => {
    const found = look?.(ref);
    if (found === undefined) missing.set(ref.hash, ref);
    return found ?? null;
  });
  if (missing.size > 0) throw new NeedsValues([...missing.values()]);
  return whole as T;
}

/** A value with something else in the place of each reference; never the reference itself. */
export function filled(value: unknown, put: (ref: Ref) => unknown): unknown {
  if (typeof value !== 'object' || value === null || plain.has(value)) return value;
  if (value instanceof Ref) return put(value);
  if (Array.isArray(value)) {
    let copy: unknown[] | null = null;
    for (let index = 0; index < value.length; index += 1) {
      const before: unknown = value[index];
      const after = filled(before, put);
      if (after !== before) (copy ??= value.slice())[index] = after;
    }
    if (copy === null) plain.add(value);
    return copy ?? value;
  }
  let copy: Record<string, unknown> | null = null;
  for (const name of Object.keys(value)) {
    const before = (value as Record<string, unknown>)[name];
    const after = filled(before, put);
    if (after !== before) (copy ??= copyOf(value))[name] = after;
  }
  if (copy === null) plain.add(value);
  return copy ?? value;
}

function copyOf(value: object): Record<string, unknown> {
  return Object.assign(Object.create(Object.getPrototypeOf(value) as object | null), value) as Record<string, unknown>;
}

/** The references in a value, each once. */
export function refsIn(value: unknown): Ref[] {
  const found = new Map<string, Ref>();
  // Something else, or the value would count as one that holds none.
  filled(value, (ref) => {
    found.set(ref.hash, ref);
    return null;
  });
  return [...found.values()];
}

/** A value for those who only look at it: `{ref: …}` stands where a reference does. */
export function refsTold(value: Json): Json {
  return filled(value, (ref) => ({ ref: shapeOf(ref) })) as Json; // nothing else was put into it
}

const MARK = /^\u0000ref ([0-9a-f]{64}) (\d{1,15}) (string|list|map) (\d{1,15})$/;
/** How a mark begins in JSON text, and nothing else does. */
export const MARK_IN_TEXT = '"\\u0000ref ';

/** Reads JSON that this product has written, with references where it holds any. Most texts hold none, and cost one search. */
export function parseStored(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return text.includes(MARK_IN_TEXT) ? withRefs(value) : value;
}

/** The same of what was parsed already and that nobody else has yet: it is changed. */
export function withRefs<T>(value: T): T {
  return revive(value) as T; // only marks become something else
}

function revive(value: unknown): unknown {
  if (typeof value === 'string') return refOf(value) ?? value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) value[index] = revive(value[index]);
    return value;
  }
  const members = value as JsonObject;
  for (const name of Object.keys(members)) {
    const before = members[name];
    const after = revive(before);
    if (after !== before) members[name] = after as Json;
  }
  return value;
}

function refOf(text: string): Ref | null {
  if (text.charCodeAt(0) !== 0) return null;
  const [, hash, bytes, type, length] = MARK.exec(text) ?? [];
  if (hash === undefined) return null;
  return new Ref({ hash, bytes: Number(bytes), type: type as RefShape['type'], length: Number(length) });
}
