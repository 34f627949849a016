import { spawn, type ChildProcess } from 'node:child_process';
import { ROOT } from '../build/root.ts';

const running = new Set<ChildProcess>();

/** Asks whatever tool runs now to end, as Ctrl-C does: on SIGTERM Playwright leaves the servers that it has started. */
export function endTools(): void {
  for (const child of running) child.kill('SIGINT');
}

/** Runs a tool of node_modules, its words passed on. @returns its exit code; a death by signal counts as failure */
export async function runTool(args: string[], env: Record<string, string | undefined> = {}): Promise<number> {
  const child = spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'inherit', 'inherit'] });
  running.add(child);
  try {
    return await new Promise((resolve) => {
      child.once('error', () => resolve(1));
      child.once('exit', (code) => resolve(code ?? 1));
    });
  } finally {
    running.delete(child);
  }
}

export const TOOLS = {
  types: ['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.'],
  lint: ['node_modules/oxlint/bin/oxlint', '--deny-warnings'],
  unused: ['node_modules/knip/bin/knip.js', '--no-progress'],
  vitest: ['node_modules/vitest/vitest.mjs', 'run'],
  playwright: ['node_modules/@playwright/test/cli.js', 'test'],
};
