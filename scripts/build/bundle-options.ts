import type { BuildOptions } from 'esbuild';
import { ROOT } from './root.ts';

const COMMON = {
  absWorkingDir: ROOT,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  jsx: 'automatic',
  logLevel: 'silent',
} satisfies BuildOptions;

/** How a program of ours is bundled; its packages stay in node_modules. */
export const PROGRAM = { ...COMMON, packages: 'external' } satisfies BuildOptions;

/**
 * How a worker is bundled: with its packages, as one file instead of several hundred, which halves the time until it is ready;
 * and what nobody uses of them is not in its memory. Left out is what has native parts or wasm files beside it, and what is
 * loaded only when an agent runs. Packages of the older kind ask for Node's own modules by `require`.
 */
export const WORKER_PROGRAM = {
  ...COMMON,
  external: ['quickjs-emscripten', 'quickjs-emscripten-core', '@jitl/*', '@prisma/*', 'pg-native', 'ai', '@ai-sdk/*'],
  banner: { js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);" },
} satisfies BuildOptions;
