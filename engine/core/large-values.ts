import { codePoints } from '../definition/expressions/functions/text.ts';
import { asValue, type Look, MARK_IN_TEXT, Ref, type RefShape } from '../definition/ref.ts';
import { type Json, type JsonObject, toJson } from '../definition/json.ts';
import { sha256 } from '../definition/sha256.ts';

/** Bytes of canonical text over which a value of a history is kept beside it. */
export const LARGE_BYTES = 256 * 1024;

/** The first version of the core that keeps large values beside the history; runs of earlier ones keep theirs whole. */
export const LARGE_SINCE = 2;

/** How a process goes about large values. Nothing of it changes what is decided. */
export type Large = {
  /** Values at hand, beside those that the call itself cuts out. */
  look?: Look | undefined;
  /** SHA-256 of a text, where there is a faster one than the core's own. */
  sha256?: ((text: string) => string) | undefined;
  /** Bytes over which a value is large; only a test sets another, and a history replays only under the one it was made with. */
  over?: number | undefined;
};

/** A large value that a decision has cut out: it is to be kept with the events that name it. */
export type CutValue = { ref: Ref; /** The first event that names it. */ seq: number; /** Canonical. */ text: string; value: Json };

/** Cuts large values out of what a call decides, and knows them for the rest of it. */
export class Cutter {
  private readonly cut = new Map<string, CutValue>();
  private readonly over: number;
  private readonly hash: (text: string) => string;
  /** Set by `fit` when what it gave holds a reference. */
  private referred = false;

  constructor(private readonly large: Large) {
    this.over = large.over ?? LARGE_BYTES;
    this.hash = large.sha256 ?? sha256;
  }

  readonly look: Look = (ref) => this.cut.get(ref.hash)?.value ?? this.large.look?.(ref);

  get values(): CutValue[] {
    return [...this.cut.values()];
  }

  /** Whether something that was fitted since it was last asked holds a reference. */
  takeReferred(): boolean {
    const { referred } = this;
    this.referred = false;
    return referred;
  }

  /** The value as it stands in an event: itself, a reference to it, or itself with references to its large parts. */
  fit(value: Json, seq: number): Json {
    if (typeof value !== 'object' || value === null) {
      if (typeof value !== 'string' || value.length * MOST_OF_A_UNIT + 2 <= this.over) return value;
    } else if (value instanceof Ref) {
      this.referred = true;
      return value;
    } else {
      const known = this.over === LARGE_BYTES ? fitting.get(value) : undefined;
      if (known !== undefined) {
        this.referred ||= known;
        return value;
      }
      if (measured(value, this.over) <= this.over) return value;
    }
    const canonical = toJson(value);
    const text = JSON.stringify(canonical);
    const refers = text.includes(MARK_IN_TEXT);
    const bytes = utf8Bytes(text);
    if (bytes <= this.over) {
      this.referred ||= refers;
      if (typeof value === 'object' && this.over === LARGE_BYTES) fitting.set(value, refers);
      return value;
    }
    // What refers to others already is not read back for the rest of it: only its own large parts leave.
    return refers ? this.fitParts(canonical, seq) : this.keep(canonical, text, bytes, seq);
  }

  private fitParts(value: Json, seq: number): Json {
    this.referred = true;
    if (Array.isArray(value)) return value.map((item) => this.fit(item, seq));
    const parts: JsonObject = {};
    for (const [name, member] of Object.entries(value as JsonObject)) define(parts, name, this.fit(member, seq));
    return parts;
  }

  private keep(value: Json, text: string, bytes: number, seq: number): Json {
    this.referred = true;
    const hash = this.hash(text);
    const known = this.cut.get(hash);
    if (known !== undefined) return asValue(known.ref);
    const ref = new Ref({ hash, bytes, ...kindOf(value) });
    this.cut.set(hash, { ref, seq, text, value });
    return asValue(ref);
  }
}

/** Values that were measured and found to fit, with whether they refer to others: they are handed on again and again. */
const fitting = new WeakMap<object, boolean>();
/** Bytes at most from which it is cheaper to know a value again than to walk it again. */
const WORTH_KNOWING = 2_048;
/** Six bytes for a UTF-16 unit that is escaped, three for any other. */
const MOST_OF_A_UNIT = 6;

/**
 * At most so many bytes its canonical text has; it stops counting beyond the limit. A reference counts as beyond: what
 * holds one is looked at more closely.
 */
export function mostBytes(value: Json, limit: number): number {
  switch (typeof value) {
    case 'string':
      return value.length * MOST_OF_A_UNIT + 2;
    case 'number':
      return 25;
    case 'boolean':
      return 5;
    default:
  }
  if (value === null) return 4;
  let most = 2;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length && most <= limit; index += 1) most += 1 + mostBytes(value[index]!, limit - most);
    return most;
  }
  if (value instanceof Ref) return Number.POSITIVE_INFINITY;
  for (const name in value) {
    most += name.length * MOST_OF_A_UNIT + 4 + mostBytes(value[name]!, limit - most);
    if (most > limit) return most;
  }
  return most;
}

/** The same, known again when the value is measured once more: an output is looked at by whoever has made it, and then by the core. */
export function measured(value: Json, limit: number): number {
  const most = mostBytes(value, limit);
  if (most > WORTH_KNOWING && most <= LARGE_BYTES && typeof value === 'object' && value !== null) fitting.set(value, false);
  return most;
}

const encoder = new TextEncoder();

function utf8Bytes(text: string): number {
  return encoder.encode(text).length;
}

function kindOf(value: Json): Pick<RefShape, 'type' | 'length'> {
  if (typeof value === 'string') return { type: 'string', length: codePoints(value) };
  if (Array.isArray(value)) return { type: 'list', length: value.length };
  return { type: 'map', length: Object.keys(value as JsonObject).length };
}

/** A plain assignment to `__proto__` would change the prototype instead of adding a member. */
function define(target: JsonObject, name: string, value: Json): void {
  if (name === '__proto__') Object.defineProperty(target, name, { value, enumerable: true, writable: true, configurable: true });
  else target[name] = value;
}
