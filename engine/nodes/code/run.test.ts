import { Worker } from 'node:worker_threads';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { StepAbort, type Json, type StepFailure } from '../../ports/node-runner.ts';
import { fakeContext } from '../fake-context.ts';
import { CodePool, type CodePoolOptions } from './pool.ts';
import { closeCodeSandbox, codeRunner, runCode } from './run.ts';
import { Sandbox } from './sandbox.ts';
import { startSandboxThread } from './thread.ts';

const NOW = Date.UTC(2026, 5, 7, 8, 9, 10);
/** What comes to an end gets more time than a machine held up takes for it; only what never does waits out a limit. */
const PLENTY_MS = 20_000;
const shared = new CodePool({ threads: 2, timeLimitMs: PLENTY_MS });
const hasty = new CodePool({ threads: 2, timeLimitMs: 400 });
const extra: CodePool[] = [];

function poolWith(options: CodePoolOptions): { pool: CodePool; started: Worker[] } {
  const started: Worker[] = [];
  const pool = new CodePool({
    ...options,
    startThread: (data) => {
      const worker = startSandboxThread(data);
      started.push(worker);
      return worker;
    },
  });
  extra.push(pool);
  return { pool, started };
}

function evaluate(source: string, input: Json = null, options: { pool?: CodePool; seed?: string; logs?: string[]; signal?: AbortSignal } = {}): Promise<Json> {
  const call = { source, inputJson: JSON.stringify(input), now: NOW, seed: options.seed ?? 's' };
  return runCode(call, options.signal ?? new AbortController().signal, (frame) => options.logs?.push(frame.type === 'log' ? `${frame.level}: ${frame.message}` : JSON.stringify(frame)), options.pool ?? shared);
}

async function failureOf(source: string, options: { pool?: CodePool } = {}): Promise<StepFailure> {
  const outcome: unknown = await evaluate(source, null, options).then((value) => ({ value }), (error: unknown) => error);
  expect(outcome).toMatchObject({ name: 'StepFailure' });
  return outcome as StepFailure;
}

afterEach(async () => void (await Promise.all(extra.splice(0).map((pool) => pool.close()))));
afterAll(async () => {
  await Promise.all([shared.close(), hasty.close()]);
  await closeCodeSandbox();
});

