import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../scripts/build/root.ts';
import { eachLine } from '../scripts/servers/server-process.ts';
import { disturbanceSchema, type Order, type Rates, reportSchema, VARIABLE } from './inside/words.ts';

const GUARD = pathToFileURL(join(ROOT, 'scripts/supervisor/orphan-guard.mjs')).href;
const LAST_LINES = 12;
const AGAIN_MS = 50;

export type Role = 'worker' | 'web';
type Place = { role: Role; program: string; env: Record<string, string>; /** Comes back when it is gone. */ kept: boolean };

/** What the processes had to go through, and what they did by themselves. */
export type Told = { count: (what: string, times?: number) => void; fault: (sentence: string) => void };

/** One place in the fleet and whoever fills it at the moment. */
export class Member {
  child: ChildProcess | null = null;
  /** An order that may end it, or a signal that holds it, is out. */
  busy = false;
  dying = false;
  readonly lines: string[] = [];

  constructor(readonly place: Place) {}

  get alive(): boolean {
    return this.child !== null && !this.dying;
  }

  tell(order: Order): void {
    if (this.child?.connected === true) this.child.send(order, () => undefined);
  }
}

/** Worker and web processes of one round: started again whenever they were killed, counted, and never left behind. */
export class Fleet {
  readonly members: Member[] = [];
  rates: Rates;
  private seed: number;
  private closed = false;

  constructor(
    private readonly hooks: string,
    private readonly env: Record<string, string>,
    private readonly told: Told,
    private readonly options: { seed: number; rates: Rates; /** Where each process writes what it says. */ logs: string },
  ) {
    mkdirSync(options.logs, { recursive: true });
    this.seed = options.seed;
    this.rates = options.rates;
  }

  add(place: Place): Member {
    const member = new Member(place);
    this.members.push(member);
    this.start(member);
    return member;
  }

  /** Those of a role that can be disturbed now. */
  free(role: Role): Member[] {
    return this.members.filter((member) => member.place.role === role && member.alive && !member.busy);
  }

  setRates(rates: Rates): void {
    this.rates = rates;
    for (const member of this.members) member.tell({ chaos: 'rates', rates });
  }

  kill(member: Member): void {
    member.dying = true;
    member.child?.kill('SIGKILL');
  }

  /** It drains and does not come back. */
  async dismiss(member: Member): Promise<void> {
    member.place.kept = false;
    await end(member);
  }

  async stop(): Promise<void> {
    this.closed = true;
    await Promise.all(this.members.map((member) => end(member)));
  }

  private start(member: Member): void {
    const { role, program, env } = member.place;
    const disturbance = disturbanceSchema.parse({ seed: this.seed++, rates: this.rates });
    // A web process is not disturbed before it has loaded all of itself: what it does then is not of interest here.
    const child = spawn(process.execPath, ['--no-warnings', '--import', GUARD, '--import', pathToFileURL(this.hooks).href, program], {
      cwd: ROOT, env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', LOG_LEVEL: 'warn', ...this.env, ...env, [VARIABLE]: JSON.stringify(disturbance) }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    member.child = child;
    member.dying = false;
    const log = createWriteStream(join(this.options.logs, `${role}-${child.pid}.log`));
    for (const stream of [child.stdout, child.stderr]) {
      eachLine(stream, (line) => {
        log.write(`${line}\n`);
        if (member.lines.push(line) > LAST_LINES) member.lines.shift();
      });
    }
    child.once('close', () => log.end());
    child.on('message', (message) => {
      const report = reportSchema.safeParse(message);
      if (report.success) for (const [what, times] of Object.entries(report.data.counts)) this.told.count(what, times);
    });
    child.once('exit', (code, signal) => {
      member.child = null;
      member.busy = false;
      if (signal === 'SIGKILL') this.told.count(`${role} killed`);
      else if (!this.closed && member.place.kept) this.told.fault(`A ${role} ended by itself (${signal ?? `code ${code}`}): ${member.lines.slice(-5).join(' | ')}`);
      if (!this.closed && member.place.kept) setTimeout(() => this.closed || this.start(member), AGAIN_MS);
    });
  }
}

async function end(member: Member): Promise<void> {
  const { child } = member;
  if (child === null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGCONT');
  child.kill('SIGTERM');
  const impatient = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await gone;
  clearTimeout(impatient);
}
