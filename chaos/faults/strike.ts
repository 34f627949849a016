import type { Fleet, Member, Role } from '../fleet.ts';
import type { Variant } from '../programs.ts';
import type { OwnServers } from '../servers.ts';
import type { Sql } from '../sql.ts';
import type { Fault } from './schedule.ts';

export type Targets = {
  fleet: Fleet;
  servers: OwnServers;
  sql: Sql;
  programs: Readonly<Record<Variant, string>>;
  count: (what: string, times?: number) => void;
};

/** An order to die that is never carried out, because nobody passes there, is forgotten. */
const DOOM_MS = 6_000;

/** Does what the schedule says. Resolves when the fault is over; most last no time. */
export async function strike(fault: Fault, targets: Targets): Promise<void> {
  const { fleet, servers, sql, count } = targets;
  switch (fault.kind) {
    case 'worker killed':
    case 'web killed':
      return onOne(fault, targets, fault.kind === 'web killed' ? 'web' : 'worker', async (member) => {
        count(`${fault.kind} at a random point`);
        fleet.kill(member);
      });
    case 'worker killed at a point':
    case 'web killed at a point':
      return onOne(fault, targets, fault.kind === 'web killed at a point' ? 'web' : 'worker', (member) => killAt(member, fault, count));
    case 'worker stopped past its lease':
      return onOne(fault, targets, 'worker', async (member) => {
        count(fault.kind);
        const { child } = member;
        child?.kill('SIGSTOP');
        await pause(fault.ms);
        child?.kill('SIGCONT');
      });
    case 'worker blocked':
    case 'web blocked':
      return onOne(fault, targets, fault.kind === 'web blocked' ? 'web' : 'worker', async (member) => {
        count(fault.kind);
        member.tell({ chaos: 'block', ms: fault.ms });
        await pause(fault.ms);
      });
    case 'connections ended': {
      const { rows } = await sql.query('SELECT count(pg_terminate_backend(pid))::int AS ended FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()');
      count(fault.kind);
      count('connections of Postgres ended', Number(rows[0]!['ended']));
      return;
    }
    case 'Postgres restarted at once':
    case 'Redis killed and replaced': {
      const back = fault.kind === 'Redis killed and replaced' ? servers.replaceRedis(fault.ms) : servers.restartPostgres(fault.ms);
      if (back !== null) count(fault.kind);
      return await (back ?? undefined);
    }
    case 'Redis emptied':
      // One that is away at the moment is empty when it comes back.
      return await servers.emptyRedis().then(() => count(fault.kind), () => undefined);
    case 'older worker':
    case 'newer worker':
    case 'poorer worker': {
      count(`${fault.kind} beside the others`);
      const variant = fault.kind.split(' ')[0] as Exclude<Variant, 'usual'>;
      const member = fleet.add({ role: 'worker', program: targets.programs[variant], env: {}, kept: true });
      await pause(fault.ms);
      return await fleet.dismiss(member);
    }
  }
}

async function onOne(fault: Fault, { fleet }: Targets, role: Role, work: (member: Member) => Promise<void>): Promise<void> {
  const free = fleet.free(role);
  const member = free[Math.floor(fault.target * free.length)];
  if (member === undefined) return;
  member.busy = true;
  const { child } = member;
  try {
    await work(member);
  } finally {
    // Another process may be in its place by now.
    if (member.child === child) member.busy = false;
  }
}

async function killAt(member: Member, { point, pass }: Fault, count: Targets['count']): Promise<void> {
  const { child } = member;
  if (child === null) return;
  const gone = new Promise<boolean>((resolve) => child.once('exit', (_code, signal) => resolve(signal === 'SIGKILL')));
  member.tell({ chaos: 'die', at: point, pass });
  const died = await Promise.race([gone, pause(DOOM_MS).then(() => false)]);
  if (died) count(`${member.place.role} killed ${point}`);
  else member.tell({ chaos: 'die', at: 'never', pass: 0 });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