describe('code', () => {
  it('gets the input and returns the output', async () => {
    await expect(evaluate('return { total: input.price * input.amount, tags: input.tags.map((t) => t.toUpperCase()) };', { price: 2.5, amount: 4, tags: ['a', 'ü'] })).resolves.toEqual({ total: 10, tags: ['A', 'Ü'] });
    await expect(evaluate('')).resolves.toBeNull();
    await expect(evaluate('return "\\ud83d\\ude00 中文"')).resolves.toBe('😀 中文');
  });

  it('runs as a step of its own type', async () => {
    await expect(codeRunner.run({ source: 'return input.n + 1', input: { n: 1 } }, fakeContext())).resolves.toBe(2);
    expect(() => codeRunner.run({}, fakeContext())).toThrow('holds no code');
  });

  it('may use async and await', async () => {
    await expect(evaluate('const values = await Promise.all([1, 2].map(async (n) => n * 2)); return values;')).resolves.toEqual([2, 4]);
    expect(await failureOf('await new Promise(() => {})')).toMatchObject({ type: 'CodeError', message: expect.stringContaining('never settles') as string });
    expect(await failureOf('await null; throw new RangeError("late")')).toMatchObject({ type: 'RangeError' });
  });

  it('sees a clock that stands at the step\'s instant, in UTC', async () => {
    const value = await evaluate('const before = Date.now(); for (let i = 0; i < 1e5; i++); return [before === Date.now(), new Date().toISOString(), new Date(2020, 0, 1).toISOString(), new Date().getTimezoneOffset(), new Date().getHours(), new Date() instanceof Date, typeof Date(), new Date("2020-01-01").getTime()];');
    expect(value).toEqual([true, '2026-06-07T08:09:10.000Z', '2020-01-01T00:00:00.000Z', 0, 8, true, 'string', 1577836800000]);
  });

  it('draws the same numbers for the same seed, and others for another', async () => {
    const source = 'return [Math.random(), Math.random(), Math.random()]';
    const first = (await evaluate(source, null, { seed: 'a' })) as number[];
    await expect(evaluate(source, null, { seed: 'a' })).resolves.toEqual(first);
    await expect(evaluate(source, null, { seed: 'b' })).resolves.not.toEqual(first);
    expect(new Set(first).size).toBe(3);
    expect(first.every((value) => value >= 0 && value < 1)).toBe(true);
  });

  it('hands out what the code logs', async () => {
    const logs: string[] = [];
    await evaluate('console.log("seen", { n: input }); console.error("bad"); console.warn("careful"); console.info(""); console.debug("", "x"); return 1', 3, { logs });
    expect(logs).toEqual(['log: seen {"n":3}', 'error: bad', 'warn: careful', 'info: ', 'debug:  x']);
    const many: string[] = [];
    await evaluate('for (let i = 0; i < 500; i++) console.log(i)', null, { logs: many });
    expect(many).toHaveLength(201);
    expect(many.slice(-2)).toEqual(['log: 199', '{"type":"log.cut","lines":300}']);
  });

  it('may override what objects and errors commonly override', async () => {
    await expect(evaluate('class Refused extends Error { constructor(m) { super(m); this.name = "Refused"; } } const o = {}; o.toString = () => "mine"; const e = new Refused("no"); return [String(o), e.name, e instanceof Error, e.constructor === Refused];')).resolves.toEqual(['mine', 'Refused', true, true]);
  });
});

