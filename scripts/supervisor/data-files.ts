import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { processStart } from '../servers/processes.ts';

const runningSchema = z.object({ pid: z.int(), startedAt: z.string(), url: z.string(), databaseUrl: z.string(), redisUrl: z.string(), outsideUrl: z.string() });
/** What a running `npm start` tells others about itself: `npm run worker` joins it by this. Holds passwords, hence mode 600. */
export type Running = z.infer<typeof runningSchema>;

const childrenSchema = z.array(z.object({ name: z.string(), pid: z.int(), startedAt: z.string() }));
type Child = z.infer<typeof childrenSchema>[number];

export function writeRunning(dataDir: string, running: Omit<Running, 'pid' | 'startedAt'>): void {
  write(join(dataDir, 'running.json'), { pid: process.pid, startedAt: processStart(process.pid) ?? '', ...running });
}

/** The start that runs on this data directory now; undefined when there is none, or the one that wrote the file is gone. */
export function readRunning(dataDir: string): Running | undefined {
  const running = read(join(dataDir, 'running.json'), runningSchema);
  return running !== undefined && processStart(running.pid) === running.startedAt ? running : undefined;
}

/** After an orderly end: nobody runs, and nobody was left. */
export function removeRunning(dataDir: string): void {
  for (const name of ['running.json', 'children.json']) rmSync(join(dataDir, name), { force: true });
}

/** Remembers who was started, for the start after one that was killed. */
export function writeChildren(dataDir: string, children: { name: string; pid: number | undefined }[]): void {
  const living = children.flatMap(({ name, pid }) => {
    const startedAt = pid === undefined ? undefined : processStart(pid);
    return pid === undefined || startedAt === undefined ? [] : [{ name, pid, startedAt }];
  });
  write(join(dataDir, 'children.json'), living);
}

/** Those a killed start has left behind. A process id that somebody else got since does not count. */
export function readLeftovers(dataDir: string): Child[] {
  return (read(join(dataDir, 'children.json'), childrenSchema) ?? []).filter(({ pid, startedAt }) => processStart(pid) === startedAt);
}

function write(file: string, value: unknown): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(value)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

function read<T>(file: string, schema: z.ZodType<T>): T | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return schema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}
