import type { BuildOptions, Plugin } from 'esbuild';
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

/** Parts of packages that no worker asks for, though their package names them: other languages' messages, and a queue in SQL. */
const UNASKED = [
  { from: /[\\/]node_modules[\\/]zod[\\/]/, what: /locales\/index\.js$/ },
  { from: /[\\/]node_modules[\\/]bullmq[\\/]/, what: /^\.\/postgres$/ },
];

const leaveOutUnasked: Plugin = {
  name: 'leave-out-unasked',
  setup(build) {
    for (const { from, what } of UNASKED) build.onResolve({ filter: what }, ({ importer, path }) => (from.test(importer) ? { path, namespace: 'unasked' } : undefined));
    build.onLoad({ filter: /./, namespace: 'unasked' }, () => ({ contents: 'export {};' }));
  },
};

/**
 * How a worker is bundled: with its packages, as one file instead of several hundred, which halves the time until it is ready;
 * and what nobody uses of them is not in its memory. Left out is what has native parts or wasm files beside it, and what is
 * loaded only when an agent runs. Packages of the older kind ask for Node's own modules by `require`.
 * The text of a bundle stays in memory: it goes without spaces, but keeps its names, which errors and logs tell.
 */
export const WORKER_PROGRAM = {
  ...COMMON,
  external: ['quickjs-emscripten', 'quickjs-emscripten-core', '@jitl/*', '@prisma/*', 'pg-native', 'ai', '@ai-sdk/*'],
  minifyWhitespace: true,
  minifySyntax: true,
  plugins: [leaveOutUnasked],
  banner: { js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);" },
} satisfies BuildOptions;