describe('failures', () => {
  it.each([
    ['throw new Error("broken")', 'CodeError', 'broken (line 1)', 1],
    ['const a = 1;\nconst b = null;\nreturn b.c;', 'TypeError', 'line 3', 3],
    ['function deep() {\n  throw new RangeError("inside");\n}\nreturn deep();', 'RangeError', 'inside (line 2)', 2],
    ['return (\n  1 +\n', 'SyntaxError', 'cannot be read', 2],
    ['return } ; globalThis.x = 1; {', 'SyntaxError', 'cannot be read', 1],
  ])('%j says what and in which line', async (source, type, message, line) => {
    const failure = await failureOf(source);
    expect(failure).toMatchObject({ type, retryable: false, details: { line } });
    expect(failure.message).toContain(message);
  });

  it('carry the name that the code gave its error, so that a policy can name it', async () => {
    expect(await failureOf('throw Object.assign(new Error("no"), { name: "OutOfStock" })')).toMatchObject({ type: 'OutOfStock' });
    // Which may be one of the engine's own: who chose it stands beside it.
    for (const name of ['timeout', 'CodeTimeLimit', 'CodeError']) expect((await failureOf(`throw Object.assign(new Error("no"), { name: "${name}" })`)).toStepError()).toMatchObject({ type: name, foreign: true });
    expect((await failureOf('throw new Error("no")')).toStepError()).not.toHaveProperty('foreign');
    expect((await failureOf('while (true);', { pool: hasty })).toStepError()).not.toHaveProperty('foreign');
    expect(await failureOf('throw { reason: 7 }')).toMatchObject({ type: 'CodeError', message: '{"reason":7}' });
  });

  it.each(['return NaN', 'return { a: [1 / 0] }', 'return () => 1', 'return 1n', 'return { f() {} }', 'const a = {}; a.a = a; return a'])('%s is not JSON', async (source) => {
    expect(await failureOf(source)).toMatchObject({ type: 'NotJson', retryable: false });
  });

  it('a loop without an end is stopped at the limit, and the next call goes on as if nothing was', async () => {
    const endless = { pool: hasty };
    expect(await failureOf('while (true);', endless)).toMatchObject({ type: 'CodeTimeLimit', retryable: false });
    expect(await failureOf('for (;;) { try { while (true); } catch {} }', endless)).toMatchObject({ type: 'CodeTimeLimit' });
    expect(await failureOf('const again = () => Promise.resolve().then(again); await again();', endless)).toMatchObject({ type: 'CodeTimeLimit' });
    expect(await failureOf('return /^(a+)+$/.test("a".repeat(60) + "b")', endless)).toMatchObject({ type: 'CodeTimeLimit' });
    // Its time, too, is 400 ms by the clock on the wall.
    await expect.poll(() => evaluate('return 1', null, endless).catch((error: StepFailure) => error.type)).toBe(1);
  });

  it('what was logged before a loop without an end is handed out', async () => {
    const logs: string[] = [];
    await expect(evaluate('console.warn("going in"); while (true);', null, { logs, pool: hasty })).rejects.toMatchObject({ type: 'CodeTimeLimit' });
    await expect(evaluate('console.warn("and again"); const again = () => Promise.resolve().then(again); await again();', null, { logs, pool: hasty })).rejects.toMatchObject({ type: 'CodeTimeLimit' });
    await expect(evaluate('console.error("here"); throw new Error("no")', null, { logs })).rejects.toMatchObject({ type: 'CodeError' });
    expect(logs).toEqual(['warn: going in', 'warn: and again', 'error: here']);
  });

  it('endless recursion is an error of the code', async () => {
    expect(await failureOf('const f = () => f() + 1; return f();')).toMatchObject({ type: 'InternalError', message: expect.stringContaining('stack overflow') as string });
  });

  it.each(['const a = []; while (true) a.push(new Array(1e4).fill(a.length));', 'let s = "x"; while (true) s += s + s;', 'return new ArrayBuffer(1e9).byteLength', 'const l = []; for (;;) l.push({ a: l.length, b: String(l.length) })'])('a memory bomb (%s) fails alone', async (source) => {
    const { pool } = poolWith({ threads: 1, timeLimitMs: 25_000 });
    const failure = await failureOf(source, { pool });
    expect(failure).toMatchObject({ type: 'CodeMemoryLimit', retryable: false });
    await expect(evaluate('return input', 'alive', { pool })).resolves.toBe('alive');
  }, 40_000);
});

