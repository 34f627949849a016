/**
 * Loaded before the program (`node --import`), so that no line of production code knows of it: it stands between the
 * program and its drivers. There it can die at a commit point, lose an answer, lose a job or deliver one twice.
 */
import { createRequire } from 'node:module';
import * as bullmq from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import { Random } from '../../engine/core/testing/random.fixture.ts';
import { disturbanceSchema, type Order, orderSchema, type Point, type Report, VARIABLE } from './words.ts';

type Method = (this: object, ...rest: unknown[]) => unknown;
type Prototype = Record<string, Method>;

const { seed, rates } = disturbanceSchema.parse(JSON.parse(process.env[VARIABLE] ?? ''));
const chance = new Random(seed);
let told: Record<string, number> = {};
let doom: { at: string; pass: number } | null = null;

function happens(share: number): boolean {
  return share > 0 && chance.chance(share);
}

function count(what: string): void {
  told[what] = (told[what] ?? 0) + 1;
}

function pass(point: Point): void {
  if (doom?.at !== point || --doom.pass > 0) return;
  process.kill(process.pid, 'SIGKILL');
}

/** What a statement is, by the beginning of the name it is prepared under. */
const NAMED = [['commit-start', 'start'], ['commit-one-start', 'start'], ['commit-', 'commit'], ['claim', 'claim'], ['take-messages', 'take-messages']] as const;
const WRITES = /\b(INSERT INTO|UPDATE|DELETE FROM)\b/;

/** A connection, as far as it is of interest here. */
type Client = { connection: { stream: { destroy(): void } }; withinTransaction?: boolean };

function hookPostgres(): void {
  const prototype = pg.Client.prototype as unknown as Prototype; // the hook passes on whatever it is given
  const original = prototype['query']!;
  prototype['query'] = function query(...given) {
    const client = this as unknown as Client; // a pg.Client, whose inside its types do not tell
    const { name, text } = statementOf(given[0]);
    if (text === null) return original.apply(this, given);
    const doing = name === null ? (text.trim() === 'COMMIT' ? 'alone' : null) : (NAMED.find(([beginning]) => name.startsWith(beginning))?.[1] ?? null);
    if (/^\s*BEGIN\b/.test(text)) client.withinTransaction = true;
    // Within a transaction only its end lands anything.
    const lands = client.withinTransaction === true ? doing === 'alone' : WRITES.test(text);
    if (/^\s*(COMMIT|ROLLBACK)\b/.test(text)) client.withinTransaction = false;
    if (doing !== null) pass(`before ${doing}`);
    const callback = typeof given.at(-1) === 'function' ? (given.pop() as (error: unknown, result?: unknown) => void) : null;
    let answered = false;
    const answer = new Promise<unknown>((resolve, reject) => {
      original.call(this, ...given, (error: unknown, result: unknown) => (error === null || error === undefined ? resolve(result) : reject(error as Error)));
    });
    // By then it has left, unless the connection was busy with another.
    if (doing !== null) setImmediate(() => answered || pass(`during ${doing}`));
    const seen = answer.then((result) => {
      answered = true;
      if (doing !== null) pass(`after ${doing}`);
      if (lands && happens(rates.lostAnswers)) {
        count('write landed, answer lost');
        client.connection.stream.destroy();
        throw Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' });
      }
      return result;
    });
    if (callback === null) return seen;
    seen.then((result) => callback(null, result), (error: unknown) => callback(error));
    return undefined;
  };
}

function statementOf(config: unknown): { name: string | null; text: string | null } {
  if (typeof config === 'string') return { name: null, text: config };
  if (typeof config !== 'object' || config === null || 'submit' in config || !('text' in config) || typeof config.text !== 'string') return { name: null, text: null };
  return { name: 'name' in config && typeof config.name === 'string' ? config.name : null, text: config.text };
}

type Job = { opts?: { jobId?: string } };

function hookQueue(prototype: Prototype): void {
  const original = prototype['addBulk']!;
  prototype['addBulk'] = async function addBulk(...given) {
    pass('before enqueue');
    const jobs = (given[0] as Job[]).filter(() => !lost());
    const again = jobs.filter(() => doubled()).map((job) => ({ ...job, opts: { ...job.opts, jobId: `${job.opts?.jobId ?? 'job'}-twin` } }));
    const added = original.call(this, [...jobs, ...again]);
    setImmediate(() => pass('during enqueue'));
    const result: unknown = await added;
    pass('after enqueue');
    return result;
  };
}

function lost(): boolean {
  if (!happens(rates.lostJobs)) return false;
  count('job lost between commit and queue');
  return true;
}

function doubled(): boolean {
  if (!happens(rates.doubledJobs)) return false;
  count('job delivered twice');
  return true;
}

function hookPublish(): void {
  const prototype = Redis.prototype as unknown as Prototype; // as above
  const original = prototype['publish']!;
  prototype['publish'] = function publish(...given) {
    pass('before publish');
    const answer = original.apply(this, given) as Promise<unknown>;
    setImmediate(() => pass('during publish'));
    void answer.then(() => pass('after publish'), () => undefined);
    return answer;
  };
}

function obey(order: Order): void {
  switch (order.chaos) {
    case 'rates':
      Object.assign(rates, order.rates);
      return;
    case 'die':
      doom = { at: order.at, pass: order.pass };
      return;
    case 'block':
      count('event loop blocked');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, order.ms);
      return;
  }
}

hookPostgres();
// The two builds of the package have a class each.
const other = createRequire(import.meta.url)('bullmq') as { Queue: { prototype: unknown } };
for (const prototype of new Set([bullmq.Queue.prototype as unknown, other.Queue.prototype])) hookQueue(prototype as Prototype);
hookPublish();
process.on('message', (message) => {
  const order = orderSchema.safeParse(message);
  if (order.success) obey(order.data);
});
setInterval(() => {
  if (Object.keys(told).length === 0 || !process.connected) return;
  const report: Report = { chaos: 'did', counts: told };
  told = {};
  process.send?.(report, undefined, {}, () => undefined);
}, 200).unref();
