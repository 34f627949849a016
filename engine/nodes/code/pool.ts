import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import type { StopSignal } from '../../ports/node-runner.ts';
import { InlineSandbox } from './inline.ts';
import { ABORT_SLOTS, abortSlot, type FromThread, type Job, type JobFailure, type JobResult, type Logs, type TimedResult } from './protocol.ts';
import { startSandboxThread } from './thread.ts';

export type Call = { source: string; inputJson: string; now: number; seed: string };
export type CallResult = ({ outputJson: string } | { failure: JobFailure }) & { logs: Logs | null };

export type CodePoolOptions = {
  threads?: number;
  /** Time of one call, in ms. */
  timeLimitMs?: number;
  /** The last thread is stopped after this time without work, in ms. */
  idleMs?: number;
  /** The others, which a burst called for, after this one. */
  spareIdleMs?: number;
  /** Whether programs that have shown to be short run at once, on the calling thread. */
  inline?: boolean;
  startThread?: typeof startSandboxThread;
};

/** Jobs that one thread is handed at a time. */
const WINDOW = 128;
const MOST_PROGRAMS = 1_000;
const WATCH_MS = 250;
/** Beyond its own limit, before a thread that says nothing is stopped from outside. */
const HANG_GRACE_MS = 1_000;
/** Code is pure, so a job whose thread died is run again; one that does it a second time is to blame. */
const MOST_DEATHS = 2;

type Entry = Call & { id: number; program: number; deaths: number; resolve: (result: CallResult) => void; thread: Thread | null; settled: boolean };
type Thread = {
  worker: Worker;
  slots: Int32Array;
  jobs: Map<number, Entry>;
  known: Set<number>;
  /** Said that one job takes long: nothing more is handed to it until it answers. */
  busy: boolean;
  retiring: boolean;
  watched: { id: number; since: number };
  idleSince: number;
};

