import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { WORKER_PROGRAM } from './bundle-options.ts';

describe('the bundle of a worker', () => {
  it('is without the parts of packages that no worker asks for', async () => {
    const { metafile } = await build({ ...WORKER_PROGRAM, entryPoints: ['engine/worker.ts'], outdir: 'dist', write: false, metafile: true });
    const inputs = Object.keys(metafile.inputs);
    expect(inputs.filter((path) => path.includes('node_modules/zod/') && path.includes('/locales/') && !path.endsWith('/en.js'))).toEqual([]);
    expect(inputs.filter((path) => path.includes('node_modules/bullmq/') && path.includes('/postgres/'))).toEqual([]);
  });

  it('is not made when a package does not name such a part any more', async () => {
    await expect(build({ ...WORKER_PROGRAM, stdin: { contents: 'export {};' }, write: false })).rejects.toThrow(/bullmq.* asks for .*postgres/);
  });
});