describe('the sandbox', () => {
  it.each([
    'process', 'require', 'module', 'fetch', 'setTimeout', 'setInterval', 'WebAssembly', 'eval', 'WeakRef', 'FinalizationRegistry', 'SharedArrayBuffer', 'Atomics', 'performance', 'Buffer', 'std', 'os', 'scriptArgs', 'print',
  ])('has no %s', async (name) => expect(evaluate(`return typeof ${name}`)).resolves.toBe('undefined'));

  it.each([
    'return Function("return 1")()', 'return (() => {}).constructor("return 1")()', 'return (async () => {}).constructor("return 1")', 'return (function* () {}).constructor("return 1")',
    'return Object.getPrototypeOf(async function* () {}).constructor("return 1")', 'return Reflect.construct(Object.getPrototypeOf(function () {}).constructor, ["return 1"])',
  ])('makes no code from text: %s', async (source) => {
    expect(await failureOf(source)).toMatchObject({ type: 'TypeError', message: expect.stringContaining('from text') as string });
  });

  it('does not let code load a module', async () => {
    await expect(evaluate('return import("node:fs").then(() => "loaded", () => "refused")')).resolves.toBe('refused');
  });

  it.each([
    'Array.prototype.map = () => "mine"', 'Object.prototype.polluted = 1', 'globalThis.leak = 1', 'Math.random = () => 1', 'Date.now = () => 1', 'JSON.parse = null',
    'Object.defineProperty(Array.prototype, "x", { value: 1 })', 'Object.setPrototypeOf(Object.prototype, {})', 'Object.prototype.__proto__.x = 1', 'Error.prototype.name = "mine"',
    'Object.prototype.toString = 1', 'Promise.prototype.then = 1', 'Error.stackTraceLimit = 0', '(function* () {}).prototype.__proto__.next = 1', '[][Symbol.iterator]().__proto__.next = 1', 'console.log = 1', 'undeclared = 1',
  ])('keeps its intrinsics from %s', async (attack) => expect(await failureOf(`${attack}; return 1`)).toMatchObject({ type: expect.stringMatching(/TypeError|ReferenceError/) as string }));

  it('gives one call nothing of another, not even of the same code', async () => {
    const { pool } = poolWith({ threads: 1 });
    const source = 'const seen = []; for (const key of ["mark", Symbol.for("mark")]) { for (const place of [globalThis, Object.prototype, Array, Math, console, (() => {}).__proto__]) { if (key in place) seen.push(String(key)); try { place[key] = 1; } catch {} try { Object.defineProperty(place, key, { value: 1 }); } catch {} } } return seen;';
    await expect(evaluate(source, null, { pool })).resolves.toEqual([]);
    await expect(evaluate(source, null, { pool })).resolves.toEqual([]);
  });

  it('cannot be steered by the input', async () => {
    const input = JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}, "then": 1, "toJSON": 2}') as Json;
    await expect(evaluate('const copy = Object.assign({}, input); return [({}).polluted === undefined, Object.keys(input).sort()]', input)).resolves.toEqual([true, ['__proto__', 'constructor', 'then', 'toJSON']]);
    await expect(evaluate('return input', '"); throw 1; ("')).resolves.toBe('"); throw 1; ("');
  });
});

