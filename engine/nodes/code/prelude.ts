/**
 * Runs once in each fresh QuickJS context and yields the functions that compile programs and run them. It takes away what would let
 * one call leave something for the next (writable intrinsics, code from text), gives the code its fixed clock and its
 * repeatable chance, and turns results and errors into one string, so that a call crosses the border once.
 *
 * An answer begins with `v` (value as JSON), `u` (no value), `p` (a promise: ask `settle`), `e` (error) or `j` (not JSON);
 * in upper case when there are log lines to fetch.
 */
export const PRELUDE = String.raw`(function () {
'use strict';
const HostDate = Date, HostPromise = Promise, NativeError = Error;
const { parse, stringify } = JSON;
const { construct, ownKeys, getOwnPropertyDescriptor, defineProperty, getPrototypeOf } = Reflect;
const { freeze } = Object;
const isFinite = Number.isFinite, imul = Math.imul, NewFunction = Function;
const then = HostPromise.prototype.then, call = Function.prototype.call.bind(Function.prototype.call);
const AsyncFunction = getPrototypeOf(async function () {}).constructor;

let now = 0, a = 0, b = 0, c = 0, d = 0, seedLeft = null, logs = [], logged = 0, settled = null;
const MOST_LINES = 200;

// sfc32 over a hash of the seed: the same step draws the same numbers in every attempt.
function seedChance(seed) {
  let h1 = 1779033703, h2 = 3144134277, h3 = 1013904242, h4 = 2773480762;
  for (let i = 0; i < seed.length; i++) {
    const k = seed.charCodeAt(i);
    h1 = h2 ^ imul(h1 ^ k, 597399067); h2 = h3 ^ imul(h2 ^ k, 2869860233);
    h3 = h4 ^ imul(h3 ^ k, 951274213); h4 = h1 ^ imul(h4 ^ k, 2716044179);
  }
  a = h1 | 0; b = h2 | 0; c = h3 | 0; d = h4 | 0;
  for (let i = 0; i < 12; i++) chance();
}
function chance() {
  const t = (((a + b) | 0) + d) | 0;
  d = (d + 1) | 0; a = b ^ (b >>> 9); b = (c + (c << 3)) | 0; c = (c << 21) | (c >>> 11); c = (c + t) | 0;
  return (t >>> 0) / 4294967296;
}
// Most code leaves nothing to chance, and to hash the seed takes longer than most code: it waits for the first number.
Math.random = function random() {
  if (seedLeft !== null) { const seed = seedLeft; seedLeft = null; seedChance(seed); }
  return chance();
};

function FixedDate(...parts) {
  if (new.target === undefined) return new HostDate(now).toString();
  return construct(HostDate, parts.length === 0 ? [now] : parts, new.target);
}
defineProperty(FixedDate, 'name', { value: 'Date' });
defineProperty(FixedDate, 'length', { value: 7 });
FixedDate.prototype = HostDate.prototype;
FixedDate.UTC = HostDate.UTC;
FixedDate.parse = HostDate.parse;
FixedDate.now = function () { return now; };
HostDate.prototype.constructor = FixedDate;
globalThis.Date = FixedDate;

function blocked() { throw new TypeError('Code cannot be made from text here.'); }
for (const sample of [function () {}, async function () {}, function* () {}, async function* () {}]) {
  defineProperty(getPrototypeOf(sample), 'constructor', { value: blocked, writable: false, configurable: false });
}
blocked.prototype = NewFunction.prototype;
globalThis.Function = blocked;
for (const name of ['eval', 'WeakRef', 'FinalizationRegistry', 'SharedArrayBuffer', 'Atomics', 'performance']) delete globalThis[name];

function log(level, parts) {
  logged++;
  if (logged > MOST_LINES) return;
  let line = '', first = true;
  for (const part of parts) {
    let text;
    try { text = typeof part === 'string' ? part : stringify(part) ?? String(part); } catch { text = '[cannot be shown]'; }
    line += first ? text : ' ' + text;
    first = false;
  }
  logs[logs.length] = [level, line.length > 1000 ? line.slice(0, 999) + '…' : line];
}
const console = {};
for (const level of ['log', 'info', 'warn', 'error', 'debug']) console[level] = function (...parts) { log(level, parts); };
globalThis.console = console;

// A frozen prototype would make 'this.name = …' fail in a subclass of Error and 'o.toString = …' on any object:
// what is commonly overridden becomes an accessor whose setter writes to the object itself.
function overridable(prototype, names) {
  for (const name of names) {
    const before = getOwnPropertyDescriptor(prototype, name);
    if (before === undefined || !('value' in before) || before.configurable === false) continue;
    const value = before.value;
    defineProperty(prototype, name, {
      get() { return value; },
      set(next) {
        if (this === prototype) throw new TypeError('Built-in objects cannot be changed.');
        defineProperty(this, name, { value: next, writable: true, enumerable: true, configurable: true });
      },
      enumerable: false, configurable: false,
    });
  }
}
overridable(Object.prototype, ['constructor', 'toString', 'valueOf', 'toLocaleString', 'hasOwnProperty']);
overridable(Array.prototype, ['constructor', 'toString']);
overridable(FixedDate.prototype, ['constructor', 'toString', 'toJSON']);
for (const Kind of [NativeError, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError, AggregateError]) overridable(Kind.prototype, ['constructor', 'name', 'message', 'toString']);

const done = new Set();
function freezeAll(value) {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null || done.has(value)) return;
  done.add(value);
  freeze(value);
  freezeAll(getPrototypeOf(value));
  for (const key of ownKeys(value)) {
    const property = getOwnPropertyDescriptor(value, key);
    if ('value' in property) freezeAll(property.value);
    else { freezeAll(property.get); freezeAll(property.set); }
  }
}
for (const sample of [function () {}, async function () {}, function* () {}, async function* () {}, (function* () {})(), (async function* () {})(), [][Symbol.iterator](), new Map()[Symbol.iterator](), new Set()[Symbol.iterator](), ''[Symbol.iterator](), 'a'.matchAll(/a/g)]) freezeAll(getPrototypeOf(sample));
freezeAll(globalThis);
done.clear();

function strict(key, value) {
  switch (typeof value) {
    case 'number': if (!isFinite(value)) throw new NotJson(String(value) + ' is not a JSON number', key); return value;
    case 'function': case 'symbol': case 'bigint': throw new NotJson('a ' + typeof value + ' is not JSON', key);
    default: return value;
  }
}
class NotJson { constructor(message, key) { this.text = message + (key === '' ? '' : ', at "' + key + '"'); } }

function answer(value) {
  if (value === undefined) return 'u';
  try {
    const text = stringify(value, strict);
    return text === undefined ? 'u' : 'v' + text;
  } catch (error) {
    if (error instanceof NotJson) return 'j' + error.text;
    if (error instanceof TypeError && /circular/.test(error.message)) return 'ja value that contains itself is not JSON';
    return describe(error);
  }
}
function describe(error) {
  let name = 'Error', message = '', stack = '';
  try {
    if (error instanceof NativeError) { name = String(error.name); message = String(error.message); stack = String(error.stack); }
    else message = typeof error === 'string' ? error : stringify(error) ?? String(error);
  } catch { message = 'an error that cannot be shown'; }
  return 'e' + stringify([name.slice(0, 200), message.slice(0, 4000), stack.slice(0, 4000)]);
}
function withLogs(text) { return logged === 0 ? text : text[0].toUpperCase() + text.slice(1); }

const programs = [];
return {
  // Two lines of a function's head come before the source.
  compile(slot, source, isAsync) {
    try { programs[slot] = isAsync ? new AsyncFunction('input', '"use strict";' + source) : new NewFunction('input', '"use strict";' + source); return ''; }
    catch (error) { return describe(error); }
  },
  run(slot, inputJson, at, seed) {
    now = at; logs = []; logged = 0; settled = null;
    seedLeft = seed;
    let text;
    try {
      const value = programs[slot](parse(inputJson));
      if (value instanceof HostPromise) {
        call(then, value, (result) => { settled = answer(result); }, (error) => { settled = describe(error); });
        return 'p';
      }
      text = answer(value);
    } catch (error) { text = describe(error); }
    return withLogs(text);
  },
  settle() { return withLogs(settled ?? describe(new NativeError('The promise never settles: there is nothing here to wait for.'))); },
  takeLogs() { const told = { lines: logs, cut: logged - logs.length }; logs = []; logged = 0; return stringify(told); },
};
})()`;
