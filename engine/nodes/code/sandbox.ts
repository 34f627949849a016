import { newQuickJSWASMModuleFromVariant, newVariant, RELEASE_SYNC, type QuickJSContext, type QuickJSHandle, type QuickJSRuntime, type QuickJSWASMModule } from 'quickjs-emscripten';
import { PRELUDE } from './prelude.ts';
import { INITIAL_PAGES, MAXIMUM_PAGES, type Job, type JobFailure, type JobResult, type Logs } from './protocol.ts';

const STACK_BYTES = 512 * 1024;
/** Compiled programs kept; each holds a context of its own, about 300 KB. */
const MOST_PROGRAMS = 24;
const MOST_SOURCES = 1_500;
/** A context is made anew after so many calls, so that nothing can pile up in it. */
const CALLS_PER_CONTEXT = 20_000;
const CALLS_PER_SHARED_CONTEXT = 500_000;
const RETIRE_BYTES = 40 * 1024 * 1024;
const FILE = /<input>:(\d+)(?::\d+)?/;
/** Lines that `new Function` writes before the source. */
const HEAD_LINES = 2;
const LARGEST_OUTPUT = 8 * 1024 * 1024;

type Realm = { runtime: QuickJSRuntime; context: QuickJSContext; compile: QuickJSHandle; run: QuickJSHandle; settle: QuickJSHandle; takeLogs: QuickJSHandle; calls: number };
type Program = { realm: Realm; slot: number };

/** Asked now and then while code runs; true breaks it off. */
export type Interrupt = () => boolean;

/**
 * Programs in QuickJS. The frozen intrinsics of a context leave the code nowhere to put anything that a later call
 * could find; on a thread each source text has a context of its own besides. A context takes tens of milliseconds to
 * make, so a sandbox that holds up an event loop shares one among its programs.
 */
export class Sandbox {
  readonly #module: QuickJSWASMModule;
  readonly #memory: WebAssembly.Memory;
  readonly #sources = new Map<number, string>();
  readonly #programs = new Map<number, Program>();
  #interrupt: Interrupt = () => false;
  #wasInterrupted = false;
  #broken = false;
  #nextSlot = 0;

  /** The one context of all programs, where they share it. */
  #shared: Realm | null = null;

  private constructor(module: QuickJSWASMModule, memory: WebAssembly.Memory) {
    this.#module = module;
    this.#memory = memory;
  }

