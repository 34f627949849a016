import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { anyFreePort } from '../../scripts/servers/ports.ts';
import { until } from '../testing/until.ts';

/** Ends a process that does not look after its channel by itself. */
const GUARD = pathToFileURL(join(import.meta.dirname, '../../scripts/supervisor/orphan-guard.mjs')).href;

export type Exit = { code: number | null; signal: NodeJS.Signals | null };

/** A process under test. It ends with us: its IPC channel closes when we do. */
export class Process {
  readonly lines: string[] = [];
  readonly exited: Promise<Exit>;
  exit: Exit | null = null;
  private readonly child: ChildProcess;

  constructor(program: string, env: Record<string, string>) {
    this.child = spawn(process.execPath, ['--no-warnings', '--import', GUARD, program], { env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', ...env }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    this.exited = new Promise((resolve) => this.child.once('exit', (code, signal) => resolve((this.exit = { code, signal }))));
    for (const stream of [this.child.stdout!, this.child.stderr!]) stream.setEncoding('utf8').on('data', (text: string) => this.lines.push(...text.split('\n').filter((line) => line !== '')));
  }

  /** The first message the program sends. @throws with its last words when it ends before */
  ready<T>(): Promise<T> {
    return new Promise((resolve, reject) => {
      this.child.once('message', (message) => resolve(message as T));
      void this.exited.then(() => reject(new Error(`The process ended: ${this.lines.slice(-5).join('\n')}`)));
    });
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  async kill(): Promise<Exit> {
    this.child.kill('SIGKILL');
    return await this.exited;
  }
}

export type Worker = Process & { readonly id: string };

/** Worker processes by the id under which they hold tasks. */
export class Fleet {
  readonly alive = new Map<string, Worker>();
  readonly everyone: Worker[] = [];

  constructor(
    private readonly program: string,
    private readonly env: Record<string, string>,
  ) {}

  async add(env: Record<string, string> = {}): Promise<Worker> {
    const started = new Process(this.program, { ...this.env, ...env });
    const { worker: id } = await started.ready<{ worker: string }>();
    const worker = Object.assign(started, { id });
    this.alive.set(id, worker);
    this.everyone.push(worker);
    return worker;
  }

  async addSome(count: number, env: Record<string, string> = {}): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => this.add(env)));
  }

  /** SIGKILL, for good: nobody starts it again. @throws when it went another way */
  async kill(id: string): Promise<void> {
    const worker = this.alive.get(id);
    if (worker === undefined) throw new Error(`There is no worker ${id} alive.`);
    this.alive.delete(id);
    const { signal } = await worker.kill();
    if (signal !== 'SIGKILL') throw new Error(`The worker ${id} was not killed but ended by ${signal ?? 'itself'}.`);
  }

  async killAll(): Promise<void> {
    await Promise.all([...this.alive.keys()].map((id) => this.kill(id)));
  }
}

export type Entry = { seq: number; service: string; action: string; reference: string; idempotencyKey: string | null; outcome: string; slow: boolean; answered: boolean };

/** The outside world as a process, read through its own ledger. */
export class Outside {
  private constructor(
    readonly url: string,
    private readonly process: Process,
  ) {}

  static async start(program: string): Promise<Outside> {
    const port = await anyFreePort();
    const url = `http://127.0.0.1:${port}`;
    const started = new Process(program, { HOST: '127.0.0.1', HEDDLE_OUTSIDE_PORT: String(port) });
    await until('the outside world answers', () => fetch(`${url}/healthz`).then((answer) => answer.ok, () => false));
    return new Outside(url, started);
  }

  async ledger(reference?: string): Promise<Entry[]> {
    const answer = await fetch(`${this.url}/ledger?limit=50000${reference === undefined ? '' : `&reference=${reference}`}`);
    return ((await answer.json()) as { entries: Entry[] }).entries;
  }

  async bookings(reference: string): Promise<{ net: number; byService: Record<string, number> }> {
    return (await (await fetch(`${this.url}/bookings?reference=${reference}`)).json()) as { net: number; byService: Record<string, number> };
  }

  stop(): Promise<Exit> {
    return this.process.kill();
  }
}