describe('the threads', () => {
  it('start with the first call and stop when there is nothing to do', async () => {
    const { pool, started } = poolWith({ threads: 2, idleMs: 50 });
    expect(pool.threadCount).toBe(0);
    await evaluate('return 1', null, { pool });
    expect(pool.threadCount).toBe(1);
    await expect.poll(() => pool.threadCount, { timeout: 10_000 }).toBe(0);
    await expect(evaluate('return 2', null, { pool })).resolves.toBe(2);
    expect(started).toHaveLength(2);
  });

  it('that a burst called for go soon, and the last one stays', async () => {
    const { pool, started } = poolWith({ threads: 2, idleMs: 600_000, spareIdleMs: 50 });
    // What takes long leaves the other call to a second thread.
    await Promise.all([evaluate('let n = 0; for (let i = 0; i < 3e6; i++) n += i; return n > 0', null, { pool }), evaluate('let n = 0; for (let i = 0; i < 3e6; i++) n += i; return n > 1', null, { pool })]);
    expect(started).toHaveLength(2);
    await expect.poll(() => pool.threadCount, { timeout: 10_000 }).toBe(1);
    await expect(evaluate('return 2', null, { pool })).resolves.toBe(2);
    expect(started).toHaveLength(2);
  });

  it('carry thousands of calls, each with its own answer', async () => {
    const { pool } = poolWith({ threads: 2 });
    const answers = await Promise.all(Array.from({ length: 3_000 }, (_, index) => evaluate(index % 3 === 0 ? 'return input * 2' : 'return input * 2 + 0', index, { pool })));
    expect(answers).toEqual(Array.from({ length: 3_000 }, (_, index) => index * 2));
  });

  it('know the source of a call that they gave back', async () => {
    const { pool } = poolWith({ threads: 1, timeLimitMs: PLENTY_MS });
    await evaluate('return 0', null, { pool });
    // In one message: the first takes so long that the second, which brings its source, is given back unseen.
    const long = evaluate('let n = 0; for (let i = 0; i < 3e6; i++) n += i; return n > 0', null, { pool });
    const first = evaluate('return input + 1', 1, { pool });
    expect(await Promise.all([long, first])).toEqual([true, 2]);
    expect(await evaluate('return input + 1', 2, { pool })).toBe(3);
  });

  it('let short calls pass one that takes long', async () => {
    const { pool } = poolWith({ threads: 2, timeLimitMs: 60_000 });
    await evaluate('return 0', null, { pool });
    const controller = new AbortController();
    const long = evaluate('while (true);', null, { pool, signal: controller.signal }).catch((error: unknown) => error);
    await Promise.all(Array.from({ length: 50 }, (_, index) => evaluate('return input', index, { pool })));
    // It was under way all the time.
    controller.abort(new StepAbort('cancel'));
    expect(await long).toMatchObject({ name: 'StepAbort' });
  });

  it('break off a call whose step is stopped', async () => {
    const { pool } = poolWith({ threads: 1, timeLimitMs: 60_000 });
    const controller = new AbortController();
    const running = evaluate('while (true);', null, { pool, signal: controller.signal }).catch((error: unknown) => error);
    const behind = evaluate('return "next"', null, { pool });
    await expect.poll(() => pool.threadCount).toBe(1);
    controller.abort(new StepAbort('cancel'));
    expect(await running).toMatchObject({ name: 'StepAbort', reason: 'cancel' });
    await expect(behind).resolves.toBe('next');
    await expect(evaluate('return 1', null, { pool, signal: controller.signal })).rejects.toMatchObject({ reason: 'cancel' });
  });

  it('are replaced when they die, and what they were at is run again', async () => {
    const { pool, started } = poolWith({ threads: 1, timeLimitMs: PLENTY_MS });
    await evaluate('return 0', null, { pool });
    const calls = Promise.all(Array.from({ length: 20 }, (_, index) => evaluate('let sum = 0; for (let i = 0; i < 2e5; i++) sum += i; return input', index, { pool })));
    await new Promise((resolve) => setImmediate(resolve));
    await started[0]!.terminate();
    await expect(calls).resolves.toEqual(Array.from({ length: 20 }, (_, index) => index));
    expect(started.length).toBeGreaterThanOrEqual(2);
  });

  it('fail a call that takes its thread with it twice', async () => {
    const { pool, started } = poolWith({ threads: 1, timeLimitMs: 30_000 });
    const doomed = evaluate('while (true);', null, { pool }).catch((error: unknown) => error);
    for (const round of [0, 1]) {
      await expect.poll(() => started.length, { timeout: 10_000 }).toBe(round + 1);
      await new Promise((resolve) => started[round]!.once('message', resolve));
      await started[round]!.terminate();
    }
    expect(await doomed).toMatchObject({ type: 'SandboxCrashed', retryable: true });
    await expect(evaluate('return "alive"', null, { pool })).resolves.toBe('alive');
  });

  it('make the interpreter ready whatever the limit says, and count it for no crash', async () => {
    const sandbox = await Sandbox.create();
    const job = { id: 1, program: 1, source: 'return input + 1', inputJson: '1', now: 0, seed: 's' };
    sandbox.learn(job);
    expect(sandbox.execute(job, () => true)).toMatchObject({ outputJson: '2', failure: null });
    const endless = { ...job, program: 2, source: 'while (true);' };
    sandbox.learn(endless);
    expect(sandbox.execute(endless, () => true)).toMatchObject({ failure: { kind: 'time' } });
  });

  it('are stopped from outside when they hang', async () => {
    let hung = 0;
    // A thread that says it runs a job and then never says anything again.
    const script = 'const { parentPort, workerData } = require("node:worker_threads"); const slots = new Int32Array(workerData.shared); parentPort.on("message", ({ jobs }) => { Atomics.store(slots, 0, jobs[0].id); while (true); });';
    const pool = new CodePool({ threads: 1, timeLimitMs: 1_000, startThread: (data) => (hung++ === 0 ? new Worker(script, { eval: true, workerData: data }) : startSandboxThread(data)) });
    extra.push(pool);
    const first = evaluate('return 1', null, { pool }).catch((error: unknown) => error);
    const second = evaluate('return 2', null, { pool });
    expect(await first).toMatchObject({ type: 'CodeTimeLimit' });
    await expect(second).resolves.toBe(2);
  });
});

