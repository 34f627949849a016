import { spawn, type ChildProcess } from 'node:child_process';

/** How a server process went: by a code, by a signal, or not at all yet. */
export type Exit = { code: number | null; signal: NodeJS.Signals | null };

/** A native server that we started: its exit, its last words, and a guardian that ends it when we are killed. */
export type ServerProcess = {
  pid: number;
  /** Resolves when it is gone. */
  exited: Promise<Exit>;
  isAlive: () => boolean;
  /** The end of what it said on stderr and stdout, for error messages. */
  lastWords: () => string;
  signal: (name: NodeJS.Signals) => void;
  /** Sends the signal and waits; after `graceMs` it is killed. */
  stop: (name: NodeJS.Signals, graceMs: number) => Promise<void>;
};

/**
 * Starts a native server in a process group of its own, so that Ctrl-C in the terminal reaches only us and servers stop in our order.
 * On POSIX a small shell holds a pipe of ours: when we die without a word (SIGKILL), the pipe closes and it sends `lastSignal`.
 */
export async function startServerProcess(
  command: string,
  args: string[],
  options: { cwd?: string; env?: Record<string, string | undefined>; uid?: number; gid?: number; input?: string; ipc?: boolean; lastSignal?: NodeJS.Signals; onLine?: (line: string) => void },
): Promise<ServerProcess> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { NODE_ENV: 'production', ...options.env },
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.gid }),
    detached: true,
    stdio: options.ipc ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['pipe', 'pipe', 'pipe'],
  });
  const words: string[] = [];
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: 127, signal: null }));
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) => reject(new Error(`${command} could not be started: ${cause.message}`, { cause })));
  });
  for (const stream of [child.stdout, child.stderr]) {
    eachLine(stream, (line) => {
      words.push(line);
      if (words.length > 20) words.shift();
      options.onLine?.(line);
    });
  }
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(options.input ?? '');
  const pid = child.pid ?? -1;
  const guardian = options.ipc || process.platform === 'win32' ? undefined : startGuardian(pid, options.lastSignal ?? 'SIGTERM');
  let alive = true;
  void exited.then(() => {
    alive = false;
    guardian?.kill('SIGKILL');
  });
  const signal = (name: NodeJS.Signals) => {
    if (alive) child.kill(name);
  };
  return {
    pid,
    exited,
    isAlive: () => alive,
    lastWords: () => words.join('\n'),
    signal,
    stop: async (name, graceMs) => {
      signal(name);
      const timer = setTimeout(() => signal('SIGKILL'), graceMs);
      await exited;
      clearTimeout(timer);
    },
  };
}

function startGuardian(pid: number, signal: NodeJS.Signals): ChildProcess {
  const guardian = spawn('/bin/sh', ['-c', 'read _; kill -"$1" "$2" 2>/dev/null', 'heddle-guardian', signal.replace('SIG', ''), String(pid)], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  guardian.on('error', () => undefined);
  guardian.stdin?.on('error', () => undefined);
  guardian.unref();
  // The pipe must not keep our process alive by itself.
  const pipe: unknown = guardian.stdin;
  if (pipe !== null && typeof pipe === 'object' && 'unref' in pipe && typeof pipe.unref === 'function') pipe.unref();
  return guardian;
}

/** Splits a stream into lines; the rest at its end counts as one. */
export function eachLine(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void {
  if (stream === null) return;
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') onLine(line);
  });
  stream.on('end', () => {
    if (rest.trim() !== '') onLine(rest);
  });
}