  /** @param how `shared`: one context for all programs, made now */
  static async create(how: 'apart' | 'shared' = 'apart'): Promise<Sandbox> {
    // QuickJS's own memory limit does not see what is allocated in WebAssembly; the size of the memory itself is the limit.
    const memory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: MAXIMUM_PAGES });
    const sandbox = new Sandbox(await newQuickJSWASMModuleFromVariant(newVariant(RELEASE_SYNC, { wasmMemory: memory })), memory);
    if (how === 'shared') sandbox.#shared = sandbox.#realm();
    return sandbox;
  }

  /**
   * True when the thread had better be replaced: so much memory was taken (WebAssembly never gives any back), or
   * something was broken off in the middle, after which an interpreter cannot always be taken apart.
   */
  get isSpent(): boolean {
    return this.#broken || (this.#shared !== null && this.#shared.calls > CALLS_PER_SHARED_CONTEXT) || this.#memory.buffer.byteLength > RETIRE_BYTES;
  }

  get #isFull(): boolean {
    return this.#memory.buffer.byteLength >= (MAXIMUM_PAGES - 64) * 65_536;
  }

  /** Keeps the source that a job brings. It comes once, so it is kept even if that job is given back and run elsewhere. */
  learn(job: Job): void {
    if (job.source !== null) this.#keepSource(job.program, job.source);
  }

  knows(program: number): boolean {
    return this.#sources.has(program);
  }

  execute(job: Job, interrupt: Interrupt): JobResult {
    this.#interrupt = interrupt;
    this.#wasInterrupted = false;
    try {
      const program = this.#programFor(job.program);
      if ('kind' in program) return failed(job, program);
      const result = this.#call(program, job);
      // Without memory the error cannot even be told properly.
      if (result.failure?.kind === 'thrown' && this.#isFull) return failed(job, { kind: 'memory', name: 'Error', message: 'out of memory', line: null });
      return result;
    } catch (error) {
      // The interpreter itself gave way; what is left of it is not to be trusted.
      this.#broken = true;
      return failed(job, { kind: 'crash', name: 'Error', message: error instanceof Error ? error.message : 'the interpreter stopped', line: null });
    } finally {
      this.#interrupt = () => false;
    }
  }

  #keepSource(id: number, source: string): void {
    this.#sources.set(id, source);
    if (this.#sources.size <= MOST_SOURCES) return;
    const oldest = this.#sources.keys().next().value!;
    this.#sources.delete(oldest);
    this.#forget(oldest);
  }

  #programFor(id: number): Program | JobFailure {
    const known = this.#programs.get(id);
    if (known !== undefined && (this.#shared !== null || known.realm.calls < CALLS_PER_CONTEXT)) {
      // Last used, last in line to be dropped.
      this.#programs.delete(id);
      this.#programs.set(id, known);
      return known;
    }
    this.#forget(id);
    const source = this.#sources.get(id);
    if (source === undefined) throw new Error('the source was not sent');
    const made = this.#compile(source);
    if ('kind' in made) return made;
    this.#programs.set(id, made);
    if (this.#shared === null && this.#programs.size > MOST_PROGRAMS) this.#forget(this.#programs.keys().next().value!);
    return made;
  }

  #realm(): Realm {
    const runtime = this.#module.newRuntime();
    runtime.setMaxStackSize(STACK_BYTES);
    runtime.setInterruptHandler(() => {
      const stop = this.#interrupt();
      if (stop) this.#wasInterrupted = true;
      return stop;
    });
    const context = runtime.newContext();
    // It is ours, and half of it is of no use: the program that comes after it is broken off instead.
    const interrupt = this.#interrupt;
    this.#interrupt = () => false;
    const methods = context.unwrapResult(context.evalCode(PRELUDE, 'heddle.js'));
    this.#interrupt = interrupt;
    const part = (name: string) => context.getProp(methods, name);
    const realm: Realm = { runtime, context, compile: part('compile'), run: part('run'), settle: part('settle'), takeLogs: part('takeLogs'), calls: 0 };
    methods.dispose();
    return realm;
  }

  #compile(source: string): Program | JobFailure {
    const realm = this.#shared ?? this.#realm();
    const { context } = realm;
    const program: Program = { realm, slot: this.#shared === null ? 0 : this.#nextSlot++ };
    const text = this.#invoke(realm, realm.compile, [context.newNumber(program.slot), context.newString(source), /\bawait\b/.test(source) ? context.true : context.false]);
    if (text === '') return program;
    if (this.#shared === null) this.#dispose(realm);
    if (typeof text !== 'string') return text;
    const failure = thrown(text.slice(1));
    // What is missing at the end is missed in a line after the last one.
    return { ...failure, kind: 'syntax', line: failure.line && Math.min(failure.line, source.trimEnd().split('\n').length) };
  }

  #call({ realm, slot }: Program, job: Job): JobResult {
    realm.calls++;
    const { context } = realm;
    let text = this.#invoke(realm, realm.run, [context.newNumber(slot), context.newString(job.inputJson), context.newNumber(job.now), context.newString(job.seed)]);
    if (text === 'p') {
      realm.runtime.executePendingJobs().dispose();
      // A promise job that is broken off leaves its promise open instead of failing the call.
      text = this.#wasInterrupted ? INTERRUPTED : this.#invoke(realm, realm.settle, []);
    }
    if (typeof text !== 'string') {
      this.#broken = true;
      return { ...failed(job, text), logs: text.kind === 'time' ? this.#logsOfBroken(realm) : null };
    }
    const kind = text[0]!;
    const logs = kind >= 'A' && kind <= 'Z' ? readLogs(this.#invoke(realm, realm.takeLogs, [])) : null;
    // Something was left to be done later: it must not happen in the middle of the next call.
    if (realm.runtime.hasPendingJob()) {
      if (this.#shared === null) this.#forget(job.program);
      else this.#broken = true;
    }
    return { id: job.id, logs, ...readAnswer(kind.toLowerCase(), text.slice(1)) };
  }

  /** What was logged before the code was broken off tells where it went round; nothing more of it is run. */
  #logsOfBroken(realm: Realm): Logs | null {
    this.#interrupt = () => false;
    try {
      const logs = readLogs(this.#invoke(realm, realm.takeLogs, []));
      return logs === null || logs.lines.length === 0 ? null : logs;
    } catch {
      return null;
    }
  }

  #invoke({ context }: Realm, method: QuickJSHandle, args: QuickJSHandle[]): string | JobFailure {
    const result = context.callFunction(method, context.undefined, args);
    for (const arg of args) arg.dispose();
    if (result.error !== undefined) {
      const message = context.getProp(result.error, 'message').consume((handle) => context.getString(handle));
      result.error.dispose();
      return message === 'interrupted' ? INTERRUPTED : { kind: 'memory', name: 'Error', message, line: null };
    }
    return result.value.consume((value) => context.getString(value));
  }

  #forget(id: number): void {
    const program = this.#programs.get(id);
    if (program === undefined) return;
    this.#programs.delete(id);
    if (this.#shared === null) this.#dispose(program.realm);
  }

  #dispose(realm: Realm): void {
    try {
      for (const part of [realm.compile, realm.run, realm.settle, realm.takeLogs, realm.context, realm.runtime]) part.dispose();
    } catch {
      this.#broken = true;
    }
  }
}

const INTERRUPTED: JobFailure = { kind: 'time', name: 'Error', message: 'interrupted', line: null };

function failed(job: Job, failure: JobFailure): JobResult {
  return { id: job.id, outputJson: null, failure, logs: null };
}

function readAnswer(kind: string, rest: string): Pick<JobResult, 'outputJson' | 'failure'> {
  if (kind === 'v' && rest.length > LARGEST_OUTPUT) return { outputJson: null, failure: { kind: 'not-json', name: 'Error', message: 'the value is larger than 8 MB', line: null } };
  if (kind === 'v') return { outputJson: rest, failure: null };
  if (kind === 'u') return { outputJson: 'null', failure: null };
  if (kind === 'j') return { outputJson: null, failure: { kind: 'not-json', name: 'Error', message: rest, line: null } };
  return { outputJson: null, failure: thrown(rest) };
}

function thrown(json: string): JobFailure {
  const [name, message, stack] = JSON.parse(json) as [string, string, string];
  if (name === 'InternalError' && (message === 'out of memory' || message === 'string too long')) return { kind: 'memory', name, message, line: null };
  const line = FILE.exec(stack)?.[1];
  return { kind: 'thrown', name, message, line: line === undefined ? null : Math.max(1, Number(line) - HEAD_LINES) };
}

function readLogs(text: string | JobFailure): Logs | null {
  return typeof text === 'string' ? (JSON.parse(text) as Logs) : null;
}