describe('a program that has shown to be short', () => {
  /** Counts what the threads are handed. */
  function counted(): { pool: CodePool; posted: () => number } {
    let posted = 0;
    const pool = new CodePool({
      threads: 1, inline: true, timeLimitMs: 2_000,
      startThread: (data) => {
        const worker = startSandboxThread(data);
        const post = worker.postMessage.bind(worker);
        worker.postMessage = (message: { jobs: unknown[] }) => {
          posted += message.jobs.length;
          post(message);
        };
        return worker;
      },
    });
    extra.push(pool);
    return { pool, posted: () => posted };
  }
  /** Calls it until threads are no longer asked. */
  async function warm(source: string, input: Json, { pool, posted }: ReturnType<typeof counted>): Promise<void> {
    await expect.poll(async () => {
      const before = posted();
      await evaluate(source, input, { pool });
      return posted() - before;
    }, { timeout: 10_000, interval: 5 }).toBe(0);
  }

  it('runs at once, with the same answers, logs, chance and clock', async () => {
    const inline = counted();
    const source = 'console.log("n", input.n); return [input.n + 1, Math.random(), new Date(2020, 0, 1).toISOString(), Date.now()];';
    const logs: string[] = [];
    const before = await evaluate(source, { n: 1 }, { pool: inline.pool, logs });
    await warm(source, { n: 1 }, inline);
    const posted = inline.posted();
    await expect(evaluate(source, { n: 1 }, { pool: inline.pool, logs })).resolves.toEqual(before);
    expect(inline.posted()).toBe(posted);
    expect(logs).toEqual(['log: n 1', 'log: n 1']);
  });

  it('that takes long all the same is broken off and ends on a thread; after some times it stays there', async () => {
    const inline = counted();
    const source = 'let n = 0; for (let i = 0; i < input; i++) n += i; return n';
    for (let times = 0; times < 3; times++) {
      await warm(source, 1, inline);
      await expect(evaluate(source, 1_000_000, { pool: inline.pool })).resolves.toBe(499_999_500_000);
    }
    const posted = inline.posted();
    await evaluate(source, 1, { pool: inline.pool });
    expect(inline.posted()).toBe(posted + 1);
  });

  it.each([
    ['if (input) throw new RangeError("large"); return 1', 'RangeError'],
    ['const f = () => f() + 1; if (input) f(); return 1', 'InternalError'],
    ['if (input) while (true); return 1', 'CodeTimeLimit'],
    ['const a = []; if (input) while (true) a.push(new Array(1e4).fill(a.length)); return 1', 'CodeMemoryLimit'],
    ['return input ? NaN : 1', 'NotJson'],
  ])('fails as it does on a thread: %s', async (source, type) => {
    const inline = counted();
    await warm(source, 0, inline);
    const outcome: unknown = await evaluate(source, 1, { pool: inline.pool }).catch((error: unknown) => error);
    expect(outcome).toMatchObject({ name: 'StepFailure', type });
    await expect(evaluate(source, 0, { pool: inline.pool })).resolves.toBe(1);
  }, 20_000);

  it.each([
    ['big integers, whose product cannot be broken off', 'return String(2n ** 3n)', 0],
    ['more input than a glance', 'return input.length', 'x'.repeat(20_000)],
  ])('stays with the threads for %s', async (_why, source, input) => {
    const inline = counted();
    for (let times = 0; times < 12; times++) await evaluate(source, input, { pool: inline.pool });
    expect(inline.posted()).toBe(12);
  });
});