/** Threads that run code steps (and, for the shortest, none): started when there is work, replaced when they die, hang or grow, stopped when idle. */
export class CodePool {
  readonly #size: number;
  readonly #timeLimitMs: number;
  readonly #idleMs: number;
  readonly #spareIdleMs: number;
  readonly #start: typeof startSandboxThread;
  readonly #threads = new Set<Thread>();
  readonly #programs = new Map<string, number>();
  readonly #inline: InlineSandbox | null;
  #queue: Entry[] = [];
  #nextId = 1;
  #nextProgram = 1;
  #flushing = false;
  #watch: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(options: CodePoolOptions = {}) {
    this.#size = options.threads ?? Math.max(2, Math.min(4, availableParallelism()));
    this.#timeLimitMs = options.timeLimitMs ?? 5_000;
    this.#idleMs = options.idleMs ?? 5_000;
    this.#spareIdleMs = options.spareIdleMs ?? 2_000;
    this.#inline = (options.inline ?? true) && InlineSandbox.possible() ? new InlineSandbox() : null;
    this.#start = options.startThread ?? startSandboxThread;
  }

  get threadCount(): number {
    return this.#threads.size;
  }

  /** Runs one call. Rejects only with the reason of `stop`; what the code did wrong is in the result. */
  run(call: Call, stop: StopSignal): Promise<CallResult> {
    if (stop.aborted) return Promise.reject(stop.reason);
    const program = this.#programOf(call.source);
    const atOnce = this.#inline?.run({ program, ...call }) ?? null;
    if (atOnce !== null) return Promise.resolve(resultOf(atOnce));
    return new Promise((resolve, reject) => {
      const stopped = () => {
        this.#abort(entry);
        reject(stop.reason);
      };
      const entry: Entry = {
        id: this.#nextId++,
        program,
        deaths: 0,
        thread: null,
        settled: false,
        ...call,
        resolve: (result) => {
          stop.removeEventListener('abort', stopped);
          resolve(result);
        },
      };
      stop.addEventListener('abort', stopped, { once: true });
      this.#queue.push(entry);
      this.#flushSoon();
    });
  }

  /** Stops all threads; calls under way fail. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#watch !== null) clearInterval(this.#watch);
    const threads = [...this.#threads];
    this.#threads.clear();
    for (const entry of [...this.#queue, ...threads.flatMap((thread) => [...thread.jobs.values()])]) settle(entry, crashed('the sandbox was closed'));
    this.#queue = [];
    await Promise.all(threads.map((thread) => thread.worker.terminate()));
  }

  #programOf(source: string): number {
    const known = this.#programs.get(source);
    if (known !== undefined) return known;
    // Threads keep more sources than this, oldest out first as here: what is known here is known there.
    if (this.#programs.size >= MOST_PROGRAMS) {
      const [oldest, program] = this.#programs.entries().next().value!;
      this.#programs.delete(oldest);
      this.#inline?.forget(program);
    }
    const id = this.#nextProgram++;
    this.#programs.set(source, id);
    return id;
  }

  /** Calls of one turn of the event loop travel in one message. */
  #flushSoon(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    queueMicrotask(() => {
      this.#flushing = false;
      this.#flush();
    });
  }

  #flush(): void {
    while (this.#queue.length > 0 && !this.#closed) {
      const thread = this.#choose();
      if (thread === null) return;
      const entries = this.#queue.splice(0, WINDOW - thread.jobs.size);
      if (thread.jobs.size === 0) thread.worker.ref();
      const jobs: Job[] = entries.map((entry) => {
        entry.thread = thread;
        thread.jobs.set(entry.id, entry);
        const isNew = !thread.known.has(entry.program);
        if (isNew) thread.known.add(entry.program);
        return { id: entry.id, program: entry.program, source: isNew ? entry.source : null, inputJson: entry.inputJson, now: entry.now, seed: entry.seed };
      });
      thread.worker.postMessage({ jobs });
    }
  }

  #choose(): Thread | null {
    let best: Thread | null = null;
    let waits = false;
    for (const thread of this.#threads) {
      if (thread.busy || thread.retiring) continue;
      // It is full but getting on: waiting for it costs less than the 30 MB of another thread.
      if (thread.jobs.size >= WINDOW) waits = true;
      else if (best === null || thread.jobs.size < best.jobs.size) best = thread;
    }
    if (best !== null || waits) return best;
    return this.#threads.size < this.#size ? this.#spawn() : null;
  }

  #spawn(): Thread {
    const shared = new SharedArrayBuffer(4 * (1 + ABORT_SLOTS));
    const worker = this.#start({ shared, timeLimitMs: this.#timeLimitMs });
    const thread: Thread = { worker, slots: new Int32Array(shared), jobs: new Map(), known: new Set(), busy: false, retiring: false, watched: { id: 0, since: 0 }, idleSince: Date.now() };
    this.#threads.add(thread);
    worker.on('message', (message: FromThread) => this.#hear(thread, message));
    let reason = 'the thread ended';
    worker.on('error', (error) => (reason = error.message));
    worker.on('exit', () => this.#bury(thread, reason));
    worker.unref();
    this.#watch ??= setInterval(() => this.#look(), WATCH_MS).unref();
    return thread;
  }

  #hear(thread: Thread, message: FromThread): void {
    if (message.type === 'returned') {
      thread.busy = true;
      const back = message.ids.map((id) => thread.jobs.get(id)).filter((entry) => entry !== undefined);
      for (const entry of back) this.#takeBack(entry);
      this.#queue.unshift(...back);
    } else if (message.type === 'results') {
      thread.busy = false;
      for (const result of message.results) this.#answer(thread, result);
      if (message.retire) thread.retiring = true;
    }
    if (thread.jobs.size === 0) this.#rest(thread);
    this.#flush();
  }

  #answer(thread: Thread, result: TimedResult): void {
    const entry = thread.jobs.get(result.id);
    if (entry === undefined) return;
    thread.jobs.delete(result.id);
    if (result.failure === null) this.#inline?.ran(entry.program, result.ms);
    settle(entry, resultOf(result));
  }

  #rest(thread: Thread): void {
    thread.idleSince = Date.now();
    thread.worker.unref();
    if (thread.retiring) this.#stop(thread);
  }

  #stop(thread: Thread): void {
    this.#threads.delete(thread);
    void thread.worker.terminate();
  }

  #abort(entry: Entry): void {
    entry.settled = true;
    const thread = entry.thread;
    if (thread === null) this.#queue = this.#queue.filter((waiting) => waiting !== entry);
    else Atomics.store(thread.slots, abortSlot(entry.id), entry.id);
  }

  #takeBack(entry: Entry): void {
    entry.thread?.jobs.delete(entry.id);
    entry.thread = null;
  }

  /** A thread is gone. What it had not finished is run again elsewhere; the job it was at is counted against. */
  #bury(thread: Thread, reason: string): void {
    this.#threads.delete(thread);
    const running = Atomics.load(thread.slots, 0);
    const left = [...thread.jobs.values()].filter((entry) => !entry.settled);
    thread.jobs.clear();
    const again: Entry[] = [];
    for (const entry of left) {
      if (running === 0 || running === entry.id) entry.deaths++;
      entry.thread = null;
      if (entry.deaths < MOST_DEATHS) again.push(entry);
      else settle(entry, crashed(reason));
    }
    this.#queue.unshift(...again);
    this.#flushSoon();
  }

  /** A thread that neither answers nor notices its own limit is stopped from outside; idle ones are let go. */
  #look(): void {
    const now = Date.now();
    for (const thread of [...this.#threads]) {
      if (thread.jobs.size === 0) {
        if (now - thread.idleSince > (this.#threads.size > 1 ? this.#spareIdleMs : this.#idleMs)) this.#stop(thread);
        continue;
      }
      const running = Atomics.load(thread.slots, 0);
      if (running === 0 || running !== thread.watched.id) thread.watched = { id: running, since: now };
      else if (now - thread.watched.since > this.#timeLimitMs + HANG_GRACE_MS) {
        const entry = thread.jobs.get(running);
        if (entry !== undefined) {
          thread.jobs.delete(running);
          settle(entry, { failure: { kind: 'time', name: 'Error', message: 'interrupted', line: null }, logs: null });
        }
        void thread.worker.terminate();
      }
    }
    if (this.#threads.size === 0 && this.#watch !== null) {
      clearInterval(this.#watch);
      this.#watch = null;
    }
  }
}

function resultOf(result: JobResult): CallResult {
  const { logs } = result;
  return result.failure === null ? { outputJson: result.outputJson ?? 'null', logs } : { failure: result.failure, logs };
}

function settle(entry: Entry, result: CallResult): void {
  if (entry.settled) return;
  entry.settled = true;
  entry.resolve(result);
}

function crashed(message: string): CallResult {
  return { failure: { kind: 'crash', name: 'Error', message, line: null }, logs: null };
}
