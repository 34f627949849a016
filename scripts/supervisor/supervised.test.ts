import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../servers/poll.ts';
import { processStart } from '../servers/processes.ts';
import type { Log } from './log.ts';
import { Supervised } from './supervised.ts';

const said: string[] = [];
const log: Log = { write: (_level, _process, message) => void said.push(message), line: (_process, line) => void said.push(line), plain: () => undefined };
let process_: Supervised | undefined;
afterEach(async () => {
  await process_?.stop();
  said.length = 0;
});

function supervise(script: string, graceMs = 5_000): Supervised {
  process_ = new Supervised({ name: 'thing', command: process.execPath, args: ['-e', script], env: process.env, graceMs }, log);
  process_.start();
  return process_;
}
const alive = (pid: number) => processStart(pid) !== undefined;

describe('a supervised process', () => {
  it('is started again when it is killed', async () => {
    const thing = supervise('console.log("up"); setInterval(() => {}, 1000)');
    await until('up', async () => said.includes('up'), { timeoutMs: 5_000 });
    const { pid } = thing;
    thing.signal('SIGKILL');
    await until('another', async () => said.filter((line) => line === 'up').length === 2, { timeoutMs: 5_000 });
    expect(thing.restarts).toBe(1);
    expect(thing.pid).not.toBe(pid);
  });

  it('is started again later each time it fails at once', async () => {
    supervise('process.exit(3)');
    await until('three falls', async () => said.length >= 3, { timeoutMs: 10_000 });
    expect(said.slice(0, 3)).toEqual([200, 400, 800].map((delay) => `It ended (code 3) and is started again in ${delay} ms.`));
  });

  it('is not started again once it is stopped, and what it started goes with it', async () => {
    const thing = supervise('const c = require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]); console.log(c.pid); process.on("SIGTERM", () => process.exit(0)); setInterval(() => {}, 1000)');
    await until('up', async () => said.length === 1, { timeoutMs: 5_000 });
    const grandchild = Number(said[0]);
    expect(alive(grandchild)).toBe(true);
    await thing.stop();
    await until('the grandchild goes', async () => !alive(grandchild), { timeoutMs: 2_000 });
    expect(thing.pid).toBeUndefined();
    expect(thing.restarts).toBe(0);
  });

  it('is killed when it does not end within its grace', async () => {
    const thing = supervise('process.on("SIGTERM", () => {}); console.log("up"); setInterval(() => {}, 1000)', 300);
    await until('up', async () => said.length === 1, { timeoutMs: 5_000 });
    const pid = thing.pid ?? 0;
    await thing.stop();
    expect(alive(pid)).toBe(false);
    expect(said.at(-1)).toBe('It did not end within 0.3 s and is killed.');
  });
});
