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

/** Fails when a package no longer names such a part: it would come in under another name, and nobody would see. */
const leaveOutUnasked: Plugin = {
  name: 'leave-out-unasked',
  setup(build) {
    const unseen = new Set(UNASKED);
    for (const part of UNASKED) {
      build.onResolve({ filter: part.what }, ({ importer, path }) => {
        if (!part.from.test(importer)) return undefined;
        unseen.delete(part);
        return { path, namespace: 'unasked' };
      });
    }
    build.onLoad({ filter: /./, namespace: 'unasked' }, () => ({ contents: 'export {};' }));
    build.onEnd(() => ({ errors: [...unseen].map(({ from, what }) => ({ text: `Nothing of ${from.source} asks for ${what.source}: what is left out of a worker must be told anew.` })) }));
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
