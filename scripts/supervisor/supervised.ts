import { spawn, type ChildProcess } from 'node:child_process';
import { eachLine } from '../servers/server-process.ts';
import type { Log } from './log.ts';

export type Program = {
  name: string;
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  /** How long it may take to end after SIGTERM. */
  graceMs: number;
};

const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 10_000;
/** Who lived this long starts over with the shortest delay. */
const HEALTHY_AFTER_MS = 20_000;

/** A process that is started again when it ends, later each time, until it is stopped. */
export class Supervised {
  restarts = 0;
  private child: ChildProcess | undefined;
  private exited: Promise<void> = Promise.resolve();
  private stopping = false;
  private delayMs = FIRST_DELAY_MS;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    readonly program: Program,
    private readonly log: Log,
    /** Told after each start: another process id. */
    private readonly changed: () => void = () => undefined,
  ) {}

  get pid(): number | undefined {
    return this.child?.pid;
  }

  start(): void {
    const { name, command, args, env } = this.program;
    const startedAt = Date.now();
    // A process group of its own: Ctrl-C in the terminal reaches the supervisor alone, which then stops all in order.
    const child = spawn(command, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    this.child = child;
    eachLine(child.stdout, (line) => this.log.line(name, line, 'info'));
    eachLine(child.stderr, (line) => this.log.line(name, line, 'warn'));
    child.once('spawn', this.changed);
    this.exited = new Promise((resolve) => {
      const ended = (reason: string) => {
        if (this.child !== child) return;
        this.child = undefined;
        // Whatever it started itself goes with it.
        killGroup(child.pid, 'SIGKILL');
        resolve();
        if (!this.stopping) this.startAgain(reason, Date.now() - startedAt);
      };
      child.once('exit', (code, signal) => ended(signal === null ? `code ${code}` : signal));
      child.once('error', (error) => ended(error.message));
    });
  }

  /** Sends a signal to the process alone. */
  signal(name: NodeJS.Signals): void {
    this.child?.kill(name);
  }

  /** Asks it to end, and kills it after its grace. It is not started again. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    const { child } = this;
    if (child === undefined) return;
    child.kill('SIGTERM');
    const timer = setTimeout(() => {
      this.log.write('warn', this.program.name, `It did not end within ${this.program.graceMs / 1000} s and is killed.`);
      killGroup(child.pid, 'SIGKILL');
    }, this.program.graceMs);
    await this.exited;
    clearTimeout(timer);
  }

  private startAgain(reason: string, livedMs: number): void {
    if (livedMs > HEALTHY_AFTER_MS) this.delayMs = FIRST_DELAY_MS;
    this.log.write('warn', this.program.name, `It ended (${reason}) and is started again in ${this.delayMs} ms.`);
    this.timer = setTimeout(() => {
      this.restarts++;
      this.start();
    }, this.delayMs);
    this.delayMs = Math.min(this.delayMs * 2, LONGEST_DELAY_MS);
  }
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // Nobody is left in it.
  }
}
